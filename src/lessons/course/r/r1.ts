import type { Lesson } from '../lesson.ts';
import { entry, log, message, node } from '../looks.ts';
import { elect, put } from '../moves.ts';
import { etcdRaft, paper, secretLives } from '../sources.ts';
import { r1 } from './headings.ts';

export const r1Lesson: Lesson = {
  ...r1,
  runs: [
    {
      id: 'a',
      title: { en: 'A write, step by step', zh: '一次写入，一步一步' },
      script: `cluster voters=1,2,3
campaign 1
mark
manual
propose 2 x=1
ready 2
expect msgs MsgProp=1
deliver 2>1 MsgProp
expect 1 last=2 commit=1
ready 1
expect msgs MsgApp.data=2
deliver 1>2 MsgApp
ready 2
expect 2 last=2 commit=1
deliver 2>1 MsgAppResp
expect 1 commit=2 applied=1 kv.x=-
ready 1
expect 1 commit=2 applied=2 kv.x=1
expect 2,3 commit=1 kv.x=-
auto
expect 1,2,3 commit=2 kv.x=1 rev=2
expect msgs MsgProp=1 MsgApp.data=2 MsgApp.empty=2 MsgAppResp=4
`,
    },
  ],
  steps: [
    {
      id: 'asked',
      type: 'predict',
      at: { line: 4 },
      look: [node(1, 'role'), node(2)],
      say: {
        en: 'n1 leads, and all three logs hold one committed entry. A client is about to send x=1 to n2, a follower.',
        zh: 'n1 是领导者，三份日志都有一条已提交的条目。客户端就要把 x=1 发给 n2，一个跟随者。',
      },
      question: {
        ask: { en: 'Where can x=1 be read first, and when?', zh: 'x=1 最先能在哪里、什么时候读到？' },
        choices: [
          {
            text: {
              en: 'At n2, as soon as n2 has it in its log',
              zh: '在 n2，只要 n2 的日志里有了它',
            },
            because: {
              en: 'n2 had index 2 on its disk long before, but did not know it to be committed: its commit index is still 1.',
              zh: 'n2 的磁盘上早有索引 2，但不知道它已提交：它的提交索引还是 1。',
            },
            claim: 'node(2).key("x").exists',
          },
          {
            text: {
              en: 'At n1, once n1 and one more have stored it and n1 has applied it',
              zh: '在 n1，等 n1 和另一个节点都存下、n1 也应用之后',
            },
            right: true,
            because: {
              en: 'n1 and n2 are two of three: with n2’s answer n1 moved its commit index to 2, and then applied the entry. n2 and n3 do not know yet.',
              zh: 'n1 和 n2 是三个中的两个：收到 n2 的回答，n1 把提交索引移到 2，然后应用。n2 和 n3 还不知道。',
            },
            claim: 'node(1).key("x").value == "1" && node(2).key("x").value != "1" && node(3).last == 1',
          },
          {
            text: {
              en: 'Everywhere at once, when all three have stored it',
              zh: '各处同时，等三个都存下之后',
            },
            because: {
              en: 'n3 has not even received it: its log ends at 1. The leader is ahead of its followers.',
              zh: 'n3 连收都没收到：它的日志止于 1。领导者走在跟随者前面。',
            },
            claim: 'node(3).last == 2',
          },
        ],
      },
    },
    {
      id: 'forwarded',
      type: 'tell',
      at: { line: 6 },
      look: [message('MsgProp', 2, 1)],
      say: {
        en: 'A follower appends nothing of its own. n2 passes the request on to n1 as a MsgProp.',
        zh: '跟随者自己什么也不追加。n2 把请求作为 MsgProp 转给 n1。',
      },
    },
    {
      id: 'appended',
      type: 'tell',
      at: { line: 8 },
      look: [entry(2, 1), node(1, 'commit')],
      say: {
        en: 'n1 gives it the next free place: index 2, term 1. It is appended, not committed; the commit index is 1.',
        zh: 'n1 给它下一个空位：索引 2，任期 1。这是追加，还没有提交；提交索引是 1。',
      },
    },
    {
      id: 'sent',
      type: 'tell',
      at: { line: 10 },
      look: [message('MsgApp', 1, 2), message('MsgApp', 1, 3)],
      say: {
        en: 'One MsgApp goes to each follower. It also names the entry before, (index 1, term 1), so that the follower can check that the logs fit.',
        zh: '给每个跟随者各一条 MsgApp。它还写明前一条 (索引 1, 任期 1)，让跟随者检查日志能否接上。',
      },
    },
    {
      id: 'stored',
      type: 'tell',
      at: { line: 13 },
      look: [entry(2, 2), message('MsgAppResp', 2, 1)],
      say: {
        en: 'n2 has index 2 on its disk, and only then answers. To n2 the entry is still uncommitted.',
        zh: 'n2 的磁盘上有了索引 2，这才回答。在 n2 看来，它还没有提交。',
      },
    },
    {
      id: 'counted',
      type: 'tell',
      at: { line: 15 },
      look: [node(1, 'commit'), entry(2)],
      say: {
        en: 'n1 counts itself and n2: two of three disks. Its commit index moves to 2, though applied is still 1. For n3 nobody waits.',
        zh: 'n1 数到自己和 n2：三块磁盘中的两块。提交索引移到 2，不过 applied 还是 1。没有人等 n3。',
      },
    },
    {
      id: 'applied',
      type: 'observe',
      of: 'asked',
      at: { line: 19 },
      look: [log(1), log(2), log(3)],
      say: {
        en: 'This is the earliest moment at which a client may be told that its write is done.',
        zh: '最早到这时，才可以告诉客户端写入完成。',
      },
      ask: {
        en: 'What did you see: who has x=1 in its store now?',
        zh: '你看到了什么：现在谁的存储里有 x=1？',
      },
    },
    {
      id: 'all',
      type: 'tell',
      at: { line: 20 },
      look: [log(1), log(2), log(3)],
      say: {
        en: 'The followers learn the commit index from the next MsgApp, which carries no entry. In all: 1 MsgProp, 4 MsgApp, 4 MsgAppResp.',
        zh: '跟随者从下一条不带条目的 MsgApp 得知提交索引。总共：1 条 MsgProp，4 条 MsgApp，4 条 MsgAppResp。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Write x, and cut n1 off in the moment in which only n1 has applied it.',
      zh: '写入 x，并在只有 n1 应用了它的那一刻把 n1 隔离。',
    },
    config: { nodes: 3 },
    prepare: [...elect(1)],
    goal: 'node(1).key("x").exists && !node(2).key("x").exists && !node(3).key("x").exists && link(1, 2).cut && link(1, 3).cut',
    hints: [
      {
        en: 'Put x through n1, and step by event or run until the next commit.',
        zh: '通过 n1 写入 x，然后按事件步进，或运行到下一次提交。',
      },
      {
        en: 'n1 applies about a millisecond after it commits; its followers hear of it about ten later. Isolate n1 between the two.',
        zh: 'n1 提交后约一毫秒就应用，跟随者还要晚约十毫秒才知道。在两者之间隔离 n1。',
      },
    ],
    solution: [put(1, 1, 'x', '1'), { until: 'node(1).key("x").exists' }, { type: 'isolate', node: 1 }],
  },
  sources: [
    paper('section 5.3 and figure 2', '5.3 节与图 2'),
    secretLives('Log Replication', 'Log Replication 一章'),
    etcdRaft('raft.go', 'stepFollower, stepLeader (MsgProp)'),
  ],
};
