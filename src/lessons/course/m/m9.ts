import type { Lesson } from '../lesson.ts';
import { entry, log, node } from '../looks.ts';
import { change, ledByN1 } from '../moves.ts';
import { etcdRaft, page, thesis } from '../sources.ts';
import { m9 } from './headings.ts';

export const m9Lesson: Lesson = {
  ...m9,
  runs: [
    {
      id: 'a',
      title: { en: 'n2 inherits an unfinished change', zh: 'n2 接手一个未完成的变更' },
      script: `cluster voters=1,2,3 spare=4
campaign 1
manual
conf 1 v4
ready 1
deliver 1>2 MsgApp
ready 2
crash 1
discard 1>3
campaign 2
ready 2
deliver 2>3 MsgVote
ready 3
deliver 3>2 MsgVoteResp
expect 2 role=L log=1,1,2 commit=1
conf 2 r1
expect 2 last=4
auto
expect 2,3 cs=[1,2,3,4] commit=4
conf 2 r1
expect 2,3 cs=[2,3,4]
`,
    },
  ],
  steps: [
    {
      id: 'left',
      type: 'tell',
      at: { line: 9 },
      look: [entry(2, 2), log(3), node(1)],
      say: {
        en: 'n1 appended “add n4” at index 2 and sent it. n2 has it on disk, the copy for n3 was lost, and n1 died. Whether the change was ever committed, nobody alive knows.',
        zh: 'n1 在索引 2 追加了“添加 n4”并发出。n2 已落盘，发给 n3 的丢了，n1 随即宕机。这个变更是否提交过，活着的节点都不知道。',
      },
    },
    {
      id: 'fresh',
      type: 'predict',
      at: { line: 15 },
      look: [entry(3, 2), node(2, 'commit'), node(2)],
      say: {
        en: 'n2 has won term 2. Its log ends with its own empty entry at index 3, and its commit index is 1. Now it is asked to remove n1.',
        zh: 'n2 在任期 2 当选。它的日志以自己的空条目结尾，在索引 3，提交索引是 1。现在请它移除 n1。',
      },
      question: {
        ask: { en: 'What does n2 append?', zh: 'n2 会追加什么？' },
        choices: [
          {
            text: {
              en: '“Remove n1”: it leads, and nothing of its own is under way',
              zh: '“移除 n1”：它是领导者，自己没有进行中的变更',
            },
            because: {
              en: 'Not of its own, but perhaps “add n4” of index 2. {1,2,3} to {1,2,3,4} and to {2,3} at once would be two steps in one.',
              zh: '自己的没有，但索引 2 的“添加 n4”可能还在进行。从 {1,2,3} 同时走向 {1,2,3,4} 和 {2,3}，就是两步并作一步。',
            },
            claim: 'node(2).log(4).kind == conf',
          },
          {
            text: { en: 'Nothing: it refuses until it has committed', zh: '什么都不追加：提交之前一律拒绝' },
            because: {
              en: 'It takes proposals at once, also this one: its log ends at index 4 now.',
              zh: '它立刻就接受提案，包括这个：现在日志到索引 4。',
            },
            claim: 'node(2).last == 3',
          },
          {
            text: { en: 'An empty entry', zh: '一个空条目' },
            right: true,
            because: {
              en: 'On its election n2 set pendingConfIndex to 2, the last index it found. Applied is 1, so a change may be pending, and the new one is made empty.',
              zh: 'n2 当选时把 pendingConfIndex 设为 2，即它当时日志的末尾。applied 是 1，所以可能有变更悬而未决，新的就变成空条目。',
            },
            claim: 'node(2).last == 4 && node(2).log(4).kind == empty',
          },
        ],
      },
    },
    {
      id: 'empty',
      type: 'observe',
      of: 'fresh',
      at: { line: 16 },
      look: [entry(4, 2), entry(2, 2)],
      say: { en: 'The log of n2 ends at index 4.', zh: 'n2 的日志到索引 4。' },
      ask: { en: 'What has n2 appended?', zh: 'n2 追加了什么？' },
    },
    {
      id: 'finished',
      type: 'tell',
      at: { when: 'node(2).config.voters.count == 4' },
      look: [entry(2), node(4)],
      say: {
        en: 'With its entries 3 and 4 n2 has also committed the inherited entry 2: n4 is a member after all. Now it is clear from where the next step starts.',
        zh: '随着条目 3 和 4，n2 也提交了接手来的条目 2：n4 终究成了成员。现在才清楚下一步从哪里出发。',
      },
    },
    {
      id: 'works',
      type: 'tell',
      at: { line: 18, when: 'node(2).config.voters.count == 3' },
      look: [entry(5), node(1)],
      say: {
        en: 'Asked again, the removal is a real change at index 5: voters {2,3,4}. In 2015 Ongaro found that the single-step method as published lacked this wait, and could lose committed entries.',
        zh: '再提一次，移除就是索引 5 处真正的变更：投票成员 {2,3,4}。2015 年 Ongaro 发现，已发表的单步方法缺少这个等待，可能丢失已提交的条目。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Have a leader that was just elected turn a change of members into an empty entry.',
      zh: '让一个刚当选的领导者把成员变更变成空条目。',
    },
    config: { nodes: 3, preVote: false, checkQuorum: false, strictReconfigCheck: false, latencyMs: 100 },
    prepare: [...ledByN1(2000), { type: 'addMachine', node: 4 }],
    goal: 'any(d in decisions, d.type == "confChangeRefused" && leader == d.node && leader.term > 1)',
    hints: [
      {
        en: 'A new leader has not applied what it found in its log until it has committed an entry of its own.',
        zh: '新领导者在提交自己的条目之前，还没有应用日志里已有的内容。',
      },
      {
        en: 'Write something at n1 and kill it before the others hear that it is committed. Let n2 campaign, and add n4 right when it leads.',
        zh: '在 n1 写入，并在别人听说已提交之前终止它。让 n2 竞选，它一当选就添加 n4。',
      },
    ],
    solution: [
      change(1, 1, 'l4'),
      { until: 'node(2).last == 2 && node(3).last == 2 && node(2).stable == 2 && node(3).stable == 2' },
      { type: 'kill', node: 1 },
      { type: 'campaign', node: 2 },
      { until: 'node(2).role == leader' },
      change(2, 2, 'v4'),
      { ms: 300 },
    ],
  },
  sources: [
    page(
      'https://groups.google.com/g/raft-dev/c/t4xj6dJTP6E/m/d2D9LrWRza8J',
      'Ongaro, raft-dev 2015: bug in single-server membership changes',
      'Ongaro，raft-dev 2015：单步成员变更中的错误',
    ),
    etcdRaft('raft.go', 'becomeLeader: pendingConfIndex'),
    thesis('section 4.1', '4.1 节'),
  ],
};
