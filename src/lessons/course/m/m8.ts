import type { Lesson } from '../lesson.ts';
import { entry, log, message, node } from '../looks.ts';
import { change, ledByN1 } from '../moves.ts';
import { etcdRaft, page } from '../sources.ts';
import { m8 } from './headings.ts';

export const m8Lesson: Lesson = {
  ...m8,
  runs: [
    {
      id: 'a',
      title: { en: 'n3 misses its own promotion', zh: 'n3 错过了自己的转正' },
      script: `cluster voters=1,2 learners=3
campaign 1
cut 1-3,2-3
conf 1 v3
expect 1,2 cs=[1,2,3]
expect 3 cs=[1,2]L[3]
crash 1
heal
campaign 2
expect 2 role=L term=2 commit=3
expect 3 role=F vote=2 cs=[1,2,3]
`,
    },
  ],
  steps: [
    {
      id: 'promoted',
      type: 'tell',
      at: { line: 6 },
      look: [entry(2), log(3), node(3)],
      say: {
        en: 'Voters n1 and n2, learner n3. While n3 was cut off it was promoted, by entry 2 on n1 and n2. For these two there are three voters; n3 takes itself for a learner.',
        zh: '投票成员 n1 和 n2，学习者 n3。n3 被隔离期间，n1 和 n2 上的条目 2 让它转正。对这两个来说有三个投票成员；n3 还以为自己是学习者。',
      },
    },
    {
      id: 'needs',
      type: 'predict',
      at: { line: 8 },
      look: [node(1), node(2), node(3)],
      say: {
        en: 'n1 dies, and n3 can be reached again. n2 campaigns in term 2: it needs two of three voters, so it needs n3.',
        zh: 'n1 宕机，n3 又能联系上了。n2 在任期 2 竞选：三个投票成员需要两个，所以它需要 n3。',
      },
      question: {
        ask: { en: 'How does it end?', zh: '结果会怎样？' },
        choices: [
          {
            text: { en: 'n3 refuses: a learner has no vote', zh: 'n3 拒绝：学习者没有投票权' },
            because: {
              en: 'Who has a vote is decided by the configuration of the candidate, not by what the voter thinks of itself. Had n3 refused, two of three living voters could never elect anybody.',
              zh: '谁有投票权，由候选者的配置决定，而不是投票者自己怎么想。要是 n3 拒绝，三个投票成员中活着的两个就永远选不出领导者。',
            },
            claim: 'node(2).role != leader',
          },
          {
            text: { en: 'n3 votes, and n2 leads', zh: 'n3 投票，n2 当选' },
            right: true,
            because: {
              en: 'n3 asks the usual two things: have I voted in term 2, and is the log of n2 at least as new as mine? n2 has index 2, n3 only 1. So it votes.',
              zh: 'n3 只问通常的两件事：我在任期 2 投过票吗？n2 的日志至少和我的一样新吗？n2 到索引 2，n3 只到 1。所以它投票。',
            },
            claim: 'node(2).role == leader && node(3).vote == 2',
          },
          {
            text: {
              en: 'n2 leads by its own vote: n1 is dead, n3 a learner',
              zh: 'n2 靠自己的一票当选：n1 死了，n3 是学习者',
            },
            because: {
              en: 'n2 counts n1, n2 and n3, dead or alive. One of three is no majority; it waited for the vote of n3.',
              zh: 'n2 数的是 n1、n2、n3，不管死活。三个中的一个不是多数；它等到了 n3 的票。',
            },
            claim: 'node(2).role == leader && node(3).vote == none',
          },
        ],
      },
    },
    {
      id: 'asN3',
      type: 'beTheNode',
      node: 3,
      at: { when: 'any(m in messages, m.type == MsgVote && m.to == 3)' },
      look: [message('MsgVote', 2, 3), log(3)],
      say: {
        en: 'You are n3, a learner as far as you know. n2 asks for your vote in term 2.',
        zh: '现在你是 n3，就你所知是学习者。n2 在任期 2 请你投票。',
      },
      until: { when: 'any(m in messages, m.type == MsgVoteResp && m.from == 3)' },
    },
    {
      id: 'won',
      type: 'observe',
      of: 'needs',
      at: { when: 'node(2).role == leader' },
      look: [node(2, 'role'), node(3), log(3)],
      say: {
        en: 'n2 has two of three votes. n3 still has entry 1 only.',
        zh: 'n2 有了三票中的两票。n3 仍只有条目 1。',
      },
      ask: { en: 'How did the election end?', zh: '选举结果如何？' },
    },
    {
      id: 'learns',
      type: 'tell',
      at: { when: 'node(3).config.voters contains 3' },
      look: [entry(2, 3), node(3)],
      say: {
        en: 'With entries 2 and 3 n3 learns at last that it is a voter. Its vote came before that, and was good.',
        zh: '收到条目 2 和 3，n3 才知道自己是投票成员。它的票投在这之前，同样有效。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Have n2 elected by the vote of n3, while n3 still takes itself for a learner.',
      zh: '让 n2 靠 n3 的票当选，而此时 n3 还以为自己是学习者。',
    },
    config: { nodes: 2, learners: 1, preVote: false, checkQuorum: false, strictReconfigCheck: false },
    prepare: ledByN1(6000),
    goal: 'node(2).role == leader && node(3).member == learner && node(3).vote == 2',
    hints: [
      {
        en: 'n3 must not hear of its promotion: isolate it first.',
        zh: '不能让 n3 听说自己转正：先隔离它。',
      },
      {
        en: 'Promote n3, kill n1, reconnect n3, and let n2 campaign.',
        zh: '提升 n3，终止 n1，重新接通 n3，然后让 n2 竞选。',
      },
    ],
    solution: [
      { type: 'isolate', node: 3 },
      change(1, 1, 'v3'),
      { until: 'node(2).config.voters.count == 3' },
      { type: 'kill', node: 1 },
      { type: 'heal' },
      { type: 'campaign', node: 2 },
      { until: 'node(2).role == leader' },
    ],
  },
  sources: [
    etcdRaft('raft.go', 'Step: MsgVote, learners'),
    etcdRaft('testdata/campaign_learner_must_vote.txt', 'MsgVote'),
    page('https://github.com/etcd-io/etcd/pull/10998', 'etcd PR 10998', 'etcd PR 10998'),
  ],
};
