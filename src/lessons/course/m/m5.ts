import type { Lesson } from '../lesson.ts';
import { entry, link, log, node } from '../looks.ts';
import { jointChange, ledByN1 } from '../moves.ts';
import { etcdRaft, paper, thesis } from '../sources.ts';
import { m5 } from './headings.ts';

export const m5Lesson: Lesson = {
  ...m5,
  runs: [
    {
      id: 'explicit',
      title: { en: 'Joint until it is told to leave', zh: '停留在联合配置，直到明确离开' },
      script: `cluster voters=1,2,3 spare=4
campaign 1
conf 1 joint v4 r3 explicit
expect 1,2,3,4 cs=[1,2,4]&&[1,2,3] commit=2
conf 1 leave
expect 1,2,4 cs=[1,2,4] commit=3
`,
    },
    {
      id: 'auto',
      title: { en: 'It leaves by itself', zh: '自动离开' },
      script: `cluster voters=1,2,3 spare=4
campaign 1
conf 1 joint v4 r3
expect 1,2,4 cs=[1,2,4] commit=3
expect 1 log=1,1,1
`,
    },
    {
      id: 'both',
      title: { en: 'Both majorities are needed', zh: '两个多数缺一不可' },
      script: `cluster voters=1,2,3 spare=4,5
campaign 1
conf 1 joint v4 v5 r2 r3 explicit
expect 1 cs=[1,4,5]&&[1,2,3]
cut 1-4,1-5,2-4,2-5,3-4,3-5
propose 1 x=1
expect 1 commit=2 last=3
heal
tick 1
expect 1 commit=3
cut 1-2,1-3,2-4,3-4,2-5,3-5
propose 1 y=1
expect 1 commit=3 last=4
heal
tick 1
expect 1 commit=4
conf 1 leave
expect 1,4,5 cs=[1,4,5]
`,
    },
  ],
  steps: [
    {
      id: 'swap',
      type: 'predict',
      at: { line: 2 },
      look: [node(3), node(4)],
      say: {
        en: 'n1 leads the voters n1, n2 and n3. n4 is to take the place of n3: two changes in one entry, through a joint configuration.',
        zh: 'n1 领导投票成员 n1、n2、n3。要让 n4 接替 n3：两个变更放在一个条目里，经过联合配置（joint）。',
      },
      question: {
        ask: {
          en: 'n1 has applied that entry. Whose agreement does it need for the next one?',
          zh: 'n1 应用了这个条目。下一个条目需要谁同意？',
        },
        choices: [
          {
            text: { en: 'A majority of the new group {1,2,4}', zh: '新的一组 {1,2,4} 的多数' },
            because: {
              en: 'n2 and n3 may not have heard of the change yet, and they are a majority of the old group. If the new group alone could decide, both could, independently.',
              zh: 'n2 和 n3 可能还没听说变更，而它们是旧的一组的多数。如果新的一组单独就能决定，两组就会各自决定。',
            },
            claim: '!node(1).config.joint && node(1).config.voters contains 4',
          },
          {
            text: {
              en: 'A majority of {1,2,3} and a majority of {1,2,4}',
              zh: '{1,2,3} 的多数，以及 {1,2,4} 的多数',
            },
            right: true,
            because: {
              en: 'The configuration is now [1,2,4]&&[1,2,3]. Nobody decides anything without the old group, and nothing without the new one.',
              zh: '现在的配置是 [1,2,4]&&[1,2,3]。没有旧的一组什么都决定不了，没有新的一组也不行。',
            },
            claim:
              'node(1).config.joint && node(1).config.voters contains 4 && node(1).config.votersOutgoing contains 3',
          },
          {
            text: { en: 'Three of all four', zh: '四个中的三个' },
            because: {
              en: 'The two groups are not poured into one. Three of four could be n2, n3, n4, or could not: what counts is two of each group.',
              zh: '两组并没有合成一组。算的不是四个中的三个，而是每组各要两个。',
            },
            claim: 'node(1).config.voters.count == 4',
          },
        ],
      },
    },
    {
      id: 'joint',
      type: 'observe',
      of: 'swap',
      at: { when: 'node(1).config.joint' },
      look: [entry(2), node(4), node(3)],
      say: {
        en: 'Entry 2 is committed by the old group and applied: n4 is in, and n3 is not out yet.',
        zh: '条目 2 由旧的一组提交，已经应用：n4 进来了，n3 还没有出去。',
      },
      ask: { en: 'Whose agreement does n1 need now?', zh: 'n1 现在需要谁同意？' },
    },
    {
      id: 'leave',
      type: 'tell',
      at: { line: 4, when: '!node(1).config.joint' },
      look: [entry(3), node(3)],
      say: {
        en: 'A second entry, an empty change at index 3, leaves the joint configuration. It needed both majorities; from now on n1, n2 and n4 decide.',
        zh: '第二个条目，索引 3 处的一个空变更，离开联合配置。它自己需要两个多数；从此由 n1、n2、n4 决定。',
      },
    },
    {
      id: 'byItself',
      type: 'tell',
      run: 'auto',
      at: { when: 'node(1).last == 3' },
      look: [entry(3, 1), log(1)],
      say: {
        en: 'The same swap without “explicit”: in the step in which n1 applies entry 2, it appends entry 3 itself. Nobody has to remember to leave.',
        zh: '同样的替换，但不加 explicit：n1 应用条目 2 的同一步，自己就追加了条目 3。不用谁记着去离开。',
      },
    },
    {
      id: 'old',
      type: 'predict',
      run: 'both',
      at: { line: 5 },
      look: [link(1, 4), link(1, 5), log(1)],
      say: {
        en: 'A larger swap: [1,4,5]&&[1,2,3]. The network splits, and n1 reaches n2 and n3, but neither n4 nor n5. A client writes x=1.',
        zh: '换得更多：[1,4,5]&&[1,2,3]。网络断开，n1 能联系 n2 和 n3，联系不到 n4 和 n5。一个客户端写入 x=1。',
      },
      question: {
        ask: {
          en: 'n1, n2 and n3 have it on disk: three of five nodes, and the whole old group. Is it committed?',
          zh: 'n1、n2、n3 都已落盘：五个节点中的三个，旧的一组全部都有。它已提交吗？',
        },
        choices: [
          {
            text: { en: 'Yes: three of five is a majority', zh: '已提交：五个中的三个是多数' },
            because: {
              en: 'Nobody counts all five. n1 still has commit index 2, with entry 3 in its log.',
              zh: '没有谁按五个来算。n1 的提交索引仍是 2，条目 3 在它的日志里。',
            },
            claim: 'node(1).commit == 3',
          },
          {
            text: { en: 'No: of {1,4,5} only n1 has it', zh: '没有：{1,4,5} 中只有 n1 有它' },
            right: true,
            because: {
              en: 'Each group gives an index: {1,2,3} says 3, {1,4,5} says 2. The commit index is the smaller one, 2.',
              zh: '每组各得出一个索引：{1,2,3} 是 3，{1,4,5} 是 2。提交索引取较小的，2。',
            },
            claim: 'node(1).commit == 2 && node(1).last == 3 && node(3).last == 3',
          },
          {
            text: { en: 'No: a joint configuration takes no writes', zh: '没有：联合配置期间不接受写入' },
            because: {
              en: 'It takes them: x=1 stands at index 3 of three logs. It only cannot be committed as long as n4 and n5 are away.',
              zh: '它接受：x=1 已在三份日志的索引 3。只是 n4 和 n5 不在时不能提交。',
            },
            claim: 'node(1).last == 2',
          },
        ],
      },
    },
    {
      id: 'notOld',
      type: 'observe',
      of: 'old',
      at: { line: 6 },
      look: [entry(3), node(1, 'commit')],
      say: {
        en: 'n2 and n3 have both answered MsgAppResp 3. Nothing more is under way.',
        zh: 'n2 和 n3 都以 MsgAppResp 3 作答。途中没有别的消息了。',
      },
      ask: { en: 'Is x=1 committed?', zh: 'x=1 已提交吗？' },
    },
    {
      id: 'asN1',
      type: 'beTheNode',
      node: 1,
      at: { line: 11 },
      look: [link(1, 2), link(1, 3), log(1)],
      say: {
        en: 'Healed, x=1 was committed at index 3. Now the split turns round: n1 reaches n4 and n5, but neither n2 nor n3, and y=1 is written. You are n1: answer for it as the answers come in.',
        zh: '网络恢复后 x=1 在索引 3 提交了。现在换个方向断开：n1 能联系 n4 和 n5，联系不到 n2 和 n3，而客户端写入 y=1。现在你是 n1：答复到来时替它作答。',
      },
      until: { line: 12 },
    },
    {
      id: 'notNew',
      type: 'tell',
      at: { line: 12 },
      look: [entry(4), node(1, 'commit')],
      say: {
        en: 'y=1 at index 4 is on n1, n4 and n5, the whole new group, and is not committed either: of {1,2,3} only n1 has it.',
        zh: 'y=1 在索引 4，n1、n4、n5（新的一组全部）都有，同样没有提交：{1,2,3} 中只有 n1 有它。',
      },
    },
    {
      id: 'through',
      type: 'tell',
      at: { line: 17 },
      look: [node(4), node(5), log(1)],
      say: {
        en: 'Healed again and left: n1, n4 and n5 decide alone now. At every moment on the way, any two groups that could decide shared a node.',
        zh: '再次恢复并离开：现在由 n1、n4、n5 单独决定。整个过程的每一刻，任意两组能做决定的节点都有共同的成员。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Swap n3 for a new n4 through a joint configuration, and leave it: voters n1, n2, n4 in the end.',
      zh: '经过联合配置用新的 n4 换下 n3，并离开联合配置：最后投票成员是 n1、n2、n4。',
    },
    config: { nodes: 3 },
    prepare: ledByN1(6000),
    goal: 'count(config.joint) > 0 && !config.joint && voters.count == 3 && voters contains 4 && !(voters contains 3)',
    hints: [
      { en: 'Select n3 and choose “Replace”.', zh: '选中 n3，选择“替换”。' },
      {
        en: 'With “Replace, stay joint” you can look around in the joint configuration; “Leave joint configuration” ends it.',
        zh: '选择“替换并停留在联合配置”可以在其中多看看；“离开联合配置”结束它。',
      },
    ],
    solution: [
      { type: 'addMachine', node: 4 },
      jointChange(1, 1, ['v4', 'r3']),
      { until: 'count(config.joint) > 0 && !config.joint && voters contains 4' },
    ],
  },
  sources: [
    paper('section 6, figure 11', '第 6 节，图 11'),
    thesis('section 4.3', '4.3 节'),
    etcdRaft('confchange/confchange.go', 'EnterJoint, LeaveJoint'),
    etcdRaft('quorum/joint.go', 'CommittedIndex'),
  ],
};
