import type { Lesson } from '../lesson.ts';
import { log, message, node } from '../looks.ts';
import { elect, put } from '../moves.ts';
import { etcdRaft, raftLab } from '../sources.ts';
import { r9 } from './headings.ts';

export const r9Lesson: Lesson = {
  ...r9,
  runs: [
    {
      id: 'a',
      title: { en: 'Three proposals between two Readys', zh: '两个 Ready 之间的三个提案' },
      script: `cluster voters=1,2,3
campaign 1
mark
manual
propose 1 a=1
propose 1 b=2
propose 1 c=3
expect 1 last=4 commit=1
ready 1
expect msgs MsgApp.data=6
auto
expect 1,2,3 commit=4 rev=4
crash 3
propose 1 d=4
propose 1 e=5
propose 1 f=6
restart 3
mark
tick 1
expect 3 commit=7 rev=7
expect msgs MsgApp.data=1
`,
    },
  ],
  steps: [
    {
      id: 'three',
      type: 'predict',
      at: { line: 8 },
      look: [log(1), node(1)],
      say: {
        en: 'n1 has taken three proposals since its last Ready: indexes 2, 3 and 4 are in its memory. Nothing is written or sent yet.',
        zh: '自上一个 Ready 以来，n1 收下了三个提案：索引 2、3、4 在内存里。还没有写盘，也没有发送。',
      },
      question: {
        ask: {
          en: 'What does the next Ready of n1 give its two followers?',
          zh: 'n1 的下一个 Ready 会给两个跟随者什么？',
        },
        choices: [
          {
            text: {
              en: 'One MsgApp each, with the first entry; the others wait their turn',
              zh: '各一条 MsgApp，只带第一个条目；其余的排队',
            },
            because: {
              en: 'Nothing waits for a turn here: a follower in Replicate is sent each proposal as soon as it is appended.',
              zh: '这里不用排队：对处于 Replicate 的跟随者，提案一追加就发。',
            },
            claim: 'count(m in messages, m.type == MsgApp) == 2 && all(m in messages, m.entries.count == 1)',
          },
          {
            text: { en: 'One MsgApp each, with three entries', zh: '各一条 MsgApp，带三个条目' },
            because: {
              en: 'The three entries share one disk write. But the messages were made one by one, as each proposal came.',
              zh: '三个条目共用一次写盘。但消息是随每个提案逐条生成的。',
            },
            claim: 'any(m in messages, m.type == MsgApp && m.entries.count == 3)',
          },
          {
            text: { en: 'Three MsgApp each, with one entry', zh: '各三条 MsgApp，每条一个条目' },
            right: true,
            because: {
              en: 'Six MsgApp left n1, one for each proposal and follower. On n1’s own disk the three entries are one write.',
              zh: 'n1 发出六条 MsgApp，每个提案、每个跟随者一条。在 n1 自己的磁盘上，三个条目是一次写入。',
            },
            claim: 'count(m in messages, m.type == MsgApp && m.entries.count == 1) == 6',
          },
        ],
      },
    },
    {
      id: 'ready',
      type: 'observe',
      of: 'three',
      at: { line: 9 },
      look: [message('MsgApp', 1, 2), message('MsgApp', 1, 3), log(1)],
      say: {
        en: 'One Ready: one disk write of entries 2 to 4, and its messages.',
        zh: '一个 Ready：条目 2 到 4 一次写盘，以及它的消息。',
      },
      ask: { en: 'What did you see leave n1?', zh: '你看到 n1 发出了什么？' },
    },
    {
      id: 'missed',
      type: 'tell',
      at: { line: 17 },
      look: [log(1), log(3)],
      say: {
        en: 'All four entries are committed. Then n3 was down for three more writes: its log ends at 4, that of n1 at 7.',
        zh: '四个条目都提交了。之后 n3 宕机，错过了三次写入：它的日志止于 4，n1 的止于 7。',
      },
    },
    {
      id: 'grouped',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgApp && m.to == 3 && m.entries.count == 3)' },
      look: [message('MsgApp', 1, 3), log(3)],
      say: {
        en: 'A follower that lags gets them together: entries 5, 6 and 7 in one MsgApp. What groups entries is what has piled up, within limits of size, and neither a number nor a clock.',
        zh: '落后的跟随者一次得到它们：条目 5、6、7 在一条 MsgApp 里。决定成批的是积压了多少，受字节上限约束，既不看条数，也不看时间。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Make n1 send five entries in one MsgApp.',
      zh: '让 n1 在一条 MsgApp 里发出五个条目。',
    },
    config: { nodes: 3 },
    prepare: [...elect(1)],
    goal: 'any(m in sent, m.type == MsgApp && m.entries.count >= 5)',
    hints: [
      {
        en: 'Entries have to pile up for somebody who does not get them.',
        zh: '要让条目为某个收不到的节点积压起来。',
      },
      {
        en: 'Isolate n3, put five keys through n1, and heal the network.',
        zh: '隔离 n3，通过 n1 写五个键，再恢复网络。',
      },
    ],
    solution: [
      { type: 'isolate', node: 3 },
      put(1, 1, 'a', '1'),
      put(2, 1, 'b', '2'),
      put(3, 1, 'c', '3'),
      put(4, 1, 'd', '4'),
      put(5, 1, 'e', '5'),
      { until: 'node(1).commit >= 6' },
      { type: 'heal' },
      { until: 'node(3).last >= 6' },
    ],
  },
  sources: [
    etcdRaft('node.go', 'Ready'),
    etcdRaft('rawnode.go', 'RawNode.Ready, Advance'),
    raftLab('TestConcurrentStarts3B'),
  ],
};
