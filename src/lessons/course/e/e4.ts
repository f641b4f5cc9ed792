import type { Lesson } from '../lesson.ts';
import { node } from '../looks.ts';
import { elect } from '../moves.ts';
import { paper, secretLives, thesis } from '../sources.ts';
import { e4 } from './headings.ts';

export const e4Lesson: Lesson = {
  ...e4,
  runs: [
    {
      id: 'a',
      title: { en: 'Two timers of the same length', zh: '两个一样长的计时器' },
      script: `cluster voters=1,2,3,4 rto=1:10,2:12,3:12,4:17
campaign 1
crash 1
mark
tick 11
manual
tick 1 raw
expect 2,3 role=C term=2
settle
expect 4 term=2 vote=2
expect 2,3,4 term=2 lead=0
expect msgs MsgHup=2 MsgVote=6 MsgVoteResp=4 MsgVoteResp.reject=3
rto 2:11,3:15
auto
tick 10
expect 2,3,4 term=2 lead=0
tick 1
expect 2 role=L term=3 commit=2
expect 3,4 role=F term=3 vote=2 lead=2
`,
    },
  ],
  steps: [
    {
      id: 'gone',
      type: 'tell',
      at: { line: 3 },
      look: [node(1), node(2, 'timer'), node(3, 'timer')],
      say: {
        en: 'Four voters; n1 led term 1 and is killed. A new leader needs three of four votes. By chance n2 and n3 have timers of the same length: 12 ticks.',
        zh: '四个投票成员；任期 1 的领导者 n1 被终止。新领导者需要四票中的三票。碰巧 n2 和 n3 的计时器一样长：12 个 tick。',
      },
    },
    {
      id: 'tie',
      type: 'predict',
      at: { line: 7 },
      look: [node(2, 'votes'), node(3, 'votes'), node(4)],
      say: {
        en: 'Both timers have ended in the same tick. n2 and n3 are candidates of term 2, about to ask for votes, and each votes for itself. n4 has not voted yet.',
        zh: '两个计时器在同一个 tick 到期。n2 和 n3 都是任期 2 的候选者，各投自己一票，就要请求选票。n4 还没有投票。',
      },
      question: {
        ask: { en: 'Who will lead term 2?', zh: '谁会成为任期 2 的领导者？' },
        choices: [
          {
            text: {
              en: 'Whoever gets the vote of n4: two of the three that are alive',
              zh: '得到 n4 那一票的：活着的三个里占两个',
            },
            because: {
              en: 'A majority is counted over all four voters, dead or alive: three votes. With n4’s vote n2 had two.',
              zh: '多数按全部四个投票成员算，不管死活：要三票。n2 得到 n4 的票，也只有两票。',
            },
            claim: 'node(2).role == leader || node(3).role == leader',
          },
          {
            text: { en: 'Nobody', zh: '谁也不会' },
            right: true,
            because: {
              en: 'n2 had its own vote and that of n4, n3 only its own. Neither could reach three, so term 2 has no leader.',
              zh: 'n2 有自己和 n4 的票，n3 只有自己的。谁都到不了三票，任期 2 就没有领导者。',
            },
            claim:
              'all(n in nodes, n.role != leader) && node(4).vote == 2 && node(2).vote == 2 && node(3).vote == 3',
          },
          {
            text: {
              en: 'n2: n3 sees that n2 asked first and gives its vote, too',
              zh: 'n2：n3 看到 n2 先请求，也投给它',
            },
            because: {
              en: 'n3 had already voted in term 2, for itself, and a vote is never taken back. It refused n2.',
              zh: 'n3 在任期 2 已经投过票，投给了自己，而票不能收回。它拒绝了 n2。',
            },
            claim: 'node(3).vote == 2',
          },
        ],
      },
    },
    {
      id: 'you',
      type: 'beTheNode',
      node: 4,
      until: { when: 'message.type == MsgVote && message.from == 3 && message.to == 4' },
      look: [node(4), node(2), node(3)],
      say: {
        en: 'You are n4. Two requests of term 2 are about to arrive, that of n2 first. All three logs are equal.',
        zh: '你是 n4。任期 2 的两个请求就要到了，n2 的在先。三份日志都一样。',
      },
    },
    {
      id: 'first',
      type: 'tell',
      at: { when: 'message.type == MsgVote && message.from == 3 && message.to == 4' },
      look: [node(4), node(2, 'votes'), node(3, 'votes')],
      say: {
        en: 'The request of n2 has reached n4 first, and n4 has voted for n2. The request of n3 came a moment later, in the same term: too late.',
        zh: 'n2 的请求先到 n4，n4 已投给 n2。n3 的请求晚到一步，又是同一个任期：来不及了。',
      },
    },
    {
      id: 'split',
      type: 'observe',
      of: 'tie',
      at: { line: 9 },
      look: [node(2, 'votes'), node(3), node(4, 'term')],
      say: {
        en: 'All answers are in: one vote granted, three refused.',
        zh: '所有回答都到了：一张同意，三张拒绝。',
      },
      ask: { en: 'What did you see: who leads term 2?', zh: '你看到了什么：谁是任期 2 的领导者？' },
    },
    {
      id: 'again',
      type: 'predict',
      at: { line: 13 },
      look: [node(2, 'timer'), node(3, 'timer')],
      say: {
        en: 'New timers are drawn: 11 ticks for n2, 15 for n3, 17 for n4.',
        zh: '重新抽取计时器：n2 是 11 个 tick，n3 是 15 个，n4 是 17 个。',
      },
      question: {
        ask: { en: 'What happens when the timer of n2 ends?', zh: 'n2 的计时器到期时会怎样？' },
        choices: [
          {
            text: { en: 'n2 asks again in term 2, and wins', zh: 'n2 在任期 2 再请求一次并当选' },
            because: {
              en: 'In term 2 all three have voted already. n2 had to begin term 3, in which nobody has.',
              zh: '在任期 2 里三个节点都投过票了。n2 只能开始任期 3，在那里还没有人投过票。',
            },
            claim: 'node(2).role == leader && node(2).term == 2',
          },
          {
            text: { en: 'n2 begins term 3 and wins it', zh: 'n2 开始任期 3 并当选' },
            right: true,
            because: {
              en: 'n2 was four ticks ahead of n3. Its requests arrived before anybody else campaigned: three votes of four.',
              zh: 'n2 比 n3 早 4 个 tick。别的节点还没竞选，它的请求就到了：四票得三票。',
            },
            claim: 'node(2).role == leader && node(2).term == 3',
          },
          {
            text: { en: 'The votes are split again', zh: '选票再次被瓜分' },
            because: {
              en: 'That needs two timers that end at nearly the same time again. 11 and 15 are far apart: a vote takes less than a tick.',
              zh: '那需要两个计时器再次几乎同时到期。11 和 15 相差很远：投票用不了一个 tick。',
            },
            claim: 'count(n in nodes, n.role == candidate) == 2',
          },
        ],
      },
    },
    {
      id: 'won',
      type: 'observe',
      of: 'again',
      at: { when: 'node(2).role == leader' },
      look: [node(2, 'role'), node(2, 'term')],
      say: {
        en: 'The second round is over.',
        zh: '第二轮结束了。',
      },
      ask: { en: 'What did you see?', zh: '你看到了什么？' },
    },
    {
      id: 'random',
      type: 'tell',
      at: { line: 17 },
      look: [node(2), node(3), node(4)],
      say: {
        en: 'Had both timers been equal once more, term 3 would have been split, too. That is why Raft draws each timeout at random, between one and two election timeouts.',
        zh: '如果两个计时器又一样长，任期 3 也会被瓜分。所以 Raft 每次都随机抽取超时，在一到两个选举超时之间。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'The leader is gone. Split the votes of the others, so that two candidates stand against each other.',
      zh: '领导者已不在。瓜分其余节点的选票，让两个候选者相持不下。',
    },
    config: { nodes: 4, preVote: false, checkQuorum: false },
    prepare: [...elect(1), { type: 'kill', node: 1 }],
    goal: 'count(n in nodes, n.role == candidate && n.term == max(m in nodes, m.term)) >= 2',
    hints: [
      {
        en: 'Two nodes have to campaign before either hears of the other.',
        zh: '要有两个节点在听说对方之前都发起竞选。',
      },
      {
        en: 'Choose Campaign now on n2 and on n3 without letting time go in between; Align timers does it, too.',
        zh: '对 n2 和 n3 先后选择“立即竞选”，中间不让时间前进；“对齐计时器”也可以。',
      },
    ],
    solution: [
      { type: 'campaign', node: 2 },
      { type: 'campaign', node: 3 },
      { until: 'node(2).role == candidate && node(3).role == candidate' },
    ],
  },
  sources: [
    paper('section 5.2 and figure 16', '5.2 节与图 16'),
    thesis('section 9.3', '9.3 节'),
    secretLives('Leader Election', 'Leader Election 一章'),
  ],
};
