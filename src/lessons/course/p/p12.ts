import type { Lesson } from '../lesson.ts';
import { message, node } from '../looks.ts';
import { elect } from '../moves.ts';
import { etcdRaft } from '../sources.ts';
import { p12 } from './headings.ts';

export const p12Lesson: Lesson = {
  ...p12,
  runs: [
    {
      id: 'a',
      title: { en: 'Asked twice', zh: '问了两次' },
      script: `cluster voters=1,2,3 preVote checkQuorum
campaign 1
mark
campaign 3
expect 3 role=P term=1
expect 1 role=L
forget 2
expect 2 lead=0 term=1
campaign 3
expect 3 role=L term=2
`,
    },
  ],
  steps: [
    {
      id: 'told',
      type: 'predict',
      at: { line: 3 },
      look: [node(1, 'role'), node(2), node(3)],
      say: {
        en: 'n1 leads, PreVote and CheckQuorum are on, and everybody has just heard n1. Somebody tells n3 to campaign now.',
        zh: 'n1 是领导者，PreVote 与 CheckQuorum 都开启，大家刚听到 n1。有人要 n3 现在就竞选。',
      },
      question: {
        ask: { en: 'What comes of it?', zh: '结果如何？' },
        choices: [
          {
            text: { en: 'n3 leads: it was ordered to', zh: 'n3 当选：这是命令' },
            because: {
              en: 'The order only makes n3 ask. n1 and n2 have a lease and do not listen.',
              zh: '命令只能让 n3 去问。n1 和 n2 持有租约，不理会。',
            },
            claim: 'node(3).role == leader',
          },
          {
            text: { en: 'Nothing: n3 gets no answer', zh: '没有结果：n3 得不到回答' },
            right: true,
            because: {
              en: 'n3 is a pre-candidate of term 1, and both its MsgPreVote were ignored.',
              zh: 'n3 是任期 1 的预候选者，它的两条 MsgPreVote 都没有人理会。',
            },
            claim:
              'node(3).role == preCandidate && node(1).role == leader && count(message.type == MsgPreVoteResp && message.to == 3) == 0',
          },
          {
            text: { en: 'n3 refuses: it knows a leader', zh: 'n3 拒绝：它知道有领导者' },
            because: {
              en: 'Campaigning is what it does, leader or not: it left n1 and asked. It is the others who do not answer.',
              zh: '不管有没有领导者，它都会竞选：它离开 n1 去问了。不回答的是别人。',
            },
            claim: 'node(3).role == follower',
          },
        ],
      },
    },
    {
      id: 'vain',
      type: 'observe',
      of: 'told',
      at: { line: 4 },
      look: [node(3, 'role'), node(3, 'votes'), node(2)],
      say: {
        en: 'n3 has asked.',
        zh: 'n3 问过了。',
      },
      ask: { en: 'What did you see come of it?', zh: '你看到了什么结果？' },
    },
    {
      id: 'forgot',
      type: 'tell',
      at: { line: 8 },
      look: [node(2)],
      say: {
        en: 'n2 is told to forget its leader: MsgForgetLeader, a local message. It stays a follower of term 1, but without a leader it has no lease.',
        zh: '让 n2 忘记领导者：MsgForgetLeader，一条本地消息。它仍是任期 1 的跟随者，但没有领导者，也就没有租约。',
      },
    },
    {
      id: 'granted',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgPreVoteResp && m.from == 2 && m.to == 3)' },
      look: [message('MsgPreVoteResp', 2, 3), node(3, 'votes')],
      say: {
        en: 'n3 asks a second time, and now n2 answers: yes.',
        zh: 'n3 再问一次，这回 n2 回答：会。',
      },
    },
    {
      id: 'leads',
      type: 'tell',
      at: { line: 9 },
      look: [node(3, 'role'), node(1, 'role'), node(2)],
      say: {
        en: 'n3 leads term 2, long before any lease has run out. Where reads rely on the lease, etcd refuses to forget a leader: it would break what they promise.',
        zh: 'n3 成为任期 2 的领导者，远早于任何租约到期。如果读取依赖租约，etcd 会拒绝忘记领导者：那会破坏读取的保证。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Make n3 leader of term 2 by forgetting, while everything runs and every link is open.',
      zh: '在一切运行、链路全通的情况下，用“忘记”让 n3 成为任期 2 的领导者。',
    },
    config: { nodes: 3 },
    prepare: [...elect(1)],
    goal: 'node(3).role == leader && node(3).term == 2 && count(decided("leaderForgotten")) > 0',
    hints: [
      {
        en: 'Whoever is to vote for n3 must not have a lease in that moment.',
        zh: '要投给 n3 的节点，那一刻不能有租约。',
      },
      {
        en: 'Choose Forget leader on n2, and Campaign now on n3, right after a heartbeat, well before the next.',
        zh: '在一次心跳之后、下一次之前，马上对 n2 选择“忘记领导者”，对 n3 选择“立即竞选”。',
      },
    ],
    solution: [
      { until: 'message.type == MsgHeartbeat && message.to == 3' },
      { ms: 5 },
      { type: 'forgetLeader', node: 2 },
      { type: 'campaign', node: 3 },
      { until: 'node(3).role == leader' },
    ],
  },
  sources: [
    etcdRaft('testdata/forget_leader_prevote_checkquorum.txt', 'the same, message by message'),
    etcdRaft('rawnode.go', 'ForgetLeader'),
  ],
};
