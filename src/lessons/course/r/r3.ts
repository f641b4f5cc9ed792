import type { Lesson } from '../lesson.ts';
import { entry, log, message, node } from '../looks.ts';
import { elect, put } from '../moves.ts';
import { paper, raftLab, secretLives } from '../sources.ts';
import { r3 } from './headings.ts';

export const r3Lesson: Lesson = {
  ...r3,
  runs: [
    {
      id: 'a',
      title: { en: 'A partition of two and three', zh: '两个与三个的分区' },
      script: `cluster voters=1,2,3,4,5
campaign 1
part 1,2|3,4,5
propose 1 a=old
propose 1 b=old
expect 1,2 last=3 commit=1
tick 14
expect 3 role=L term=2 commit=2
expect 1 role=L term=1
propose 3 a=new
expect 3,4,5 commit=3 kv.a=new
heal
tick 1
expect 1 role=F term=2 lead=3
expect 1,2 log=1,2,2 commit=3 kv.a=new kv.b=-
propose 1 c=3
expect 1,2,3,4,5 kv.c=3 commit=4
`,
    },
  ],
  steps: [
    {
      id: 'minority',
      type: 'tell',
      at: { line: 6 },
      look: [log(1), log(2), node(1, 'commit')],
      say: {
        en: 'The network splits: n1 and n2 here, n3, n4 and n5 there. n1 still leads and takes two writes, but two of five cannot commit: the commit index stays at 1.',
        zh: '网络分成两边：n1 和 n2 一边，n3、n4、n5 一边。n1 仍是领导者，收下两次写入，但五个中的两个无法提交：提交索引停在 1。',
      },
    },
    {
      id: 'leaders',
      type: 'predict',
      at: { line: 6 },
      look: [node(1, 'role'), node(3, 'timer')],
      say: {
        en: 'The other three hear no heartbeat any more. The timer of n3 is the shortest of them: 14 ticks.',
        zh: '另外三个节点听不到心跳了。其中 n3 的计时器最短：14 个 tick。',
      },
      question: {
        ask: { en: 'How many leaders will there be in 14 ticks?', zh: '14 个 tick 之后会有几个领导者？' },
        choices: [
          {
            text: { en: 'One: there can never be two at a time', zh: '一个：永远不会同时有两个' },
            because: {
              en: 'What can never be is two leaders in one term. n1 led term 1 and n3 term 2, at the same time.',
              zh: '不可能的是同一个任期有两个领导者。n1 是任期 1 的，n3 是任期 2 的，同时存在。',
            },
            claim: 'count(n in nodes, n.role == leader) == 1',
          },
          {
            text: { en: 'Two: n1 in term 1 and n3 in term 2', zh: '两个：任期 1 的 n1 和任期 2 的 n3' },
            right: true,
            because: {
              en: 'n3, n4 and n5 are a majority and elected n3. Nobody could tell n1: no message crosses the split.',
              zh: 'n3、n4、n5 是多数，选出了 n3。没有人能告诉 n1：消息过不了分区。',
            },
            claim:
              'node(1).role == leader && node(1).term == 1 && node(3).role == leader && node(3).term == 2',
          },
          {
            text: {
              en: 'None: n1 gives up when it cannot commit',
              zh: '没有：n1 提交不了就会放弃',
            },
            because: {
              en: 'Without CheckQuorum n1 does not give up. It went on sending heartbeats, to n2 alone.',
              zh: '没有开启 CheckQuorum，n1 不会放弃。它继续发心跳，只有 n2 听得到。',
            },
            claim: 'node(1).role != leader',
          },
        ],
      },
    },
    {
      id: 'twoLeaders',
      type: 'observe',
      of: 'leaders',
      at: { line: 7 },
      look: [node(1), node(3)],
      say: {
        en: '14 ticks are over.',
        zh: '14 个 tick 过去了。',
      },
      ask: { en: 'What did you see: who leads?', zh: '你看到了什么：谁是领导者？' },
    },
    {
      id: 'conflict',
      type: 'predict',
      at: { line: 12 },
      look: [entry(2), entry(3)],
      say: {
        en: 'n3 has committed a=new on three of five. Now the network is whole again, and the logs differ at index 2 and 3.',
        zh: 'n3 在五个中的三个上提交了 a=new。现在网络恢复了，而日志在索引 2 和 3 上不同。',
      },
      question: {
        ask: {
          en: 'What becomes of a=old and b=old, at n1 and n2?',
          zh: 'n1 和 n2 上的 a=old、b=old 会怎样？',
        },
        choices: [
          {
            text: {
              en: 'They stay where they are; the entries of n3 come behind them',
              zh: '留在原处；n3 的条目接在后面',
            },
            because: {
              en: 'All logs have to be the same, index by index, and 2 and 3 are committed as entries of term 2.',
              zh: '所有日志每个索引都要相同，而 2 和 3 已作为任期 2 的条目提交。',
            },
            claim: 'node(1).last == 5',
          },
          {
            text: { en: 'They are replaced by the entries of term 2', zh: '被任期 2 的条目取代' },
            right: true,
            because: {
              en: 'n3 sent its entries 2 and 3. n1 and n2 found other terms there, cut their logs back to 1 and took these.',
              zh: 'n3 发来它的条目 2 和 3。n1 和 n2 发现那里的任期不同，把日志截到 1，再收下这些。',
            },
            claim: 'node(1).last == 3 && node(1).log(2).term == 2 && node(2).log(3).term == 2',
          },
          {
            text: {
              en: 'n1 sends them to n3 as new requests, so that nothing is lost',
              zh: 'n1 把它们当作新请求发给 n3，这样什么都不丢',
            },
            because: {
              en: 'n1 sends nothing on. Nobody was told that these writes are done; a client that still wants them has to ask again.',
              zh: 'n1 不会转发。没有人被告知这些写入已完成；客户端若还要，就得再请求。',
            },
            claim: 'key("b").value == "old"',
          },
        ],
      },
    },
    {
      id: 'deposed',
      type: 'tell',
      at: { when: 'node(1).role == follower' },
      look: [node(1, 'role'), node(1, 'term')],
      say: {
        en: 'A heartbeat of term 2 reaches n1. A higher term ends its leadership at once.',
        zh: '任期 2 的心跳到达 n1。更高的任期立刻结束了它的领导。',
      },
    },
    {
      id: 'cut',
      type: 'tell',
      at: { when: 'any(m in messages, m.type == MsgApp && m.to == 1)' },
      look: [message('MsgApp', 3, 1), log(1)],
      say: {
        en: 'n3 sends its entries 2 and 3, anchored at (index 1, term 1), which both have.',
        zh: 'n3 发出条目 2 和 3，接在两边都有的 (索引 1, 任期 1) 之后。',
      },
    },
    {
      id: 'you',
      type: 'beTheNode',
      node: 1,
      until: { when: 'message.type == MsgApp && message.to == 1' },
      look: [log(1), message('MsgApp', 3, 1)],
      say: {
        en: 'You are n1, a follower of n3 now. Your log is 1, 1, 1, and only index 1 is committed.',
        zh: '你是 n1，现在是 n3 的跟随者。你的日志是 1, 1, 1，只有索引 1 已提交。',
      },
    },
    {
      id: 'replaced',
      type: 'observe',
      of: 'conflict',
      at: { line: 15 },
      look: [log(1), log(2), log(3)],
      say: {
        en: 'One MsgApp later. No value that somebody had applied was taken back: a=old was never applied anywhere.',
        zh: '一条 MsgApp 之后。没有哪个已应用的值被收回：a=old 从未在任何地方应用。',
      },
      ask: {
        en: 'What did you see: what stands at index 2 and 3 of n1?',
        zh: '你看到了什么：n1 的索引 2 和 3 上是什么？',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Make a node throw away an entry that it had in its log.',
      zh: '让某个节点丢掉自己日志里已有的一个条目。',
    },
    config: { nodes: 5 },
    prepare: [...elect(1)],
    goal: 'decided("logTruncated")',
    hints: [
      {
        en: 'A leader without a majority takes a write; meanwhile the others elect somebody else.',
        zh: '让没有多数的领导者收下一次写入；与此同时，其余节点选出别的领导者。',
      },
      {
        en: 'Split n1 and n2 from the rest, put a key through n1, wait for the new leader, then heal.',
        zh: '把 n1、n2 与其余节点分开，通过 n1 写一个键，等新领导者出现，再恢复网络。',
      },
    ],
    solution: [
      {
        type: 'partition',
        groups: [
          [1, 2],
          [3, 4, 5],
        ],
      },
      put(1, 1, 'a', 'old'),
      { until: 'any(n in nodes, n != 1 && n.role == leader && n.commit >= 2)' },
      { type: 'heal' },
      { until: 'decided("logTruncated")' },
    ],
  },
  sources: [
    secretLives('Log Replication, the partition at its end', 'Log Replication 一章末尾的分区'),
    paper('section 5.3', '5.3 节'),
    raftLab('TestFailAgree3B, TestRejoin3B'),
  ],
};
