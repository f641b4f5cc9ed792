import type { Lesson } from '../lesson.ts';
import { entry, log, node } from '../looks.ts';
import { change, ledByN1 } from '../moves.ts';
import { page } from '../sources.ts';
import { m3 } from './headings.ts';

export const m3Lesson: Lesson = {
  ...m3,
  runs: [
    {
      id: 'voter',
      title: { en: 'n4 added as a voter', zh: '把 n4 添加为投票成员' },
      script: `cluster voters=1,2,3 spare=4
campaign 1
crash 3,4
conf 1 v4
expect 1,2 cs=[1,2,3,4] commit=2
propose 1 x=1
expect 1,2 commit=2 last=3
conf 1 r4
tick 50
expect 1,2 commit=2 cs=[1,2,3,4]
restart 3
tick 1
expect 1,2,3 kv.x=1
`,
    },
    {
      id: 'learner',
      title: { en: 'n4 added as a learner', zh: '把 n4 添加为学习者' },
      script: `cluster voters=1,2,3 spare=4
campaign 1
crash 3,4
conf 1 l4
expect 1,2 cs=[1,2,3]L[4] commit=2
propose 1 x=1
expect 1,2 commit=3 kv.x=1
`,
    },
  ],
  steps: [
    {
      id: 'add',
      type: 'predict',
      at: { line: 3 },
      look: [node(3), node(4), node(1)],
      say: {
        en: 'n3 is down; n1 and n2 are still a majority of three. To have three working nodes again, n1 adds n4 as a voter, and writes x=1. But n4 does not come up: say, its address was mistyped.',
        zh: 'n3 停机；n1 和 n2 仍是三个中的多数。为了重新有三个能工作的节点，n1 把 n4 添加为投票成员，然后写入 x=1。但 n4 没有起来：比如地址写错了。',
      },
      question: {
        ask: { en: 'What gets committed?', zh: '哪些会提交？' },
        choices: [
          {
            text: {
              en: 'The change and the write: n1 and n2 agree on both',
              zh: '变更和写入都会：n1 和 n2 对两者都同意',
            },
            because: {
              en: 'For the write, two are no majority any more. n1 and n2 both have entry 3, and it is not committed.',
              zh: '对这次写入来说，两个已不再是多数。n1 和 n2 都有条目 3，它却没有提交。',
            },
            claim: 'node(1).commit == 3',
          },
          {
            text: { en: 'Neither: n4 would have to answer first', zh: '都不会：要等 n4 先作答' },
            because: {
              en: 'A change is counted by the configuration before it: n1 and n2 were two of three, and n4 was not asked.',
              zh: '变更按它之前的配置来计数：n1 和 n2 是三个中的两个，不用问 n4。',
            },
            claim: 'node(1).commit == 1',
          },
          {
            text: { en: 'The change, but not the write', zh: '变更会，写入不会' },
            right: true,
            because: {
              en: 'Entry 2, the change, needed two of three. Entry 3 needs three of four, and only n1 and n2 are alive.',
              zh: '条目 2（变更）需要三个中的两个。条目 3 需要四个中的三个，而活着的只有 n1 和 n2。',
            },
            claim: 'node(1).commit == 2 && node(1).last == 3',
          },
        ],
      },
    },
    {
      id: 'four',
      type: 'tell',
      at: { when: 'node(1).config.voters.count == 4' },
      look: [entry(2), node(4)],
      say: {
        en: 'The change went through. From this moment there are four voters and the quorum is 3; two are alive.',
        zh: '变更通过了。从这一刻起有四个投票成员，法定人数是 3；活着的有两个。',
      },
    },
    {
      id: 'stuck',
      type: 'observe',
      of: 'add',
      at: { line: 6 },
      look: [entry(3, 1), entry(3, 2), node(1, 'commit')],
      say: {
        en: 'x=1 is on the disks of n1 and n2, and stays there.',
        zh: 'x=1 已在 n1 和 n2 的磁盘上，然后就停在那里。',
      },
      ask: { en: 'What was committed?', zh: '哪些提交了？' },
    },
    {
      id: 'undo',
      type: 'predict',
      at: { line: 7 },
      look: [node(1), log(1)],
      say: {
        en: 'The mistake is seen, and n1 is asked to remove n4 again.',
        zh: '错误被发现了，于是请 n1 再把 n4 移除。',
      },
      question: {
        ask: { en: 'Does that free the cluster?', zh: '这样集群能恢复吗？' },
        choices: [
          {
            text: { en: 'Yes: without n4 the quorum is 2 again', zh: '能：没有 n4，法定人数又是 2' },
            because: {
              en: 'It would be 2 after the removal. But the removal is entry 4, and is counted by the four voters that there are now.',
              zh: '移除之后才是 2。但移除本身是条目 4，要按现在的四个投票成员来计数。',
            },
            claim: 'node(1).config.voters.count == 3',
          },
          {
            text: {
              en: 'No: the removal itself needs three of four',
              zh: '不能：移除本身就需要四个中的三个',
            },
            right: true,
            because: {
              en: '50 ticks later the commit index is still 2, with entries 3 and 4 waiting behind it. The door was locked from inside.',
              zh: '50 个 tick 之后提交索引仍是 2，条目 3 和 4 在后面等着。门从里面锁上了。',
            },
            claim: 'node(1).commit == 2 && node(1).last == 4 && node(1).config.voters.count == 4',
          },
          {
            text: {
              en: 'No: n1 has lost its majority and is no leader any more',
              zh: '不能：n1 失去了多数，已不再是领导者',
            },
            because: {
              en: 'With CheckQuorum it would have stepped down. Here it goes on leading term 1; it just cannot commit anything.',
              zh: '开了 CheckQuorum 它才会退位。这里它继续领导任期 1，只是什么都提交不了。',
            },
            claim: 'node(1).role != leader',
          },
        ],
      },
    },
    {
      id: 'locked',
      type: 'observe',
      of: 'undo',
      at: { line: 9 },
      look: [node(1, 'commit'), log(1)],
      say: { en: '50 ticks after the attempt to undo it.', zh: '试图撤销之后又过了 50 个 tick。' },
      ask: { en: 'Did the removal free the cluster?', zh: '移除让集群恢复了吗？' },
    },
    {
      id: 'third',
      type: 'tell',
      at: { when: 'node(1).commit == 4' },
      look: [node(3), log(3)],
      say: {
        en: 'Only now, with n3 back, there are three of four: entries 3 and 4 are committed at once. Had n3 been dead for good, this cluster would have been lost.',
        zh: '直到 n3 回来，才有四个中的三个：条目 3 和 4 一起提交。要是 n3 再也回不来，这个集群就完了。',
      },
    },
    {
      id: 'beside',
      type: 'sideBySide',
      run: 'learner',
      at: { line: 6 },
      runs: ['voter', 'learner'],
      look: [node(1, 'commit'), entry(3)],
      say: {
        en: 'The same newcomer as a learner: the quorum stays 2 of 3, and x=1 is committed at index 3. The rule of thumb: remove the dead one first, then add.',
        zh: '同一个新成员若先做学习者：法定人数仍是三个中的两个，x=1 在索引 3 提交。经验法则：先移除死掉的，再添加。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'n3 is dead for good. Replace it by n4, so that the voters are n1, n2 and n4.',
      zh: 'n3 永远不会回来了。用 n4 接替它，让投票成员变成 n1、n2、n4。',
    },
    config: { nodes: 3 },
    prepare: [...ledByN1(6000), { type: 'kill', node: 3 }, { ms: 500 }],
    goal: 'voters.count == 3 && voters contains 4 && !(voters contains 3) && leader.commit == node(4).commit',
    hints: [
      {
        en: 'Try to add n4 first: etcd refuses it while a voter is missing, for the reason you have just seen.',
        zh: '先试试直接添加 n4：有投票成员不在时，etcd 会拒绝，原因你刚刚看到了。',
      },
      { en: 'Remove n3. Then add n4.', zh: '先移除 n3，再添加 n4。' },
    ],
    solution: [
      change(1, 1, 'r3'),
      { until: 'voters.count == 2' },
      { ms: 500 },
      { type: 'addMachine', node: 4 },
      change(2, 1, 'v4'),
      {
        until:
          'voters.count == 3 && voters contains 4 && !(voters contains 3) && leader.commit == node(4).commit',
      },
    ],
  },
  sources: [
    page(
      'https://etcd.io/docs/v3.5/faq/#should-i-add-a-member-before-removing-an-unhealthy-member',
      'etcd FAQ: should I add a member before removing an unhealthy member?',
      'etcd FAQ：要先添加成员，再移除不健康的成员吗？',
    ),
    page(
      'https://etcd.io/docs/v3.5/learning/design-learner/',
      'etcd: Learner (a new voter that is misconfigured)',
      'etcd：learner（新的投票成员配置有误时）',
    ),
  ],
};
