import type { Lesson } from '../lesson.ts';
import { entry, log, node } from '../looks.ts';
import { elect, put } from '../moves.ts';
import { raftLab, paper } from '../sources.ts';
import { e7 } from './headings.ts';

export const e7Lesson: Lesson = {
  ...e7,
  runs: [
    {
      id: 'a',
      title: { en: 'Three of five are down', zh: '五个节点宕了三个' },
      script: `cluster voters=1,2,3,4,5
campaign 1
crash 3,4,5
propose 1 x=1
expect 1,2 last=2 commit=1 kv.x=-
tick 100
expect 1 role=L term=1 commit=1
crash 1
tick 60
expect 2 role=C term=6 commit=1
restart 3,4
tick 12
expect 2 role=L term=7 commit=3 kv.x=1
expect 3,4 commit=3 kv.x=1
`,
    },
  ],
  steps: [
    {
      id: 'three',
      type: 'predict',
      at: { line: 3 },
      look: [node(1, 'role'), node(2), node(3)],
      say: {
        en: 'n1 leads five voters, and three of them die. Now a client writes x=1 through n1.',
        zh: 'n1 领导五个投票成员，其中三个宕机。现在客户端通过 n1 写入 x=1。',
      },
      question: {
        ask: { en: 'What becomes of the write?', zh: '这次写入会怎样？' },
        choices: [
          {
            text: {
              en: 'n1 refuses it: it knows that three are down',
              zh: 'n1 拒绝它：它知道宕了三个',
            },
            because: {
              en: 'n1 does not know who is down; it only gets no answers. It appended x=1 at index 2.',
              zh: 'n1 不知道谁宕机，只是得不到回答。它把 x=1 追加到了索引 2。',
            },
            claim: 'node(1).last == 1',
          },
          {
            text: {
              en: 'It is stored on n1 and n2, and waits uncommitted',
              zh: '存到 n1 和 n2 上，等着，未提交',
            },
            right: true,
            because: {
              en: 'Two of five disks have index 2; three are needed. The commit index stays at 1, and the client gets no answer.',
              zh: '五块磁盘中两块有索引 2，需要三块。提交索引停在 1，客户端得不到回答。',
            },
            claim: 'node(1).last == 2 && node(2).last == 2 && node(1).commit == 1',
          },
          {
            text: {
              en: 'It is committed: all that are alive have it',
              zh: '提交：活着的节点都有了',
            },
            because: {
              en: 'A majority is three of the five members, not all of the living. Else two halves of a split network could both commit.',
              zh: '多数是五个成员中的三个，不是“活着的全部”。否则网络一分为二，两边都能提交。',
            },
            claim: 'node(1).commit == 2',
          },
        ],
      },
    },
    {
      id: 'stored',
      type: 'observe',
      of: 'three',
      at: { line: 5 },
      look: [entry(2, 1), entry(2, 2), node(1, 'commit')],
      say: {
        en: 'n2 has acknowledged the entry.',
        zh: 'n2 已经确认了这个条目。',
      },
      ask: {
        en: 'What did you see: where is x=1, and is it committed?',
        zh: '你看到了什么：x=1 在哪里，提交了吗？',
      },
    },
    {
      id: 'hundred',
      type: 'tell',
      at: { line: 7 },
      look: [node(1, 'role'), node(1, 'commit')],
      say: {
        en: '100 ticks later nothing has moved. n1 still leads term 1 and still hopes: this cluster runs without CheckQuorum.',
        zh: '100 个 tick 之后，什么也没变。n1 仍是任期 1 的领导者，仍在等：这个集群没有开启 CheckQuorum。',
      },
    },
    {
      id: 'alone',
      type: 'tell',
      at: { line: 8, when: 'node(2).role == candidate && node(2).granted.count == 1' },
      look: [node(1), node(2, 'votes'), node(2, 'term')],
      say: {
        en: 'n1 dies, too. After 12 ticks n2 campaigns in term 2. It has one vote of the three it needs, and nobody answers.',
        zh: 'n1 也宕机了。12 个 tick 后 n2 在任期 2 竞选。它需要三票，只有自己一票，没有人回答。',
      },
    },
    {
      id: 'sixth',
      type: 'tell',
      at: { line: 10 },
      look: [node(2, 'term'), node(2, 'commit')],
      say: {
        en: 'It tries again every 12 ticks, each time in a new term: 60 ticks after the death of n1 it is at term 6. The commit index is still 1.',
        zh: '它每 12 个 tick 再试一次，每次都是新的任期：n1 宕机 60 个 tick 后到了任期 6。提交索引仍是 1。',
      },
    },
    {
      id: 'return',
      type: 'predict',
      at: { line: 11 },
      look: [log(2), log(3), log(4)],
      say: {
        en: 'n3 and n4 are back. Only n2 has x=1, whose client has long given up. In 12 ticks n2 campaigns again.',
        zh: 'n3 和 n4 回来了。只有 n2 有 x=1，它的客户端早已放弃。12 个 tick 后 n2 会再次竞选。',
      },
      question: {
        ask: { en: 'What will have become of x=1 then?', zh: '那之后 x=1 会怎样？' },
        choices: [
          {
            text: {
              en: 'It is dropped: its leader and its client are gone',
              zh: '被丢弃：它的领导者和客户端都不在了',
            },
            because: {
              en: 'n2 never removes an entry from its own log because somebody else died. It won term 7 with index 2 in it.',
              zh: 'n2 不会因为别人宕机就删自己的条目。它带着索引 2 赢得了任期 7。',
            },
            claim: 'node(2).log(2).term != 1',
          },
          {
            text: {
              en: 'It is committed, together with the empty entry of the new leader',
              zh: '和新领导者的空条目一起提交',
            },
            right: true,
            because: {
              en: 'n2 led term 7 and appended an empty entry at index 3. When three of five had it, indexes 2 and 3 were committed in one step.',
              zh: 'n2 成为任期 7 的领导者，在索引 3 追加空条目。五个中有三个存好之后，索引 2 和 3 一步提交。',
            },
            claim: 'node(2).commit == 3 && key("x").value == "1"',
          },
          {
            text: {
              en: 'It stays uncommitted until its client asks again',
              zh: '一直不提交，直到客户端再次请求',
            },
            because: {
              en: 'Nobody has to ask: x=1 was in the log of the leader. A write without an answer may still happen later.',
              zh: '不需要谁再请求：x=1 就在领导者的日志里。没有得到回答的写入，以后仍可能生效。',
            },
            claim: 'node(2).commit == 1',
          },
        ],
      },
    },
    {
      id: 'late',
      type: 'observe',
      of: 'return',
      at: { when: 'node(2).key("x").value == "1"' },
      look: [log(2), log(3), node(2, 'commit')],
      say: {
        en: 'n2 leads term 7, with the votes of n3 and n4.',
        zh: 'n2 凭 n3 和 n4 的票成为任期 7 的领导者。',
      },
      ask: { en: 'What did you see: what became of x=1?', zh: '你看到了什么：x=1 怎样了？' },
    },
  ],
  tryIt: {
    say: {
      en: 'Three of five are down. Write x and get it committed while no more than three nodes run.',
      zh: '五个节点宕了三个。写入 x 并让它提交，同时运行的节点不超过三个。',
    },
    config: { nodes: 5, preVote: false, checkQuorum: false },
    prepare: [...elect(1), { type: 'kill', node: 3 }, { type: 'kill', node: 4 }, { type: 'kill', node: 5 }],
    goal: 'key("x").exists && count(n in nodes, n.status == up) <= 3',
    hints: [
      { en: 'How many of five disks have to store an entry?', zh: '五块磁盘中要有几块存下条目？' },
      {
        en: 'Put x through n1, then restart any one of the three.',
        zh: '通过 n1 写入 x，再重启三个中的任意一个。',
      },
    ],
    solution: [put(1, 1, 'x', '1'), { type: 'restart', node: 3 }, { until: 'key("x").exists' }],
  },
  sources: [paper('section 5.2', '5.2 节'), raftLab('TestFailNoAgree3B')],
};
