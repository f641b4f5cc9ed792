import type { Lesson } from '../lesson.ts';
import { message, node, time } from '../looks.ts';
import { elect } from '../moves.ts';
import { etcdRaft, raftLab, paper } from '../sources.ts';
import { e2 } from './headings.ts';

export const e2Lesson: Lesson = {
  ...e2,
  runs: [
    {
      id: 'a',
      title: { en: 'A leader, and nothing to do', zh: '有领导者，无事发生' },
      script: `cluster voters=1,2,3
campaign 1
mark
tick 50
expect 1 role=L term=1
expect 2,3 role=F term=1 lead=1
expect msgs MsgBeat=50 MsgHeartbeat=100 MsgHeartbeatResp=100
expect msgs MsgHup=0 MsgApp=0
`,
    },
  ],
  steps: [
    {
      id: 'idle',
      type: 'predict',
      at: { line: 2 },
      look: [node(1, 'role'), node(2, 'timer'), node(3, 'timer')],
      say: {
        en: 'n1 leads term 1, and no client asks for anything. The election timer of n2 is 12 ticks long, that of n3 14. Now 50 ticks go by.',
        zh: 'n1 是任期 1 的领导者，没有客户端请求。n2 的选举计时器长 12 个 tick，n3 的长 14 个。接下来过 50 个 tick。',
      },
      question: {
        ask: {
          en: 'How often will n2 or n3 campaign in these 50 ticks?',
          zh: '在这 50 个 tick 里，n2 和 n3 会竞选几次？',
        },
        choices: [
          {
            text: { en: 'Never', zh: '一次也不会' },
            right: true,
            because: {
              en: 'Each heartbeat of n1 sets the timers of n2 and n3 back to zero. They never got beyond one tick of their 12 and 14. All there was: 50 MsgBeat, 100 MsgHeartbeat, 100 MsgHeartbeatResp.',
              zh: 'n1 的每次心跳都把 n2 和 n3 的计时器归零。它们要走 12 和 14 个 tick，却从没走过一个以上。总共只有 50 个 MsgBeat、100 条 MsgHeartbeat、100 条 MsgHeartbeatResp。',
            },
            claim: 'count(decided("becameCandidate")) == 1',
          },
          {
            text: {
              en: 'About four times: n2 each time its 12 ticks end',
              zh: '大约四次：n2 每 12 个 tick 一次',
            },
            because: {
              en: 'A timer only ends after 12 ticks without a word from the leader. n1 spoke in every tick.',
              zh: '连续 12 个 tick 听不到领导者，计时器才会到期。而 n1 每个 tick 都发了心跳。',
            },
            claim: 'count(decided("becameCandidate")) >= 4',
          },
          {
            text: {
              en: 'Once: an idle leader is replaced after a while',
              zh: '一次：闲着的领导者过一阵会被换掉',
            },
            because: {
              en: 'A leader is not replaced for having nothing to do. n1 still leads term 1 after 50 ticks.',
              zh: '没有事做不是换领导者的理由。50 个 tick 之后，n1 仍是任期 1 的领导者。',
            },
            claim: 'count(decided("becameCandidate")) == 2',
          },
        ],
      },
    },
    {
      id: 'beat',
      type: 'tell',
      at: { line: 3, when: 'any(m in messages, m.type == MsgHeartbeat)' },
      look: [message('MsgHeartbeat', 1, 2), message('MsgHeartbeat', 1, 3)],
      say: {
        en: 'A tick of n1’s own clock is a MsgBeat. It never leaves n1. What leaves is one MsgHeartbeat for each follower.',
        zh: 'n1 自己的时钟走一个 tick，就是一个 MsgBeat。它不会离开 n1；发出去的是给每个跟随者的一条 MsgHeartbeat。',
      },
    },
    {
      id: 'reset',
      type: 'tell',
      at: { when: 'message.type == MsgHeartbeat && message.to == 2' },
      look: [node(2, 'timer')],
      say: {
        en: 'n2 hears the leader of its term, and its election timer begins again from zero. A MsgApp or MsgSnap does the same.',
        zh: 'n2 听到了自己任期的领导者，选举计时器从零重新开始。MsgApp 和 MsgSnap 也有同样的作用。',
      },
    },
    {
      id: 'fifty',
      type: 'observe',
      of: 'idle',
      at: { line: 4 },
      look: [node(1, 'term'), time()],
      say: {
        en: 'The 50 ticks are over.',
        zh: '50 个 tick 过去了。',
      },
      ask: {
        en: 'What did you see: how often did somebody campaign?',
        zh: '你看到了什么：有节点竞选了几次？',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Make n3 campaign by itself while n1 is alive and leads.',
      zh: '在 n1 活着并且是领导者的情况下，让 n3 自己发起竞选。',
    },
    config: { nodes: 3, preVote: false, checkQuorum: false },
    prepare: [...elect(1)],
    goal: 'node(3).role == candidate && node(1).role == leader',
    hints: [
      {
        en: 'n3 campaigns when it has heard nothing from n1 for one to two seconds. What could keep the heartbeats away?',
        zh: '一到两秒听不到 n1，n3 就会竞选。怎样让心跳到不了它？',
      },
      {
        en: 'One direction of one link is enough: cut n1 → n3, and let time go.',
        zh: '切断一条链路的一个方向就够了：切断 n1 → n3，再让时间前进。',
      },
    ],
    solution: [{ type: 'cut', from: 1, to: 3, oneWay: true }, { until: 'node(3).role == candidate' }],
  },
  sources: [
    paper('section 5.2', '5.2 节'),
    etcdRaft('raft.go', 'tickHeartbeat, bcastHeartbeat'),
    raftLab('TestCount3B'),
  ],
};
