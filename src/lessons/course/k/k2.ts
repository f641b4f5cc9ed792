import { K2_SCRIPT } from '../../known-lessons.ts';
import type { Lesson } from '../lesson.ts';
import { panel } from '../looks.ts';
import { page } from '../sources.ts';
import { k2 } from './headings.ts';

export const k2Lesson: Lesson = {
  ...k2,
  runs: [
    {
      id: 'a',
      title: { en: 'After K1: two transactions and a watch', zh: '接 K1：两个事务和一个监视' },
      script: K2_SCRIPT,
    },
  ],
  steps: [
    {
      id: 'both',
      type: 'predict',
      at: { line: 2 },
      look: [panel('store'), panel('clients')],
      say: {
        en: 'The store of lesson K1 is at revision 6, and a client watches all keys from 7 on. Now a transaction: if the mod revision of a is 6, put a=4 and put b=2.',
        zh: 'K1 课的存储在修订号 6，一个客户端从 7 开始监视所有 key。现在来一个事务：如果 a 的 mod revision 是 6，则 put a=4 并 put b=2。',
      },
      question: {
        ask: { en: 'Which revisions do the two puts have?', zh: '这两个 put 的修订号各是多少？' },
        choices: [
          {
            text: { en: '7 for a and 8 for b', zh: 'a 是 7，b 是 8' },
            because: {
              en: 'Then a reader at revision 7 could see half of the transaction. Both keys have mod revision 7.',
              zh: '那样在修订号 7 的读者就会看到半个事务。两个 key 的 mod revision 都是 7。',
            },
            claim: 'key("b").modRevision == 8',
          },
          {
            text: { en: '7 for both', zh: '都是 7' },
            right: true,
            because: {
              en: 'A transaction is one change: everything in it carries the same revision.',
              zh: '一个事务是一次修改：里面的一切都带同一个修订号。',
            },
            claim: 'key("a").modRevision == 7 && key("b").modRevision == 7',
          },
          {
            text: { en: '7, 8 and 9: the comparison takes one, too', zh: '7、8、9：比较也要用一个' },
            because: {
              en: 'A comparison only looks. The store went from 6 to 7.',
              zh: '比较只是看一看。存储从 6 到了 7。',
            },
            claim: 'node(1).revision == 9',
          },
        ],
      },
    },
    {
      id: 'atOnce',
      type: 'observe',
      of: 'both',
      at: { when: 'any(c in answered, c.id == 7)' },
      look: [panel('store')],
      say: {
        en: 'Both lanes change in the same column. The watch got both changes in one response.',
        zh: '两条泳道在同一列变化。监视在一个响应里收到了两个修改。',
      },
      ask: { en: 'What did you see: which revisions?', zh: '你看到了什么：修订号是多少？' },
    },
    {
      id: 'guardFails',
      type: 'predict',
      look: [panel('store')],
      say: {
        en: 'The client sends a transaction with the same comparison: if the mod revision of a is 6, put a=5, else get a. But a is at 7 by now.',
        zh: '客户端又发一个同样条件的事务：如果 a 的 mod revision 是 6，则 put a=5，否则 get a。但 a 现在已在 7。',
      },
      question: {
        ask: { en: 'What does that do to the revision?', zh: '这会怎样影响修订号？' },
        choices: [
          {
            text: { en: 'It becomes 8: the transaction is in the log', zh: '变成 8：这个事务在日志里' },
            because: {
              en: 'It is an entry of the log, but it changed nothing in the store, which stayed at 7.',
              zh: '它是日志里的一条，但没有改变存储，存储仍在 7。',
            },
            claim: 'node(1).revision == 8',
          },
          {
            text: { en: 'It stays 7: nothing was changed', zh: '仍是 7：什么都没改' },
            right: true,
            because: {
              en: 'The else-branch only reads. The answer says succeeded = false, and tells a = 4.',
              zh: 'else 分支只是读。应答里 succeeded = false，并给出 a = 4。',
            },
            claim: 'node(1).revision == 7 && call(8).succeeded == false',
          },
          {
            text: {
              en: 'Nothing: it is refused, so it never reaches the log',
              zh: '没有影响：它被拒绝，根本没进日志',
            },
            because: {
              en: 'Whether a comparison holds is only known where the entry is applied. It was committed like any other, and answered.',
              zh: '条件成不成立，只有在应用这条日志时才知道。它照常被提交，并得到了应答。',
            },
            claim: 'call(8).status == failed',
          },
        ],
      },
    },
    {
      id: 'read',
      type: 'observe',
      of: 'guardFails',
      at: { when: 'any(c in answered, c.id == 8)' },
      look: [panel('store'), panel('clients')],
      say: {
        en: 'The watch heard nothing of it: where nothing changes there is no event.',
        zh: '监视对此什么也没听到：没有修改就没有事件。',
      },
      ask: { en: 'What did you see: where is the revision?', zh: '你看到了什么：修订号在哪里？' },
    },
  ],
  tryIt: {
    say: { en: 'Change two keys at one revision.', zh: '在同一个修订号修改两个 key。' },
    config: { nodes: 3 },
    goal: 'any(k in keys(""), any(o in keys(""), o.name != k.name && o.modRevision == k.modRevision))',
    hints: [
      { en: 'Two puts, one call.', zh: '两个 put，一次调用。' },
      {
        en: 'In the Calls panel choose Txn and put two keys in its then-branch.',
        zh: '在“调用”面板选择 Txn，在 then 分支里放两个 put。',
      },
    ],
    solution: [
      { until: 'leader != none && leader.commit == leader.last' },
      { etcdctl: 'txn', node: 1, stdin: '\nput a 1\nput b 1\n\n\n' },
      { until: 'any(c in answered, c.status == ok)' },
      { ms: 200 },
    ],
  },
  sources: [
    page('https://etcd.io/docs/v3.4/learning/api_guarantees/', 'etcd: API guarantees', 'etcd：API 保证'),
    page('https://etcd.io/docs/v3.4/learning/api/', 'etcd: API, transactions', 'etcd：API，事务'),
  ],
};
