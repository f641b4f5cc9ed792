import type { Lesson } from '../lesson.ts';
import { entry, node } from '../looks.ts';
import { change, ledByN1 } from '../moves.ts';
import { etcdRaft, thesis } from '../sources.ts';
import { m4 } from './headings.ts';

export const m4Lesson: Lesson = {
  ...m4,
  runs: [
    {
      id: 'a',
      title: { en: 'n4 and n5, one right after the other', zh: 'n4 和 n5，一个紧跟一个' },
      script: `cluster voters=1,2,3 spare=4,5
campaign 1
manual
conf 1 v4
conf 1 v5
expect 1 last=3
auto
expect 1,2,3,4 cs=[1,2,3,4] commit=3
expect 5 last=0
conf 1 v5
expect 1,2,3,4,5 cs=[1,2,3,4,5] commit=4
`,
    },
  ],
  steps: [
    {
      id: 'second',
      type: 'predict',
      at: { line: 4 },
      look: [entry(2, 1), node(4), node(5)],
      say: {
        en: 'n1 has just appended “add n4” at index 2; nobody else has it yet. In the same moment it is asked to add n5, too.',
        zh: 'n1 刚把“添加 n4”追加在索引 2，别的节点还没有。就在这时，又请它添加 n5。',
      },
      question: {
        ask: { en: 'What does n1 do with the second change?', zh: 'n1 怎样处理第二个变更？' },
        choices: [
          {
            text: {
              en: 'It appends it: two changes follow each other in the log',
              zh: '也追加：日志里两个变更先后排列',
            },
            because: {
              en: 'Then n1 would work towards five voters while others still count three: two majorities could miss each other. There is an entry at index 3, but it is no change of members.',
              zh: '那样 n1 就朝着五个投票成员走，而别人还按三个来算：两个多数可能互不相交。索引 3 上有一个条目，但不是成员变更。',
            },
            claim: 'node(1).log(3).kind == conf',
          },
          {
            text: { en: 'It keeps it until the first is applied', zh: '先留着，等第一个应用之后再做' },
            because: {
              en: 'Raft keeps no queue of changes. Whoever wants it has to ask again.',
              zh: 'Raft 不为变更排队。想要的话，得再提一次。',
            },
            claim: 'node(1).last == 2',
          },
          {
            text: { en: 'It appends an empty entry in its place', zh: '在它的位置追加一个空条目' },
            right: true,
            because: {
              en: 'Index 3 is an ordinary entry without content. A change may be under way up to pendingConfIndex 2, and n1 has applied only 1.',
              zh: '索引 3 是一个没有内容的普通条目。到 pendingConfIndex 2 为止可能有变更在进行，而 n1 只应用到 1。',
            },
            claim: 'node(1).last == 3 && node(1).log(3).kind == empty',
          },
        ],
      },
    },
    {
      id: 'hollow',
      type: 'observe',
      of: 'second',
      at: { line: 5 },
      look: [entry(3, 1), entry(2, 1)],
      say: {
        en: 'The second one is in the log as well. Look at what it says.',
        zh: '第二个也进了日志。看看它写的是什么。',
      },
      ask: { en: 'What has n1 made of the second change?', zh: 'n1 把第二个变更变成了什么？' },
    },
    {
      id: 'without',
      type: 'tell',
      at: { line: 7 },
      look: [node(4), node(5)],
      say: {
        en: 'Both entries are committed: n4 is the fourth voter, n5 is as empty as before. The library reports no error; who asked has to look whether the change came about.',
        zh: '两个条目都已提交：n4 是第四个投票成员，n5 仍空空如也。raft 库不报错；提出的人得自己看变更是否发生。',
      },
    },
    {
      id: 'again',
      type: 'tell',
      at: { when: 'node(1).config.voters.count == 5' },
      look: [entry(4, 1), node(5)],
      say: {
        en: 'Asked again, now that the first is applied: entry 4 is a real change, and n5 is in.',
        zh: '第一个应用之后再提一次：条目 4 是真正的变更，n5 加入了。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Have the leader turn a change of members into an empty entry.',
      zh: '让领导者把一个成员变更变成空条目。',
    },
    config: { nodes: 3, latencyMs: 200, electionTicks: 20, strictReconfigCheck: false },
    prepare: ledByN1(3000),
    goal: 'decided("confChangeRefused")',
    hints: [
      {
        en: 'The network is slow here: you have a moment between two clicks.',
        zh: '这里的网络很慢：两次点击之间有一点时间。',
      },
      {
        en: 'Pause time, add n4 as a learner and n5 as a learner, and go on.',
        zh: '让时间暂停，把 n4 添加为学习者，再把 n5 添加为学习者，然后继续。',
      },
    ],
    solution: [
      { type: 'addMachine', node: 4 },
      { type: 'addMachine', node: 5 },
      change(1, 1, 'l4'),
      change(2, 1, 'l5'),
      { ms: 1000 },
    ],
  },
  sources: [etcdRaft('raft.go', 'stepLeader: MsgProp, pendingConfIndex'), thesis('section 4.1', '4.1 节')],
};
