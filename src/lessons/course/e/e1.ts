import type { Lesson } from '../lesson.ts';
import { entry, log, message, node } from '../looks.ts';
import { e1 } from './headings.ts';

export const e1Lesson: Lesson = {
  ...e1,
  runs: [
    {
      id: 'a',
      title: { en: 'Three nodes, nobody leads', zh: '三个节点，没有领导者' },
      script: `cluster voters=1,2,3
expect 1,2,3 role=F term=0 last=0 commit=0
tick 9
expect msgs MsgHup=0 MsgVote=0
tick 1
expect 1 role=L term=1 vote=1 lead=1 log=1 commit=1
expect 2,3 role=F term=1 vote=1 lead=1 log=1 commit=1
expect msgs MsgHup=1 MsgVote=2 MsgVoteResp=2 MsgVoteResp.reject=0
expect msgs MsgApp.data=2 MsgApp.empty=2 MsgAppResp=4
`,
    },
  ],
  steps: [
    {
      id: 'quiet',
      type: 'tell',
      look: [node(1, 'timer'), node(2, 'timer'), node(3, 'timer')],
      say: {
        en: 'Three equal nodes: all are followers of term 0, and nobody leads. Each has an election timer, the arc around it. The timers were drawn at random, so they are not of the same length.',
        zh: '三个平等的节点：都是任期 0 的跟随者，没有领导者。每个节点有一个选举计时器，就是它外面的弧。计时器的长度是随机抽的，所以各不相同。',
      },
    },
    {
      id: 'who',
      type: 'predict',
      at: { line: 3 },
      look: [node(1, 'timer'), node(2, 'timer'), node(3, 'timer')],
      say: {
        en: 'Nine ticks have gone by, and not one message was sent. The next tick ends the shortest timer.',
        zh: '九个 tick 过去了，一条消息也没有发出。下一个 tick，最短的计时器就到了。',
      },
      question: {
        ask: {
          en: 'n1 campaigns. Which term will it lead, and with whose votes?',
          zh: 'n1 发起竞选。它会在哪个任期当选？靠谁的选票？',
        },
        choices: [
          {
            text: {
              en: 'Term 1, once one other node has granted its vote',
              zh: '任期 1，只要另外一个节点投票给它',
            },
            right: true,
            because: {
              en: 'n1 raises its term to 1 and votes for itself. One more vote makes two of three, a majority: it leads with the first grant that arrives, and the other is not waited for.',
              zh: 'n1 把任期加到 1，并投票给自己。再有一票就是三分之二，已过半数：第一张同意票一到它就当选，不等另一张。',
            },
            claim: 'node(1).role == leader && node(1).term == 1 && any(m in messages, m.type == MsgVoteResp)',
          },
          {
            text: { en: 'Term 0, because that is the term of all', zh: '任期 0，因为大家都在任期 0' },
            because: {
              en: 'A candidate always begins a new term: nobody can have voted in it yet. You saw n1 go from term 0 to term 1 as it campaigned.',
              zh: '候选者总是开始一个新的任期：在新的任期里还没有人投过票。你看到 n1 竞选时它的任期从 0 变成了 1。',
            },
            claim: 'node(1).term == 0',
          },
          {
            text: {
              en: 'Term 1, once all others have granted their votes',
              zh: '任期 1，要等其他所有节点都投票给它',
            },
            because: {
              en: 'If all had to agree, one dead node would stop every election. n1 led as soon as it had two of three votes; the second answer was still on its way.',
              zh: '如果要所有节点都同意，一个节点宕机就再也选不出领导者了。n1 得到三票中的两票时就当选了，第二个回答还在路上。',
            },
            claim: 'node(1).role == leader && !any(m in messages, m.type == MsgVoteResp)',
          },
        ],
      },
    },
    {
      id: 'campaign',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgVote)' },
      look: [node(1, 'term'), message('MsgVote', 1, 2), message('MsgVote', 1, 3)],
      say: {
        en: 'n1 is a candidate of term 1. It has voted for itself and asks both others with MsgVote.',
        zh: 'n1 成为任期 1 的候选者。它已投票给自己，并用 MsgVote 请另外两个节点投票。',
      },
    },
    {
      id: 'won',
      type: 'observe',
      of: 'who',
      at: { when: 'node(1).role == leader' },
      look: [node(1, 'role'), entry(1, 1)],
      say: {
        en: 'n1 leads. Its first act is an empty entry of its own term, at index 1.',
        zh: 'n1 当选。它做的第一件事是写入一个自己任期的空条目，在索引 1。',
      },
      ask: { en: 'What did you see: when did n1 become leader?', zh: '你看到了什么：n1 是什么时候当选的？' },
    },
    {
      id: 'committed',
      type: 'tell',
      at: { when: 'all(n in nodes, n.commit == 1)' },
      look: [log(1), log(2), log(3)],
      say: {
        en: 'The entry is on all disks, and everybody knows it is committed: that took a second round of MsgApp, which only carries the new commit index. In all: 2 MsgVote, 2 MsgVoteResp, 4 MsgApp, 4 MsgAppResp.',
        zh: '这个条目已在所有磁盘上，所有节点也都知道它已提交：为此又发了一轮 MsgApp，只带着新的提交索引。总共：2 条 MsgVote，2 条 MsgVoteResp，4 条 MsgApp，4 条 MsgAppResp。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Make n3 the first leader of this cluster.',
      zh: '让 n3 成为这个集群的第一个领导者。',
    },
    config: { nodes: 3 },
    goal: 'node(3).role == leader && node(3).term == 1',
    hints: [
      {
        en: 'Whoever campaigns first usually wins. You can make a node campaign at any time.',
        zh: '谁先竞选，通常就是谁赢。你随时可以让一个节点发起竞选。',
      },
      { en: 'Click n3 and choose Campaign now.', zh: '点击 n3，选择“立即竞选”。' },
    ],
    solution: [{ type: 'campaign', node: 3 }, { until: 'node(3).role == leader' }],
  },
  sources: [
    {
      text: {
        en: 'Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, section 5.2 and figure 4',
        zh: 'Ongaro 与 Ousterhout，In Search of an Understandable Consensus Algorithm，5.2 节与图 4',
      },
      href: 'https://raft.github.io/raft.pdf',
    },
    { text: { en: 'etcd raft: campaign, becomeLeader', zh: 'etcd raft：campaign、becomeLeader' } },
  ],
};
