import type { Lesson } from '../lesson.ts';
import { entry, log, message, node } from '../looks.ts';
import { elect, put } from '../moves.ts';
import { etcdRaft, paper, raftLab } from '../sources.ts';
import { r2 } from './headings.ts';

export const r2Lesson: Lesson = {
  ...r2,
  runs: [
    {
      id: 'a',
      title: { en: 'Three writes were missed', zh: '缺了三次写入' },
      script: `cluster voters=1,2,3
campaign 1
crash 3
propose 1 a=1
propose 1 b=1
propose 1 c=1
expect 1,2 commit=4
restart 3
expect 3 commit=1 last=1
mark
tick 1
expect 3 last=4 commit=4 kv.c=1
expect 1 pr.3=Replicate:4/5
expect msgs MsgApp=2 MsgApp.data=1 MsgAppResp=2 MsgAppResp.reject=1
`,
    },
  ],
  steps: [
    {
      id: 'behind',
      type: 'predict',
      at: { line: 9 },
      look: [log(1), log(3)],
      say: {
        en: 'n3 was down during three writes and is back: its log ends at 1, that of the leader n1 at 4. n1 kept sending, and believes the next entry for n3 is 5.',
        zh: 'n3 宕机期间有三次写入，现在它回来了：它的日志止于 1，领导者 n1 的止于 4。n1 一直在发，以为接下来该给 n3 的是 5。',
      },
      question: {
        ask: { en: 'How will n1 learn where the log of n3 ends?', zh: 'n1 怎样知道 n3 的日志止于何处？' },
        choices: [
          {
            text: {
              en: 'n3 tells it when it starts',
              zh: 'n3 启动时告诉它',
            },
            because: {
              en: 'A node that starts sends nothing. n3 first spoke when it was asked, and then it said no.',
              zh: '节点启动时什么也不发。n3 是被问到时才开口的，而且说的是“不”。',
            },
            claim: 'count(message.type == MsgAppResp && message.reject) == 0',
          },
          {
            text: {
              en: 'n1 sends what it thinks comes next, and n3 refuses and says where it ends',
              zh: 'n1 按自己以为的发，n3 拒绝，并说自己止于何处',
            },
            right: true,
            because: {
              en: 'The first MsgApp was anchored at index 4, which n3 does not have. Its refusal carried the hint 1, and the second message fitted.',
              zh: '第一条 MsgApp 接在索引 4 之后，而 n3 没有 4。它的拒绝带着提示 1，第二条就接上了。',
            },
            claim: 'count(message.type == MsgAppResp && message.reject) == 1 && node(3).last == 4',
          },
          {
            text: {
              en: 'It need not: it sends its whole log again',
              zh: '不用知道：它把整个日志重发一遍',
            },
            because: {
              en: 'Only indexes 2, 3 and 4 went over the wire, in one message.',
              zh: '网络上只传了索引 2、3、4，一条消息。',
            },
            claim: 'count(message.type == MsgApp && message.to == 3 && message.entries.count == 4) > 0',
          },
        ],
      },
    },
    {
      id: 'probe',
      type: 'tell',
      at: { line: 10, when: 'any(m in messages, m.type == MsgApp && m.to == 3)' },
      look: [message('MsgApp', 1, 3), entry(4, 1)],
      say: {
        en: 'n3 has answered a heartbeat, so n1 tries it: an empty MsgApp that says “before this comes (index 4, term 1)”.',
        zh: 'n3 回答了心跳，n1 便试探它：一条空的 MsgApp，写着“这之前是 (索引 4, 任期 1)”。',
      },
    },
    {
      id: 'refused',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgAppResp && m.reject)' },
      look: [log(3), message('MsgAppResp', 3, 1)],
      say: {
        en: 'n3 has nothing at index 4 and refuses. Its answer carries a hint: my log ends at index 1.',
        zh: 'n3 在索引 4 什么也没有，于是拒绝。回答里带着提示：我的日志止于索引 1。',
      },
    },
    {
      id: 'fits',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgApp && m.to == 3 && m.entries.count == 3)' },
      look: [node(1), message('MsgApp', 1, 3)],
      say: {
        en: 'At n1 the state of n3 falls from Replicate to Probe, with Next = 2. Entries 2, 3 and 4 go out in one MsgApp.',
        zh: '在 n1 那里，n3 的状态从 Replicate 变为 Probe，Next = 2。条目 2、3、4 装在一条 MsgApp 里发出。',
      },
    },
    {
      id: 'caught',
      type: 'observe',
      of: 'behind',
      at: { line: 11 },
      look: [log(1), log(3)],
      say: {
        en: 'n3 has everything, and its state at n1 is Replicate again: Match 4, Next 5. All within one tick.',
        zh: 'n3 什么都有了，它在 n1 那里又是 Replicate：Match 4，Next 5。全在一个 tick 之内。',
      },
      ask: { en: 'What did you see: how did n1 find the place?', zh: '你看到了什么：n1 是怎样找到位置的？' },
    },
  ],
  tryIt: {
    say: {
      en: 'Make n1 send n3 a MsgApp that does not fit, so that n3 has to refuse it.',
      zh: '让 n1 发给 n3 一条接不上的 MsgApp，使 n3 只能拒绝。',
    },
    config: { nodes: 3, transportReports: false },
    prepare: [...elect(1)],
    goal: 'message.type == MsgAppResp && message.from == 3 && message.reject',
    hints: [
      {
        en: 'n3 has to miss entries that n1 believes to be under way to it.',
        zh: '要让 n3 缺一些 n1 以为正在路上的条目。',
      },
      {
        en: 'Kill n3, put a key or two through n1, restart n3, and let time go.',
        zh: '终止 n3，通过 n1 写一两个键，再重启 n3，让时间前进。',
      },
    ],
    solution: [
      { type: 'kill', node: 3 },
      put(1, 1, 'a', '1'),
      put(2, 1, 'b', '2'),
      { until: 'node(1).commit >= 3' },
      { type: 'restart', node: 3 },
      { until: 'message.type == MsgAppResp && message.reject' },
    ],
  },
  sources: [
    paper('section 5.3', '5.3 节'),
    etcdRaft('tracker/progress.go', 'MaybeDecrTo'),
    raftLab('TestFollowerFailure3B, TestRPCBytes3B'),
  ],
};
