import type { Lesson } from '../lesson.ts';
import { entry, link, log, node, panel } from '../looks.ts';
import { c1 } from './headings.ts';

export const c1Lesson: Lesson = {
  ...c1,
  runs: [
    {
      id: 'a',
      title: { en: 'Three writes', zh: '三次写入' },
      script: `cluster voters=1,2,3
mark
propose 2 x=1
expect msgs ErrProposalDropped=1
campaign 1
mark
propose 2 x=1
expect msgs MsgProp=1 ErrProposalDropped=0
expect 1,2,3 kv.x=1 rev=2
cut 1>2,1>3
propose 1 y=1
expect 1 last=3 commit=2
crash 1
heal
tick 14
restart 1
tick 1
expect 1,2,3 kv.y=- rev=2
`,
    },
  ],
  steps: [
    {
      id: 'noLeader',
      type: 'predict',
      look: [node(2, 'role')],
      say: {
        en: 'Nobody leads yet. A client is about to send put x=1 to n2.',
        zh: '还没有领导者。一个客户端正要把 put x=1 发给 n2。',
      },
      question: {
        ask: { en: 'What will the client be told?', zh: '客户端会得到什么答复？' },
        choices: [
          {
            text: { en: 'An error, and surely nothing was written', zh: '一个错误，而且肯定什么都没有写入' },
            right: true,
            because: {
              en: 'A follower that knows no leader has nobody to forward to. It drops the proposal and says so at once: no log has it, so trying again is safe.',
              zh: '不知道领导者的跟随者没有谁可以转发。它丢弃这个提案并立刻告知：任何日志里都没有它，所以重试是安全的。',
            },
            claim: 'call(1).status == failed && all(n in nodes, n.last == 0)',
          },
          {
            text: {
              en: 'Nothing: n2 keeps it until there is a leader',
              zh: '没有答复：n2 会保存它，直到有领导者',
            },
            because: {
              en: 'n2 keeps no queue for later. The call ended in the same step in which it came.',
              zh: 'n2 不会为以后排队。这次调用在到达的同一步就结束了。',
            },
            claim: 'call(1).status == pending',
          },
          {
            text: { en: 'OK: n2 has it on its disk', zh: 'OK：n2 已经把它写到磁盘' },
            because: {
              en: 'Only a leader appends proposals. The log of n2 is still empty.',
              zh: '只有领导者才追加提案。n2 的日志仍然是空的。',
            },
            claim: 'node(2).last > 0',
          },
        ],
      },
    },
    {
      id: 'refused',
      type: 'observe',
      of: 'noLeader',
      at: { when: 'any(c in answered, c.id == 1)' },
      look: [node(2), panel('clients')],
      say: {
        en: 'The call has ended: refused. That is the first way, and the client knows it for sure.',
        zh: '调用结束了：被拒绝。这是第一种结局，客户端可以确信。',
      },
      ask: { en: 'What did you see: how did the call end?', zh: '你看到了什么：这次调用怎样结束？' },
    },
    {
      id: 'done',
      type: 'tell',
      at: { when: 'any(c in answered, c.id == 2)' },
      look: [node(2), entry(2, 1)],
      say: {
        en: 'Now n1 leads, and the client has tried again. n2 forwarded the write, it is at index 2 on a majority, and n2 answers OK once it has applied it. That is the second way.',
        zh: '现在 n1 是领导者，客户端重试了。n2 转发了写入，它在多数节点的索引 2 上；n2 应用之后回答 OK。这是第二种结局。',
      },
    },
    {
      id: 'alone',
      type: 'predict',
      at: { line: 11 },
      look: [entry(3, 1), link(1, 2), link(1, 3)],
      say: {
        en: 'The links from n1 are cut, and a client has sent it put y=1. n1 still leads, and has y at index 3 on its own disk. In a moment n1 will crash.',
        zh: '从 n1 出去的链路都断了，一个客户端把 put y=1 发给了它。n1 仍是领导者，y 在它自己磁盘的索引 3。马上 n1 就要宕机。',
      },
      question: {
        ask: { en: 'What will the client know of y then?', zh: '那时客户端知道 y 怎样了吗？' },
        choices: [
          {
            text: { en: 'That it failed: the leader is gone', zh: '知道失败了：领导者没了' },
            because: {
              en: 'The entry is on the disk of n1. Had one MsgApp got through, the next leader might have committed it: a lost connection is no refusal.',
              zh: '这条日志在 n1 的磁盘上。只要有一条 MsgApp 送到了，下一个领导者就可能提交它：连接断开不等于拒绝。',
            },
            claim: 'call(3).status == failed',
          },
          {
            text: { en: 'Nothing: it may or may not happen', zh: '什么也不知道：它可能生效，也可能不会' },
            right: true,
            because: {
              en: 'No answer came, and none will. From where the client stands the write may be lost, done, or still to be done.',
              zh: '没有应答，以后也不会有。从客户端看，这次写入可能丢了，可能成了，也可能以后才成。',
            },
            claim: 'call(3).status == unknown',
          },
          {
            text: {
              en: 'That it is done: it is in the leader’s log',
              zh: '知道写成了：它在领导者的日志里',
            },
            because: {
              en: 'In the log is not committed: the commit index of n1 stayed at 2.',
              zh: '在日志里并不等于已提交：n1 的提交索引一直是 2。',
            },
            claim: 'call(3).status == ok',
          },
        ],
      },
    },
    {
      id: 'unknown',
      type: 'observe',
      of: 'alone',
      at: { when: 'any(c in answered, c.id == 3)' },
      look: [node(1), panel('clients')],
      say: {
        en: 'n1 is gone, and the connection with it. The third way: unknown.',
        zh: 'n1 没了，连接也断了。第三种结局：未知。',
      },
      ask: { en: 'What did you see: what does the client know?', zh: '你看到了什么：客户端知道什么？' },
    },
    {
      id: 'gone',
      type: 'tell',
      at: { line: 17 },
      look: [log(1), entry(3)],
      say: {
        en: 'n2 leads term 2 and has put its own entry at index 3, in the place of y. So y never happened, but the client was never told. In lesson C2 the same beginning ends the other way.',
        zh: 'n2 在任期 2 当选，并在索引 3 写了自己的日志，替换了 y。所以 y 没有发生，但没有人告诉客户端。在 C2 课里，同样的开头有另一种结尾。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Make a write end as unknown.',
      zh: '让一次写入以“未知”结束。',
    },
    config: { nodes: 3 },
    goal: 'any(c in answered, c.status == unknown)',
    hints: [
      {
        en: 'A client that hears nothing gives up after five seconds, and does not know.',
        zh: '什么都没听到的客户端五秒后放弃，它不知道结果。',
      },
      {
        en: 'Isolate the leader, then put a key at it and let time go.',
        zh: '隔离领导者，再向它 put 一个 key，然后让时间走。',
      },
    ],
    solution: [
      { type: 'campaign', node: 1 },
      { until: 'node(1).role == leader' },
      { type: 'isolate', node: 1 },
      { etcdctl: 'put y 1', node: 1 },
      { until: 'any(c in answered, c.status == unknown)' },
    ],
  },
  sources: [
    {
      text: {
        en: 'Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, section 8',
        zh: 'Ongaro 与 Ousterhout，In Search of an Understandable Consensus Algorithm，第 8 节',
      },
      href: 'https://raft.github.io/raft.pdf',
    },
    { text: { en: 'etcd raft: ErrProposalDropped', zh: 'etcd raft：ErrProposalDropped' } },
  ],
};
