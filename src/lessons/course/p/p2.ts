import type { Lesson } from '../lesson.ts';
import { entry, log, node, panel } from '../looks.ts';
import { elect } from '../moves.ts';
import { etcdRaft, thesis } from '../sources.ts';
import { p2 } from './headings.ts';

export const p2Lesson: Lesson = {
  ...p2,
  runs: [
    {
      id: 'a',
      title: { en: 'With CheckQuorum', zh: '开启 CheckQuorum' },
      script: `cluster voters=1,2,3,4,5 checkQuorum
campaign 1
isolate 1
mark
tick 10
expect 1 role=L term=1
expect msgs MsgCheckQuorum=1
tick 2
expect 2 role=L term=2
expect 1 role=L term=1
propose 1 x=lost
tick 7
expect 1 role=L term=1
tick 1
expect 1 role=F term=1 lead=0
propose 2 x=kept
heal
tick 1
expect 1 role=F term=2 lead=2 log=1,2,2 kv.x=kept
`,
    },
    {
      id: 'b',
      title: { en: 'Without', zh: '不开启' },
      script: `cluster voters=1,2,3,4,5
campaign 1
isolate 1
mark
tick 10
expect 1 role=L term=1
expect msgs MsgCheckQuorum=0
tick 2
expect 2 role=L term=2
expect 1 role=L term=1
propose 1 x=lost
tick 7
expect 1 role=L term=1
tick 1
expect 1 role=L term=1
propose 2 x=kept
heal
tick 1
expect 1 role=F term=2 lead=2 log=1,2,2 kv.x=kept
`,
    },
  ],
  steps: [
    {
      id: 'alone',
      type: 'predict',
      at: { line: 3 },
      look: [node(1, 'role'), node(1)],
      say: {
        en: 'n1 leads five nodes and is cut off from all of them. With CheckQuorum a leader looks every 10 ticks, one election timeout, whether a majority has answered it since it last looked.',
        zh: 'n1 领导五个节点，与其他节点全部断开。开启 CheckQuorum 时，领导者每 10 个 tick（一个选举超时）查看一次：上次查看以来，是否有多数答复过它。',
      },
      question: {
        ask: { en: 'When does n1 stop calling itself leader?', zh: 'n1 什么时候不再自认是领导者？' },
        choices: [
          {
            text: { en: 'At tick 10, when it looks first', zh: '第 10 个 tick，第一次查看时' },
            because: {
              en: 'At tick 10 it asked for answers since tick 0, and just before the cut all had answered: that look passed.',
              zh: '第 10 个 tick 问的是自 tick 0 以来的答复，而断开之前大家刚答复过：这次通过了。',
            },
            claim: 'time < 19000',
          },
          {
            text: { en: 'At tick 20, when it looks a second time', zh: '第 20 个 tick，第二次查看时' },
            right: true,
            because: {
              en: 'Between tick 10 and 20 only n1 itself counted as active: one of five. It became a follower, still in term 1.',
              zh: 'tick 10 到 20 之间，只有 n1 自己算活跃：五个中的一个。它成为跟随者，仍在任期 1。',
            },
            claim: 'node(1).role == follower && node(1).term == 1 && time >= 20000',
          },
          {
            text: {
              en: 'When it hears of term 2, after the network is healed',
              zh: '网络恢复后，听到任期 2 时',
            },
            because: {
              en: 'That is how it would be without CheckQuorum. Here n1 stepped down alone, knowing of no term but 1.',
              zh: '不开 CheckQuorum 才是这样。这里 n1 是自己退位的，它只知道任期 1。',
            },
            claim: 'node(1).term == 2',
          },
        ],
      },
    },
    {
      id: 'passes',
      type: 'tell',
      at: { when: 'decided("quorumChecked")' },
      look: [node(1, 'role'), panel('inspector')],
      say: {
        en: 'Tick 10: MsgCheckQuorum, a message of n1 to itself. All five count as active. Then the marks are cleared.',
        zh: '第 10 个 tick：MsgCheckQuorum，n1 给自己的消息。五个都算活跃。然后标记清零。',
      },
    },
    {
      id: 'rival',
      type: 'tell',
      at: { line: 10 },
      look: [node(1, 'role'), node(2, 'role')],
      say: {
        en: 'Tick 12: n2 is elected by n3, n4 and n5 and leads term 2. Two nodes call themselves leader now.',
        zh: '第 12 个 tick：n2 由 n3、n4、n5 选出，成为任期 2 的领导者。现在有两个节点自认是领导者。',
      },
    },
    {
      id: 'lost',
      type: 'tell',
      at: { line: 11 },
      look: [entry(2, 1), entry(2, 2)],
      say: {
        en: 'A client that only reaches n1 writes x=lost. n1 appends it, and will never commit it.',
        zh: '一个只连得上 n1 的客户端写入 x=lost。n1 追加了它，却永远提交不了。',
      },
    },
    {
      id: 'gives',
      type: 'observe',
      of: 'alone',
      at: { when: 'node(1).role == follower' },
      look: [node(1, 'role'), node(1, 'term')],
      say: {
        en: 'n1 has looked once more and is a follower without a leader. It tells its clients so, instead of letting them wait.',
        zh: 'n1 又查看了一次，成了没有领导者的跟随者。它会这样告诉客户端，而不是让它们干等。',
      },
      ask: { en: 'What did you see: when did it step down?', zh: '你看到了什么：它什么时候退位的？' },
    },
    {
      id: 'kept',
      type: 'tell',
      at: { line: 19 },
      look: [log(1), log(2)],
      say: {
        en: 'Healed: n1 follows n2, and x=lost is replaced. Its log is 1, 2, 2, and x is “kept”. For 8 ticks, from 12 to 20, there were two leaders; two election timeouts are the worst a client can meet.',
        zh: '恢复之后：n1 跟随 n2，x=lost 被取代。它的日志是 1, 2, 2，x 是 “kept”。有 8 个 tick（12 到 20）存在两个领导者；客户端最坏会等两个选举超时。',
      },
    },
    {
      id: 'beside',
      type: 'sideBySide',
      runs: ['a', 'b'],
      say: {
        en: 'The same without CheckQuorum: nothing ends the false leadership of n1 but a message of term 2.',
        zh: '不开 CheckQuorum 的同一过程：除了任期 2 的消息，没有什么能结束 n1 有名无实的领导。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Make a leader step down by itself, without anybody telling it of a higher term.',
      zh: '让一个领导者自己退位，而不是别人告诉它更高的任期。',
    },
    config: { nodes: 5 },
    prepare: [...elect(1)],
    goal: 'decided("becameFollower", "quorumInactive")',
    hints: [
      {
        en: 'CheckQuorum is on. Which answers does the leader need?',
        zh: 'CheckQuorum 已开启。领导者需要谁的答复？',
      },
      {
        en: 'Isolate n1, and give it two election timeouts: two seconds.',
        zh: '隔离 n1，等两个选举超时：两秒。',
      },
    ],
    solution: [{ type: 'isolate', node: 1 }, { until: 'node(1).role == follower' }],
  },
  sources: [
    thesis('section 6.2', '6.2 节'),
    etcdRaft('raft.go', 'stepLeader (MsgCheckQuorum), QuorumActive'),
    etcdRaft('testdata/checkquorum.txt', 'a leader that steps down'),
  ],
};
