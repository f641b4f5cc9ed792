import type { Lesson } from '../lesson.ts';
import { message, node } from '../looks.ts';
import { etcdRaft, raftLab, paper, thesis } from '../sources.ts';
import { e5 } from './headings.ts';

export const e5Lesson: Lesson = {
  ...e5,
  runs: [
    {
      id: 'a',
      title: { en: 'Two candidates, one voter', zh: '两个候选者，一个投票者' },
      script: `cluster voters=1,2,3
manual
campaign 1
campaign 2
ready 1
deliver 1>3 MsgVote
ready 3
deliver 3>1 MsgVoteResp
expect 1 role=L term=1
crash 3
restart 3
expect 3 role=F term=1 vote=1 lead=0
ready 2
deliver 2>3 MsgVote
ready 3
expect msgs MsgVoteResp=2 MsgVoteResp.reject=1
deliver 3>2 MsgVoteResp
expect 2 role=C term=1
auto
expect 1 role=L term=1 commit=1
expect 2 role=F term=1 vote=2 lead=1
expect 3 role=F term=1 vote=1 lead=1
`,
    },
  ],
  steps: [
    {
      id: 'two',
      type: 'tell',
      at: { line: 4 },
      look: [node(1, 'votes'), node(2, 'votes'), node(3)],
      say: {
        en: 'n1 and n2 are both candidates of term 1, and each votes for itself. Whoever gets the vote of n3 has two of three.',
        zh: 'n1 和 n2 都是任期 1 的候选者，各投自己一票。谁得到 n3 的票，谁就有三票中的两票。',
      },
    },
    {
      id: 'decided',
      type: 'tell',
      at: { line: 6 },
      look: [node(3)],
      say: {
        en: 'The request of n1 has reached n3, and n3 votes for n1. Its answer waits: first term 1 and the vote have to be on its disk.',
        zh: 'n1 的请求到了 n3，n3 投给 n1。它的回答还不能发：任期 1 和这一票必须先落盘。',
      },
    },
    {
      id: 'answered',
      type: 'tell',
      at: { line: 7 },
      look: [node(3), message('MsgVoteResp', 3, 1)],
      say: {
        en: 'Written: HardState {term 1, vote n1}. Only now the answer leaves.',
        zh: '写好了：HardState {term 1, vote n1}。这时回答才发出。',
      },
    },
    {
      id: 'crash',
      type: 'predict',
      at: { line: 10 },
      look: [node(3), node(1, 'role')],
      say: {
        en: 'n1 has won term 1. Now n3 crashes, and starts again.',
        zh: 'n1 在任期 1 当选。现在 n3 崩溃，然后重启。',
      },
      question: {
        ask: { en: 'What does n3 know after its restart?', zh: 'n3 重启之后还知道什么？' },
        choices: [
          {
            text: { en: 'Nothing: it begins in term 0', zh: '什么都不知道：从任期 0 开始' },
            because: {
              en: 'Its disk survived the crash, and term 1 was on it before n3 answered n1.',
              zh: '磁盘没有坏，而任期 1 在 n3 回答 n1 之前就写在上面了。',
            },
            claim: 'node(3).term == 0',
          },
          {
            text: {
              en: 'Term 1, but not for whom it has voted',
              zh: '任期 1，但不记得投给了谁',
            },
            because: {
              en: 'The vote is on disk beside the term. Without it n3 could vote a second time in term 1.',
              zh: '投票和任期一起写在磁盘上。否则 n3 就可能在任期 1 投第二次票。',
            },
            claim: 'node(3).term == 1 && node(3).vote == none',
          },
          {
            text: {
              en: 'Term 1 and its vote for n1, but not who leads',
              zh: '任期 1 和投给 n1 的票，但不知道谁是领导者',
            },
            right: true,
            because: {
              en: 'Term and vote came back from the disk. Who leads is only known in memory: n3 has to hear from n1 again.',
              zh: '任期和投票从磁盘恢复。谁是领导者只存在于内存：n3 要再次听到 n1 才知道。',
            },
            claim: 'node(3).term == 1 && node(3).vote == 1 && node(3).lead == none',
          },
        ],
      },
    },
    {
      id: 'restarted',
      type: 'observe',
      of: 'crash',
      at: { line: 12 },
      look: [node(3)],
      say: {
        en: 'n3 runs again, as a follower.',
        zh: 'n3 又运行了，是跟随者。',
      },
      ask: { en: 'What did you see: what has n3 kept?', zh: '你看到了什么：n3 保住了什么？' },
    },
    {
      id: 'you',
      type: 'beTheNode',
      node: 3,
      until: { line: 15 },
      look: [node(3), node(2)],
      say: {
        en: 'You are n3, with what you have read from your disk. A request of n2 for your vote in term 1 is about to arrive.',
        zh: '你是 n3，只有从磁盘读回的内容。n2 请求你在任期 1 投票，消息就要到了。',
      },
    },
    {
      id: 'refused',
      type: 'tell',
      at: { line: 15 },
      look: [message('MsgVoteResp', 3, 2), node(3)],
      say: {
        en: 'n3 refuses: its vote of term 1 belongs to n1. n2 stays a candidate with one vote of three.',
        zh: 'n3 拒绝：它在任期 1 的票属于 n1。n2 仍是只有一票的候选者。',
      },
    },
    {
      id: 'else',
      type: 'ask',
      at: { line: 19 },
      look: [node(1, 'role'), node(2), node(3)],
      say: {
        en: 'n1 is the only leader that term 1 has ever had, and n2 follows it.',
        zh: '任期 1 从头到尾只有 n1 一个领导者，n2 跟随了它。',
      },
      question: {
        ask: {
          en: 'What if n3 had answered before its disk had the vote, and had forgotten it in the crash?',
          zh: '如果 n3 在投票落盘之前就回答，又在崩溃中忘了这一票，会怎样？',
        },
        choices: [
          {
            text: { en: 'n1 and n2 would both lead term 1', zh: 'n1 和 n2 会同时是任期 1 的领导者' },
            right: true,
            because: {
              en: 'n3 would have voted for n2 as well: n1 and n2 would each have two of three votes of the same term.',
              zh: 'n3 会再投给 n2：n1 和 n2 在同一个任期各有三票中的两票。',
            },
          },
          {
            text: { en: 'n2 would lead, and n1 would notice and step down', zh: 'n2 当选，n1 发现后退位' },
            because: {
              en: 'A leader steps down for a higher term only. n2 would lead the same term 1, and nothing would tell n1.',
              zh: '领导者只会因为更高的任期退位。n2 也是任期 1，没有什么能告诉 n1。',
            },
          },
          {
            text: {
              en: 'Nothing: n1 had already been elected',
              zh: '不会怎样：n1 已经当选了',
            },
            because: {
              en: 'n3 does not know who was elected. What stopped it was its own vote, read from its disk.',
              zh: 'n3 并不知道谁当选了。拦住它的，是从磁盘读回的那一票。',
            },
          },
        ],
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Break it: these nodes vote for anybody who asks. Get two leaders in one term.',
      zh: '打破它：这些节点来者不拒，谁请求就投给谁。让同一个任期出现两个领导者。',
    },
    config: { nodes: 3, preVote: false, checkQuorum: false, brokenRules: ['voteTwice'] },
    goal: 'violation("ElectionSafety")',
    hints: [
      {
        en: 'Both candidates have to ask in the same term, before either hears that the other has won.',
        zh: '两个候选者要在同一个任期请求投票，而且都还没听说对方已当选。',
      },
      {
        en: 'At the very beginning, choose Campaign now on n1 and on n2, then let time go.',
        zh: '一开始就对 n1 和 n2 选择“立即竞选”，再让时间前进。',
      },
    ],
    solution: [
      { type: 'campaign', node: 1 },
      { type: 'campaign', node: 2 },
      { until: 'violation("ElectionSafety")' },
    ],
  },
  sources: [
    paper('figure 2 and section 5.4', '图 2 与 5.4 节'),
    thesis('section 3.8', '3.8 节'),
    etcdRaft('node.go', 'Ready.MustSync'),
    raftLab('TestPersist13C'),
  ],
};
