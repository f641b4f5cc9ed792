import type { Lesson } from '../lesson.ts';
import { log, node } from '../looks.ts';
import { page } from '../sources.ts';
import { p5 } from './headings.ts';

export const p5Lesson: Lesson = {
  ...p5,
  runs: [
    {
      id: 'a',
      title: { en: 'PreVote, but new leaders append no entry', zh: '开启 PreVote，但新领导者不追加条目' },
      script: `cluster voters=1,2,3 preVote bug=noNoop
campaign 1
cut 1-2
mark
tick 100
expect 1 role=L term=9
expect 2 role=F term=9
expect msgs MsgVote=16 MsgPreVote=16
`,
    },
    {
      id: 'b',
      title: { en: 'PreVote, as in etcd', zh: '开启 PreVote，如 etcd' },
      script: `cluster voters=1,2,3 preVote
campaign 1
cut 1-2
mark
tick 100
tick 100
expect 2 role=L term=2
expect 1 role=P term=2
expect 3 role=F term=2 lead=2
expect msgs MsgVote=2
`,
    },
    {
      id: 'd',
      title: { en: 'Neither PreVote nor CheckQuorum, in etcd', zh: 'etcd，PreVote 与 CheckQuorum 都不开' },
      script: `cluster voters=1,2,3
campaign 1
cut 1-2
tick 100
expect 1 role=L term=1
expect 2 role=L term=2
expect 3 role=F term=2 lead=2
`,
    },
    {
      id: 'c',
      title: {
        en: 'No PreVote, and an old leader is told the new term (the paper)',
        zh: '不开 PreVote，旧领导者会被告知新的任期（论文）',
      },
      script: `cluster voters=1,2,3 bug=paperReply
campaign 1
cut 1-2
tick 100
expect 2 role=L term=10 log=1,2,4,6,8,10
expect 1 role=C term=10 log=1
`,
    },
    {
      id: 'e',
      title: { en: 'The same, with clients that write at n1', zh: '同上，有客户端在 n1 写入' },
      script: `cluster voters=1,2,3
campaign 1
cut 1-2
propose 1 a=1
tick 5
propose 1 a=2
tick 5
propose 1 a=3
tick 5
propose 1 a=4
tick 75
expect 1 role=L term=1 last=5 commit=4
expect 2 role=C term=8
expect 3 role=F term=8 lead=0 commit=4
rto 3:11
tick 12
expect 3 role=L term=9 commit=5
expect 1,2 role=F term=9 lead=3 kv.a=3
`,
    },
  ],
  steps: [
    {
      id: 'chain',
      type: 'predict',
      at: { line: 3 },
      look: [node(1), node(2), node(3)],
      say: {
        en: 'n1 leads; the link between n1 and n2 is cut, and n3 reaches both. PreVote is on. First a made-up protocol, in which a new leader appends nothing.',
        zh: 'n1 是领导者；n1 与 n2 之间断开，n3 与两边都通。PreVote 已开启。先看一个假想的协议：新领导者什么也不追加。',
      },
      question: {
        ask: { en: 'Who leads in the next 100 ticks?', zh: '接下来 100 个 tick，谁是领导者？' },
        choices: [
          {
            text: { en: 'n1 all the time: n3 still hears it', zh: '一直是 n1：n3 还听得到它' },
            because: {
              en: 'Without a lease n3 votes for anybody whose log is good enough, though its leader has just spoken.',
              zh: '没有租约，只要日志够新，n3 就投票，哪怕刚听到领导者。',
            },
            claim: 'node(1).term == 1',
          },
          {
            text: { en: 'n2 takes over once, and stays', zh: 'n2 接手一次，然后不变' },
            because: {
              en: 'Now n1 hears no leader, and its log is as good as n3’s: after its timeout it wins the vote of n3 in turn.',
              zh: '轮到 n1 听不到领导者了，它的日志又和 n3 一样：超时之后，它又得到 n3 的票。',
            },
            claim: 'node(2).role == leader && node(2).term == 2',
          },
          {
            text: { en: 'n1 and n2 by turns', zh: 'n1 和 n2 轮流' },
            right: true,
            because: {
              en: 'Whoever does not lead hears nothing, times out and gets n3. Eight changes in 100 ticks, up to term 9.',
              zh: '谁不是领导者，谁就听不到消息，超时后得到 n3 的票。100 个 tick 换了八次，到了任期 9。',
            },
            claim: 'node(1).term == 9 && count(decided("becameLeader")) == 9',
          },
        ],
      },
    },
    {
      id: 'bounced',
      type: 'observe',
      of: 'chain',
      at: { line: 5 },
      look: [node(1, 'term'), node(2, 'term'), node(3)],
      say: {
        en: '100 ticks later.',
        zh: '100 个 tick 之后。',
      },
      ask: { en: 'What did you see: how did leadership move?', zh: '你看到了什么：领导权是怎样变动的？' },
    },
    {
      id: 'entry',
      type: 'predict',
      run: 'b',
      at: { line: 3 },
      look: [node(1), node(2), log(3)],
      say: {
        en: 'Now as in etcd: a new leader at once appends an empty entry of its own term. Nothing else is different.',
        zh: '现在如 etcd：新领导者立刻追加一个自己任期的空条目。其余都一样。',
      },
      question: {
        ask: { en: 'How often does leadership move in 200 ticks?', zh: '200 个 tick 里，领导权会变动几次？' },
        choices: [
          {
            text: { en: 'Just as often: votes are not about entries', zh: '一样多：投票与条目无关' },
            because: {
              en: 'They are: n3 compares last entries. With n2’s empty entry the log of n3 became newer than that of n1.',
              zh: '有关：n3 会比最后一条。有了 n2 的空条目，n3 的日志就比 n1 的新了。',
            },
            claim: 'count(decided("becameLeader")) > 3',
          },
          {
            text: { en: 'Once, from n1 to n2', zh: '一次，从 n1 到 n2' },
            right: true,
            because: {
              en: 'n2 won term 2 and gave n3 its entry 2. n1, which cannot get it, ends at (1, 1), n3 at (2, 2): refused for good. One empty entry has ended the ping-pong.',
              zh: 'n2 赢得任期 2，把条目 2 给了 n3。n1 得不到它，止于 (1, 1)，而 n3 止于 (2, 2)：n1 从此被拒绝。一个空条目结束了乒乓。',
            },
            claim: 'node(2).role == leader && node(2).term == 2 && count(decided("becameLeader")) == 2',
          },
          {
            text: { en: 'Never: n1 stays leader', zh: '一次也没有：n1 一直是领导者' },
            because: {
              en: 'n2 still hears no leader, and at first its log is as good as n3’s.',
              zh: 'n2 仍听不到领导者，而起初它的日志和 n3 一样。',
            },
            claim: 'node(1).role == leader',
          },
        ],
      },
    },
    {
      id: 'once',
      type: 'observe',
      of: 'entry',
      at: { line: 6 },
      look: [node(2, 'role'), log(1), log(3)],
      say: {
        en: '200 ticks later. One empty entry has ended the ping-pong.',
        zh: '200 个 tick 之后。一个空条目结束了乒乓。',
      },
      ask: { en: 'What did you see?', zh: '你看到了什么？' },
    },
    {
      id: 'beside',
      type: 'sideBySide',
      runs: ['a', 'b'],
      say: {
        en: 'Both by the same clock: without and with the empty entry.',
        zh: '同一个时钟下：没有空条目与有空条目。',
      },
    },
    {
      id: 'two',
      type: 'tell',
      run: 'd',
      at: { line: 4 },
      look: [node(1, 'role'), node(2, 'role'), node(3)],
      say: {
        en: 'etcd with neither PreVote nor CheckQuorum: n2 leads term 2 with n3. n3 ignores the heartbeats of n1 without a word, so n1 goes on calling itself leader of term 1, without end.',
        zh: 'etcd 两者都不开：n2 带着 n3 领导任期 2。n3 对 n1 的心跳一声不吭，于是 n1 一直自认是任期 1 的领导者，没有尽头。',
      },
    },
    {
      id: 'told',
      type: 'tell',
      run: 'c',
      at: { line: 4 },
      look: [node(1, 'term'), node(2, 'role'), log(2)],
      say: {
        en: 'As in the paper, n3 tells n1 the newer term. n1 then campaigns, in vain, but each attempt deposes n2: five leaderships of n2, up to term 10. Its log 1, 2, 4, 6, 8, 10 tells the story.',
        zh: '如论文，n3 会把新的任期告诉 n1。n1 于是竞选，虽然赢不了，每次却都使 n2 下台：n2 五次当选，到了任期 10。它的日志 1, 2, 4, 6, 8, 10 记下了经过。',
      },
    },
    {
      id: 'standstill',
      type: 'tell',
      run: 'e',
      at: { line: 11 },
      look: [node(1, 'commit'), node(2, 'term'), node(3, 'term')],
      say: {
        en: 'With clients at n1, n2 lacks entries and cannot win. But its attempts pull n3 up to term 8, where it ignores n1: nothing is committed any more, with a majority connected.',
        zh: '有客户端写 n1 时，n2 缺条目，赢不了。但它的尝试把 n3 拉到任期 8，n3 于是不理会 n1：明明连着多数，却什么也提交不了。',
      },
    },
    {
      id: 'ends',
      type: 'tell',
      at: { line: 16 },
      look: [node(3, 'role'), node(1), node(2)],
      say: {
        en: 'It ends when the timer of n3 happens to be the shorter one. n3, which reaches both, leads term 9; a=4, which n1 alone had, is replaced.',
        zh: '直到 n3 的计时器碰巧更短才结束。与两边都通的 n3 成为任期 9 的领导者；只有 n1 才有的 a=4 被取代。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'These leaders append no empty entry. With a single cut, make leadership change hands four times.',
      zh: '这里的领导者不追加空条目。只切断一次，让领导权易手四次。',
    },
    config: { nodes: 3, preVote: true, checkQuorum: false, brokenRules: ['noNoop'] },
    prepare: [{ type: 'campaign', node: 1 }, { until: 'node(1).role == leader' }, { ms: 500 }],
    goal: 'count(decided("becameLeader")) >= 5',
    hints: [
      {
        en: 'Two nodes must not hear each other, the third must hear both.',
        zh: '让两个节点互相听不到，第三个与两边都通。',
      },
      {
        en: 'Cut the link between n1 and n2, and write nothing.',
        zh: '切断 n1 与 n2 之间的链路，不要写入。',
      },
    ],
    solution: [
      { type: 'cut', from: 1, to: 2, oneWay: false },
      { until: 'count(decided("becameLeader")) >= 5' },
    ],
  },
  sources: [
    page(
      'https://dl.acm.org/doi/10.1145/3552326.3587441',
      'Ng, Haridi, Carbone: Omni-Paxos (EuroSys 2023), the chained scenario',
      'Ng、Haridi、Carbone：Omni-Paxos（EuroSys 2023），chained 场景',
    ),
    page(
      'https://decentralizedthoughts.github.io/2020-12-12-raft-liveness-full-omission/',
      'Howard and Abraham: Raft does not guarantee liveness in the face of network faults (2020)',
      'Howard 与 Abraham：Raft does not guarantee liveness in the face of network faults（2020）',
    ),
    page(
      'https://www.repository.cam.ac.uk/items/ffdd9742-4ca6-43ce-ab90-c4489e940e8e',
      'Jensen, Howard, Mortier: Examining Raft’s behaviour during partial network failures (HAOC 2021)',
      'Jensen、Howard、Mortier：Examining Raft’s behaviour during partial network failures（HAOC 2021）',
    ),
  ],
};
