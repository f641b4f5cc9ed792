import type { Lesson } from '../lesson.ts';
import { entry, link, log, node } from '../looks.ts';
import { get, ledByN1, put } from '../moves.ts';
import { etcdRaft, page, thesis } from '../sources.ts';
import { q4 } from './headings.ts';

const CONFIRMED_AT_1 = 'count(any(d in decisions, d.type == "readConfirmed" && d.node == 1))';

export const q4Lesson: Lesson = {
  ...q4,
  runs: [
    {
      id: 'normal',
      title: { en: 'All is well', zh: '一切正常' },
      script: `cluster voters=1,2,3 lease
campaign 1
propose 1 x=1
mark
read 1 r1
expect 1 reads=r1@2
read 3 r2
expect 3 reads=r2@2
expect msgs MsgHeartbeat=0 MsgReadIndex=1 MsgReadIndexResp=1
`,
    },
    {
      id: 'split',
      title: { en: 'Perfect clocks, an unlucky partition', zh: '时钟完美，分区不巧' },
      script: `cluster voters=1,2,3 lease
campaign 1
propose 1 x=1
isolate 1
tick 12
expect 2 role=L term=2
propose 2 x=2
mark
read 1 r1
expect 1 role=L term=1 reads=r1@2 kv.x=1
expect 2 kv.x=2
expect msgs MsgHeartbeat=0
tick 8
expect 1 role=F
`,
    },
    {
      id: 'frozen',
      title: { en: 'A leader whose clock stands still', zh: '时钟停住的领导者' },
      script: `cluster voters=1,2,3 lease
campaign 1
propose 1 x=1
isolate 1
tick 100 only=2,3
expect 2 role=L
propose 2 x=2
mark
read 1 r1
expect 1 role=L term=1 reads=r1@2 kv.x=1
expect 2 kv.x=2
`,
    },
  ],
  steps: [
    {
      id: 'free',
      type: 'tell',
      at: { line: 5 },
      look: [node(1), node(1, 'commit')],
      say: {
        en: 'With the lease on, n1 answers a read at once, at index 2, with no message at all. It reasons: a majority answered me lately, and CheckQuorum keeps it from electing anybody else for a while.',
        zh: '打开租约之后，n1 立刻以索引 2 答复读取，一条消息都不发。它的理由是：多数节点不久前答复过我，而 CheckQuorum 让它们暂时不会选别人。',
      },
    },
    {
      id: 'promise',
      type: 'tell',
      run: 'split',
      at: { line: 4, when: 'node(2).role == leader' },
      look: [node(2, 'role'), node(3), link(1, 2)],
      say: {
        en: 'n1 is cut off. n2 and n3 hold still for one election timeout, 10 ticks, and no longer: at tick 12 n2 campaigns, n3 votes, and n2 leads term 2.',
        zh: 'n1 被隔离。n2 和 n3 只在一个选举超时（10 个 tick）内不动：第 12 个 tick，n2 竞选，n3 投票，n2 领导任期 2。',
      },
    },
    {
      id: 'stale',
      type: 'predict',
      at: { line: 7 },
      look: [node(1), entry(4, 2)],
      say: {
        en: 'x=2 is committed at index 4, and its client has the answer. All three clocks run at exactly the same speed. Now somebody reads x at n1.',
        zh: 'x=2 已在索引 4 提交，客户端已得到答复。三个时钟的快慢完全一样。这时有人在 n1 读 x。',
      },
      question: {
        ask: { en: 'What happens?', zh: '会发生什么？' },
        choices: [
          {
            text: { en: 'n1 has stepped down by now, and refuses', zh: 'n1 此时已退位，拒绝答复' },
            because: {
              en: 'Not yet: it looks back once per election timeout, and at tick 10 it still found answers from before the cut.',
              zh: '还没有：它每个选举超时才回头检查一次，而在第 10 个 tick，它看到的还有隔离之前的答复。',
            },
            claim: 'node(1).role != leader',
          },
          {
            text: { en: 'n1 answers x=1: a stale read', zh: 'n1 答复 x=1：陈旧读' },
            right: true,
            because: {
              en: 'The followers promised 10 ticks; n1 believes for up to 20. At tick 12 the two do not agree any more, and n1 confirmed its read at index 2.',
              zh: '跟随者只承诺 10 个 tick，n1 却最多相信 20 个。第 12 个 tick，两者已不一致，n1 仍以索引 2 确认了读取。',
            },
            claim: `${CONFIRMED_AT_1} == 1 && node(1).key("x").value == "1" && node(2).key("x").value == "2"`,
          },
          {
            text: { en: 'n1 notices that nobody answers, and waits', zh: 'n1 发现没有谁答复，于是等待' },
            because: {
              en: 'A read with a lease asks nobody, so there is nothing to notice. No heartbeat was sent for it.',
              zh: '租约读不问任何人，所以没有什么可发现。没有为它发过一条心跳。',
            },
            claim: `node(1).role == leader && ${CONFIRMED_AT_1} == 0`,
          },
        ],
      },
    },
    {
      id: 'answered',
      type: 'observe',
      of: 'stale',
      at: { line: 9 },
      look: [node(1), log(1), log(2)],
      say: { en: 'Tick 12, right after the read at n1.', zh: '第 12 个 tick，n1 的读取刚刚完成。' },
      ask: { en: 'What happened?', zh: '发生了什么？' },
    },
    {
      id: 'until',
      type: 'ask',
      at: { when: 'node(1).role == follower' },
      look: [node(1, 'role')],
      say: { en: 'Now n1 has stepped down by CheckQuorum.', zh: '现在 n1 因 CheckQuorum 而退位。' },
      question: {
        ask: { en: 'How long after the cut is that?', zh: '这是隔离之后多久？' },
        choices: [
          {
            text: { en: '10 ticks: one election timeout', zh: '10 个 tick：一个选举超时' },
            because: {
              en: 'At tick 10 the check passed: in the window before it n2 and n3 had been heard.',
              zh: '第 10 个 tick 的检查通过了：在那之前的窗口里听到过 n2 和 n3。',
            },
            claim: 'time < 15000',
          },
          {
            text: { en: '20 ticks: the second check', zh: '20 个 tick：第二次检查' },
            right: true,
            because: {
              en: 'From tick 10 to 20 nobody was heard, so the check at tick 20 failed. For eight ticks two leaders were ready to answer.',
              zh: '第 10 到 20 个 tick 没有听到任何人，所以第 20 个 tick 的检查失败了。有八个 tick，两个领导者都会答复。',
            },
            claim: 'time > 19000 && time < 21000',
          },
          {
            text: { en: 'When it heard of term 2 from n2', zh: '从 n2 那里听说任期 2 的时候' },
            because: {
              en: 'It has heard nothing from n2: it is a follower of term 1.',
              zh: '它什么都没有听到：它是任期 1 的跟随者。',
            },
            claim: 'node(1).term == 2',
          },
        ],
      },
    },
    {
      id: 'frozen',
      type: 'sideBySide',
      run: 'frozen',
      at: { line: 9 },
      runs: ['split', 'frozen'],
      look: [node(1), node(2)],
      say: {
        en: 'The same split, but the clock of n1 stands still, say because its virtual machine is paused. There is no second check now: after 100 ticks it still takes itself for leader of term 1, and answers x=1.',
        zh: '同样的分区，但 n1 的时钟停住了，比如它的虚拟机被暂停。于是没有第二次检查：过了 100 个 tick，它仍当自己是任期 1 的领导者，并答复 x=1。',
      },
    },
    {
      id: 'sound',
      type: 'ask',
      look: [node(1), node(2)],
      say: {
        en: 'etcd therefore reads with a round of heartbeats (ReadOnlySafe) by default.',
        zh: '因此 etcd 默认用一轮心跳来读（ReadOnlySafe）。',
      },
      question: {
        ask: { en: 'What would a lease need to be sound?', zh: '租约要怎样才可靠？' },
        choices: [
          {
            text: { en: 'It counts from the arrival of the last answers', zh: '从最后一批答复到达时算起' },
            because: {
              en: 'Too late: the followers began to count when they heard the heartbeat, which was earlier. Their promise would end first.',
              zh: '太晚了：跟随者从听到心跳时就开始计时，比这早。它们的承诺会先结束。',
            },
          },
          {
            text: {
              en: 'It counts from the sending of the last confirmed round, ends before any follower’s timer, and clocks differ by a known bound',
              zh: '从最近一轮得到确认的心跳发出时算起，早于任何跟随者的计时器结束，而且时钟的偏差有已知的上限',
            },
            right: true,
            because: {
              en: 'Then what the leader believes always ends before what the followers promised. That a clock never stands still for longer is an assumption no protocol can check.',
              zh: '这样领导者所相信的总是先于跟随者所承诺的结束。而时钟不会停得更久，这个前提没有协议能够检查。',
            },
          },
          {
            text: { en: 'PreVote, so that n2 does not campaign', zh: '开 PreVote，这样 n2 就不竞选' },
            because: {
              en: 'n2 had not heard from a leader for more than a timeout, and n3 had not either: its pre-vote would have been granted.',
              zh: 'n2 超过一个选举超时没有听到领导者，n3 也一样：它的预投票会得到同意。',
            },
          },
        ],
      },
    },
  ],
  tryIt: {
    say: {
      en: 'No rule is broken here, only reads use the lease. Get a stale answer to a linearizable read.',
      zh: '这里没有关掉任何规则，只是读取使用租约。让一次线性一致读得到陈旧的答复。',
    },
    config: { nodes: 3, readOnly: 'leaseBased', preVote: false },
    prepare: [...ledByN1(), put(1, 1, 'x', '1'), { until: 'all(n in nodes, n.applied == 2)' }, { ms: 300 }],
    goal: 'any(c in answered, c.kind == range && c.stale)',
    hints: [
      {
        en: 'n1 must go on believing while the others elect somebody else. A paused node does not notice how time goes by.',
        zh: '要让 n1 一直相信，而其他节点另选了领导者。被暂停的节点感觉不到时间流逝。',
      },
      {
        en: 'Isolate n1 and pause it. When another node leads, write x there.',
        zh: '隔离 n1 并暂停它。等另一个节点当选，在那里写 x。',
      },
      { en: 'Let n1 go on, and read x at it at once.', zh: '让 n1 继续，立刻在它那里读 x。' },
    ],
    solution: [
      { type: 'isolate', node: 1 },
      { type: 'pause', node: 1 },
      { until: 'node(3).role == leader && node(3).commit == node(3).last' },
      put(2, 3, 'x', '2'),
      { until: 'node(3).key("x").value == "2"' },
      { type: 'resume', node: 1 },
      get(3, 1, 'x'),
      { ms: 100 },
    ],
  },
  sources: [
    thesis('section 6.4.1', '6.4.1 节'),
    etcdRaft('raft.go', 'ReadOnlyLeaseBased'),
    page('https://github.com/etcd-io/raft/issues/166', 'etcd-io/raft issue 166', 'etcd-io/raft issue 166'),
  ],
};
