import type { Lesson } from '../lesson.ts';
import { entry, log, message, node } from '../looks.ts';
import { etcdRaft, paper, raftLab } from '../sources.ts';
import { r4 } from './headings.ts';

export const r4Lesson: Lesson = {
  ...r4,
  runs: [
    {
      id: 'a',
      title: { en: 'Figure 7, with n1 as the new leader', zh: '图 7，n1 是新领导者' },
      script: `cluster voters=1,2,3,4,5,6,7
load 1 log=1,1,1,4,4,5,5,6,6,6 term=7 commit=9
load 2 log=1,1,1,4,4,5,5,6,6 term=7 commit=9
load 3 log=1,1,1,4 term=7 commit=4
load 4 log=1,1,1,4,4,5,5,6,6,6,6 term=7 commit=9
load 5 log=1,1,1,4,4,5,5,6,6,6,7,7 term=7 commit=9
load 6 log=1,1,1,4,4,4,4 term=7 commit=3
load 7 log=1,1,1,2,2,2,3,3,3,3,3 term=7 commit=3
mark
campaign 1
expect 1 role=L term=8 commit=11
expect 4,5 vote=0
expect 2,3,4,5,6,7 log=1,1,1,4,4,5,5,6,6,6,8 commit=11
expect msgs MsgVoteResp.reject=2 MsgApp=16 MsgAppResp.reject=4
`,
    },
  ],
  steps: [
    {
      id: 'votes',
      type: 'predict',
      at: { line: 9 },
      look: [log(1), log(5), log(7)],
      say: {
        en: 'Seven logs, as the paper draws them: n1 is about to campaign in term 8, its log ends at (term 6, index 10). n2 and n3 lack entries, n4 and n5 have more, n6 and n7 have others.',
        zh: '七份日志，如论文所画：n1 就要在任期 8 竞选，它的日志止于 (任期 6, 索引 10)。n2、n3 缺条目，n4、n5 多条目，n6、n7 的不一样。',
      },
      question: {
        ask: { en: 'Who will refuse n1 the vote?', zh: '谁会拒绝投给 n1？' },
        choices: [
          {
            text: {
              en: 'n4, n5 and n7: their logs are longer',
              zh: 'n4、n5 和 n7：它们的日志更长',
            },
            because: {
              en: 'n7 has 11 entries, but its last is of term 3. The term counts first: n1’s 6 is newer, and n7 voted for it.',
              zh: 'n7 有 11 条，但最后一条是任期 3。先比任期：n1 的 6 更新，n7 投给了它。',
            },
            claim: 'node(7).vote == none',
          },
          {
            text: { en: 'n4 and n5', zh: 'n4 和 n5' },
            right: true,
            because: {
              en: 'n4 ends at (6, 11), longer in the same term; n5 at (7, 12), in a newer term. The other four are behind n1.',
              zh: 'n4 止于 (6, 11)，任期相同而更长；n5 止于 (7, 12)，任期更新。其余四个都比 n1 旧。',
            },
            claim:
              'node(4).vote == none && node(5).vote == none && all(n in nodes, n.vote == 1 || n == 4 || n == 5)',
          },
          {
            text: { en: 'Nobody: term 8 is the newest of all', zh: '没有人：任期 8 是最新的' },
            because: {
              en: 'The term of the candidate decides whether it is heard; what is compared is where the logs end. n4 and n5 entered term 8 and refused.',
              zh: '候选者的任期只决定它会不会被理睬；要比的是日志止于何处。n4 和 n5 进入了任期 8，但拒绝了。',
            },
            claim: 'node(4).vote == 1 && node(5).vote == 1',
          },
        ],
      },
    },
    {
      id: 'elected',
      type: 'observe',
      of: 'votes',
      at: { when: 'node(1).role == leader' },
      look: [node(1, 'role'), entry(11, 1)],
      say: {
        en: 'n1 has four of seven votes and leads. It appends its empty entry at index 11.',
        zh: 'n1 得到七票中的四票，当选，在索引 11 追加空条目。',
      },
      ask: { en: 'What did you see: who refused?', zh: '你看到了什么：谁拒绝了？' },
    },
    {
      id: 'tries',
      type: 'predict',
      at: { when: 'any(m in messages, m.type == MsgApp && m.to == 7)' },
      look: [message('MsgApp', 1, 2), message('MsgApp', 1, 7)],
      say: {
        en: 'n1 sends everybody index 11, anchored at (index 10, term 6). Whoever has another entry at 10, or none, refuses.',
        zh: 'n1 给每个节点发索引 11，接在 (索引 10, 任期 6) 之后。谁在 10 没有条目，或者不一样，谁就拒绝。',
      },
      question: {
        ask: {
          en: 'How many refusals will there be until all logs are equal?',
          zh: '到所有日志一致为止，一共会有几次拒绝？',
        },
        choices: [
          {
            text: {
              en: '19: n1 goes one entry back for each refusal',
              zh: '19 次：每拒绝一次，n1 退一条',
            },
            because: {
              en: 'Stepping back one by one would cost 1 for n2, 6 for n3, 5 for n6 and 7 for n7: 19. etcd’s refusals carry a hint, and n1 jumped.',
              zh: '一条一条退，n2 要 1 次，n3 要 6 次，n6 要 5 次，n7 要 7 次：共 19 次。etcd 的拒绝带着提示，n1 是跳着退的。',
            },
            claim: 'count(message.type == MsgAppResp && message.reject) == 19',
          },
          {
            text: { en: '4: one for each log that does not fit', zh: '4 次：接不上的日志各一次' },
            right: true,
            because: {
              en: 'n2, n3, n6 and n7 refused once each. n4 and n5 have (index 10, term 6): they took index 11 at once.',
              zh: 'n2、n3、n6、n7 各拒绝一次。n4 和 n5 有 (索引 10, 任期 6)：立刻收下了索引 11。',
            },
            claim: 'count(message.type == MsgAppResp && message.reject) == 4',
          },
          {
            text: {
              en: '6: every follower is asked where its log ends first',
              zh: '6 次：先要问清每个跟随者的日志止于何处',
            },
            because: {
              en: 'Nobody is asked first. Longer logs are no obstacle: n4 and n5 just cut off what came after index 10.',
              zh: '不会先问。更长的日志不是障碍：n4 和 n5 只是截掉索引 10 之后的部分。',
            },
            claim: 'count(message.type == MsgAppResp && message.reject) == 6',
          },
        ],
      },
    },
    {
      id: 'you',
      type: 'beTheNode',
      node: 7,
      until: { when: 'message.type == MsgApp && message.to == 7' },
      look: [log(7), message('MsgApp', 1, 7)],
      say: {
        en: 'You are n7: 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3. What n1 sends wants to stand behind (index 10, term 6).',
        zh: '你是 n7：1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3。n1 发来的条目要接在 (索引 10, 任期 6) 之后。',
      },
    },
    {
      id: 'jump',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgApp && m.to == 7 && m.index == 3)' },
      look: [message('MsgApp', 1, 7), entry(3), log(7)],
      say: {
        en: 'n7’s hint was: at 10 I have term 3. n1 skipped all it has of later terms, back to index 3, and sends eight entries. Next: 10 for n2, 5 for n3, 6 for n6, 4 for n7.',
        zh: 'n7 的提示是：我在 10 的任期是 3。n1 跳过自己更晚任期的全部条目，退到索引 3，发出八条。Next：n2 是 10，n3 是 5，n6 是 6，n7 是 4。',
      },
    },
    {
      id: 'equal',
      type: 'observe',
      of: 'tries',
      at: { line: 10 },
      look: [log(1), log(5), log(7)],
      say: {
        en: 'All seven logs are 1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 8, and committed up to 11. It took 16 MsgApp in all.',
        zh: '七份日志都是 1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 8，已提交到 11。一共用了 16 条 MsgApp。',
      },
      ask: { en: 'What did you see: how many refusals?', zh: '你看到了什么：拒绝了几次？' },
    },
  ],
  tryIt: {
    say: {
      en: 'The same logs, but make n5 the leader, whose log ends in term 7. Then all must have its entries 11 and 12.',
      zh: '同样的日志，但让 n5 当领导者，它的日志止于任期 7。于是所有节点都要有它的 11 和 12。',
    },
    config: {
      nodes: 7,
      electionTicks: 50,
      preVote: false,
      checkQuorum: false,
      drawing: [
        { node: 1, log: [1, 1, 1, 4, 4, 5, 5, 6, 6, 6], term: 7, vote: 0, commit: 9, up: true },
        { node: 2, log: [1, 1, 1, 4, 4, 5, 5, 6, 6], term: 7, vote: 0, commit: 9, up: true },
        { node: 3, log: [1, 1, 1, 4], term: 7, vote: 0, commit: 4, up: true },
        { node: 4, log: [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6], term: 7, vote: 0, commit: 9, up: true },
        { node: 5, log: [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7], term: 7, vote: 0, commit: 9, up: true },
        { node: 6, log: [1, 1, 1, 4, 4, 4, 4], term: 7, vote: 0, commit: 3, up: true },
        { node: 7, log: [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3], term: 7, vote: 0, commit: 3, up: true },
      ],
    },
    goal: 'all(n in nodes, n.log(11).term == 7 && n.log(12).term == 7)',
    hints: [
      {
        en: 'Nobody refuses n5 the vote. It only has to be the first to ask.',
        zh: '没有人会拒绝投给 n5。它只要最先请求。',
      },
      {
        en: 'Choose Campaign now on n5 before any timer ends.',
        zh: '在任何计时器到期之前，对 n5 选择“立即竞选”。',
      },
    ],
    solution: [{ type: 'campaign', node: 5 }, { until: 'all(n in nodes, n.log(12).term == 7)' }],
  },
  sources: [
    paper('figure 7 and the end of section 5.3', '图 7 与 5.3 节末尾'),
    etcdRaft('raft.go', 'stepLeader (MsgAppResp)'),
    etcdRaft('log.go', 'findConflictByTerm'),
    raftLab('TestBackup3B'),
  ],
};
