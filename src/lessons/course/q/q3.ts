import type { Lesson } from '../lesson.ts';
import { entry, log, node } from '../looks.ts';
import { get, ledByN1, put } from '../moves.ts';
import { etcdRaft, page, thesis } from '../sources.ts';
import { q3 } from './headings.ts';

export const q3Lesson: Lesson = {
  ...q3,
  runs: [
    {
      id: 'a',
      title: { en: 'n2 takes over right after a write', zh: '写入刚完成，n2 就接手' },
      script: `cluster voters=1,2,3
campaign 1
manual
propose 1 x=1
ready 1
deliver 1>2 MsgApp
deliver 1>3 MsgApp
ready 2,3
deliver 2>1 MsgAppResp
ready 1
expect 1 commit=2 kv.x=1
expect 2,3 commit=1
crash 1
discard 1>2,1>3
campaign 2
ready 2
deliver 2>3 MsgVote
ready 3
deliver 3>2 MsgVoteResp
expect 2 role=L commit=1
mark
read 2 r1
ready 2
expect 2 reads=
expect msgs MsgHeartbeat=0
auto
expect 2 reads=r1@3 kv.x=1
`,
    },
  ],
  steps: [
    {
      id: 'done',
      type: 'tell',
      at: { line: 10 },
      look: [entry(2), node(1, 'commit'), node(2, 'commit')],
      say: {
        en: 'x=1 is on all three disks at index 2. n1 has counted it, applied it and told its client. n2 and n3 do not know yet: their commit index is 1.',
        zh: 'x=1 已在三块磁盘的索引 2。n1 数过、应用了，并告诉了客户端。n2 和 n3 还不知道：它们的提交索引是 1。',
      },
    },
    {
      id: 'heir',
      type: 'tell',
      at: { line: 14, when: 'node(2).role == leader' },
      look: [node(2, 'role'), node(2, 'commit'), log(2)],
      say: {
        en: 'n1 dies before it can tell them. n2 leads term 2: its log has x=1 at index 2 and its own empty entry at 3; its commit index is still 1.',
        zh: 'n1 还没来得及告诉它们就宕机了。n2 领导任期 2：日志里索引 2 是 x=1，索引 3 是自己的空条目；提交索引仍是 1。',
      },
    },
    {
      id: 'read',
      type: 'predict',
      at: { line: 21 },
      look: [node(2), node(2, 'commit')],
      say: {
        en: 'The client, which knows that x=1 is done, now reads x at n2.',
        zh: '那个客户端知道 x=1 已完成，现在它在 n2 读 x。',
      },
      question: {
        ask: { en: 'What does n2 do first?', zh: 'n2 先做什么？' },
        choices: [
          {
            text: {
              en: 'It notes read index 1, its commit index, and asks with heartbeats',
              zh: '记下 read index 1（它的提交索引），用心跳询问',
            },
            because: {
              en: 'n3 would confirm that n2 leads, and n2 would answer from index 1: without x, though its write had ended. No heartbeat was sent.',
              zh: 'n3 会证实 n2 是领导者，n2 就按索引 1 答复：没有 x，尽管写入早已结束。这里没有发出心跳。',
            },
            claim: 'count(any(m in sent, m.type == MsgHeartbeat && m.from == 2)) > 0',
          },
          {
            text: { en: 'It puts the read aside', zh: '先把读取搁置' },
            right: true,
            because: {
              en: 'Until an entry of its own term is committed, n2 does not know what is. It keeps the request and sends nothing for it.',
              zh: '在自己任期的条目提交之前，n2 不知道什么已提交。它留着请求，不为它发任何消息。',
            },
            claim:
              'count(any(m in sent, m.type == MsgHeartbeat && m.from == 2)) == 0 && count(any(d in decisions, d.type == "readConfirmed" && d.node == 2)) == 0 && node(2).commit == 1',
          },
          {
            text: {
              en: 'It commits index 2 at once: it sees that n3 has it, too',
              zh: '立刻提交索引 2：它看到 n3 也有',
            },
            because: {
              en: 'It does not see that: a new leader knows no Match of anybody. And an entry of term 1 is not to be committed by counting (lesson R5). Its commit index is 1.',
              zh: '它看不到：新领导者不知道任何节点的 Match。而且任期 1 的条目不能靠计数提交（见 R5）。它的提交索引是 1。',
            },
            claim: 'node(2).commit >= 2',
          },
        ],
      },
    },
    {
      id: 'parked',
      type: 'observe',
      of: 'read',
      at: { line: 23 },
      look: [node(2), node(2, 'commit')],
      say: {
        en: 'n2 has sent its empty entry to n3 (and n1, in vain).',
        zh: 'n2 把空条目发给了 n3（也发给 n1，没有用）。',
      },
      ask: { en: 'What did n2 do with the read?', zh: 'n2 怎样处理这次读取？' },
    },
    {
      id: 'commit',
      type: 'tell',
      at: { when: 'node(2).commit == 3' },
      look: [entry(3, 2), entry(2, 2), node(2, 'commit')],
      say: {
        en: 'n3 has answered: index 3, of term 2, is committed, and x=1 beneath it. In the same step n2 takes up the read again, now with read index 3.',
        zh: 'n3 作答：任期 2 的索引 3 已提交，它下面的 x=1 也随之提交。同一步里 n2 重新处理那次读取，read index 是 3。',
      },
    },
    {
      id: 'answered',
      type: 'tell',
      at: { when: 'any(d in decisions, d.type == "readConfirmed" && d.node == 2)' },
      look: [node(2), log(2)],
      say: {
        en: 'One round of heartbeats later the read is confirmed at index 3, and sees x=1. One more reason for the empty entry that every new leader appends.',
        zh: '再经过一轮心跳，读取在索引 3 得到确认，看到 x=1。这也是每个新领导者都要追加空条目的又一个理由。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'The rule is off here: a new leader answers reads before its first commit. Get a stale answer to a linearizable read.',
      zh: '这里关掉了这条规则：新领导者在第一次提交之前就答复读取。让一次线性一致读得到陈旧的答复。',
    },
    config: {
      nodes: 3,
      preVote: false,
      checkQuorum: false,
      brokenRules: ['readBeforeCommit'],
      latencyMs: 50,
      fsyncMs: 40,
    },
    prepare: [...ledByN1(), put(1, 1, 'x', '1'), { until: 'all(n in nodes, n.applied == 2)' }, { ms: 500 }],
    goal: 'any(c in answered, c.kind == range && c.stale)',
    hints: [
      {
        en: 'A write must be answered by n1, and n1 must die before the others hear that it is committed.',
        zh: '要让 n1 答复一次写入，并在别的节点听说已提交之前宕机。',
      },
      {
        en: 'Write at n1, stop at the answer (run until: a client’s answer), kill n1, let n2 campaign, and read at n2 in the moment in which it leads.',
        zh: '在 n1 写入，停在答复的那一刻（运行到：客户端得到应答），终止 n1，让 n2 竞选，在它当选的那一刻向它读取。',
      },
    ],
    solution: [
      put(2, 1, 'x', '2'),
      { until: 'any(c in answered, c.kind == put && c.status == ok)' },
      { type: 'kill', node: 1 },
      { type: 'campaign', node: 2 },
      { until: 'node(2).role == leader' },
      get(3, 2, 'x'),
      { ms: 1000 },
    ],
  },
  sources: [
    thesis('section 6.4, step 1', '6.4 节，第 1 步'),
    etcdRaft('raft.go', 'pendingReadIndexMessages'),
    page('https://github.com/etcd-io/etcd/pull/12762', 'etcd PR 12762', 'etcd PR 12762'),
  ],
};
