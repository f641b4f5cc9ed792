import type { Lesson } from '../lesson.ts';
import { entry, log, message, node } from '../looks.ts';
import { etcdRaft, paper, raftLab, thesis } from '../sources.ts';
import { r5 } from './headings.ts';

export const r5Lesson: Lesson = {
  ...r5,
  runs: [
    {
      id: 'a',
      title: {
        en: '(d): n1 dies before its own entry is on a majority',
        zh: '(d)：n1 在自己的条目到达多数之前宕机',
      },
      script: `cluster voters=1,2,3,4,5 oneEntryPerMsg
load 1 log=1,2 term=3 commit=1
load 2 log=1,2 term=3 commit=1
load 3 log=1 term=3 vote=5 commit=1
load 4 log=1 term=3 vote=5 commit=1
load 5 log=1,3 term=3 vote=5 commit=1
crash 5
manual
campaign 1
ready 1
deliver 1>2 MsgVote
deliver 1>3 MsgVote
ready 2,3
deliver 2>1 MsgVoteResp
deliver 3>1 MsgVoteResp
expect 1 role=L term=4 log=1,2,4 commit=1
ready 1
deliver 1>2 MsgApp
deliver 1>3 MsgApp
ready 2,3
deliver 2>1 MsgAppResp
deliver 3>1 MsgAppResp
ready 1
deliver 1>3 MsgApp
ready 3
deliver 3>1 MsgAppResp
expect 1 pr.2=Replicate:3/4 pr.3=Replicate:2/4 commit=1
ready 1
expect 1 applied=1
crash 1
restart 5
discard 1>2,1>3,1>4,1>5
auto
campaign 5
expect 5 role=C term=4
campaign 5
expect 5 role=L term=5 commit=3
expect 2,3,4,5 log=1,3,5 kv.k2=t3
`,
    },
    {
      id: 'b',
      title: { en: '(e): n1 lives long enough', zh: '(e)：n1 活得够久' },
      script: `cluster voters=1,2,3,4,5
load 1 log=1,2 term=3 commit=1
load 2 log=1,2 term=3 commit=1
load 3 log=1 term=3 vote=5 commit=1
load 4 log=1 term=3 vote=5 commit=1
load 5 log=1,3 term=3 vote=5 commit=1
crash 4,5
campaign 1
expect 1,2,3 log=1,2,4 commit=3
crash 1
restart 4,5
campaign 5
campaign 5
campaign 5
expect 5 role=C term=6
campaign 2
expect 2 role=L term=7 commit=4
expect 3,4,5 log=1,2,4,7 kv.k2=t2
`,
    },
  ],
  steps: [
    {
      id: 'figure',
      type: 'tell',
      at: { line: 7 },
      look: [entry(2, 1), entry(2, 2), node(5)],
      say: {
        en: 'n1 led term 2 and put its entry 2 on n2 before it failed. n5 led term 3 and wrote another entry 2, alone. Now n5 is down, and n1 is back.',
        zh: 'n1 曾是任期 2 的领导者，失败之前把条目 2 放到了 n2。n5 曾是任期 3 的领导者，独自写了另一个条目 2。现在 n5 宕机，n1 回来了。',
      },
    },
    {
      id: 'count',
      type: 'predict',
      at: { line: 25 },
      look: [entry(2), message('MsgAppResp', 3, 1)],
      say: {
        en: 'n1 leads term 4 and has appended its own entry 3. It has just copied entry 2, of term 2, to n3: three of five disks have it. The answer of n3 is under way.',
        zh: 'n1 是任期 4 的领导者，追加了自己的条目 3。它刚把任期 2 的条目 2 复制到 n3：五块磁盘中的三块有了。n3 的回答正在路上。',
      },
      question: {
        ask: {
          en: 'What is the commit index of n1 when the answer arrives?',
          zh: '回答到达时，n1 的提交索引是多少？',
        },
        choices: [
          {
            text: { en: '2: the entry is on a majority', zh: '2：这个条目在多数上' },
            because: {
              en: 'It is on n1, n2 and n3, yes. But it is of term 2, and a leader of term 4 counts copies of its own term’s entries only.',
              zh: '它确实在 n1、n2、n3 上。但它属于任期 2，而任期 4 的领导者只对自己任期的条目计数。',
            },
            claim: 'node(1).commit == 2',
          },
          {
            text: { en: '1: the entry is not of n1’s own term', zh: '1：这个条目不属于 n1 自己的任期' },
            right: true,
            because: {
              en: 'The newest index on three disks is 2, and its term is 2, not 4. n1 has to wait until index 3, of term 4, is on three disks.',
              zh: '三块磁盘上都有的最新索引是 2，它的任期是 2，不是 4。n1 要等任期 4 的索引 3 也在三块磁盘上。',
            },
            claim: 'node(1).commit == 1',
          },
          {
            text: {
              en: '3: with entry 2 goes what follows it',
              zh: '3：条目 2 之后的也跟着提交',
            },
            because: {
              en: 'Index 3 is on n1 and n2 only. It is the other way round: what comes before a committed entry is committed with it.',
              zh: '索引 3 只在 n1 和 n2 上。正好相反：已提交条目之前的，才随它一起提交。',
            },
            claim: 'node(1).commit == 3',
          },
        ],
      },
    },
    {
      id: 'you',
      type: 'beTheNode',
      node: 1,
      until: { line: 26 },
      look: [log(1), log(2), log(3)],
      say: {
        en: 'You are n1, the leader of term 4. n3 acknowledges index 2.',
        zh: '你是 n1，任期 4 的领导者。n3 确认了索引 2。',
      },
    },
    {
      id: 'counted',
      type: 'observe',
      of: 'count',
      at: { line: 26 },
      look: [node(1, 'commit'), entry(2)],
      say: {
        en: 'n1 has counted: Match is 3 for n2, 2 for n3.',
        zh: 'n1 数过了：n2 的 Match 是 3，n3 的是 2。',
      },
      ask: { en: 'What did you see: what is committed?', zh: '你看到了什么：提交到了哪里？' },
    },
    {
      id: 'rival',
      type: 'predict',
      at: { line: 35 },
      look: [entry(2, 5), entry(2, 3), node(5)],
      say: {
        en: 'n1 dies, and n5 returns with its entry 2 of term 3. It has lost term 4, where others had voted already, and now asks in term 5.',
        zh: 'n1 宕机，n5 带着任期 3 的条目 2 回来。任期 4 里别人已投过票，它没能当选，现在在任期 5 再请求。',
      },
      question: {
        ask: { en: 'Can n5 become leader?', zh: 'n5 能当选吗？' },
        choices: [
          {
            text: {
              en: 'No: entry 2 of term 2 is on a majority, and n5 lacks it',
              zh: '不能：任期 2 的条目 2 在多数上，而 n5 没有',
            },
            because: {
              en: 'Votes depend on the last entry alone. n3’s is (term 2, index 2), n5’s (term 3, index 2): n3 has to grant.',
              zh: '投不投只看最后一条。n3 的是 (任期 2, 索引 2)，n5 的是 (任期 3, 索引 2)：n3 只能同意。',
            },
            claim: 'node(5).role != leader',
          },
          {
            text: { en: 'Yes, with the votes of n3 and n4', zh: '能，靠 n3 和 n4 的票' },
            right: true,
            because: {
              en: 'n3 ends in term 2, n4 in term 1: both are behind n5’s term 3. Only n2, whose last entry is of term 4, refuses.',
              zh: 'n3 止于任期 2，n4 止于任期 1：都比 n5 的任期 3 旧。只有最后一条是任期 4 的 n2 拒绝。',
            },
            claim: 'node(5).role == leader && node(3).vote == 5 && node(4).vote == 5',
          },
          {
            text: {
              en: 'Only if it first takes over entry 2 of term 2',
              zh: '要先接受任期 2 的条目 2 才行',
            },
            because: {
              en: 'A candidate takes nothing from those who vote for it, and a leader never overwrites its own log. n5 still has term 3 at index 2.',
              zh: '候选者不会从投票者那里拿任何条目，领导者也从不改写自己的日志。n5 的索引 2 仍是任期 3。',
            },
            claim: 'node(5).log(2).term == 2',
          },
        ],
      },
    },
    {
      id: 'won',
      type: 'observe',
      of: 'rival',
      at: { when: 'node(5).role == leader && any(m in messages, m.type == MsgApp)' },
      look: [node(5, 'role'), log(5), log(3)],
      say: {
        en: 'The votes of term 5 are counted.',
        zh: '任期 5 的票数出来了。',
      },
      ask: { en: 'What did you see: does n5 lead?', zh: '你看到了什么：n5 当选了吗？' },
    },
    {
      id: 'overwritten',
      type: 'tell',
      at: { line: 36 },
      look: [entry(2), log(2), log(5)],
      say: {
        en: 'All logs are 1, 3, 5: the entry that was on three of five is gone. That is allowed, because n1 never called it committed and no client was told.',
        zh: '所有日志都是 1, 3, 5：曾在五个中的三个上的那个条目没有了。这没有违反什么，因为 n1 从未认定它已提交，也没有告诉过客户端。',
      },
    },
    {
      id: 'lives',
      type: 'tell',
      run: 'b',
      at: { when: 'node(1).commit == 3' },
      look: [entry(2), entry(3), node(1, 'commit')],
      say: {
        en: 'The other ending: n1 lives until its entry 3, of term 4, is on n1, n2 and n3. Index 2 and 3 are committed in one step.',
        zh: '另一种结局：n1 活到任期 4 的条目 3 也在 n1、n2、n3 上。索引 2 和 3 一步提交。',
      },
    },
    {
      id: 'never',
      type: 'tell',
      at: { line: 14 },
      look: [node(5, 'votes'), node(2), node(3)],
      say: {
        en: 'Now n5 asks three times, up to term 6, and only n4 votes for it. n2 and n3 end in term 4, which is newer than 3: entry 2 is safe.',
        zh: '现在 n5 请求了三次，直到任期 6，只有 n4 投给它。n2 和 n3 止于任期 4，比 3 新：条目 2 安全了。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Break it: this leader commits old entries by counting. Replay figure 8 until two nodes have applied different entries at the same index.',
      zh: '打破它：这里的领导者用计数提交旧条目。重演图 8，直到两个节点在同一个索引应用了不同的条目。',
    },
    config: {
      nodes: 5,
      electionTicks: 50,
      preVote: false,
      checkQuorum: false,
      maxSizePerMsg: 0,
      brokenRules: ['commitOldTerms'],
      drawing: [
        { node: 1, log: [1, 2], term: 3, vote: 0, commit: 1, up: true },
        { node: 2, log: [1, 2], term: 3, vote: 0, commit: 1, up: true },
        { node: 3, log: [1], term: 3, vote: 5, commit: 1, up: true },
        { node: 4, log: [1], term: 3, vote: 5, commit: 1, up: true },
        { node: 5, log: [1, 3], term: 3, vote: 5, commit: 1, up: false },
      ],
    },
    goal: 'violation("StateMachineSafety")',
    hints: [
      {
        en: 'Let n1 lead and stop right when its commit index becomes 2.',
        zh: '让 n1 当选，在它的提交索引变成 2 时立刻停下。',
      },
      {
        en: 'Isolate n1 there, kill it, restart n5, and let n5 campaign until it wins.',
        zh: '这时隔离 n1 并终止它，重启 n5，让 n5 竞选直到当选。',
      },
    ],
    solution: [
      { type: 'campaign', node: 1 },
      { until: 'node(1).applied >= 2' },
      { type: 'isolate', node: 1 },
      { type: 'kill', node: 1 },
      { type: 'restart', node: 5 },
      { type: 'campaign', node: 5 },
      { ms: 200 },
      { type: 'campaign', node: 5 },
      { until: 'violation("StateMachineSafety")' },
    ],
  },
  sources: [
    paper('section 5.4.2 and figure 8', '5.4.2 节与图 8'),
    thesis('section 3.6.2', '3.6.2 节'),
    etcdRaft('raft.go', 'maybeCommit'),
    raftLab('TestFigure83C'),
  ],
};
