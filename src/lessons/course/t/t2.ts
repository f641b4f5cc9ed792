import type { Lesson } from '../lesson.ts';
import { entry, log, message, node } from '../looks.ts';
import { ledByN1, put } from '../moves.ts';
import { etcdRaft, thesis } from '../sources.ts';
import { t2 } from './headings.ts';

export const t2Lesson: Lesson = {
  ...t2,
  runs: [
    {
      id: 'a',
      title: { en: 'n3 lags behind', zh: 'n3 落后了' },
      script: `cluster voters=1,2,3
campaign 1
hold 1>3
propose 1 a=1
propose 1 b=1
expect 1 commit=3
mark
transfer 2 3
expect 1 transferee=3 role=L
expect msgs MsgTransferLeader=1 MsgTimeoutNow=0
propose 1 c=1
expect msgs ErrProposalDropped=1
release 1>3
expect 3 role=L term=2 kv.b=1
expect msgs MsgTimeoutNow=1
`,
    },
  ],
  steps: [
    {
      id: 'behind',
      type: 'tell',
      at: { line: 5 },
      look: [log(3), message('MsgApp', 1, 3), log(1)],
      say: {
        en: 'a=1 and b=1 are committed at index 2 and 3 by n1 and n2. What n1 sent to n3 is held up on its way: n3 has index 1 only.',
        zh: 'a=1 和 b=1 由 n1 和 n2 在索引 2、3 提交。n1 发给 n3 的都扣在途中：n3 只有索引 1。',
      },
    },
    {
      id: 'forward',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgTransferLeader)' },
      look: [message('MsgTransferLeader', 2, 1), node(3)],
      say: {
        en: 'Somebody asks n2 to have n3 lead. n2 is a follower: it passes the wish on to n1, as MsgTransferLeader.',
        zh: '有人在 n2 上提出让 n3 当领导者。n2 是跟随者：它用 MsgTransferLeader 把请求转给 n1。',
      },
    },
    {
      id: 'write',
      type: 'predict',
      at: { line: 8 },
      look: [node(1), log(3)],
      say: {
        en: 'n1 still leads and has noted n3 as its heir (transferee). n3 lacks entries 2 and 3, so n1 sends no MsgTimeoutNow yet. Now a client writes c=1 at n1.',
        zh: 'n1 仍是领导者，并把 n3 记为接任者（transferee）。n3 缺条目 2 和 3，所以 n1 还不发 MsgTimeoutNow。这时客户端在 n1 写入 c=1。',
      },
      question: {
        ask: { en: 'What happens to the write?', zh: '这次写入会怎样？' },
        choices: [
          {
            text: { en: 'It is taken and replicated: n1 leads', zh: '照常接受并复制：n1 是领导者' },
            because: {
              en: 'Then n3 would have one entry more to catch up on, and one more, and the hand-over might never end. The log of n1 still ends at 3.',
              zh: '那样 n3 要补的条目会越来越多，移交可能永远完不成。n1 的日志仍到 3。',
            },
            claim: 'node(1).last == 4',
          },
          {
            text: { en: 'It is refused at once', zh: '立刻被拒绝' },
            right: true,
            because: {
              en: 'ErrProposalDropped: while a transfer is under way n1 takes no proposals, so that its log stands still and n3 can reach the end.',
              zh: 'ErrProposalDropped：移交期间 n1 不接受提案，这样它的日志不再增长，n3 才追得上。',
            },
            claim:
              'node(1).last == 3 && count(any(d in decisions, d.type == "proposalDropped" && d.node == 1)) > 0',
          },
          {
            text: { en: 'It is passed on to n3, the next leader', zh: '转给 n3，下一任领导者' },
            because: {
              en: 'n3 does not lead, and may never do so. No MsgProp was sent.',
              zh: 'n3 还不是领导者，也可能永远不是。没有发出过 MsgProp。',
            },
            claim: 'count(any(m in sent, m.type == MsgProp)) > 0',
          },
        ],
      },
    },
    {
      id: 'dropped',
      type: 'observe',
      of: 'write',
      at: { line: 11 },
      look: [log(1), node(1)],
      say: { en: 'Right after the write of c=1.', zh: '写入 c=1 之后。' },
      ask: { en: 'What happened to it?', zh: '它怎样了？' },
    },
    {
      id: 'now',
      type: 'tell',
      at: { line: 12, when: 'any(m in messages, m.type == MsgTimeoutNow)' },
      look: [message('MsgTimeoutNow', 1, 3), log(3)],
      say: {
        en: 'The link is free again: n3 has taken entries 2 and 3 and answered. In the step in which its Match reaches 3, the end of the log, MsgTimeoutNow is due.',
        zh: '链路放行：n3 收下条目 2 和 3 并作答。它的 Match 达到日志末尾 3 的那一步，就该发 MsgTimeoutNow 了。',
      },
    },
    {
      id: 'leads',
      type: 'tell',
      at: { when: 'node(3).role == leader' },
      look: [node(3, 'role'), entry(4, 3)],
      say: {
        en: 'n3 leads term 2 with all entries. The client of c=1 tries again, at n3.',
        zh: 'n3 带着全部条目领导任期 2。c=1 的客户端改向 n3 重试。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Hand over to n3 while it lags, so that n1 drops a write meanwhile; in the end n3 leads.',
      zh: '趁 n3 落后时把领导权移交给它，其间 n1 丢弃一次写入；最后 n3 当选。',
    },
    config: { nodes: 3 },
    prepare: ledByN1(300),
    goal: 'node(3).role == leader && count(any(d in decisions, d.type == "proposalDropped" && d.node == 1)) > 0',
    hints: [
      {
        en: 'Make n3 lag: hold the messages on the link from n1 to n3, and write.',
        zh: '让 n3 落后：扣留 n1 到 n3 的消息，然后写入。',
      },
      {
        en: 'Transfer leadership to n3, write once more at n1, and release the messages: all within an election timeout (1 s), or n1 gives up.',
        zh: '把领导权转移到 n3，在 n1 再写一次，然后放行消息：都要在一个选举超时（1 秒）内，否则 n1 会放弃。',
      },
    ],
    solution: [
      { type: 'link', from: 1, to: 3, settings: { hold: true } },
      put(1, 1, 'a', '1'),
      { until: 'node(1).applied == 2' },
      { type: 'transferLeader', to: 3 },
      { ms: 100 },
      put(2, 1, 'b', '1'),
      { ms: 100 },
      { type: 'link', from: 1, to: 3, settings: { hold: false } },
      { until: 'node(3).role == leader' },
    ],
  },
  sources: [
    thesis('section 3.10', '3.10 节'),
    etcdRaft('raft.go', 'stepLeader: MsgTransferLeader, MsgProp, MsgAppResp'),
  ],
};
