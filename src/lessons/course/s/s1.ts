import type { Lesson } from '../lesson.ts';
import { entry, log, message, node } from '../looks.ts';
import { ledByN1, put } from '../moves.ts';
import { etcdRaft, paper, raftLab } from '../sources.ts';
import { s1 } from './headings.ts';

export const s1Lesson: Lesson = {
  ...s1,
  runs: [
    {
      id: 'a',
      title: { en: 'Two writes, then a power cut', zh: '两次写入，然后断电' },
      script: `cluster voters=1,2,3
campaign 1
propose 1 a=1
propose 1 b=2
expect 1,2,3 commit=3
crash 1,2,3
restart 1,2,3
expect 1,2,3 role=F term=1 vote=1 lead=0 commit=3 applied=3 kv.b=2
tick 10
expect 1 role=L term=2 commit=4
expect 2,3 commit=4 kv.b=2
`,
    },
  ],
  steps: [
    {
      id: 'before',
      type: 'tell',
      at: { line: 4 },
      look: [log(1), log(2), log(3)],
      say: {
        en: 'n1 leads term 1. Its empty entry, a=1 and b=2 stand at index 1, 2 and 3 of every log; all three are committed and applied.',
        zh: 'n1 是任期 1 的领导者。它的空条目、a=1、b=2 在每份日志的索引 1、2、3；三条都已提交，也已应用。',
      },
    },
    {
      id: 'dark',
      type: 'predict',
      at: { line: 6 },
      look: [node(1), node(2), node(3)],
      say: {
        en: 'The power fails: all three processes end in the same moment. Whatever was only in memory is gone.',
        zh: '断电了：三个进程在同一时刻结束。只在内存里的东西全部消失。',
      },
      question: {
        ask: {
          en: 'The power is back, and all three start from their disks. What do they know in the first moment?',
          zh: '电来了，三个节点都从磁盘启动。最初的一刻，它们知道什么？',
        },
        choices: [
          {
            text: {
              en: 'Term 1, their vote for n1, the three entries; but not who leads',
              zh: '任期 1、投给 n1 的票、三个条目；但不知道谁是领导者',
            },
            right: true,
            because: {
              en: 'Term, vote and log are on disk before anybody is told of them, so they come back: term 1, vote n1, last index 3, and commit 3 with them. Who leads was only ever in memory.',
              zh: '任期、vote 和日志总是先落盘，然后才让别人知道，所以都回来了：任期 1，vote n1，最后的索引是 3，还有 commit 3。谁是领导者只在内存里。',
            },
            claim: 'all(n in nodes, n.term == 1 && n.vote == 1 && n.last == 3 && n.lead == none)',
          },
          {
            text: {
              en: 'The three entries; but they begin again in term 0',
              zh: '三个条目；但任期从 0 重新开始',
            },
            because: {
              en: 'Then a node could vote once more in term 1, for somebody else. Each of the three came back in term 1, and still knows that its vote went to n1.',
              zh: '那样的话，节点在任期 1 里就能再投一次票，投给别人。三个节点恢复后都在任期 1，也都记得自己的票投给了 n1。',
            },
            claim: 'all(n in nodes, n.term == 0)',
          },
          {
            text: { en: 'Everything, so n1 simply goes on leading', zh: '全部，所以 n1 继续当领导者' },
            because: {
              en: 'n1 came back as a follower like the others. To lead is not a thing on disk: it has to be won anew, in a new term.',
              zh: 'n1 和别人一样，恢复后是跟随者。领导者的身份不在磁盘上：要在新的任期里重新赢得。',
            },
            claim: 'node(1).role == leader',
          },
        ],
      },
    },
    {
      id: 'back',
      type: 'observe',
      of: 'dark',
      at: { when: 'all(n in nodes, n.status == up)' },
      look: [node(1, 'term'), node(1, 'role'), log(1)],
      say: {
        en: 'All three are up again: followers of term 1, with logs up to index 3.',
        zh: '三个节点都起来了：任期 1 的跟随者，日志到索引 3。',
      },
      ask: { en: 'What did the nodes know when they came up?', zh: '节点刚起来时，知道什么？' },
    },
    {
      id: 'replay',
      type: 'tell',
      at: { when: 'all(n in nodes, n.applied == 3)' },
      look: [node(1, 'commit'), node(3, 'commit')],
      say: {
        en: 'Applied started at 0, with an empty table. Each node has now gone through its entries 1 to 3 once more, and the table holds a=1 and b=2 again.',
        zh: 'applied 从 0 开始，表是空的。每个节点把条目 1 到 3 又应用了一遍，表里重新有了 a=1 和 b=2。',
      },
    },
    {
      id: 'asks',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgVote && m.term == 2)' },
      look: [node(1, 'timer'), message('MsgVote', 1, 2), message('MsgVote', 1, 3)],
      say: {
        en: 'Ten ticks without a leader: the timer of n1 ends first. It asks in term 2, because in term 1 all votes are given, and written down.',
        zh: '十个 tick 没有领导者：n1 的计时器最先到。它在任期 2 里请求投票，因为任期 1 的票都已投出，并且写在磁盘上。',
      },
    },
    {
      id: 'once',
      type: 'ask',
      at: { when: 'all(n in nodes, n.commit == 4)' },
      look: [entry(4), log(2)],
      say: {
        en: 'n1 leads term 2, and its empty entry at index 4 is committed. Both writes were applied before the power cut and again after it.',
        zh: 'n1 是任期 2 的领导者，它在索引 4 的空条目已提交。两次写入在断电前应用过，断电后又应用了一遍。',
      },
      question: {
        ask: {
          en: 'The revision of the store begins at 1 and grows by one with each write. Where does it stand now?',
          zh: '存储的修订号从 1 开始，每写一次加一。现在是多少？',
        },
        choices: [
          {
            text: { en: '3, as before the power cut', zh: '3，和断电前一样' },
            right: true,
            because: {
              en: 'The replay began with an empty table at revision 1, not with the old one. Two writes lead to 3, however often the log is replayed.',
              zh: '重放是从修订号 1 的空表开始的，不是接着旧表。两次写入到 3，日志重放多少遍都一样。',
            },
            claim: 'all(n in nodes, n.revision == 3)',
          },
          {
            text: { en: '5: each write counts twice', zh: '5：每次写入算了两遍' },
            because: {
              en: 'It would be 5 if the entries had been applied on top of the old table. That table was gone; you see revision 3 on all three.',
              zh: '如果在旧表上再应用一遍，才会是 5。但旧表已经没有了；你看到三个节点都是修订号 3。',
            },
            claim: 'node(1).revision == 5',
          },
          {
            text: {
              en: '4: the empty entry of the new leader counts, too',
              zh: '4：新领导者的空条目也算一次',
            },
            because: {
              en: 'The empty entry takes index 4 of the log, but it changes no key. Index and revision are two different counters.',
              zh: '空条目占了日志的索引 4，但没有改任何键。索引和修订号是两个不同的计数。',
            },
            claim: 'node(1).revision == 4',
          },
        ],
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Kill all three nodes, bring the cluster back, and have a leader of a later term that still holds a=1.',
      zh: '终止全部三个节点，再让集群恢复，直到有一个更高任期的领导者，并且它仍有 a=1。',
    },
    config: { nodes: 3 },
    prepare: [...ledByN1(), put(1, 1, 'a', '1'), { until: 'all(n in nodes, n.applied == 2)' }, { ms: 200 }],
    goal: 'all(n in nodes, n.restarts > 0) && leader.term > 1 && leader.key("a").value == "1"',
    hints: [
      {
        en: 'Select a node and choose Kill; a killed node shows what is on its disk.',
        zh: '选中一个节点，选择“终止”；被终止的节点会显示它磁盘上的内容。',
      },
      {
        en: 'Restart at least two of them, then the third, and let time go on.',
        zh: '先重启至少两个，再重启第三个，然后让时间继续走。',
      },
    ],
    solution: [
      { type: 'kill', node: 1 },
      { type: 'kill', node: 2 },
      { type: 'kill', node: 3 },
      { ms: 500 },
      { type: 'restart', node: 1 },
      { type: 'restart', node: 2 },
      { type: 'restart', node: 3 },
      { until: 'leader.term > 1 && leader.key("a").value == "1"' },
    ],
  },
  sources: [
    paper('figure 2, persistent state', '图 2，persistent state'),
    etcdRaft('raft.go', 'loadState, becomeFollower'),
    raftLab('TestPersist13C, TestSnapshotAllCrash3D'),
  ],
};
