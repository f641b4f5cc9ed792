import type { Lesson } from '../lesson.ts';
import { entry, node } from '../looks.ts';
import { ledByN1, put } from '../moves.ts';
import { etcdRaft, thesis } from '../sources.ts';
import { m2 } from './headings.ts';

export const m2Lesson: Lesson = {
  ...m2,
  runs: [
    {
      id: 'a',
      title: { en: 'One voter and two learners are left', zh: '只剩一个投票成员和两个学习者' },
      script: `cluster voters=1,2,3 learners=4,5
campaign 1
crash 2,3
mark
propose 1 x=1
expect 1,4,5 last=2 commit=1
tick 50
expect 4,5 role=F term=1
expect msgs MsgHup=0
`,
    },
  ],
  steps: [
    {
      id: 'left',
      type: 'predict',
      at: { line: 3 },
      look: [node(1), node(4), node(5)],
      say: {
        en: 'Voters n1, n2, n3 and learners n4, n5. n2 and n3 die, and a client writes x=1 at n1. n1, n4 and n5 are alive: three of five nodes.',
        zh: '投票成员 n1、n2、n3，学习者 n4、n5。n2 和 n3 宕机，客户端在 n1 写入 x=1。n1、n4、n5 活着：五个节点中的三个。',
      },
      question: {
        ask: { en: 'Will x=1 be committed?', zh: 'x=1 会提交吗？' },
        choices: [
          {
            text: { en: 'Yes: it is on three of five disks', zh: '会：五块磁盘中有三块有它' },
            because: {
              en: 'Three disks have it, but only n1 is a voter. n1 counts one of three voters and stays at commit 1.',
              zh: '三块磁盘有它，但只有 n1 是投票成员。n1 数到的是三个投票成员中的一个，commit 停在 1。',
            },
            claim: 'node(1).commit == 2',
          },
          {
            text: {
              en: 'No: two of the three copies are on learners',
              zh: '不会：三份中有两份在学习者上',
            },
            right: true,
            because: {
              en: 'n4 and n5 have answered MsgAppResp 2, and n1 knows it: their Match is 2. It is just not asked for when the commit index is computed.',
              zh: 'n4 和 n5 以 MsgAppResp 2 作答，n1 知道它们的 Match 是 2。只是计算提交索引时不看它们。',
            },
            claim: 'node(1).commit == 1 && node(4).last == 2 && node(5).last == 2',
          },
          {
            text: {
              en: 'No: without a majority n1 sends entries to nobody',
              zh: '不会：没有多数，n1 不给任何节点发条目',
            },
            because: {
              en: 'n1 sends to all who are there. The entry stands at index 2 of n4 and n5.',
              zh: '只要有节点在，n1 就发。n4 和 n5 的索引 2 上都有这个条目。',
            },
            claim: 'node(4).last == 1',
          },
        ],
      },
    },
    {
      id: 'open',
      type: 'observe',
      of: 'left',
      at: { line: 5 },
      look: [entry(2), node(1, 'commit')],
      say: { en: 'Both learners have answered.', zh: '两个学习者都已作答。' },
      ask: { en: 'Is x=1 committed?', zh: 'x=1 已提交吗？' },
    },
    {
      id: 'still',
      type: 'ask',
      at: { line: 7 },
      look: [node(1, 'role'), node(4, 'role'), node(5, 'role')],
      say: { en: '50 ticks later, n2 and n3 still down.', zh: '又过了 50 个 tick，n2 和 n3 仍未恢复。' },
      question: {
        ask: { en: 'Has a learner begun an election meanwhile?', zh: '这期间有学习者发起选举吗？' },
        choices: [
          {
            text: { en: 'Yes, and failed', zh: '有，但失败了' },
            because: {
              en: 'Then its term would be 2 by now. n4 and n5 are in term 1, and not one MsgHup was counted.',
              zh: '那样它的任期现在应该是 2。n4 和 n5 都在任期 1，一次 MsgHup 都没有。',
            },
            claim: 'node(4).term > 1',
          },
          {
            text: { en: 'No: it could not, and n1 goes on leading', zh: '没有：它不会竞选，n1 仍在领导' },
            right: true,
            because: {
              en: 'n1 keeps sending heartbeats, and a learner would not campaign even without them. That is why a learner can neither help a cluster nor disturb it.',
              zh: 'n1 不断发心跳；就算没有心跳，学习者也不会竞选。所以学习者既帮不了集群，也扰乱不了它。',
            },
            claim: 'node(1).role == leader && node(4).term == 1 && node(5).term == 1',
          },
          {
            text: { en: 'No, but n1 has stepped down', zh: '没有，但 n1 已退位' },
            because: {
              en: 'It would with CheckQuorum, which is off here: n1 leads term 1 and cannot commit.',
              zh: '开了 CheckQuorum 才会，这里没有开：n1 领导任期 1，只是无法提交。',
            },
            claim: 'node(1).role != leader',
          },
        ],
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Get a write that is on three of the five disks, and still is not committed after many heartbeats.',
      zh: '做出这样一次写入：五块磁盘中有三块有它，过了许多次心跳仍未提交。',
    },
    config: { nodes: 3, learners: 2, preVote: false, checkQuorum: false },
    prepare: ledByN1(300),
    goal: 'count(message.type == MsgHeartbeatResp && leader.commit < leader.last && count(n in nodes, n.status == up && n.last == leader.last) >= 3) >= 20',
    hints: [
      { en: 'Which nodes count? Take those away that do.', zh: '哪些节点算数？把算数的拿走。' },
      { en: 'Kill n2 and n3, then write at n1.', zh: '终止 n2 和 n3，然后在 n1 写入。' },
    ],
    solution: [{ type: 'kill', node: 2 }, { type: 'kill', node: 3 }, put(1, 1, 'x', '1'), { ms: 2500 }],
  },
  sources: [etcdRaft('tracker/tracker.go', 'Committed'), thesis('section 4.2.1', '4.2.1 节')],
};
