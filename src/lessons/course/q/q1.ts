import type { Lesson } from '../lesson.ts';
import { entry, link, log, node } from '../looks.ts';
import { get, ledByN1, put } from '../moves.ts';
import { etcdRaft, page, paper } from '../sources.ts';
import { q1 } from './headings.ts';

export const q1Lesson: Lesson = {
  ...q1,
  runs: [
    {
      id: 'a',
      title: { en: 'n1 is cut off and still leads', zh: 'n1 被隔离，却仍是领导者' },
      script: `cluster voters=1,2,3
campaign 1
propose 1 x=1
isolate 1
tick 12
expect 2 role=L term=2
propose 2 x=2
expect 1 role=L term=1 kv.x=1
expect 2,3 kv.x=2
mark
read 1 r1
tick 50
expect 1 role=L reads= kv.x=1
read 2 r2
expect 2 reads=r2@4
`,
    },
  ],
  steps: [
    {
      id: 'elected',
      type: 'tell',
      at: { line: 4, when: 'node(2).role == leader' },
      look: [node(1), node(2, 'role'), link(1, 2)],
      say: {
        en: 'n1 wrote x=1 and was then cut off. 12 ticks later n2 leads term 2. n1 has not heard of that, and still leads term 1 for nobody.',
        zh: 'n1 写入 x=1 之后被隔离。12 个 tick 后 n2 成为任期 2 的领导者。n1 没有听说，还在任期 1 里领导着空无一人的集群。',
      },
    },
    {
      id: 'which',
      type: 'predict',
      at: { line: 7 },
      look: [entry(4, 2), log(1), node(1)],
      say: {
        en: 'x=2 is committed at index 4 on n2 and n3, and its client has the answer. Now another client asks n1 for x. n1 has x=1 in its table, and believes that it leads.',
        zh: 'x=2 在索引 4 由 n2 和 n3 提交，客户端已得到答复。这时另一个客户端向 n1 读 x。n1 的表里是 x=1，它以为自己是领导者。',
      },
      question: {
        ask: {
          en: 'What does n1 answer within the next 50 ticks?',
          zh: '接下来的 50 个 tick 里，n1 会答复什么？',
        },
        choices: [
          {
            text: { en: 'x=1: a leader knows what is committed', zh: 'x=1：领导者知道什么已提交' },
            because: {
              en: 'The newest leader does. n1 asks itself first whether it is still that one, and finds no majority that would say so.',
              zh: '最新的领导者才知道。n1 会先确认自己是否仍是领导者，却找不到多数来证明。',
            },
            claim: 'count(any(d in decisions, d.type == "readConfirmed" && d.node == 1)) > 0',
          },
          {
            text: { en: 'Nothing', zh: '什么都不答复' },
            right: true,
            because: {
              en: 'It sent heartbeats that carry the request, and both were lost. Without answers from a majority the read is never confirmed: slow, but not wrong.',
              zh: '它发出了带着这个请求的心跳，两条都丢了。得不到多数的答复，这次读取就永远得不到确认：慢，但没有错。',
            },
            claim:
              'node(1).role == leader && count(any(d in decisions, d.type == "readConfirmed" && d.node == 1)) == 0',
          },
          {
            text: {
              en: 'An error: it has found out that it leads no more',
              zh: '一个错误：它发现自己不再是领导者',
            },
            because: {
              en: 'Silence tells n1 nothing, as CheckQuorum is off here: it is still leader of term 1.',
              zh: '没有声音并不能让 n1 知道什么，因为这里没有开 CheckQuorum：它仍是任期 1 的领导者。',
            },
            claim: 'node(1).role != leader',
          },
        ],
      },
    },
    {
      id: 'asks',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgHeartbeat && m.from == 1)' },
      look: [link(1, 2), link(1, 3), node(1)],
      say: {
        en: 'n1 notes its commit index, 2, and sends MsgHeartbeat to n2 and n3 to learn whether they still follow it. The links are cut.',
        zh: 'n1 记下自己的提交索引（2），向 n2 和 n3 发 MsgHeartbeat，看它们是否仍跟随自己。链路是断的。',
      },
    },
    {
      id: 'waits',
      type: 'observe',
      of: 'which',
      at: { line: 12 },
      look: [node(1, 'role'), log(1)],
      say: { en: '50 ticks later: n1 is as it was.', zh: '50 个 tick 之后：n1 还是原来的样子。' },
      ask: { en: 'What did n1 answer?', zh: 'n1 答复了什么？' },
    },
    {
      id: 'there',
      type: 'tell',
      at: { line: 13, when: 'any(d in decisions, d.type == "readConfirmed" && d.node == 2)' },
      look: [node(2), node(2, 'commit')],
      say: {
        en: 'The same read at n2: n3 answers one heartbeat, and the read is confirmed at index 4. It sees x=2.',
        zh: '同样的读取，在 n2 上：n3 答复了一次心跳，读取在索引 4 得到确认。它看到 x=2。',
      },
    },
    {
      id: 'wrong',
      type: 'ask',
      look: [node(1), node(2)],
      say: {
        en: 'Suppose that n1 had simply answered x=1, as etcd 0.4.1 did by default in 2014.',
        zh: '假如 n1 直接答复 x=1，就像 2014 年的 etcd 0.4.1 默认做的那样。',
      },
      question: {
        ask: { en: 'What would have been wrong with it?', zh: '那错在哪里？' },
        choices: [
          {
            text: { en: 'Nothing: x was 1 once', zh: '没有错：x 曾经是 1' },
            because: {
              en: 'That is all that “serializable” promises. “Linearizable” promises more: an order that agrees with the clock on the wall.',
              zh: '那只是“可串行化”的承诺。“线性一致”承诺得更多：次序要与真实时间相符。',
            },
          },
          {
            text: {
              en: 'The write of x=2 had ended before the read began',
              zh: 'x=2 的写入在读取开始之前就已结束',
            },
            right: true,
            because: {
              en: 'Who hears “x=2 is done” and then reads must see 2. Two clients that talk to each other would notice.',
              zh: '听到“x=2 已完成”之后再读的人，必须看到 2。两个互相通话的客户端会发现这个矛盾。',
            },
          },
          {
            text: { en: 'n1 had lost x=1 when it was cut off', zh: 'n1 被隔离时已丢了 x=1' },
            because: {
              en: 'n1 has it still, on disk and in its table. What it lacks is x=2.',
              zh: 'n1 仍有它，磁盘上和表里都有。它缺的是 x=2。',
            },
          },
        ],
      },
    },
  ],
  tryIt: {
    say: {
      en: 'In this cluster leaders answer reads from memory (the rule is off). Get a stale answer to a linearizable read.',
      zh: '这个集群的领导者用内存直接答复读取（规则关掉了）。让一次线性一致读得到陈旧的答复。',
    },
    config: { nodes: 3, preVote: false, checkQuorum: false, brokenRules: ['readLocally'] },
    prepare: [...ledByN1(), put(1, 1, 'x', '1'), { until: 'all(n in nodes, n.applied == 2)' }],
    goal: 'any(c in answered, c.kind == range && c.stale)',
    hints: [
      {
        en: 'You need an old leader that has not heard of the new one.',
        zh: '你需要一个没有听说新领导者的旧领导者。',
      },
      {
        en: 'Isolate n1, wait until another node leads, and write there.',
        zh: '隔离 n1，等另一个节点当选，在那里写入。',
      },
      { en: 'Then read the same key at n1.', zh: '然后在 n1 读同一个键。' },
    ],
    solution: [
      { type: 'isolate', node: 1 },
      { type: 'campaign', node: 2 },
      { until: 'node(2).role == leader' },
      put(2, 2, 'x', '2'),
      { until: 'node(2).key("x").value == "2"' },
      get(3, 1, 'x'),
      { ms: 100 },
    ],
  },
  sources: [
    paper('section 8, client interaction', '第 8 节，与客户端的交互'),
    page(
      'https://aphyr.com/posts/316-jepsen-etcd-and-consul',
      'Jepsen: etcd and Consul (2014)',
      'Jepsen：etcd 与 Consul（2014）',
    ),
    etcdRaft('read_only.go', 'ReadOnlySafe'),
  ],
};
