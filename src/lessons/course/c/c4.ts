import type { Lesson } from '../lesson.ts';
import { c4 } from './headings.ts';

export const c4Lesson: Lesson = {
  ...c4,
  runs: [
    {
      id: 'a',
      title: { en: 'Five histories', zh: '五段历史' },
      script: `cluster voters=1,2,3
history H1: w1[0,10] put x=1 ; r2[3,5] get x=nil ; r3[6,8] get x=1
history H2: w1[0,10] put x=1 ; r2[2,4] get x=1 ; r3[5,6] get x=nil
history H3: w1[0,?] put x=1 (error) ; r2[5,6] get x=nil ; r3[20,21] get x=1
history H4: r1[0,1] get x=1 ; w2[2,3] put x=1
history H5: w1[0,9] put x=1 ; w2[0,9] put y=1 ; r3[1,2] get x=1 ; r4[3,4] get y=nil
expect H1=ok H2=illegal H3=ok H4=illegal H5=ok
`,
    },
  ],
  steps: [
    {
      id: 'rules',
      type: 'tell',
      at: { line: 7 },
      history: 'H1',
      say: {
        en: 'Each bar is a call, from when the client sent it to when it had the answer. A history is linearizable if every call can be given one instant within its bar, so that, done one after the other at these instants, all answers come out as they were. Key x has nothing at first.',
        zh: '每条横条是一次调用，从客户端发出到得到应答。如果能在每条横条内选一个瞬间，让这些调用按这些瞬间一个接一个地执行时，所有应答都和看到的一样，这段历史就是线性一致的。开始时 x 没有值。',
      },
    },
    {
      id: 'h1',
      type: 'ask',
      history: 'H1',
      say: {
        en: 'H1: two reads while a put is under way. The first sees nothing, the second sees 1.',
        zh: 'H1：一次 put 进行期间的两次读。第一次什么也没读到，第二次读到 1。',
      },
      question: {
        ask: { en: 'Is H1 linearizable?', zh: 'H1 是线性一致的吗？' },
        choices: [
          {
            text: { en: 'No: the put had begun before both reads', zh: '不是：put 在两次读之前就开始了' },
            verdict: 'illegal',
            because: {
              en: 'A call that overlaps may come before or after. Let the put take effect between 5 and 6: r2 is before it, r3 behind it.',
              zh: '重叠的调用谁先谁后都可以。让 put 在 5 和 6 之间生效：r2 在它之前，r3 在它之后。',
            },
          },
          {
            text: { en: 'Yes: the put took effect between the two reads', zh: '是：put 在两次读之间生效' },
            right: true,
            verdict: 'ok',
            because: {
              en: 'Order: r2, w1, r3. Each instant is within its bar.',
              zh: '顺序：r2、w1、r3。每个瞬间都在自己的横条内。',
            },
          },
        ],
      },
    },
    {
      id: 'h2',
      type: 'ask',
      history: 'H2',
      say: {
        en: 'H2: the same put, but now the first read sees 1 and a later one sees nothing.',
        zh: 'H2：同样的 put，但这次先读到 1，后来的读却什么也没读到。',
      },
      question: {
        ask: { en: 'Is H2 linearizable?', zh: 'H2 是线性一致的吗？' },
        choices: [
          {
            text: {
              en: 'Yes: the put is still under way, so both may be',
              zh: '是：put 还在进行，两种结果都可能',
            },
            verdict: 'ok',
            because: {
              en: 'Once r2 has returned 1, the put has taken effect. r3 began at 5, after r2 had ended at 4, so it must see 1 too.',
              zh: 'r2 返回 1 的时候，put 已经生效了。r3 在 5 开始，r2 在 4 就结束了，所以 r3 也必须读到 1。',
            },
          },
          {
            text: { en: 'No: what was seen cannot be unseen', zh: '不是：看到过的不能再看不到' },
            right: true,
            verdict: 'illegal',
            because: {
              en: 'r2 puts the effect before 4, r3 would need it after 5. This is what a read from yesterday’s leader looks like (lesson Q1).',
              zh: 'r2 要求在 4 之前生效，r3 却要求在 5 之后。从昨天的领导者读就是这个样子（Q1 课）。',
            },
          },
        ],
      },
    },
    {
      id: 'h3',
      type: 'ask',
      history: 'H3',
      say: {
        en: 'H3: the put ended with an error that leaves its outcome open. A read at 5 sees nothing, one at 20 sees 1.',
        zh: 'H3：put 以一个结果未知的错误结束。在 5 的读什么也没读到，在 20 的读读到 1。',
      },
      question: {
        ask: { en: 'Is H3 linearizable?', zh: 'H3 是线性一致的吗？' },
        choices: [
          {
            text: {
              en: 'Yes: a write with an unknown outcome may happen at any later time',
              zh: '是：结果未知的写入可以在之后任何时候生效',
            },
            right: true,
            verdict: 'ok',
            because: {
              en: 'Its bar has no end. It may still lie in some leader’s log, as in lesson C2, and be committed later.',
              zh: '它的横条没有终点。它可能还在某个领导者的日志里，像 C2 课那样，以后才提交。',
            },
          },
          {
            text: { en: 'No: a failed write must not be seen', zh: '不是：失败的写入不能被看到' },
            verdict: 'illegal',
            because: {
              en: 'An error after a lost connection does not say “failed”, only “not known”. Only a refusal (first part of lesson C1) rules a write out.',
              zh: '连接断开后的错误并不是“失败”，只是“不知道”。只有拒绝（C1 课的第一部分）才能排除一次写入。',
            },
          },
          {
            text: {
              en: 'No: the read at 5 shows that it did not happen',
              zh: '不是：在 5 的读说明它没有发生',
            },
            verdict: 'illegal',
            because: {
              en: 'The read at 5 shows that it had not happened yet.',
              zh: '在 5 的读只说明它那时还没有发生。',
            },
          },
        ],
      },
    },
    {
      id: 'h4',
      type: 'ask',
      history: 'H4',
      say: {
        en: 'H4: a read returns 1, and only afterwards somebody puts 1.',
        zh: 'H4：一次读返回 1，之后才有人 put 1。',
      },
      question: {
        ask: { en: 'Is H4 linearizable?', zh: 'H4 是线性一致的吗？' },
        choices: [
          {
            text: { en: 'Yes: in the end x is 1', zh: '是：最后 x 就是 1' },
            verdict: 'ok',
            because: {
              en: 'The read had ended at 1 and the put began at 2: no instant of the put is before the read.',
              zh: '读在 1 结束，put 在 2 才开始：put 的任何瞬间都不在读之前。',
            },
          },
          {
            text: { en: 'No: an answer from the future', zh: '不是：来自未来的应答' },
            right: true,
            verdict: 'illegal',
            because: {
              en: 'Nothing but the put at 2 could give x the value 1, and the read was over by then.',
              zh: '只有在 2 的 put 才能让 x 等于 1，而那时读已经结束了。',
            },
          },
        ],
      },
    },
    {
      id: 'h5',
      type: 'ask',
      history: 'H5',
      say: {
        en: 'H5: two puts to different keys at the same time. x is seen as 1, and after that y is seen as nothing.',
        zh: 'H5：同时对两个 key 的两次 put。先看到 x 是 1，然后看到 y 没有值。',
      },
      question: {
        ask: { en: 'Is H5 linearizable?', zh: 'H5 是线性一致的吗？' },
        choices: [
          {
            text: {
              en: 'No: both puts began together, so y must be there when x is',
              zh: '不是：两次 put 同时开始，有 x 就必须有 y',
            },
            verdict: 'illegal',
            because: {
              en: 'They are two calls. Each has an instant of its own, anywhere between 0 and 9. In one transaction they would share one (lesson K2).',
              zh: '它们是两次调用，各有自己的瞬间，可以在 0 到 9 之间任何地方。放在一个事务里才会共享一个瞬间（K2 课）。',
            },
          },
          {
            text: { en: 'Yes: w1, r3, r4, w2', zh: '是：w1、r3、r4、w2' },
            right: true,
            verdict: 'ok',
            because: {
              en: 'And it is enough to look at each key by itself: x is explained by w1, r3 and y by r4, w2.',
              zh: '而且每个 key 单独看就够了：x 由 w1、r3 解释，y 由 r4、w2 解释。',
            },
          },
        ],
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Make a client read a stale value: an answer older than a write that had already been acknowledged.',
      zh: '让客户端读到陈旧的值：比一次已确认的写入还旧的应答。',
    },
    config: { nodes: 3 },
    prepare: [
      { until: 'leader != none && leader.commit == leader.last' },
      { etcdctl: 'put x 1', node: 1 },
      { ms: 500 },
    ],
    goal: 'any(c in answered, c.stale)',
    hints: [
      {
        en: 'A serializable read is answered by one member from what it has, without asking anybody.',
        zh: 'serializable 读由一个成员用自己已有的数据回答，不问别人。',
      },
      {
        en: 'Isolate a follower, put x again at the others, then get x --consistency=s at the isolated one.',
        zh: '隔离一个跟随者，在其他节点再 put 一次 x，然后在被隔离的节点上 get x --consistency=s。',
      },
    ],
    solution: [
      { type: 'campaign', node: 1 },
      { ms: 1000 },
      { type: 'isolate', node: 3 },
      { ms: 3000 },
      { etcdctl: 'put x 2', node: 2 },
      { until: 'node(2).key("x").value == "2"' },
      { ms: 500 },
      { etcdctl: 'get x --consistency=s', node: 3 },
      { until: 'any(c in answered, c.stale)' },
    ],
  },
  sources: [
    {
      text: {
        en: 'Herlihy and Wing 1990, Linearizability: A Correctness Condition for Concurrent Objects',
        zh: 'Herlihy 与 Wing 1990，Linearizability: A Correctness Condition for Concurrent Objects',
      },
    },
    {
      text: { en: 'porcupine, a linearizability checker in Go', zh: 'porcupine，Go 写的线性一致检查器' },
      href: 'https://github.com/anishathalye/porcupine',
    },
    {
      text: { en: 'etcd: robustness tests', zh: 'etcd：robustness 测试' },
      href: 'https://github.com/etcd-io/etcd/tree/main/tests/robustness',
    },
  ],
};
