import type { Lesson } from '../lesson.ts';
import { log, node, panel } from '../looks.ts';
import { page } from '../sources.ts';
import { k9 } from './headings.ts';

export const k9Lesson: Lesson = {
  ...k9,
  runs: [
    {
      id: 'a',
      title: { en: 'n2 applies with a dice', zh: 'n2 应用时掷骰子' },
      script: `cluster voters=1,2,3 bug=randomApply@2          # n2 adds a random suffix
campaign 1
propose 1 x=1
propose 1 y=2
expect 1,2,3 commit=3 applied=3
expect violation StateHashAgreement at rev=2 node=2
expect no-violation StateMachineSafety LogMatching ElectionSafety
`,
    },
  ],
  steps: [
    {
      id: 'fault',
      type: 'predict',
      at: { line: 2 },
      look: [node(2), panel('store')],
      say: {
        en: 'n2 has a fault: whenever it applies a put it adds something random to the value. Everything else about it is sound. Now a client puts x=1.',
        zh: 'n2 有一个故障：每次应用 put，都会给值加上随机的内容。除此之外一切正常。现在一个客户端 put x=1。',
      },
      question: {
        ask: { en: 'Which check will notice?', zh: '哪项检查会发现？' },
        choices: [
          {
            text: { en: 'Log matching: the entries differ', zh: 'LogMatching：日志条目不同' },
            because: {
              en: 'The entries are the same on all three disks; n2 spoils the value only as it applies it.',
              zh: '三个磁盘上的条目完全相同；n2 只在应用时弄坏了值。',
            },
            claim: 'violation("LogMatching")',
          },
          {
            text: {
              en: 'State machine safety: another command was applied at the same index',
              zh: 'StateMachineSafety：同一索引应用了不同的命令',
            },
            because: {
              en: 'The same command was applied everywhere. Raft’s promise ends there: it never looks at what applying does.',
              zh: '到处应用的都是同一条命令。Raft 的保证到此为止：它从不看应用的结果。',
            },
            claim: 'violation("StateMachineSafety")',
          },
          {
            text: {
              en: 'Only a comparison of the stores at the same revision',
              zh: '只有在同一修订号比较存储',
            },
            right: true,
            because: {
              en: 'At revision 2 the hash of n2 is not that of n1. Three members even tell who is wrong, by majority.',
              zh: '在修订号 2，n2 的哈希与 n1 的不同。三个成员还能按多数判断谁错了。',
            },
            claim: 'violation("StateHashAgreement")',
          },
        ],
      },
    },
    {
      id: 'differs',
      type: 'observe',
      of: 'fault',
      at: { when: 'violation' },
      look: [node(2), panel('store')],
      say: {
        en: 'A check has found something, at revision 2.',
        zh: '一项检查在修订号 2 发现了问题。',
      },
      ask: { en: 'What did you see: which promise is broken?', zh: '你看到了什么：哪个保证被打破了？' },
    },
    {
      id: 'same',
      type: 'tell',
      at: { line: 7 },
      look: [log(1), log(2), log(3)],
      say: {
        en: 'The logs are the same to the last entry, and they will stay so. Applying must be a pure function of the log: no clock, no dice, no order of a hash map. etcd can compare hashes while it runs (--experimental-corrupt-check-time).',
        zh: '日志直到最后一条都相同，以后也会如此。应用必须是日志的纯函数：不看时钟，不掷骰子，不依赖哈希表的顺序。etcd 可以在运行中比较哈希（--experimental-corrupt-check-time）。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Make two stores differ while all logs agree. The fault is there already: n2 applies with a dice.',
      zh: '让两个存储不同，而所有日志一致。故障已经有了：n2 应用时掷骰子。',
    },
    config: { nodes: 3, machineSettings: [{ node: 2, settings: { randomApply: true } }] },
    goal: 'violation("StateHashAgreement")',
    hints: [
      {
        en: 'A store that has applied nothing differs from nobody’s.',
        zh: '什么都没应用过的存储，与谁都没有不同。',
      },
      { en: 'Put any key.', zh: 'put 任何一个 key。' },
    ],
    solution: [
      { until: 'leader != none && leader.commit == leader.last' },
      { etcdctl: 'put x 1', node: 1 },
      { until: 'violation("StateHashAgreement")' },
    ],
  },
  sources: [
    page(
      'https://etcd.io/docs/v3.5/op-guide/data_corruption/',
      'etcd: how data corruption is found',
      'etcd：怎样发现数据损坏',
    ),
    page(
      'https://github.com/etcd-io/etcd/issues/13766',
      'etcd issue 13766: members that differ after a crash',
      'etcd issue 13766：崩溃后成员之间不一致',
    ),
  ],
};
