import type { Lesson } from '../lesson.ts';
import { entry, log, message, node } from '../looks.ts';
import { elect, put } from '../moves.ts';
import { etcdRaft, paper, thesis } from '../sources.ts';
import { e6 } from './headings.ts';

export const e6Lesson: Lesson = {
  ...e6,
  runs: [
    {
      id: 'a',
      title: { en: 'A candidate that missed a write', zh: '缺了一次写入的候选者' },
      script: `cluster voters=1,2,3
campaign 1
isolate 3
propose 1 x=1
expect 1,2 commit=2
crash 1
heal
mark
campaign 3
expect 3 role=C term=2
expect 2 role=F term=2 vote=0
expect msgs MsgVoteResp=1 MsgVoteResp.reject=1
campaign 2
expect 2 role=L term=3 commit=3
expect 3 role=F log=1,1,3 commit=3 kv.x=1
`,
    },
  ],
  steps: [
    {
      id: 'missed',
      type: 'tell',
      at: { line: 5 },
      look: [entry(2, 1), entry(2, 2), log(3)],
      say: {
        en: 'n3 was cut off when x=1 was written. The entry, index 2 of term 1, is on n1 and n2: two of three, committed.',
        zh: '写入 x=1 时 n3 被隔离了。这个条目（任期 1，索引 2）在 n1 和 n2 上：三个中的两个，已提交。',
      },
    },
    {
      id: 'ask',
      type: 'predict',
      at: { line: 8 },
      look: [log(2), log(3)],
      say: {
        en: 'The leader n1 dies, and the network is whole again. n3 is the first to campaign, in term 2. Its log ends at index 1.',
        zh: '领导者 n1 宕机，网络恢复。n3 最先竞选，在任期 2。它的日志止于索引 1。',
      },
      question: {
        ask: { en: 'What does n2 do when n3 asks for its vote?', zh: 'n3 请求投票时，n2 怎么做？' },
        choices: [
          {
            text: {
              en: 'It votes for n3: term 2 is new, and n3 asked first',
              zh: '投给 n3：任期 2 是新的，n3 最先请求',
            },
            because: {
              en: 'First come, first served holds among candidates whose logs are good enough. The log of n3 lacked index 2, which n2 has.',
              zh: '先到先得只适用于日志够新的候选者。n3 的日志缺索引 2，而 n2 有。',
            },
            claim: 'node(2).vote == 3',
          },
          {
            text: { en: 'It ignores n3 and stays in term 1', zh: '不理会 n3，留在任期 1' },
            because: {
              en: 'A higher term is always taken over, whatever comes of the vote: n2 went from term 1 to term 2.',
              zh: '不管投不投票，更高的任期总会被采用：n2 从任期 1 进到了任期 2。',
            },
            claim: 'node(2).term == 1',
          },
          {
            text: { en: 'It enters term 2, but refuses its vote', zh: '进入任期 2，但拒绝投票' },
            right: true,
            because: {
              en: 'n3’s last entry is (term 1, index 1), n2’s is (term 1, index 2): n3’s log is behind. The term is taken over, the vote is not given.',
              zh: 'n3 的最后一条是 (任期 1, 索引 1)，n2 的是 (任期 1, 索引 2)：n3 的日志落后。任期采用了，票没有给。',
            },
            claim: 'node(2).term == 2 && node(2).vote == none && node(3).role == candidate',
          },
        ],
      },
    },
    {
      id: 'you',
      type: 'beTheNode',
      node: 2,
      until: { line: 9 },
      look: [log(2), log(3)],
      say: {
        en: 'You are n2. The MsgVote of n3 says where its log ends: compare it with your own last entry, the term first, then the index.',
        zh: '你是 n2。n3 的 MsgVote 写明了它的日志止于何处：和自己的最后一条比，先比任期，再比索引。',
      },
    },
    {
      id: 'refused',
      type: 'observe',
      of: 'ask',
      at: { line: 9 },
      look: [node(2, 'term'), node(3, 'votes')],
      say: {
        en: 'The answer of n2 has reached n3. n1 is down, so there is nobody else to ask.',
        zh: 'n2 的回答到了 n3。n1 宕机了，没有别人可问。',
      },
      ask: { en: 'What did you see n2 do?', zh: '你看到 n2 做了什么？' },
    },
    {
      id: 'other',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgVoteResp && m.from == 3)' },
      look: [message('MsgVoteResp', 3, 2), node(2, 'term')],
      say: {
        en: 'Now n2 campaigns, in term 3. Its log is at least as good as n3’s, and n3 votes for it.',
        zh: '现在 n2 在任期 3 竞选。它的日志不比 n3 旧，n3 投给了它。',
      },
    },
    {
      id: 'saved',
      type: 'tell',
      at: { when: 'node(3).commit == 3' },
      look: [log(2), log(3)],
      say: {
        en: 'n2 has copied x=1 to n3: both logs are 1, 1, 3. The committed write has survived the death of its leader.',
        zh: 'n2 把 x=1 复制给了 n3：两份日志都是 1, 1, 3。领导者虽然宕机，已提交的写入保住了。',
      },
    },
    {
      id: 'rule',
      type: 'ask',
      look: [entry(3, 2), entry(3, 3)],
      say: {
        en: 'Any majority that has stored an entry and any majority that elects a leader share a node: that one refuses whoever lacks the entry.',
        zh: '存有某个条目的多数，和选出领导者的多数，至少有一个共同的节点：它会拒绝缺这个条目的候选者。',
      },
      question: {
        ask: {
          en: 'The log of A ends at (term 3, index 4), that of B at (term 2, index 9). Who can get whose vote?',
          zh: 'A 的日志止于 (任期 3, 索引 4)，B 的止于 (任期 2, 索引 9)。谁能得到谁的票？',
        },
        choices: [
          {
            text: { en: 'B gets A’s vote: its log is longer', zh: 'B 能得到 A 的票：它的日志更长' },
            because: {
              en: 'Length only counts between logs whose last terms are equal, as between n2 and n3 here. B’s five extra entries come from an older leader.',
              zh: '只有最后的任期相同，才比长度，就像这里的 n2 和 n3。B 多出的五条来自更早的领导者。',
            },
          },
          {
            text: {
              en: 'A gets B’s vote: its last term is newer',
              zh: 'A 能得到 B 的票：它最后的任期更新',
            },
            right: true,
            because: {
              en: 'The term is compared first: 3 is more than 2, whatever the indexes are.',
              zh: '先比任期：3 大于 2，不看索引。',
            },
          },
          {
            text: {
              en: 'Neither: each has entries that the other lacks',
              zh: '都不能：各有对方没有的条目',
            },
            because: {
              en: 'The rule compares last entries only, and of two logs one is always at least as new.',
              zh: '规则只比最后一条，两份日志里总有一份不旧于另一份。',
            },
          },
        ],
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Break it: these voters do not look at logs. Make a node leader that lacks a committed write.',
      zh: '打破它：这些节点投票时不看日志。让一个缺了已提交写入的节点当选。',
    },
    config: { nodes: 3, preVote: false, checkQuorum: false, brokenRules: ['ignoreLogInVote'] },
    prepare: [...elect(1)],
    goal: 'violation("LeaderCompleteness")',
    hints: [
      {
        en: 'Somebody has to miss a write: isolate n3, then put a key through n1.',
        zh: '先要有节点缺一次写入：隔离 n3，再通过 n1 写一个键。',
      },
      {
        en: 'Heal the network, kill n1, and choose Campaign now on n3 before n2 campaigns.',
        zh: '恢复网络，终止 n1，抢在 n2 之前对 n3 选择“立即竞选”。',
      },
    ],
    solution: [
      { type: 'isolate', node: 3 },
      put(1, 1, 'x', '1'),
      { until: 'node(1).commit == 2 && node(2).commit == 2' },
      { type: 'kill', node: 1 },
      { type: 'heal' },
      { type: 'campaign', node: 3 },
      { until: 'violation("LeaderCompleteness")' },
    ],
  },
  sources: [
    paper('section 5.4.1', '5.4.1 节'),
    thesis('section 3.6.1', '3.6.1 节'),
    etcdRaft('log.go', 'isUpToDate'),
  ],
};
