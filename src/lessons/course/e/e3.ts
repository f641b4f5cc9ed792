import type { Lesson } from '../lesson.ts';
import { entry, log, node } from '../looks.ts';
import { elect } from '../moves.ts';
import { raftLab, paper, thesis } from '../sources.ts';
import { e3 } from './headings.ts';

export const e3Lesson: Lesson = {
  ...e3,
  runs: [
    {
      id: 'a',
      title: { en: 'The leader dies and comes back', zh: '领导者宕机又回来' },
      script: `cluster voters=1,2,3
tick 10
expect 1 role=L term=1
crash 1
mark
tick 11
expect 2,3 role=F term=1 lead=1
expect msgs MsgHup=0
tick 1
expect 2 role=L term=2 commit=2
expect 3 role=F term=2 vote=2 lead=2
restart 1
expect 1 role=F term=1 lead=0 vote=1
tick 1
expect 1 role=F term=2 lead=2 last=2 commit=2
`,
    },
  ],
  steps: [
    {
      id: 'leads',
      type: 'tell',
      at: { line: 3 },
      look: [node(1, 'role'), node(2, 'timer'), node(3, 'timer')],
      say: {
        en: 'n1 leads term 1. The timers of the others are 12 ticks (n2) and 14 ticks (n3) long, and have just begun again.',
        zh: 'n1 是任期 1 的领导者。另外两个节点的计时器长 12 个 tick（n2）和 14 个 tick（n3），刚刚重新开始。',
      },
    },
    {
      id: 'dies',
      type: 'predict',
      at: { line: 4 },
      look: [node(1)],
      say: {
        en: 'The process of n1 ends. Its disk keeps term 1, its vote and entry 1; that it was leader was only in its memory.',
        zh: 'n1 的进程结束了。磁盘上留着任期 1、它的投票和 1 号条目；“它是领导者”这件事只在内存里。',
      },
      question: {
        ask: { en: 'When will the group have a leader again?', zh: '什么时候会再有领导者？' },
        choices: [
          {
            text: {
              en: 'At the next tick: n2 and n3 notice at once that n1 is gone',
              zh: '下一个 tick：n2 和 n3 马上发现 n1 不在了',
            },
            because: {
              en: 'Nobody tells them. For 11 ticks both still named n1 as their leader: a dead node and a quiet one look the same.',
              zh: '没有人告诉它们。整整 11 个 tick 里，它们都还以为领导者是 n1：宕机和沉默看起来一样。',
            },
            claim: 'time < 12000',
          },
          {
            text: {
              en: 'After 12 ticks, when the shorter of the two timers ends',
              zh: '12 个 tick 之后，两个计时器中较短的那个到期时',
            },
            right: true,
            because: {
              en: 'n2’s timer ended on tick 12. It campaigned in term 2, and with the vote of n3 it had two of three.',
              zh: 'n2 的计时器在第 12 个 tick 到期。它在任期 2 竞选，加上 n3 的一票，就是三票中的两票。',
            },
            claim: 'time >= 22000 && node(2).role == leader && node(2).term == 2',
          },
          {
            text: {
              en: 'Only once n1 is back: two of three cannot decide anything',
              zh: '要等 n1 回来：三个节点剩两个，什么也决定不了',
            },
            because: {
              en: 'Two of three are a majority. n1 was still down when n2 won term 2.',
              zh: '三个中的两个就是多数。n2 赢得任期 2 时，n1 还没有启动。',
            },
            claim: 'node(1).status == up',
          },
        ],
      },
    },
    {
      id: 'silence',
      type: 'tell',
      at: { line: 6 },
      look: [node(2, 'timer'), node(3, 'timer')],
      say: {
        en: 'Eleven ticks of silence. n2 and n3 are still followers of n1 in term 1, and not one message was sent.',
        zh: '沉默了 11 个 tick。n2 和 n3 仍是 n1 的跟随者，还在任期 1，没有发过一条消息。',
      },
    },
    {
      id: 'elected',
      type: 'observe',
      of: 'dies',
      at: { when: 'node(2).role == leader' },
      look: [node(2, 'role'), entry(2, 2)],
      say: {
        en: 'n2 leads term 2, and has already written its first, empty entry at index 2.',
        zh: 'n2 是任期 2 的领导者，已经在索引 2 写下它的第一个空条目。',
      },
      ask: {
        en: 'What did you see: what ended the outage?',
        zh: '你看到了什么：是什么结束了没有领导者的时间？',
      },
    },
    {
      id: 'back',
      type: 'predict',
      at: { line: 12 },
      look: [node(1)],
      say: {
        en: 'n1 has started again from its disk: term 1, its vote for itself, one entry. It knows of no leader.',
        zh: 'n1 从磁盘重新启动：任期 1，投给自己的票，一个条目。它不知道谁是领导者。',
      },
      question: {
        ask: { en: 'What does n1 do in the next tick?', zh: '下一个 tick，n1 会怎样？' },
        choices: [
          {
            text: {
              en: 'It leads term 1 again, as its disk says',
              zh: '按磁盘上的记录，继续当任期 1 的领导者',
            },
            because: {
              en: 'The disk does not say who led. Every node starts as a follower, and so did n1.',
              zh: '磁盘上没有谁是领导者的记录。每个节点启动时都是跟随者，n1 也一样。',
            },
            claim: 'node(1).role == leader',
          },
          {
            text: {
              en: 'It campaigns at once, for it knows of no leader',
              zh: '它不知道有领导者，于是立刻竞选',
            },
            because: {
              en: 'It waits out its timer of 10 ticks first. The heartbeat of n2 came after one.',
              zh: '它要先等自己 10 个 tick 的计时器。而一个 tick 之后，n2 的心跳就到了。',
            },
            claim: 'node(1).term > 2 || node(1).role == candidate',
          },
          {
            text: {
              en: 'It follows n2 as soon as it hears of term 2',
              zh: '一听到任期 2，就跟随 n2',
            },
            right: true,
            because: {
              en: 'The heartbeat of n2 carries term 2, which is newer than 1. n1 takes over the term and follows its leader.',
              zh: 'n2 的心跳带着任期 2，比 1 新。n1 采用这个任期，并跟随它的领导者。',
            },
            claim: 'node(1).role == follower && node(1).term == 2 && node(1).lead == 2',
          },
        ],
      },
    },
    {
      id: 'follows',
      type: 'observe',
      of: 'back',
      at: { when: 'message.type == MsgHeartbeat && message.to == 1' },
      look: [node(1, 'term'), node(2)],
      say: {
        en: 'The first heartbeat of term 2 has reached n1.',
        zh: '任期 2 的第一个心跳到达了 n1。',
      },
      ask: { en: 'What did you see n1 do?', zh: '你看到 n1 做了什么？' },
    },
    {
      id: 'copied',
      type: 'tell',
      at: { when: 'node(1).commit == 2' },
      look: [log(1), log(2), log(3)],
      say: {
        en: 'n2 has sent n1 the entry it lacked: all three logs are equal. The group was without a leader for 12 ticks, the rest of the shortest timer.',
        zh: 'n2 把 n1 缺的条目发给了它：三份日志又一样了。集群有 12 个 tick 没有领导者，正是最短的那个计时器剩下的时间。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Bring n1 down, let somebody else lead, and make n1 leader again in a later term.',
      zh: '让 n1 宕机，由别的节点当领导者，然后让 n1 在更晚的任期再次当选。',
    },
    config: { nodes: 3, preVote: false, checkQuorum: false },
    prepare: [...elect(1)],
    goal: 'node(1).role == leader && node(1).term >= 3',
    hints: [
      { en: 'Kill n1 and wait for the election.', zh: '终止 n1，等选举结束。' },
      {
        en: 'After its restart n1 lacks an entry, and nobody votes for it then. Wait until it has caught up.',
        zh: '重启后 n1 缺一个条目，这时没有节点会投给它。等它追上。',
      },
      { en: 'Then click n1 and choose Campaign now.', zh: '然后点击 n1，选择“立即竞选”。' },
    ],
    solution: [
      { type: 'kill', node: 1 },
      { until: 'leader != none && leader.commit >= 2' },
      { type: 'restart', node: 1 },
      { until: 'node(1).commit >= 2' },
      { type: 'campaign', node: 1 },
      { until: 'node(1).role == leader' },
    ],
  },
  sources: [
    paper('section 5.2', '5.2 节'),
    thesis('section 3.4', '3.4 节'),
    raftLab('TestReElection3A, TestManyElections3A'),
  ],
};
