import type { Lesson } from '../lesson.ts';
import { link, node, panel } from '../looks.ts';
import { page } from '../sources.ts';
import { k8 } from './headings.ts';

export const k8Lesson: Lesson = {
  ...k8,
  runs: [
    {
      id: 'a',
      title: { en: 'Two kinds of read at a cut-off follower', zh: '在被隔离的跟随者上的两种读' },
      script: `cluster voters=1,2,3 checkQuorum preVote
campaign 1
propose 1 x=1              # rev 2
isolate 3
propose 1 x=2              # rev 3
sread 3 x                  # => x=1 rev=2
read 3 r1                  # no answer
tick 30
expect sread 3 x: value=1 rev=2
expect 3 reads=
sread 1 x                  # => x=2 rev=3
expect serializable=ok linearizable=illegal     # if the first read is judged as linearizable
`,
    },
  ],
  steps: [
    {
      id: 'cheap',
      type: 'predict',
      at: { line: 5 },
      look: [node(3), link(1, 3)],
      say: {
        en: 'n3 is isolated with x=1, revision 2. Meanwhile x=2 was acknowledged at revision 3. Now a client asks n3 for x with a serializable read.',
        zh: 'n3 被隔离时有 x=1，修订号 2。这期间 x=2 在修订号 3 得到确认。现在一个客户端用 serializable 读向 n3 要 x。',
      },
      question: {
        ask: { en: 'What does n3 answer?', zh: 'n3 会回答什么？' },
        choices: [
          {
            text: { en: 'x=2: etcd answers reads with the newest value', zh: 'x=2：etcd 总用最新的值回答' },
            because: {
              en: 'n3 cannot know it: nothing has reached it since revision 2.',
              zh: 'n3 不可能知道：修订号 2 之后什么都没送到它那里。',
            },
            claim: 'node(3).key("x").value == "2"',
          },
          {
            text: {
              en: 'x=1, and says that this is as of revision 2',
              zh: 'x=1，并说明这是修订号 2 的状态',
            },
            right: true,
            because: {
              en: 'A serializable read is answered by one member from its own store. It is a true state of the past, with its revision in the header; it is not promised to be the newest.',
              zh: 'serializable 读由一个成员用自己的存储回答。这是过去的一个真实状态，头部带着它的修订号；它不保证最新。',
            },
            claim: 'node(3).key("x").value == "1" && node(3).revision == 2',
          },
          {
            text: { en: 'Nothing: it has lost its leader', zh: '什么也不回答：它失去了领导者' },
            because: {
              en: 'This read asks nobody. That is why it is cheap, and why it works without a leader.',
              zh: '这种读不问任何人。所以它便宜，也不需要领导者。',
            },
            claim: 'node(3).status != up',
          },
        ],
      },
    },
    {
      id: 'stale',
      type: 'observe',
      of: 'cheap',
      at: { line: 6 },
      look: [node(3), panel('store')],
      say: {
        en: 'n3 has answered at once.',
        zh: 'n3 立刻作了回答。',
      },
      ask: { en: 'What did you see: what did n3 say?', zh: '你看到了什么：n3 说了什么？' },
    },
    {
      id: 'waits',
      type: 'predict',
      at: { line: 7 },
      look: [node(3), link(3, 1)],
      say: {
        en: 'A second client asks n3 with a linearizable read. For that n3 must ask the leader for a read index.',
        zh: '第二个客户端用线性一致读问 n3。为此 n3 必须向领导者要 read index。',
      },
      question: {
        ask: {
          en: 'What does this client get, 30 ticks later?',
          zh: '30 个 tick 之后，这个客户端得到了什么？',
        },
        choices: [
          {
            text: { en: 'x=1: n3 falls back on what it has', zh: 'x=1：n3 退而用自己的数据' },
            because: {
              en: 'It never falls back. A linearizable read is either newer than all that was acknowledged before it, or there is no answer.',
              zh: '它绝不退让。线性一致读要么比它之前所有已确认的都新，要么没有应答。',
            },
            claim: 'decided("readConfirmed")',
          },
          {
            text: { en: 'No answer: MsgReadIndex never reaches n1', zh: '没有应答：MsgReadIndex 到不了 n1' },
            right: true,
            because: {
              en: 'n3 waits, and its client gives up in the end: safe, and not available.',
              zh: 'n3 一直等，客户端最后放弃：安全，但不可用。',
            },
            claim: '!link(3, 1).held && link(3, 1).cut && node(3).revision == 2',
          },
        ],
      },
    },
    {
      id: 'none',
      type: 'observe',
      of: 'waits',
      at: { line: 8 },
      look: [node(3)],
      say: {
        en: '30 ticks later n3 knows no leader any more, and has nobody to ask.',
        zh: '30 个 tick 之后，n3 不再知道领导者，没有谁可以问。',
      },
      ask: {
        en: 'What did you see: was the second read answered?',
        zh: '你看到了什么：第二次读得到应答了吗？',
      },
    },
    {
      id: 'judged',
      type: 'tell',
      at: { line: 12 },
      look: [node(1), node(3)],
      say: {
        en: 'The same cheap read at n1 gives x=2, revision 3. A client that moves from n1 to n3 can see time go backwards, unless it says the newest revision that it has seen.',
        zh: '同样便宜的读在 n1 上得到 x=2，修订号 3。从 n1 换到 n3 的客户端会看到时间倒流，除非它说出自己见过的最新修订号。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Read a stale value at a member that still runs.',
      zh: '在一个仍在运行的成员上读到陈旧的值。',
    },
    config: { nodes: 3 },
    prepare: [
      { type: 'campaign', node: 1 },
      { until: 'node(3).applied >= 1' },
      { etcdctl: 'put x 1', node: 1 },
      { until: 'node(3).key("x").exists' },
      { ms: 200 },
    ],
    goal: 'any(c in answered, c.stale)',
    hints: [
      { en: 'Choose “serializable” for the read.', zh: '读的时候选择“serializable”。' },
      {
        en: 'Isolate n3, put x=2 at n1, and get x at n3.',
        zh: '隔离 n3，在 n1 上 put x=2，再在 n3 上 get x。',
      },
    ],
    solution: [
      { type: 'isolate', node: 3 },
      { etcdctl: 'put x 2', node: 1 },
      { until: 'node(1).key("x").value == "2"' },
      { ms: 300 },
      { etcdctl: 'get x --consistency=s', node: 3 },
      { until: 'any(c in answered, c.stale)' },
    ],
  },
  sources: [
    page('https://etcd.io/docs/v3.4/learning/api_guarantees/', 'etcd: API guarantees', 'etcd：API 保证'),
    page(
      'https://github.com/kubernetes/kubernetes/issues/59848',
      'Kubernetes issue 59848: a list that went back in time',
      'Kubernetes issue 59848：回到过去的列表',
    ),
  ],
};
