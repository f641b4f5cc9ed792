import type { Lesson } from '../lesson.ts';
import { entry, link, message, node } from '../looks.ts';
import { elect } from '../moves.ts';
import { page } from '../sources.ts';
import { p10 } from './headings.ts';

export const p10Lesson: Lesson = {
  ...p10,
  runs: [
    {
      id: 'a',
      title: { en: 'No protection', zh: '没有保护' },
      script: `cluster voters=1,2,3
campaign 1
cut 2>1,3>1
propose 1 x=1
mark
tick 200
expect 1 role=L term=1 commit=1
expect 2,3 role=F term=1 lead=1 commit=1
expect msgs MsgHup=0
`,
    },
    {
      id: 'b',
      title: { en: 'CheckQuorum alone', zh: '只开启 CheckQuorum' },
      script: `cluster voters=1,2,3 checkQuorum
campaign 1
cut 2>1,3>1
propose 1 x=1
tick 19
expect 1 role=L
tick 1
expect 1 role=F term=1
tick 30
tick 150
expect 1 role=C term=19
expect 2,3 role=F term=19 lead=0 commit=1
`,
    },
    {
      id: 'c',
      title: { en: 'PreVote and CheckQuorum', zh: '开启 PreVote 与 CheckQuorum' },
      script: `cluster voters=1,2,3 preVote checkQuorum
campaign 1
cut 2>1,3>1
propose 1 x=1
tick 19
tick 1
tick 30
expect 1 role=P term=1
expect 2 role=L term=2 commit=3 kv.x=1
expect 3 role=F term=2 lead=2
tick 150
expect 2 role=L term=2
`,
    },
  ],
  steps: [
    {
      id: 'deaf',
      type: 'predict',
      at: { line: 4 },
      look: [link(2, 1), entry(2), node(1, 'commit')],
      say: {
        en: 'n1 leads. What it sends arrives; what is sent to it is lost. x=1 is on all three disks, but n1 does not know. No protection is on.',
        zh: 'n1 是领导者。它发的都能到，发给它的都丢了。x=1 在三块磁盘上，但 n1 不知道。没有开启任何保护。',
      },
      question: {
        ask: { en: 'What happens in the next 200 ticks?', zh: '接下来 200 个 tick 会发生什么？' },
        choices: [
          {
            text: {
              en: 'n2 and n3 see that nothing is committed, and elect another leader',
              zh: 'n2 和 n3 看到什么都提交不了，于是另选领导者',
            },
            because: {
              en: 'Followers do not look at progress. They heard a heartbeat in every tick, and that was enough for them.',
              zh: '跟随者不管有没有进展。它们每个 tick 都听到心跳，这就够了。',
            },
            claim: 'node(1).role == leader && (node(2).role == leader || node(3).role == leader)',
          },
          {
            text: {
              en: 'Nothing: no commit, and no election either',
              zh: '什么也没有：没有提交，也没有选举',
            },
            right: true,
            because: {
              en: 'The heartbeats of n1 kept everybody quiet, and no acknowledgement reached it: the commit index stayed at 1.',
              zh: 'n1 的心跳使大家安静，而确认一条也到不了它：提交索引停在 1。',
            },
            claim: 'node(1).role == leader && node(1).commit == 1 && node(2).lead == 1 && node(3).lead == 1',
          },
          {
            text: { en: 'n1 gives up, as nobody answers', zh: '没人回答，n1 放弃' },
            because: {
              en: 'Nothing made it look. A leader without CheckQuorum never counts who still answers.',
              zh: '没有什么让它查看。不开 CheckQuorum 的领导者从不数谁还在回答。',
            },
            claim: 'node(1).role != leader',
          },
        ],
      },
    },
    {
      id: 'nothing',
      type: 'observe',
      of: 'deaf',
      at: { line: 6 },
      look: [node(1, 'role'), node(1, 'commit'), node(2)],
      say: {
        en: '200 ticks later.',
        zh: '200 个 tick 之后。',
      },
      ask: { en: 'What did you see?', zh: '你看到了什么？' },
    },
    {
      id: 'check',
      type: 'predict',
      run: 'b',
      at: { line: 7 },
      look: [node(1, 'role'), node(2), node(3)],
      say: {
        en: 'The same with CheckQuorum. At tick 20 n1 has found that nobody answers, and has stepped down.',
        zh: '同样的情形，开启 CheckQuorum。第 20 个 tick，n1 发现没有人回答，退位了。',
      },
      question: {
        ask: { en: 'What has come of it 180 ticks later?', zh: '再过 180 个 tick，结果如何？' },
        choices: [
          {
            text: { en: 'n2 leads, and x=1 is committed', zh: 'n2 当选，x=1 已提交' },
            because: {
              en: 'n2’s timer is 12 ticks, n1’s 10. Before n2 could campaign, a MsgVote of n1 came with a new term and set its timer back.',
              zh: 'n2 的计时器是 12 个 tick，n1 的是 10。n2 来不及竞选，n1 的 MsgVote 就带着新任期到了，把它的计时器归零。',
            },
            claim: 'node(2).role == leader',
          },
          {
            text: { en: 'The same standstill, in term 1', zh: '一样的停滞，还在任期 1' },
            because: {
              en: 'n1 was a candidate 18 times by then, each time in a new term.',
              zh: '到那时，n1 已经当了 18 次候选者，每次都是新的任期。',
            },
            claim: 'node(1).term == 1',
          },
          {
            text: {
              en: 'No leader, and everybody in term 19',
              zh: '没有领导者，大家都到了任期 19',
            },
            right: true,
            because: {
              en: 'n1’s requests arrive and lift all to its term; the votes for it do not arrive. Worse than before: now nobody even leads.',
              zh: 'n1 的请求能到，把大家提到它的任期；给它的票却到不了。比之前更糟：连领导者都没有了。',
            },
            claim: 'all(n in nodes, n.term == 19 && n.role != leader)',
          },
        ],
      },
    },
    {
      id: 'worse',
      type: 'observe',
      of: 'check',
      at: { line: 10 },
      look: [node(1, 'term'), node(2, 'term'), node(3, 'term')],
      say: {
        en: 'Tick 200.',
        zh: '第 200 个 tick。',
      },
      ask: {
        en: 'What did you see: who leads, in which term?',
        zh: '你看到了什么：谁是领导者，在哪个任期？',
      },
    },
    {
      id: 'asks',
      type: 'tell',
      run: 'c',
      at: { when: 'any(m in messages, m.type == MsgPreVote && m.from == 1 && m.term == 2)' },
      look: [message('MsgPreVote', 1, 2), node(1, 'term'), node(2, 'term')],
      say: {
        en: 'With both, n1 only asks: would you vote for me in term 2? Its question lifts nobody’s term and resets nobody’s timer.',
        zh: '两者都开启时，n1 只是问：在任期 2 你会投给我吗？这个问题不会提高谁的任期，也不会重置谁的计时器。',
      },
    },
    {
      id: 'works',
      type: 'tell',
      at: { line: 10 },
      look: [node(2, 'role'), entry(2, 2), node(1)],
      say: {
        en: 'So the timer of n2 ends undisturbed: n2 leads term 2, and x=1 is committed. n1 asks on, and harms nobody.',
        zh: '于是 n2 的计时器不受打扰地到期：n2 成为任期 2 的领导者，x=1 提交了。n1 继续问，谁也不碍。',
      },
    },
    {
      id: 'beside',
      type: 'sideBySide',
      runs: ['b', 'c'],
      say: {
        en: 'CheckQuorum alone, and with PreVote: each alone leaves a hole, together they close it.',
        zh: '只有 CheckQuorum，与加上 PreVote：单开一个都有漏洞，合在一起才补上。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Make n1 a leader that speaks but does not hear, and see this cluster elect another.',
      zh: '让 n1 成为能说不能听的领导者，看这个集群另选一个。',
    },
    config: { nodes: 3 },
    prepare: [...elect(1)],
    goal: '(node(2).role == leader || node(3).role == leader) && link(2, 1).cut && link(3, 1).cut && !link(1, 2).cut && !link(1, 3).cut',
    hints: [
      { en: 'Links can be cut in one direction.', zh: '链路可以只切断一个方向。' },
      { en: 'Cut n2 → n1 and n3 → n1, and give it four seconds.', zh: '切断 n2 → n1 和 n3 → n1，等四秒。' },
    ],
    solution: [
      { type: 'cut', from: 2, to: 1, oneWay: true },
      { type: 'cut', from: 3, to: 1, oneWay: true },
      { until: 'node(2).role == leader || node(3).role == leader' },
    ],
  },
  sources: [
    page(
      'https://blog.cloudflare.com/a-byzantine-failure-in-the-real-world/',
      'Cloudflare: A Byzantine failure in the real world (2020)',
      'Cloudflare：A Byzantine failure in the real world（2020）',
    ),
    page(
      'https://decentralizedthoughts.github.io/2020-12-12-raft-liveness-full-omission/',
      'Howard and Abraham: Raft does not guarantee liveness in the face of network faults (2020)',
      'Howard 与 Abraham：Raft does not guarantee liveness in the face of network faults（2020）',
    ),
    page(
      'https://www.repository.cam.ac.uk/items/ffdd9742-4ca6-43ce-ab90-c4489e940e8e',
      'Jensen, Howard, Mortier: Examining Raft’s behaviour during partial network failures (HAOC 2021)',
      'Jensen、Howard、Mortier：Examining Raft’s behaviour during partial network failures（HAOC 2021）',
    ),
  ],
};
