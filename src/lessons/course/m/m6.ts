import type { Lesson } from '../lesson.ts';
import { entry, log, node } from '../looks.ts';
import { jointChange, ledByN1, put } from '../moves.ts';
import { etcdRaft, paper, thesis } from '../sources.ts';
import { m6 } from './headings.ts';

export const m6Lesson: Lesson = {
  ...m6,
  runs: [
    {
      id: 'a',
      title: {
        en: 'Rule off: many voters change in one plain step',
        zh: '规则关闭：一步变更多个投票成员',
      },
      script: `cluster voters=1,2,3 spare=4,5 bug=arbitrary
campaign 3
manual
conf 3 joint v4 v5
ready 3
deliver 3>2 MsgApp
ready 2
deliver 2>3 MsgAppResp
part 1,2|3,4,5
auto
tick 2
expect 1,2 cs=[1,2,3]
expect 3,4,5 cs=[1,2,3,4,5]
campaign 2
expect 2 role=L term=2 commit=3
expect 3 role=L term=1
propose 3 x=right
expect 3 commit=3 kv.x=right
expect violation StateMachineSafety
campaign 4
expect 4 role=L term=2
expect violation ElectionSafety
`,
    },
  ],
  steps: [
    {
      id: 'agreed',
      type: 'tell',
      at: { line: 8 },
      look: [entry(2, 3), entry(2, 2), log(1)],
      say: {
        en: 'The rule is off: n3 proposed to add n4 and n5 in one plain step, without a joint configuration. Entry 2 is on n3 and n2, two of three, and n3 knows that it is committed. n2 does not know it yet.',
        zh: '规则关掉了：n3 提出一步添加 n4 和 n5，不经过联合配置。条目 2 在 n3 和 n2 上，三个中的两个，n3 知道它已提交。n2 还不知道。',
      },
    },
    {
      id: 'two',
      type: 'predict',
      at: { line: 11 },
      look: [node(2), node(3), node(4)],
      say: {
        en: 'The network splits: n1 and n2 here, n3, n4 and n5 there. n3 has applied the change, n4 and n5 have learnt it from n3: for these three there are five voters. For n1 and n2 there are still three.',
        zh: '网络分区：一边是 n1 和 n2，另一边是 n3、n4、n5。n3 应用了变更，n4 和 n5 从 n3 得知：对这三个来说有五个投票成员。对 n1 和 n2 来说仍是三个。',
      },
      question: {
        ask: { en: 'n2 campaigns in term 2. Can it win?', zh: 'n2 在任期 2 竞选。它能当选吗？' },
        choices: [
          {
            text: { en: 'No: it reaches two of five', zh: '不能：五个中它只能联系到两个' },
            because: {
              en: 'That is how n3 counts. n2 counts by the configuration that it has applied: {1,2,3}.',
              zh: '那是 n3 的算法。n2 按它自己应用过的配置来算：{1,2,3}。',
            },
            claim: 'node(2).role != leader',
          },
          {
            text: { en: 'Yes: it counts two of three', zh: '能：它算的是三个中的两个' },
            right: true,
            because: {
              en: 'With its own vote and that of n1 it has a majority of {1,2,3}. n3 meanwhile leads term 1 and counts among five.',
              zh: '加上自己和 n1 的票，它有了 {1,2,3} 的多数。而 n3 仍领导任期 1，按五个来计数。',
            },
            claim: 'node(2).role == leader && node(2).term == 2 && node(3).role == leader',
          },
          {
            text: { en: 'Yes, and n3 steps down', zh: '能，而且 n3 随之退位' },
            because: {
              en: 'n3 hears nothing of term 2: all links to n1 and n2 are cut. Both lead now.',
              zh: 'n3 听不到任期 2 的任何消息：通往 n1 和 n2 的链路都断了。现在两个都是领导者。',
            },
            claim: 'node(3).role == follower',
          },
        ],
      },
    },
    {
      id: 'elected',
      type: 'observe',
      of: 'two',
      at: { when: 'node(2).role == leader' },
      look: [node(2, 'role'), node(3, 'role')],
      say: {
        en: 'Two leaders of different terms are nothing unusual after a split. Usually one of them has no majority any more.',
        zh: '分区之后有两个不同任期的领导者，并不稀奇。通常其中一个已经没有多数了。',
      },
      ask: { en: 'Did n2 win?', zh: 'n2 当选了吗？' },
    },
    {
      id: 'twice',
      type: 'predict',
      at: { line: 14 },
      look: [entry(3, 2), entry(3, 1), node(3)],
      say: {
        en: 'n2 has committed its empty entry of term 2 at index 3, with n1. Now a client on the other side writes x=right at n3.',
        zh: 'n2 和 n1 一起，在索引 3 提交了它任期 2 的空条目。现在另一边的客户端在 n3 写入 x=right。',
      },
      question: {
        ask: { en: 'What comes of that write?', zh: '这次写入会怎样？' },
        choices: [
          {
            text: { en: 'It waits: n3 is the leader of an old term', zh: '一直等待：n3 是旧任期的领导者' },
            because: {
              en: 'n3 does not know of a newer term, and n4 and n5 do not either. They accept its entry.',
              zh: 'n3 不知道有更新的任期，n4 和 n5 也不知道。它们接受了这个条目。',
            },
            claim: 'node(3).commit == 2',
          },
          {
            text: {
              en: 'It is committed at index 4, as index 3 is taken',
              zh: '提交在索引 4，因为索引 3 已被占用',
            },
            because: {
              en: 'Taken on the other side of the split, of which n3 knows nothing. Its next free index is 3.',
              zh: '那是分区另一边的事，n3 一无所知。它的下一个空位就是索引 3。',
            },
            claim: 'node(3).commit == 4',
          },
          {
            text: {
              en: 'It is committed at index 3, where n2 has committed something else',
              zh: '提交在索引 3，而 n2 在那里提交了别的',
            },
            right: true,
            because: {
              en: 'n3, n4 and n5 are three of five; n1 and n2 were two of three. Two majorities without a common node, and so two truths at index 3.',
              zh: 'n3、n4、n5 是五个中的三个；n1、n2 是三个中的两个。两个多数没有共同的节点，于是索引 3 有了两个不同的事实。',
            },
            claim: 'node(3).commit == 3 && node(2).commit == 3 && node(3).log(3).term != node(2).log(3).term',
          },
        ],
      },
    },
    {
      id: 'broken',
      type: 'observe',
      of: 'twice',
      at: { when: 'violation("StateMachineSafety")' },
      look: [entry(3, 2), entry(3, 3)],
      say: {
        en: 'The check StateMachineSafety reports it in the same step.',
        zh: '就在这一步，StateMachineSafety 检查报告了它。',
      },
      ask: { en: 'What came of the write of x=right?', zh: 'x=right 的写入怎样了？' },
    },
    {
      id: 'election',
      type: 'tell',
      at: { when: 'violation("ElectionSafety")' },
      look: [node(4, 'role'), node(2, 'role'), node(4, 'term')],
      say: {
        en: 'It gets worse: n4 campaigns, and n3 and n5 vote for it. n2 and n4 are now both leader of the same term, 2.',
        zh: '更糟的是：n4 竞选，n3 和 n5 投票给它。现在 n2 和 n4 都是领导者，而且是同一个任期：2。',
      },
    },
    {
      id: 'safe',
      type: 'ask',
      look: [node(1), node(3)],
      say: {
        en: 'What a step must keep: each majority of before and each majority of after have a node in common.',
        zh: '每一步必须保证：之前的任何一个多数和之后的任何一个多数，都有共同的节点。',
      },
      question: {
        ask: {
          en: 'From {1,2,3}: which plain step keeps that?',
          zh: '从 {1,2,3} 出发，哪一步能保证这一点？',
        },
        choices: [
          {
            text: { en: 'n4 in place of n3, at once', zh: '一步用 n4 换下 n3' },
            because: {
              en: '{2,3} is a majority of before, {1,4} is one of {1,2,4}. They share nobody.',
              zh: '{2,3} 是之前的多数，{1,4} 是 {1,2,4} 的多数。它们没有共同的节点。',
            },
          },
          {
            text: { en: 'Adding n4 alone', zh: '只添加 n4' },
            right: true,
            because: {
              en: 'Two of {1,2,3} and three of {1,2,3,4} are five places among four nodes: one node is in both. So it is for every step of one member.',
              zh: '{1,2,3} 中两个，加 {1,2,3,4} 中三个，一共五个位置，只有四个节点：必有一个同在两边。每次只变一个成员，总是如此。',
            },
          },
          {
            text: {
              en: 'Adding n4 and n5, once both have the whole log',
              zh: '等 n4 和 n5 都有了全部日志，再一起添加',
            },
            because: {
              en: 'Full logs do not help: {1,2} and {3,4,5} share nobody, as you have just seen.',
              zh: '日志齐全也没用：{1,2} 和 {3,4,5} 没有共同的节点，你刚刚看到了。',
            },
          },
        ],
      },
    },
  ],
  tryIt: {
    say: {
      en: 'The rule is off in this cluster of three, too. Break it: have two nodes commit different entries at one index, or two leaders in one term.',
      zh: '这个三节点集群也关掉了这条规则。弄坏它：让两个节点在同一个索引提交不同的条目，或让一个任期有两个领导者。',
    },
    config: { nodes: 3, preVote: false, checkQuorum: false, brokenRules: ['arbitrary'], latencyMs: 100 },
    prepare: ledByN1(8000),
    goal: 'violation("StateMachineSafety") || violation("ElectionSafety")',
    hints: [
      {
        en: 'Replace n2 by a new n4. n1 hears first that it is committed: in that moment {1,4} and {2,3} are two majorities.',
        zh: '用新的 n4 换下 n2。n1 最先知道变更已提交：那一刻 {1,4} 和 {2,3} 是两个多数。',
      },
      {
        en: 'Halt exactly there with a breakpoint: node(1).config.voters contains 4. Then split the network into 1,4 | 2,3.',
        zh: '用断点恰好停在那里：node(1).config.投票成员 contains 4。然后把网络分成 1,4 | 2,3。',
      },
      { en: 'Let n3 campaign, and write something at n1.', zh: '让 n3 竞选，再在 n1 写入点什么。' },
    ],
    solution: [
      { type: 'addMachine', node: 4 },
      jointChange(1, 1, ['v4', 'r2']),
      { until: 'node(1).config.voters contains 4' },
      {
        type: 'partition',
        groups: [
          [1, 4],
          [2, 3],
        ],
      },
      { type: 'campaign', node: 3 },
      { until: 'node(3).role == leader && node(3).commit == node(3).last' },
      put(2, 1, 'x', 'right'),
      { until: 'violation("StateMachineSafety")' },
    ],
  },
  sources: [
    paper('section 6, figure 10', '第 6 节，图 10'),
    thesis('section 4.1', '4.1 节'),
    etcdRaft('confchange/confchange.go', 'Simple (symdiff)'),
  ],
};
