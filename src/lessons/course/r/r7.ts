import type { Lesson } from '../lesson.ts';
import { link, log, message, node } from '../looks.ts';
import { elect, put } from '../moves.ts';
import { etcdRaft, page } from '../sources.ts';
import { r7 } from './headings.ts';

export const r7Lesson: Lesson = {
  ...r7,
  runs: [
    {
      id: 'a',
      title: { en: 'A window of two messages, one entry each', zh: '窗口为两条消息，每条一个条目' },
      script: `cluster voters=1,2,3 inflight=2 oneEntryPerMsg
campaign 1
mark
hold 1>3
propose 1 a=1
propose 1 b=2
propose 1 c=3
propose 1 d=4
expect 1,2 commit=5
expect 1 pr.3=Replicate:1/4
release 1>3
expect 3 commit=5
expect 1 pr.3=Replicate:5/6
unreachable 1 3
expect 1 pr.3=Probe:5/6
expect msgs MsgUnreachable=1
mark
tick 1
expect 1 pr.3=Replicate:5/6
expect msgs MsgApp.empty=1 MsgAppResp=1
`,
    },
  ],
  steps: [
    {
      id: 'held',
      type: 'predict',
      at: { line: 4 },
      look: [link(1, 3), node(3)],
      say: {
        en: 'What n1 sends to n3 is held back on the link. n1 allows two unanswered MsgApp per follower, one entry each. Four writes follow.',
        zh: 'n1 发给 n3 的消息都扣留在链路上。n1 对每个跟随者最多允许两条未答复的 MsgApp，每条一个条目。接下来有四次写入。',
      },
      question: {
        ask: {
          en: 'How many MsgApp with an entry will wait on the link to n3?',
          zh: '会有几条带条目的 MsgApp 等在通往 n3 的链路上？',
        },
        choices: [
          {
            text: { en: 'Four, one for each write', zh: '四条，每次写入一条' },
            because: {
              en: 'After entries 2 and 3 the window was full. n1 kept 4 and 5 for later: Next for n3 stands at 4.',
              zh: '发出条目 2 和 3 后，窗口满了。4 和 5 留待以后：n3 的 Next 停在 4。',
            },
            claim: 'count(m in messages, m.type == MsgApp && m.to == 3 && m.entries.count > 0) == 4',
          },
          {
            text: { en: 'Two', zh: '两条' },
            right: true,
            because: {
              en: 'Entries 2 and 3 are under way and unanswered: the window of two is full. n2 alone is enough to commit all four writes.',
              zh: '条目 2 和 3 在途中，未得答复：大小为二的窗口满了。有 n2 就足以提交全部四次写入。',
            },
            claim:
              'count(m in messages, m.type == MsgApp && m.to == 3 && m.entries.count > 0) == 2 && node(1).commit == 5',
          },
          {
            text: {
              en: 'One: the next goes out when it is answered',
              zh: '一条：得到答复才发下一条',
            },
            because: {
              en: 'That is the state Probe. n3 is in Replicate: n1 does not wait for each answer, up to the window.',
              zh: '那是 Probe 状态。n3 处于 Replicate：在窗口之内，n1 不等每条答复。',
            },
            claim: 'count(m in messages, m.type == MsgApp && m.to == 3 && m.entries.count > 0) == 1',
          },
        ],
      },
    },
    {
      id: 'full',
      type: 'observe',
      of: 'held',
      at: { line: 10 },
      look: [message('MsgApp', 1, 3), node(1, 'commit'), log(3)],
      say: {
        en: 'n1 and n2 have committed up to 5. At the log of n3 you see what n1 knows of it: Replicate, Match 1, and the mark of Next at 4.',
        zh: 'n1 和 n2 已提交到 5。n3 的日志旁写着 n1 所知的它：Replicate，Match 1，Next 的标记在 4。',
      },
      ask: { en: 'What did you see on the link to n3?', zh: '你在通往 n3 的链路上看到了什么？' },
    },
    {
      id: 'released',
      type: 'tell',
      at: { when: 'node(1).progress(3).match == 5' },
      look: [node(3), log(3)],
      say: {
        en: 'The link is open again: each answer of n3 frees a place in the window, and entries 4 and 5 follow. Match is 5.',
        zh: '链路重新放行：n3 每答复一条，窗口就空出一格，条目 4 和 5 跟着发出。Match 到了 5。',
      },
    },
    {
      id: 'unreachable',
      type: 'tell',
      at: { line: 15 },
      look: [node(1), log(3)],
      say: {
        en: 'The transport of n1 reports that n3 cannot be reached: MsgUnreachable, a message within n1. n3 falls back to Probe, in which one message at a time is risked; Match stays 5.',
        zh: 'n1 的传输层报告 n3 不可达：MsgUnreachable，n1 内部的消息。n3 退回 Probe，一次只冒险发一条；Match 仍是 5。',
      },
    },
    {
      id: 'recovered',
      type: 'tell',
      at: { line: 18 },
      look: [node(3), log(3)],
      say: {
        en: 'One tick later n3 has answered a heartbeat, then one empty MsgApp, and is in Replicate again.',
        zh: '一个 tick 之后，n3 答复了心跳，又答复了一条空的 MsgApp，回到 Replicate。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'The window is two messages. Fill it: make n1 stop sending to n3 although it has more.',
      zh: '窗口是两条消息。把它填满：让 n1 还有条目，却停止向 n3 发送。',
    },
    config: { nodes: 3, maxInflightMsgs: 2 },
    prepare: [...elect(1)],
    goal: 'node(1).progress(3).full && node(1).last > node(1).progress(3).next - 1',
    hints: [
      {
        en: 'The window empties with each answer. What if messages to n3, or its answers, do not arrive?',
        zh: '每个答复都会腾出窗口。如果发往 n3 的消息或它的答复到不了呢？',
      },
      {
        en: 'Links… of n1: hold messages to n3. Then put three keys through n1.',
        zh: '在 n1 的“链路…”里扣留发往 n3 的消息，再通过 n1 写三个键。',
      },
    ],
    solution: [
      { type: 'link', from: 1, to: 3, settings: { hold: true } },
      put(1, 1, 'a', '1'),
      { ms: 50 },
      put(2, 1, 'b', '2'),
      { ms: 50 },
      put(3, 1, 'c', '3'),
      { until: 'node(1).progress(3).full && node(1).last >= 4' },
    ],
  },
  sources: [
    etcdRaft('tracker/progress.go', 'Progress, Inflights'),
    etcdRaft('testdata/replicate_pause.txt', 'a full window'),
    page(
      'https://github.com/etcd-io/etcd/pull/14633',
      'etcd-io/etcd, pull request 14633',
      'etcd-io/etcd，pull request 14633',
    ),
  ],
};
