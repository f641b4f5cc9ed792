import type { Lesson } from '../lesson.ts';
import { message, node } from '../looks.ts';
import { elect } from '../moves.ts';
import { etcdRaft, thesis } from '../sources.ts';
import { p4 } from './headings.ts';

export const p4Lesson: Lesson = {
  ...p4,
  runs: [
    {
      id: 'a',
      title: { en: 'With PreVote', zh: '开启 PreVote' },
      script: `cluster voters=1,2,3 preVote
mark
campaign 1
expect 1 role=L term=1
expect msgs MsgPreVote=2 MsgPreVoteResp=2 MsgVote=2 MsgVoteResp=2
mark
isolate 3
tick 60
expect 3 role=P term=1 lead=0
expect msgs MsgPreVote=8 MsgVote=0
propose 1 x=1
heal
tick 1
expect 1 role=L term=1
expect 3 role=F term=1 lead=1 kv.x=1
expect msgs MsgPreVote=8 MsgVote=0
`,
    },
    {
      id: 'b',
      title: { en: 'Without', zh: '不开启' },
      script: `cluster voters=1,2,3
mark
campaign 1
expect 1 role=L term=1
expect msgs MsgPreVote=0 MsgPreVoteResp=0 MsgVote=2 MsgVoteResp=2
mark
isolate 3
tick 60
expect 3 role=C term=5 lead=0
expect msgs MsgPreVote=0 MsgVote=8
propose 1 x=1
heal
tick 1
expect 1 role=L term=1
expect 3 role=C term=5 lead=0 kv.x=-
`,
    },
  ],
  steps: [
    {
      id: 'would',
      type: 'tell',
      at: { line: 2, when: 'any(m in messages, m.type == MsgPreVote)' },
      look: [message('MsgPreVote', 1, 2), message('MsgPreVote', 1, 3), node(1, 'term')],
      say: {
        en: 'With PreVote an election begins with a question: would you vote for me in term 1? n1 itself is still in term 0.',
        zh: '开启 PreVote 后，选举以一个问题开始：在任期 1，你会投给我吗？n1 自己还在任期 0。',
      },
    },
    {
      id: 'cost',
      type: 'tell',
      at: { line: 5 },
      look: [node(1, 'role'), node(1, 'term')],
      say: {
        en: 'Only after a majority had said yes did n1 raise its term and ask for real votes. An election costs two rounds: 2 MsgPreVote, then 2 MsgVote.',
        zh: '多数说“会”之后，n1 才提高任期，请求真正的投票。一次选举要两轮：2 条 MsgPreVote，然后 2 条 MsgVote。',
      },
    },
    {
      id: 'lonely',
      type: 'predict',
      at: { line: 7 },
      look: [node(3, 'term'), node(3, 'timer')],
      say: {
        en: 'n3 is cut off. In the next 60 ticks its timer of 14 ticks ends four times.',
        zh: 'n3 被隔离。接下来 60 个 tick 里，它 14 个 tick 的计时器会到期四次。',
      },
      question: {
        ask: { en: 'In which term is n3 then?', zh: '那时 n3 在哪个任期？' },
        choices: [
          {
            text: { en: '5: one more with each timeout', zh: '5：每次超时加一' },
            because: {
              en: 'So it would be without PreVote. Here n3 asked four times and got no answer, so it never got to raise its term.',
              zh: '不开 PreVote 才会这样。这里 n3 问了四次都没有回答，所以轮不到提高任期。',
            },
            claim: 'node(3).term == 5',
          },
          {
            text: { en: '2: it raises its term once and then waits', zh: '2：提高一次，然后等着' },
            because: {
              en: 'The term 2 was only in its question. A pre-candidate stays in the term that it has.',
              zh: '任期 2 只出现在它的问题里。预候选者留在自己原来的任期。',
            },
            claim: 'node(3).term == 2',
          },
          {
            text: { en: '1, as before', zh: '1，和之前一样' },
            right: true,
            because: {
              en: 'n3 asked “would you vote for me in term 2?” four times. With its own yes alone it may not begin that term.',
              zh: 'n3 问了四次“在任期 2 你会投给我吗？”。只有自己的“会”，它不能开始那个任期。',
            },
            claim: 'node(3).term == 1 && node(3).role == preCandidate',
          },
        ],
      },
    },
    {
      id: 'sixty',
      type: 'observe',
      of: 'lonely',
      at: { line: 9 },
      look: [node(3, 'term'), node(3, 'role')],
      say: {
        en: '60 ticks are over. n3 has sent 8 MsgPreVote, and no MsgVote.',
        zh: '60 个 tick 过去了。n3 发了 8 条 MsgPreVote，没有发 MsgVote。',
      },
      ask: { en: 'What did you see: what is its term?', zh: '你看到了什么：它的任期是多少？' },
    },
    {
      id: 'heals',
      type: 'predict',
      at: { line: 12 },
      look: [node(1), node(3)],
      say: {
        en: 'x=1 was written by n1 and n2, and now the network is healed.',
        zh: 'n1 和 n2 写入了 x=1，现在网络恢复。',
      },
      question: {
        ask: { en: 'What happens in the next tick?', zh: '下一个 tick 会发生什么？' },
        choices: [
          {
            text: {
              en: 'n3 follows n1 and gets x=1; nobody’s term changes',
              zh: 'n3 跟随 n1 并得到 x=1；谁的任期都不变',
            },
            right: true,
            because: {
              en: 'The heartbeat of n1 carries term 1, which is n3’s own: it is welcome. Leader and term are what they were.',
              zh: 'n1 的心跳带着任期 1，正是 n3 自己的任期：它接受了。领导者和任期都没有变。',
            },
            claim: 'node(3).lead == 1 && node(3).term == 1 && node(3).commit == 2 && node(1).role == leader',
          },
          {
            text: { en: 'n3 ignores n1 until its timer ends', zh: 'n3 不理会 n1，直到自己的计时器到期' },
            because: {
              en: 'It would if its term were higher. A pre-candidate that hears a leader of its own term goes back to following.',
              zh: '任期更高时才会这样。预候选者听到自己任期的领导者，就回去跟随它。',
            },
            claim: 'node(3).role == preCandidate',
          },
          {
            text: {
              en: 'n1 is deposed, as by any node that comes back',
              zh: 'n1 下台，任何节点回来都会这样',
            },
            because: {
              en: 'What deposes is a higher term, and n3 brought none.',
              zh: '使领导者下台的是更高的任期，而 n3 没有带来。',
            },
            claim: 'node(1).role != leader',
          },
        ],
      },
    },
    {
      id: 'calm',
      type: 'observe',
      of: 'heals',
      at: { line: 15 },
      look: [node(1, 'role'), node(3)],
      say: {
        en: 'One tick after the healing.',
        zh: '网络恢复一个 tick 之后。',
      },
      ask: { en: 'What did you see?', zh: '你看到了什么？' },
    },
    {
      id: 'beside',
      type: 'sideBySide',
      runs: ['a', 'b'],
      say: {
        en: 'The same actions with and without PreVote. Watch the term of n3 while it is alone, and whom it follows afterwards.',
        zh: '同样的操作，开与不开 PreVote。看 n3 独处时的任期，以及之后它跟随谁。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Let n3 ask three times in vain, and bring it home: a follower of n1, still in term 1.',
      zh: '让 n3 白问三次，再带它回来：成为 n1 的跟随者，仍在任期 1。',
    },
    config: { nodes: 3 },
    prepare: [...elect(1)],
    goal: 'count(decided("becamePreCandidate") && event.node == 3) >= 3 && node(3).lead == 1 && node(3).term == 1',
    hints: [
      { en: 'Cut off, n3 asks every one to two seconds.', zh: '被隔离的 n3 每一到两秒问一次。' },
      { en: 'Isolate n3, wait six seconds, then heal.', zh: '隔离 n3，等六秒，再恢复网络。' },
    ],
    solution: [{ type: 'isolate', node: 3 }, { ms: 6500 }, { type: 'heal' }, { until: 'node(3).lead == 1' }],
  },
  sources: [
    thesis('section 9.6', '9.6 节'),
    etcdRaft('testdata/prevote.txt', 'a pre-vote, message by message'),
  ],
};
