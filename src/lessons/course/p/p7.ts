import type { Lesson } from '../lesson.ts';
import { log, node } from '../looks.ts';
import { elect } from '../moves.ts';
import { etcdRaft, page } from '../sources.ts';
import { p7 } from './headings.ts';

export const p7Lesson: Lesson = {
  ...p7,
  runs: [
    {
      id: 'a',
      title: { en: 'A lease, but the leader never steps down', zh: '有租约，但领导者从不退位' },
      script: `cluster voters=1,2,3,4,5 preVote checkQuorum bug=noStepDown
campaign 1
cut 1-3,1-4,1-5,2-5,3-5,4-5
propose 1 x=1
tick 19
tick 1
tick 30
tick 150
expect 1 role=L term=1 commit=1
expect 2 role=F term=1 lead=1 commit=1
expect 3,4 role=P term=1
expect 5 role=P term=1
`,
    },
    {
      id: 'b',
      title: { en: 'Lease and CheckQuorum', zh: '租约加 CheckQuorum' },
      script: `cluster voters=1,2,3,4,5 preVote checkQuorum
campaign 1
cut 1-3,1-4,1-5,2-5,3-5,4-5
propose 1 x=1
tick 19
expect 1 role=L term=1 commit=1
tick 1
expect 1 role=F term=1
tick 30
expect 2 role=L term=2 commit=3
expect 1,3,4 role=F term=2 lead=2 kv.x=1
expect 5 role=P term=1
`,
    },
    {
      id: 'c',
      title: { en: 'PreVote alone', zh: '只开启 PreVote' },
      script: `cluster voters=1,2,3,4,5 preVote
campaign 1
cut 1-3,1-4,1-5,2-5,3-5,4-5
propose 1 x=1
tick 200
expect 1 role=L term=1 commit=1
expect 2 role=F term=1 lead=1
`,
    },
  ],
  steps: [
    {
      id: 'graph',
      type: 'predict',
      at: { line: 4 },
      look: [node(1, 'role'), node(2), node(3)],
      say: {
        en: 'n1 leads and reaches n2 alone. n2, n3 and n4 reach each other; n5 reaches nobody. Voters have leases, and this leader never checks its quorum. x=1 is on n1 and n2.',
        zh: 'n1 是领导者，只连得上 n2。n2、n3、n4 互通；n5 谁也连不上。投票者持有租约，而这个领导者从不检查法定人数。x=1 在 n1 和 n2 上。',
      },
      question: {
        ask: {
          en: 'Three of five are connected: n2, n3, n4. Do they elect a leader in 200 ticks?',
          zh: '五个中的三个互通：n2、n3、n4。200 个 tick 内，它们会选出领导者吗？',
        },
        choices: [
          {
            text: { en: 'Yes, n3: its timer is the first to end', zh: '会，n3：它的计时器最先到期' },
            because: {
              en: 'n3 needs the vote of n2, and n2 hears n1 in every tick. Its lease never ran out, and it ignored n3.',
              zh: 'n3 需要 n2 的票，而 n2 每个 tick 都听到 n1。它的租约从不到期，一直不理会 n3。',
            },
            claim: 'node(3).role == leader',
          },
          {
            text: { en: 'They need not: n1 commits with n2', zh: '不需要：n1 和 n2 可以提交' },
            because: {
              en: 'n1 and n2 are two of five. The commit index of n1 stayed at 1 for 200 ticks.',
              zh: 'n1 和 n2 只是五个中的两个。200 个 tick 里，n1 的提交索引停在 1。',
            },
            claim: 'node(1).commit == 2',
          },
          {
            text: {
              en: 'No: nobody is elected, and nothing is committed',
              zh: '不会：选不出人，也提交不了任何东西',
            },
            right: true,
            because: {
              en: 'n2 is the hinge: it keeps up n1, who can do nothing, and so refuses n3 and n4, who could.',
              zh: '关键在 n2：它维持着无能为力的 n1，因而不理会本可做事的 n3 和 n4。',
            },
            claim:
              'node(1).role == leader && node(1).commit == 1 && node(3).role == preCandidate && node(4).role == preCandidate',
          },
        ],
      },
    },
    {
      id: 'blocked',
      type: 'observe',
      of: 'graph',
      at: { line: 8 },
      look: [node(1, 'commit'), node(2), node(3, 'role')],
      say: {
        en: '200 ticks later.',
        zh: '200 个 tick 之后。',
      },
      ask: {
        en: 'What did you see: who leads, and what is committed?',
        zh: '你看到了什么：谁是领导者，提交了什么？',
      },
    },
    {
      id: 'checks',
      type: 'predict',
      run: 'b',
      at: { line: 4 },
      look: [node(1, 'role'), node(2, 'timer'), node(3)],
      say: {
        en: 'The same links, but now n1 checks its quorum every 10 ticks.',
        zh: '链路不变，但现在 n1 每 10 个 tick 检查一次法定人数。',
      },
      question: {
        ask: { en: 'Who will lead, and why that one?', zh: '谁会当选？为什么是它？' },
        choices: [
          {
            text: { en: 'n3: it campaigned long before the others', zh: 'n3：它早就在竞选了' },
            because: {
              en: 'n2 has x=1 at index 2, n3 does not. n2 would refuse n3 even without a lease.',
              zh: 'n2 在索引 2 有 x=1，n3 没有。就算没有租约，n2 也会拒绝 n3。',
            },
            claim: 'node(3).role == leader',
          },
          {
            text: {
              en: 'n2: it reaches a majority, and its log is the newest there',
              zh: 'n2：它连得上多数，而且日志在其中最新',
            },
            right: true,
            because: {
              en: 'n1 found two of five active at tick 20 and stepped down. The heartbeats ended, n2’s lease ran out, and n2 won with the votes of those it reaches.',
              zh: 'n1 在第 20 个 tick 发现五个中只有两个活跃，退位了。心跳停止，n2 的租约到期，n2 凭它连得上的节点的票当选。',
            },
            claim: 'node(2).role == leader && node(2).term == 2',
          },
          {
            text: { en: 'Nobody, as before', zh: '没有人，和刚才一样' },
            because: {
              en: 'What blocked the others were n1’s heartbeats to n2. They end when n1 steps down.',
              zh: '之前卡住大家的是 n1 发给 n2 的心跳。n1 一退位就没有了。',
            },
            claim: 'all(n in nodes, n.role != leader)',
          },
        ],
      },
    },
    {
      id: 'gives',
      type: 'tell',
      at: { when: 'decided("becameFollower", "quorumInactive")' },
      look: [node(1, 'role'), node(2)],
      say: {
        en: 'Tick 20: only n1 and n2 were active, two of five. n1 becomes a follower of term 1.',
        zh: '第 20 个 tick：只有 n1 和 n2 活跃，五个中的两个。n1 成为任期 1 的跟随者。',
      },
    },
    {
      id: 'elected',
      type: 'observe',
      of: 'checks',
      at: { when: 'node(2).role == leader' },
      look: [node(2, 'role'), node(1), node(3)],
      say: {
        en: 'There is a leader again.',
        zh: '又有领导者了。',
      },
      ask: { en: 'What did you see: who was elected?', zh: '你看到了什么：谁当选了？' },
    },
    {
      id: 'saved',
      type: 'tell',
      at: { line: 11 },
      look: [log(2), log(3), log(1)],
      say: {
        en: 'n2 has brought x=1 to n3 and n4, and with its own entry of term 2 it is committed. n5 alone still asks in vain.',
        zh: 'n2 把 x=1 带给了 n3 和 n4，随着它任期 2 的条目一起提交。只有 n5 还在徒劳地问。',
      },
    },
    {
      id: 'trap',
      type: 'tell',
      run: 'c',
      at: { line: 5 },
      look: [log(2), log(3), node(1, 'role')],
      say: {
        en: 'Without any lease, PreVote alone is stuck, too: n2 refuses n3 and n4 for their shorter logs, and hears n1, so it never campaigns itself. A leader has to check that it reaches a quorum.',
        zh: '完全没有租约、只开 PreVote，也会卡住：n2 因 n3、n4 日志较短而拒绝，又因听得到 n1 而自己从不竞选。领导者必须检查自己是否连得上法定人数。',
      },
    },
    {
      id: 'beside',
      type: 'sideBySide',
      runs: ['a', 'b'],
      say: {
        en: 'Both by the same clock: a leader that never looks, and one that does.',
        zh: '同一个时钟下：从不查看的领导者，与会查看的领导者。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'This n1 never checks its quorum, and the group is stuck. With one act, let somebody else lead and commit.',
      zh: '这个 n1 从不检查法定人数，集群卡住了。只做一件事，让别的节点当选并能提交。',
    },
    config: { nodes: 5, brokenRules: ['noStepDown'] },
    prepare: [
      ...elect(1),
      { type: 'cut', from: 1, to: 3, oneWay: false },
      { type: 'cut', from: 1, to: 4, oneWay: false },
      { type: 'isolate', node: 5 },
      { ms: 5000 },
    ],
    goal: 'any(n in nodes, n.role == leader && n != 1 && n.commit >= 2)',
    hints: [
      { en: 'What keeps n2 from voting for n3 or n4?', zh: '是什么让 n2 不投给 n3 或 n4？' },
      { en: 'Kill n1, or cut it off from n2.', zh: '终止 n1，或者切断它与 n2。' },
    ],
    solution: [
      { type: 'kill', node: 1 },
      { until: 'any(n in nodes, n.role == leader && n != 1 && n.commit >= 2)' },
    ],
  },
  sources: [
    page(
      'https://dl.acm.org/doi/10.1145/3552326.3587441',
      'Ng, Haridi, Carbone: Omni-Paxos (EuroSys 2023), the quorum-loss and constrained-election scenarios',
      'Ng、Haridi、Carbone：Omni-Paxos（EuroSys 2023），quorum-loss 与 constrained-election 场景',
    ),
    etcdRaft('raft.go', 'Config.validate: lease-based reads need CheckQuorum'),
  ],
};
