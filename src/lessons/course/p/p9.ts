import type { Lesson } from '../lesson.ts';
import { entry, log, message, node } from '../looks.ts';
import { etcdRaft, page } from '../sources.ts';
import { p9 } from './headings.ts';

export const p9Lesson: Lesson = {
  ...p9,
  runs: [
    {
      id: 'a',
      title: { en: 'A pre-vote of a lower term gets no answer', zh: '更低任期的预投票得不到回答' },
      script: `cluster voters=1,2,3 preVote bug=silentLowPreVote
load 1 log=1 term=9 commit=1
load 2 log=1,1 term=6 commit=1
load 3 log=1,1,1 term=3 commit=1
mark
tick 60
tick 240
expect 1 role=P term=9
expect 2 role=P term=6
expect 3 role=P term=3
expect msgs MsgVote=0
`,
    },
    {
      id: 'b',
      title: { en: 'It is refused, with the term of the voter', zh: '会被拒绝，并带上投票者的任期' },
      script: `cluster voters=1,2,3 preVote
load 1 log=1 term=9 commit=1
load 2 log=1,1 term=6 commit=1
load 3 log=1,1,1 term=3 commit=1
mark
tick 60
expect 2 role=L term=10 commit=3
expect 1,3 role=F term=10 lead=2 log=1,1,10
`,
    },
  ],
  steps: [
    {
      id: 'sorted',
      type: 'predict',
      at: { line: 5 },
      look: [log(1), log(2), log(3)],
      say: {
        en: 'PreVote has just been switched on. By term: n1 (9), n2 (6), n3 (3). By log it is the other way round: n3 has three entries, n2 two, n1 one. And here whoever is asked for a term below its own says nothing.',
        zh: '刚刚开启 PreVote。按任期排：n1（9）、n2（6）、n3（3）。按日志正好相反：n3 三条，n2 两条，n1 一条。而且这里，被问到低于自己的任期时，谁都不作声。',
      },
      question: {
        ask: { en: 'Who will be elected in the next 300 ticks?', zh: '接下来 300 个 tick，谁会当选？' },
        choices: [
          {
            text: { en: 'n3: nobody’s log is better', zh: 'n3：没有谁的日志更好' },
            because: {
              en: 'n3 asks for term 4. n1 is in 9 and n2 in 6: to them that is the past, and they do not even answer.',
              zh: 'n3 问的是任期 4。n1 在 9，n2 在 6：对它们来说那是过去，连回答都没有。',
            },
            claim: 'node(3).role == leader',
          },
          {
            text: { en: 'n1: nobody’s term is higher', zh: 'n1：没有谁的任期更高' },
            because: {
              en: 'n1 asks for term 10, is heard, and is refused: the other two logs are longer than its own.',
              zh: 'n1 问的是任期 10，对方听到了，却拒绝：另外两份日志都比它的长。',
            },
            claim: 'node(1).role == leader',
          },
          {
            text: { en: 'Nobody', zh: '没有人' },
            right: true,
            because: {
              en: 'Whoever is heard has the worse log; whoever has the better log is not heard. Not one MsgVote was sent.',
              zh: '有人理睬的日志太旧，日志够新的没人理睬。一条 MsgVote 都没有发出。',
            },
            claim: 'all(n in nodes, n.role == preCandidate) && node(1).term == 9 && node(3).term == 3',
          },
        ],
      },
    },
    {
      id: 'unheard',
      type: 'tell',
      at: { when: 'message.type == MsgPreVote && message.from == 3' },
      look: [node(3, 'term'), node(1, 'term'), log(3)],
      say: {
        en: 'n3, which could lead, asks for term 4, and is ignored. It does not learn that there are terms 6 and 9, so it will ask for term 4 again and again.',
        zh: '本可当选的 n3 问的是任期 4，被忽略了。它无从知道已有任期 6 和 9，所以会一次又一次地问任期 4。',
      },
    },
    {
      id: 'deadlock',
      type: 'observe',
      of: 'sorted',
      at: { line: 7 },
      look: [node(1), node(2), node(3)],
      say: {
        en: '300 ticks later.',
        zh: '300 个 tick 之后。',
      },
      ask: { en: 'What did you see: who was elected?', zh: '你看到了什么：谁当选了？' },
    },
    {
      id: 'rule',
      type: 'predict',
      run: 'b',
      at: { line: 5 },
      look: [log(1), log(2), log(3)],
      say: {
        en: 'The same disks, and the rule that etcd added: who is asked for a lower term refuses, and the refusal carries its own term.',
        zh: '同样的磁盘，加上 etcd 补的规则：被问到更低的任期时要拒绝，而拒绝带着自己的任期。',
      },
      question: {
        ask: { en: 'Who will lead?', zh: '谁会当选？' },
        choices: [
          {
            text: { en: 'n1, now that its term is known to all', zh: 'n1，现在大家都知道它的任期了' },
            because: {
              en: 'Its term spreads, but its log stays the shortest: both others refuse n1 for as long as they have more.',
              zh: '它的任期传开了，但它的日志仍然最短：只要另外两个更长，就都拒绝它。',
            },
            claim: 'node(1).role == leader',
          },
          {
            text: { en: 'n3, as its log is the longest', zh: 'n3，它的日志最长' },
            because: {
              en: 'It could, but n2 was quicker: 12 ticks against 14. n1’s vote, with its own, was enough for n2.',
              zh: '它可以，但 n2 更快：12 个 tick 对 14 个。n1 的票加上自己的，对 n2 就够了。',
            },
            claim: 'node(3).role == leader',
          },
          {
            text: { en: 'n2, with the vote of n1', zh: 'n2，靠 n1 的票' },
            right: true,
            because: {
              en: 'By its first refusal n2 had learned term 9. It then asked for term 10, and n1, whose log is shorter, agreed.',
              zh: 'n2 从第一次拒绝得知了任期 9。它随后问任期 10，日志更短的 n1 同意了。',
            },
            claim: 'node(2).role == leader && node(2).term == 10 && node(1).vote == 2 && node(3).vote != 2',
          },
        ],
      },
    },
    {
      id: 'learns',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgPreVoteResp && m.to == 3 && m.from == 1)' },
      look: [message('MsgPreVoteResp', 1, 3), node(3, 'term')],
      say: {
        en: 'n3 has asked for term 4, and n1 refuses: I am in term 9. With this answer n3 moves up to term 9.',
        zh: 'n3 问了任期 4，n1 拒绝：我在任期 9。凭这个回答，n3 升到任期 9。',
      },
    },
    {
      id: 'elected',
      type: 'observe',
      of: 'rule',
      at: { when: 'node(2).role == leader' },
      look: [node(2, 'role'), node(2, 'term'), node(3)],
      say: {
        en: 'Tick 24: a leader, in term 10.',
        zh: '第 24 个 tick：有领导者了，在任期 10。',
      },
      ask: { en: 'What did you see: who leads?', zh: '你看到了什么：谁是领导者？' },
    },
    {
      id: 'third',
      type: 'tell',
      at: { line: 8 },
      look: [entry(3), log(3), log(2)],
      say: {
        en: 'All logs are 1, 1, 10: the third entry of n3 is gone. It was on one disk only and never committed, so n2 did not need it.',
        zh: '所有日志都是 1, 1, 10：n3 的第三条没有了。它只在一块磁盘上，从未提交，n2 不需要它。',
      },
    },
    {
      id: 'beside',
      type: 'sideBySide',
      runs: ['a', 'b'],
      say: {
        en: 'The two runs differ in one answer: silence here, a refusal with a term there.',
        zh: '两次运行只差一个回答：一边沉默，一边是带着任期的拒绝。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'The deadlock, with the rule missing. Get a leader elected.',
      zh: '缺了规则的死锁。让集群选出领导者。',
    },
    config: {
      nodes: 3,
      preVote: true,
      checkQuorum: false,
      brokenRules: ['silentLowPreVote'],
      drawing: [
        { node: 1, log: [1], term: 9, vote: 0, commit: 1, up: true },
        { node: 2, log: [1, 1], term: 6, vote: 0, commit: 1, up: true },
        { node: 3, log: [1, 1, 1], term: 3, vote: 0, commit: 1, up: true },
      ],
    },
    prepare: [{ ms: 5000 }],
    goal: 'leader != none',
    hints: [
      {
        en: 'A node without PreVote raises its term by itself, and its MsgVote takes the others along.',
        zh: '不开 PreVote 的节点会自己提高任期，它的 MsgVote 会把别人一起带上。',
      },
      {
        en: 'Switch PreVote off on n1, the one with the highest term.',
        zh: '关闭 n1 的 PreVote，它的任期最高。',
      },
    ],
    solution: [
      { type: 'kill', node: 1 },
      { type: 'configure', node: 1, settings: { preVote: false } },
      { type: 'restart', node: 1 },
      { until: 'leader != none' },
    ],
  },
  sources: [
    page(
      'https://github.com/etcd-io/etcd/issues/8501',
      'etcd-io/etcd, issue 8501',
      'etcd-io/etcd，issue 8501',
    ),
    page(
      'https://github.com/etcd-io/etcd/pull/8525',
      'etcd-io/etcd, pull request 8525, which solved it',
      'etcd-io/etcd，解决它的 pull request 8525',
    ),
    etcdRaft('raft_test.go', 'TestPreVoteMigrationCanCompleteElection'),
  ],
};
