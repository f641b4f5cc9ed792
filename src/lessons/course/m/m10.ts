import type { Lesson } from '../lesson.ts';
import { log, message, node } from '../looks.ts';
import { change, ledByN1 } from '../moves.ts';
import { paper, thesis } from '../sources.ts';
import { m10 } from './headings.ts';

export const m10Lesson: Lesson = {
  ...m10,
  runs: [
    {
      id: 'plain',
      title: { en: 'Plain Raft', zh: '普通 Raft' },
      script: `cluster voters=1,2,3,4
campaign 1
isolate 4
conf 1 r4
expect 1,2,3 cs=[1,2,3]
expect 4 cs=[1,2,3,4]
heal
mark
tick 16
expect 1 role=F term=2 lead=0
expect msgs MsgVoteResp.reject=3
tick 12
expect 1 role=L term=3
`,
    },
    {
      id: 'shield',
      title: { en: 'PreVote and CheckQuorum', zh: 'PreVote 与 CheckQuorum' },
      script: `cluster voters=1,2,3,4 preVote checkQuorum
campaign 1
isolate 4
conf 1 r4
heal
mark
tick 100
expect 1 role=L term=1
expect 4 role=P term=1
expect msgs MsgVote=0 MsgPreVoteResp=0
`,
    },
  ],
  steps: [
    {
      id: 'outside',
      type: 'predict',
      at: { line: 7 },
      look: [node(4), log(4), node(1)],
      say: {
        en: 'n4 was removed by entry 2 while it was cut off. Now the network is whole again, but n1 sends nothing to n4 any more: for n1 it is no member. n4 takes itself for one of four voters.',
        zh: 'n4 在被隔离时由条目 2 移除。现在网络恢复了，但 n1 不再给 n4 发任何东西：对 n1 来说它不是成员。n4 还以为自己是四个投票成员之一。',
      },
      question: {
        ask: {
          en: 'n4 hears from nobody, and its timer of 16 ticks ends. What comes of it?',
          zh: 'n4 听不到任何人，它 16 个 tick 的计时器到了。会怎样？',
        },
        choices: [
          {
            text: { en: 'Nothing: nobody listens to a node that is no member', zh: '没事：没有谁理会非成员' },
            because: {
              en: 'Raft looks at the term of a message, not at who sent it: whoever is in a lower term moves up, n1 as well.',
              zh: 'Raft 看的是消息的任期，不看是谁发的：任期较低的都会升上去，n1 也不例外。',
            },
            claim: 'node(1).role == leader && node(1).term == 1',
          },
          {
            text: { en: 'n4 gets no vote, but n1 steps down', zh: 'n4 一票也得不到，但 n1 退位了' },
            right: true,
            because: {
              en: 'Three rejections: the log of n4 ends at 1, the others have 2. But its term 2 is higher, so n1 became a follower, and nobody leads.',
              zh: '三个都拒绝：n4 的日志到 1，其他的到 2。但它的任期 2 更高，于是 n1 成了跟随者，没有人领导了。',
            },
            claim: 'node(1).role == follower && node(1).term == 2 && node(4).role != leader',
          },
          {
            text: { en: 'n4 wins: three nodes answer it', zh: 'n4 当选：有三个节点答复它' },
            because: {
              en: 'They answer, but they reject: n4 lacks entry 2. Who misses committed entries finds no majority.',
              zh: '它们答复了，但是拒绝：n4 缺条目 2。缺已提交条目的节点得不到多数。',
            },
            claim: 'node(4).role == leader',
          },
        ],
      },
    },
    {
      id: 'asN1',
      type: 'beTheNode',
      node: 1,
      at: { when: 'any(m in messages, m.type == MsgVote && m.from == 4)' },
      look: [message('MsgVote', 4, 1), node(4, 'term'), node(1)],
      say: {
        en: 'n4 campaigns in term 2. You are n1, leader of term 1: n4, no member of yours, asks for your vote.',
        zh: 'n4 在任期 2 竞选。现在你是 n1，任期 1 的领导者：不在你配置里的 n4 请你投票。',
      },
      until: { when: 'any(m in messages, m.type == MsgVoteResp && m.from == 1)' },
    },
    {
      id: 'deposed',
      type: 'observe',
      of: 'outside',
      at: { line: 9 },
      look: [node(1, 'role'), node(1, 'term'), node(4)],
      say: { en: 'All three have answered.', zh: '三个都已答复。' },
      ask: { en: 'What has come of it?', zh: '结果怎样？' },
    },
    {
      id: 'again',
      type: 'tell',
      at: { when: 'node(1).role == leader && node(1).term == 3' },
      look: [node(1, 'term'), node(4)],
      say: {
        en: 'n1 wins again, in term 3: an outage for nothing. n4 is not told of that either, and will do it again each time its timer ends.',
        zh: 'n1 在任期 3 再次当选：白白中断了一次。这也没有人告诉 n4，它的计时器每到一次，就会再来一次。',
      },
    },
    {
      id: 'shield',
      type: 'sideBySide',
      run: 'shield',
      at: { line: 7 },
      runs: ['plain', 'shield'],
      look: [node(1, 'term'), node(4, 'role')],
      say: {
        en: 'With PreVote and CheckQuorum n4 only asks whether it would win, and all three ignore it, because they hear from n1. After 100 ticks and six attempts n1 leads term 1 as before.',
        zh: '有了 PreVote 与 CheckQuorum，n4 只是询问自己会不会当选；三个节点都听得到 n1，所以不理会它。过了 100 个 tick、六次尝试，n1 仍领导任期 1。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Let a removed n4 depose the leader. Nothing protects the cluster here.',
      zh: '让被移除的 n4 赶下领导者。这里没有任何保护。',
    },
    config: { nodes: 4, preVote: false, checkQuorum: false },
    prepare: ledByN1(6000),
    goal: 'node(1).config.voters.count == 3 && !(node(1).config.voters contains 4) && node(1).role == follower && node(4).config.voters contains 4',
    hints: [
      { en: 'n4 must not learn of its removal.', zh: '不能让 n4 知道自己被移除。' },
      { en: 'Isolate n4, remove it, reconnect it, and wait.', zh: '隔离 n4，移除它，再重新接通，然后等待。' },
    ],
    solution: [
      { type: 'isolate', node: 4 },
      change(1, 1, 'r4'),
      { until: 'node(1).config.voters.count == 3' },
      { type: 'heal' },
      { until: 'node(1).role == follower' },
    ],
  },
  sources: [
    paper('section 6, disruptive servers', '第 6 节，disruptive servers'),
    thesis('section 4.2.3', '4.2.3 节'),
  ],
};
