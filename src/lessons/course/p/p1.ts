import type { Lesson } from '../lesson.ts';
import { log, message, node } from '../looks.ts';
import { elect } from '../moves.ts';
import { etcdRaft, thesis } from '../sources.ts';
import { p1 } from './headings.ts';

export const p1Lesson: Lesson = {
  ...p1,
  runs: [
    {
      id: 'a',
      title: { en: 'Nothing was written meanwhile', zh: '期间没有写入' },
      script: `cluster voters=1,2,3
campaign 1
isolate 3
tick 60
expect 3 role=C term=5
expect 1 role=L term=1
heal
mark
tick 9
expect 1 role=L term=1
expect msgs MsgVote=0 MsgAppResp=0
tick 1
expect 3 role=L term=6
expect 1,2 role=F term=6 lead=3
tick 10
`,
    },
    {
      id: 'b',
      title: { en: 'A write was committed meanwhile', zh: '期间提交了一次写入' },
      script: `cluster voters=1,2,3
campaign 1
isolate 3
propose 1 x=1
tick 60
expect 3 role=C term=5 last=1
heal
mark
tick 9
tick 1
expect 1 role=F term=6 lead=0
expect 3 role=F term=6 lead=0
expect msgs MsgVoteResp=2 MsgVoteResp.reject=2
tick 10
expect 1 role=L term=7 commit=3
expect 2,3 role=F term=7 commit=3 kv.x=1
`,
    },
  ],
  steps: [
    {
      id: 'away',
      type: 'tell',
      at: { line: 6 },
      look: [node(3, 'term'), node(1, 'term')],
      say: {
        en: 'n3 was cut off for 60 ticks. Every 14 ticks it campaigned, alone, each time in a new term: it is at 5. n1 and n2 are still in term 1.',
        zh: 'n3 被隔离了 60 个 tick。它每 14 个 tick 独自竞选一次，每次都是新的任期：到了 5。n1 和 n2 还在任期 1。',
      },
    },
    {
      id: 'home',
      type: 'predict',
      at: { line: 7 },
      look: [node(3), node(1, 'role')],
      say: {
        en: 'The network is healed. Nothing was written meanwhile: all logs are equal.',
        zh: '网络恢复了。期间没有写入：日志都一样。',
      },
      question: {
        ask: { en: 'What does the return of n3 bring about?', zh: 'n3 回来会引起什么？' },
        choices: [
          {
            text: {
              en: 'n3 hears the leader and goes back to term 1',
              zh: 'n3 听到领导者，回到任期 1',
            },
            because: {
              en: 'A term never goes back. To n3, in term 5, the heartbeats of term 1 are out of date: it ignored them.',
              zh: '任期从不倒退。n3 在任期 5，任期 1 的心跳对它是过期的：它不理会。',
            },
            claim: 'node(3).term == 1',
          },
          {
            text: {
              en: 'n1 steps down as soon as it meets the higher term',
              zh: 'n1 一遇到更高的任期就退位',
            },
            because: {
              en: 'It would, but nobody told it: n3 drops what is out of date without a word. For nine more ticks n1 led on.',
              zh: '它会的，只是没有人告诉它：n3 对过期消息一声不吭。n1 又当了九个 tick 的领导者。',
            },
            claim:
              'count(node(1).role != leader && node(3).term == 5 && node(3).role == candidate && !link(1, 3).cut) > 0',
          },
          {
            text: {
              en: 'At its next timeout n3 deposes n1, and leads term 6 itself',
              zh: '下一次超时，n3 把 n1 赶下来，自己当任期 6 的领导者',
            },
            right: true,
            because: {
              en: 'Its MsgVote of term 6 made n1 a follower, and its log is as good as the others’: n3 won.',
              zh: '它任期 6 的 MsgVote 使 n1 成为跟随者，而它的日志不比别人旧：n3 当选。',
            },
            claim: 'node(3).role == leader && node(3).term == 6 && node(1).role == follower',
          },
        ],
      },
    },
    {
      id: 'deaf',
      type: 'tell',
      at: { when: 'decided("messageIgnored", "lowerTerm")' },
      look: [node(3, 'term'), node(1)],
      say: {
        en: 'The first heartbeat of n1 reaches n3, carries term 1, and is ignored. n3 does not answer it.',
        zh: 'n1 的第一个心跳到达 n3，带着任期 1，被忽略了。n3 也不回答。',
      },
    },
    {
      id: 'deposed',
      type: 'observe',
      of: 'home',
      at: { when: 'node(3).role == leader' },
      look: [node(3, 'role'), node(1, 'role')],
      say: {
        en: 'Ten ticks after the healing n3 campaigned once more, and this time its requests arrived.',
        zh: '网络恢复十个 tick 后，n3 又竞选了一次，这次它的请求到达了。',
      },
      ask: {
        en: 'What did you see: who leads, in which term?',
        zh: '你看到了什么：谁是领导者，在哪个任期？',
      },
    },
    {
      id: 'written',
      type: 'predict',
      run: 'b',
      at: { line: 7 },
      look: [log(1), log(3)],
      say: {
        en: 'The same once more, with one difference: while n3 was away, x=1 was written. n3 does not have index 2.',
        zh: '再来一次，只有一点不同：n3 不在时写入了 x=1。n3 没有索引 2。',
      },
      question: {
        ask: { en: 'What does the return of n3 bring about now?', zh: '这次 n3 回来会引起什么？' },
        choices: [
          {
            text: { en: 'n3 leads term 6, as before', zh: '和刚才一样，n3 成为任期 6 的领导者' },
            because: {
              en: 'n1 and n2 end at index 2, n3 at index 1: both refused. A node that lacks a committed entry cannot win.',
              zh: 'n1 和 n2 止于索引 2，n3 止于索引 1：两个都拒绝了。缺已提交条目的节点赢不了。',
            },
            claim: 'count(node(3).role == leader) > 0',
          },
          {
            text: {
              en: 'n1 falls all the same; nobody wins term 6, and n1 leads again in term 7',
              zh: 'n1 照样下台；任期 6 没有人当选，n1 在任期 7 再次当选',
            },
            right: true,
            because: {
              en: 'The higher term deposed n1, whatever came of the vote. Ten ticks later its timer was the first to end.',
              zh: '不管投票结果如何，更高的任期使 n1 下台。十个 tick 之后，它的计时器最先到期。',
            },
            claim: 'node(1).role == leader && node(1).term == 7 && count(node(3).role == leader) == 0',
          },
          {
            text: {
              en: 'Nothing: n1 sees that n3 is behind, and stays leader of term 1',
              zh: '没什么：n1 看到 n3 落后，继续当任期 1 的领导者',
            },
            because: {
              en: 'The term is looked at before the log. n1 entered term 6 as a follower, then refused its vote.',
              zh: '先看任期，再看日志。n1 作为跟随者进入了任期 6，然后才拒绝投票。',
            },
            claim: 'node(1).role == leader && node(1).term == 1',
          },
        ],
      },
    },
    {
      id: 'refused',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgVoteResp && m.reject)' },
      look: [message('MsgVoteResp', 1, 3), node(1, 'role'), node(1, 'term')],
      say: {
        en: 'n1 and n2 refuse. But both are in term 6 now, and n1 leads no more: for ten ticks nobody does.',
        zh: 'n1 和 n2 拒绝了。但两个都到了任期 6，n1 不再是领导者：十个 tick 里没有领导者。',
      },
    },
    {
      id: 'again',
      type: 'observe',
      of: 'written',
      at: { when: 'node(1).role == leader' },
      look: [node(1, 'role'), node(1, 'term')],
      say: {
        en: 'An election later.',
        zh: '又过了一次选举。',
      },
      ask: {
        en: 'What did you see: who leads, in which term?',
        zh: '你看到了什么：谁是领导者，在哪个任期？',
      },
    },
    {
      id: 'beside',
      type: 'sideBySide',
      runs: ['a', 'b'],
      say: {
        en: 'Both runs, by the same clock. One entry decides who leads afterwards; the disturbance itself is the same in both.',
        zh: '两次运行，同一个时钟。一个条目决定了之后谁是领导者；受到的打扰却一样。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Make n3 come home in term 4 or later, and take the leadership from n1.',
      zh: '让 n3 带着任期 4 或更高回来，并从 n1 手里夺走领导权。',
    },
    config: { nodes: 3, preVote: false, checkQuorum: false },
    prepare: [...elect(1)],
    goal: 'node(3).role == leader && node(3).term >= 4',
    hints: [
      {
        en: 'A term grows with each campaign, also with those nobody hears.',
        zh: '每次竞选任期都会增长，没人听到的也算。',
      },
      {
        en: 'Isolate n3, wait until its term is 3 or more, then heal. Write nothing meanwhile.',
        zh: '隔离 n3，等它的任期到 3 以上，再恢复网络。期间不要写入。',
      },
    ],
    solution: [
      { type: 'isolate', node: 3 },
      { until: 'node(3).term >= 4' },
      { type: 'heal' },
      { until: 'node(3).role == leader' },
    ],
  },
  sources: [thesis('sections 4.2.3 and 9.6', '4.2.3 节与 9.6 节'), etcdRaft('raft.go', 'Step (higher term)')],
};
