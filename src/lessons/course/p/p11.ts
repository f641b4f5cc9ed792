import type { Lesson } from '../lesson.ts';
import { node } from '../looks.ts';
import { elect } from '../moves.ts';
import { etcdRaft } from '../sources.ts';
import { p11 } from './headings.ts';

export const p11Lesson: Lesson = {
  ...p11,
  runs: [
    {
      id: 'a',
      title: { en: 'A very high term', zh: '很高的任期' },
      script: `cluster voters=1,2,3
load 1 log=1 commit=1 term=1
load 2 log=1 commit=1 term=1
load 3 log=1 commit=1 term=4000000000
campaign 1
expect 1 role=L term=2
expect 3 term=4000000000 lead=0
tick 14
expect 3 term=4000000001
expect 1,2 role=F term=4000000001
`,
    },
    {
      id: 'b',
      title: { en: 'The last term there is', zh: '最后一个任期' },
      script: `cluster voters=1,2,3
load 1 log=1 commit=1 term=1
load 2 log=1 commit=1 term=1
load 3 log=1 commit=1 term=18446744073709551614
campaign 3
expect 1,2,3 term=18446744073709551615
expect 3 role=L
`,
    },
  ],
  steps: [
    {
      id: 'absurd',
      type: 'predict',
      at: { line: 7 },
      look: [node(1, 'term'), node(2, 'term'), node(3, 'term')],
      say: {
        en: 'The disk of n3 says term 4000000000, by damage or a wrong restore. n1 and n2 are in term 2, and n1 leads. The timer of n3 ends in 14 ticks.',
        zh: 'n3 的磁盘上写着任期 4000000000，可能是损坏，也可能是恢复错了。n1 和 n2 在任期 2，n1 是领导者。n3 的计时器 14 个 tick 后到期。',
      },
      question: {
        ask: { en: 'Which term are n1 and n2 in after that?', zh: '那之后 n1 和 n2 在哪个任期？' },
        choices: [
          {
            text: { en: 'Still 2: such a jump is not believed', zh: '仍是 2：这样的跳跃没人相信' },
            because: {
              en: 'Raft has no idea of “too high”. A higher term is taken over, whatever its size.',
              zh: 'Raft 没有“太高”这回事。更高的任期总会被采用，不管多大。',
            },
            claim: 'node(1).term == 2',
          },
          {
            text: { en: '4000000001, like n3', zh: '4000000001，和 n3 一样' },
            right: true,
            because: {
              en: 'n3 campaigned in its next term. The MsgVote lifted both others to it at once and ended the leadership of n1.',
              zh: 'n3 在自己的下一个任期竞选。MsgVote 一下子把另外两个带了上去，也结束了 n1 的领导。',
            },
            claim: 'node(1).term == 4000000001 && node(2).term == 4000000001 && node(1).role == follower',
          },
          {
            text: { en: '3: they climb one by one', zh: '3：一个一个往上升' },
            because: {
              en: 'Only a candidate counts up by one. Who hears of a term jumps to it.',
              zh: '只有候选者才每次加一。听说一个任期的节点直接跳到它。',
            },
            claim: 'node(1).term == 3',
          },
        ],
      },
    },
    {
      id: 'lifted',
      type: 'observe',
      of: 'absurd',
      at: { line: 8 },
      look: [node(1, 'term'), node(2, 'term'), node(3, 'term')],
      say: {
        en: 'One election was lost, and nothing else: terms only have to grow. No harm is done.',
        zh: '只耽误了一次选举：任期只要增长就行，没有别的损害。',
      },
      ask: {
        en: 'What did you see: in which term are n1 and n2?',
        zh: '你看到了什么：n1 和 n2 在哪个任期？',
      },
    },
    {
      id: 'last',
      type: 'ask',
      run: 'b',
      at: { line: 7 },
      look: [node(3, 'role'), node(3, 'term')],
      say: {
        en: 'But the counter has 64 bits. n3 leads term 18446744073709551615, the last one: the next campaign would begin term 0, and etcd’s library panics rather than ask for votes in it.',
        zh: '但计数器只有 64 位。n3 是任期 18446744073709551615 的领导者，这是最后一个：下一次竞选会是任期 0，而 etcd 的库宁可 panic，也不在其中请求投票。',
      },
      question: {
        ask: {
          en: 'With an election every millisecond, how long would it take to get there from term 0?',
          zh: '如果每毫秒选举一次，从任期 0 走到这里要多久？',
        },
        choices: [
          {
            text: { en: 'About 50 days', zh: '约 50 天' },
            because: {
              en: 'That would be a counter of 32 bits: 2^32 ms are 49.7 days.',
              zh: '那是 32 位的计数器：2^32 毫秒是 49.7 天。',
            },
          },
          {
            text: { en: 'About 285,000 years', zh: '约 28.5 万年' },
            because: {
              en: 'That is where whole numbers of JavaScript stop being exact: 2^53 ms. There are eleven bits more.',
              zh: '那是 JavaScript 整数不再精确的地方：2^53 毫秒。还有十一位呢。',
            },
          },
          {
            text: { en: 'About 585 million years', zh: '约 5.85 亿年' },
            right: true,
            because: {
              en: '2^64 ms. So nobody gets there honestly: a huge term on a disk is a sign of damage.',
              zh: '2^64 毫秒。没有谁能正常走到那里：磁盘上出现巨大的任期，就是损坏的迹象。',
            },
          },
        ],
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Get all three nodes into term 8 or higher.',
      zh: '让三个节点都到任期 8 或更高。',
    },
    config: { nodes: 3, preVote: false, checkQuorum: false },
    prepare: [...elect(1)],
    goal: 'all(n in nodes, n.term >= 8)',
    hints: [
      {
        en: 'One node is enough: the others follow the highest term they hear of.',
        zh: '一个节点就够：其他节点会跟随听到的最高任期。',
      },
      { en: 'Isolate n3 for some ten seconds, then heal.', zh: '隔离 n3 十来秒，再恢复网络。' },
    ],
    solution: [
      { type: 'isolate', node: 3 },
      { until: 'node(3).term >= 8' },
      { type: 'heal' },
      { until: 'all(n in nodes, n.term >= 8)' },
    ],
  },
  sources: [etcdRaft('raft.go', 'send: a vote request must have a term')],
};
