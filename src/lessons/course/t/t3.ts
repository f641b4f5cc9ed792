import type { Lesson } from '../lesson.ts';
import { entry, log, node } from '../looks.ts';
import { ledByN1, put } from '../moves.ts';
import { etcdRaft, thesis } from '../sources.ts';
import { t3 } from './headings.ts';

export const t3Lesson: Lesson = {
  ...t3,
  runs: [
    {
      id: 'a',
      title: { en: 'n3 never answers', zh: 'n3 始终没有回应' },
      script: `cluster voters=1,2,3
campaign 1
crash 3
propose 1 a=1
mark
transfer 1 3
propose 1 b=1
expect msgs ErrProposalDropped=1
tick 9
expect 1 transferee=3
tick 1
expect 1 transferee=0 role=L term=1
propose 1 b=1
expect 1,2 kv.b=1
`,
    },
  ],
  steps: [
    {
      id: 'dead',
      type: 'predict',
      at: { line: 6 },
      look: [node(1), node(3)],
      say: {
        en: 'n3 is dead, and by mistake n1 was asked to hand over to it. n1 has noted the wish and tries to bring n3 up to date. A client is about to write b=1 at n1.',
        zh: 'n3 已死，却误把领导权移交给它。n1 记下了请求，正设法让 n3 追上。一个客户端正要在 n1 写入 b=1。',
      },
      question: {
        ask: { en: 'How do n1 and the write fare?', zh: 'n1 和这次写入会怎样？' },
        choices: [
          {
            text: { en: 'No write gets through until n3 is back', zh: 'n3 恢复之前，什么都写不进去' },
            because: {
              en: 'A transfer has a limit: after one election timeout, 10 ticks, n1 forgot it (transferee none).',
              zh: '移交有期限：过了一个选举超时（10 个 tick），n1 就把它忘了（transferee 为空）。',
            },
            claim: 'node(1).transferee == 3',
          },
          {
            text: { en: 'n1 steps down, and n2 is elected', zh: 'n1 退位，n2 当选' },
            because: {
              en: 'n1 gives its leadership away only when it hears of a newer term. It leads term 1 all the time.',
              zh: '只有听到更新的任期，n1 才交出领导权。它一直领导着任期 1。',
            },
            claim: 'node(1).role != leader',
          },
          {
            text: {
              en: 'Writes are refused for a while, then n1 gives up handing over',
              zh: '写入被拒绝一阵子，然后 n1 放弃移交',
            },
            right: true,
            because: {
              en: 'b=1 was dropped at once, and at tick 10 the transfer was aborted: an outage of at most one election timeout, and n1 still leads term 1.',
              zh: 'b=1 立刻被丢弃；第 10 个 tick 移交中止：中断最多一个选举超时，n1 仍领导任期 1。',
            },
            claim:
              'node(1).transferee == none && node(1).role == leader && count(any(d in decisions, d.type == "proposalDropped" && d.node == 1)) == 1',
          },
        ],
      },
    },
    {
      id: 'refused',
      type: 'tell',
      at: { line: 7 },
      look: [node(1), log(1)],
      say: {
        en: 'b=1 is dropped: the log of n1 still ends at index 2. The clock of the transfer runs, 10 ticks from the request.',
        zh: 'b=1 被丢弃：n1 的日志仍到索引 2。移交的计时已经开始：从请求算起 10 个 tick。',
      },
    },
    {
      id: 'gaveUp',
      type: 'observe',
      of: 'dead',
      at: { when: 'any(d in decisions, d.type == "transferAborted")' },
      look: [node(1, 'role'), node(1)],
      say: { en: 'The tenth tick after the request.', zh: '请求之后的第 10 个 tick。' },
      ask: { en: 'How did n1 and the write fare?', zh: 'n1 和这次写入怎样了？' },
    },
    {
      id: 'works',
      type: 'tell',
      at: { line: 13 },
      look: [entry(3, 1), entry(3, 2), node(1, 'commit')],
      say: {
        en: 'The same write, tried again, is committed at index 3 by n1 and n2. Note that nothing like MsgTimeoutNow was ever sent: that message is for the heir, when it is ready.',
        zh: '同样的写入再试一次，由 n1 和 n2 在索引 3 提交。注意从未发过 MsgTimeoutNow：那条消息是在接任者准备好时发给它的。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Have n1 give up a transfer, and write x=1 at it afterwards.',
      zh: '让 n1 放弃一次移交，此后在它那里写入 x=1。',
    },
    config: { nodes: 3 },
    prepare: ledByN1(300),
    goal: 'count(any(d in decisions, d.type == "transferAborted")) > 0 && node(1).role == leader && node(1).key("x").value == "1"',
    hints: [
      { en: 'Hand over to somebody who cannot hear it.', zh: '移交给听不到的节点。' },
      {
        en: 'Kill n3, transfer leadership to it, wait a second, and write x=1 at n1.',
        zh: '终止 n3，把领导权转移到它，等一秒，然后在 n1 写入 x=1。',
      },
    ],
    solution: [
      { type: 'kill', node: 3 },
      { type: 'transferLeader', to: 3 },
      { until: 'any(d in decisions, d.type == "transferAborted")' },
      put(1, 1, 'x', '1'),
      { until: 'node(1).key("x").value == "1"' },
    ],
  },
  sources: [thesis('section 3.10', '3.10 节'), etcdRaft('raft.go', 'tickHeartbeat: abortLeaderTransfer')],
};
