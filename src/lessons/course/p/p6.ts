import type { Lesson } from '../lesson.ts';
import { entry, message, node } from '../looks.ts';
import { elect } from '../moves.ts';
import { etcdRaft, thesis } from '../sources.ts';
import { p6 } from './headings.ts';

export const p6Lesson: Lesson = {
  ...p6,
  runs: [
    {
      id: 'a',
      title: { en: 'PreVote and CheckQuorum', zh: '开启 PreVote 与 CheckQuorum' },
      script: `cluster voters=1,2,3 preVote checkQuorum
campaign 1
cut 1-2
mark
tick 200
expect 1 role=L term=1
expect 3 role=F term=1 lead=1
expect 2 role=P term=1
expect msgs MsgVote=0 MsgPreVote=32 MsgPreVoteResp=0
propose 1 x=1
expect 1,3 kv.x=1
`,
    },
    {
      id: 'b',
      title: { en: 'PreVote alone', zh: '只开启 PreVote' },
      script: `cluster voters=1,2,3 preVote
campaign 1
cut 1-2
mark
tick 200
expect 2 role=L term=2
expect 3 role=F term=2 lead=2
expect 1 role=P term=2
`,
    },
  ],
  steps: [
    {
      id: 'asks',
      type: 'predict',
      at: { line: 4 },
      look: [node(1), node(2, 'timer'), node(3)],
      say: {
        en: 'n1 leads, n1 and n2 are cut apart, and n3 hears both. With CheckQuorum a follower that has heard its leader within an election timeout, 10 ticks, has a lease. n2 times out every 12 ticks.',
        zh: 'n1 是领导者，n1 与 n2 断开，n3 与两边都通。开启 CheckQuorum 后，一个选举超时（10 个 tick）内听到过领导者的跟随者持有租约。n2 每 12 个 tick 超时一次。',
      },
      question: {
        ask: {
          en: 'n2 asks n3 with MsgPreVote: would you vote for me? What does n3 answer?',
          zh: 'n2 用 MsgPreVote 问 n3：你会投给我吗？n3 怎么回答？',
        },
        choices: [
          {
            text: { en: 'Yes: their logs are equal', zh: '会：两份日志一样' },
            because: {
              en: 'So it was without CheckQuorum, and n2 took over. Here the lease comes before the logs are looked at.',
              zh: '不开 CheckQuorum 时是这样，n2 就接手了。这里还没看日志，租约就先起作用。',
            },
            claim: 'node(2).role == leader',
          },
          {
            text: { en: 'No: it sends a refusal', zh: '不会：它发回拒绝' },
            because: {
              en: 'A refusal would carry a term and count as an answer. n3 sent none at all: 16 times n2 asked, and heard nothing.',
              zh: '拒绝也带着任期，也算回答。n3 什么都没发：n2 问了 16 次，一次回音也没有。',
            },
            claim: 'count(message.type == MsgPreVoteResp && message.to == 2) > 0',
          },
          {
            text: { en: 'Nothing', zh: '不回答' },
            right: true,
            because: {
              en: 'n3 had heard n1 a tick ago, so it dropped each request. n1 still leads term 1.',
              zh: 'n3 一个 tick 之前刚听到 n1，所以把请求全丢了。n1 仍是任期 1 的领导者。',
            },
            claim:
              'count(message.type == MsgPreVoteResp && message.to == 2) == 0 && node(1).role == leader && node(2).role == preCandidate',
          },
        ],
      },
    },
    {
      id: 'you',
      type: 'beTheNode',
      node: 3,
      at: { when: 'any(m in messages, m.type == MsgPreVote && m.from == 2 && m.to == 3)' },
      until: { when: 'message.type == MsgPreVote && message.to == 3' },
      look: [node(3, 'timer'), message('MsgPreVote', 2, 3)],
      say: {
        en: 'You are n3. The request of n2 is about to arrive; the last heartbeat of n1 came within the last tick.',
        zh: '你是 n3。n2 的请求就要到了；n1 的上一个心跳就在最近一个 tick 之内。',
      },
    },
    {
      id: 'dropped',
      type: 'tell',
      at: { when: 'decided("voteIgnored", "inLease") && event.node == 3' },
      look: [node(3, 'timer'), node(2, 'votes')],
      say: {
        en: 'n3 ignores the request: its election timer has not run for 10 ticks since it heard n1.',
        zh: 'n3 不理会请求：自听到 n1 以来，它的选举计时器还没走满 10 个 tick。',
      },
    },
    {
      id: 'calm',
      type: 'observe',
      of: 'asks',
      at: { line: 9 },
      look: [node(1, 'term'), node(2, 'role'), node(3)],
      say: {
        en: '200 ticks later: 32 MsgPreVote were sent, 16 of them to n3.',
        zh: '200 个 tick 之后：一共发了 32 条 MsgPreVote，其中 16 条给 n3。',
      },
      ask: { en: 'What did you see: what did n3 answer?', zh: '你看到了什么：n3 回答了什么？' },
    },
    {
      id: 'works',
      type: 'tell',
      at: { line: 11 },
      look: [entry(2, 1), entry(2, 3), node(2)],
      say: {
        en: 'n1 and n3 commit x=1. n2 serves nobody, which is the best that can be had: the other two are a majority and work.',
        zh: 'n1 和 n3 提交了 x=1。n2 谁也服务不了，这已是最好的结果：另外两个是多数，照常工作。',
      },
    },
    {
      id: 'beside',
      type: 'sideBySide',
      runs: ['a', 'b'],
      say: {
        en: 'With the lease nothing moves; with PreVote alone n2 takes the leadership, though n1 could have gone on.',
        zh: '有租约，什么都不变；只开 PreVote，n2 夺走领导权，虽然 n1 本可继续。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Let a node ask for votes three times and be ignored each time, while n1 leads on in term 1.',
      zh: '让一个节点请求三次投票，每次都没人理，而 n1 在任期 1 继续当领导者。',
    },
    config: { nodes: 3 },
    prepare: [...elect(1)],
    goal: 'count(decided("voteIgnored", "inLease")) >= 3 && node(1).role == leader && node(1).term == 1',
    hints: [
      {
        en: 'Somebody must miss the heartbeats of n1, but reach one who hears them.',
        zh: '要有节点收不到 n1 的心跳，却能联系到收得到的节点。',
      },
      {
        en: 'Cut the link between n1 and n2, and let time go.',
        zh: '切断 n1 与 n2 之间的链路，让时间前进。',
      },
    ],
    solution: [
      { type: 'cut', from: 1, to: 2, oneWay: false },
      { until: 'count(decided("voteIgnored", "inLease")) >= 3' },
    ],
  },
  sources: [thesis('section 4.2.3', '4.2.3 节'), etcdRaft('raft.go', 'Step, inLease')],
};
