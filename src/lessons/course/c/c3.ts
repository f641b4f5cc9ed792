import type { Lesson } from '../lesson.ts';
import { entry, node, panel } from '../looks.ts';
import { c3 } from './headings.ts';

export const c3Lesson: Lesson = {
  ...c3,
  runs: [
    {
      id: 'a',
      title: { en: 'A guarded write, tried twice', zh: '带条件的写入，试了两次' },
      script: `cluster voters=1,2,3
campaign 1
cut 2>1,3>1
client c1 at=1 timeout=20
c1 txn if mod(n)=0 then put n=1 else get n      # no answer: outcome unknown
expect c1 status=unknown
crash 1
heal
tick 14
c1 at=2 retry                                   # same transaction again
expect c1 succeeded=false n.mod=2
expect 2,3 rev=2
`,
    },
  ],
  steps: [
    {
      id: 'guard',
      type: 'tell',
      at: { when: 'all(n in nodes, n.stable == 2)' },
      look: [entry(2), panel('clients')],
      say: {
        en: 'As in C2, but now the client sends a transaction: if n was never written (mod revision 0), put n=1, else get n. It is on all disks, and n1 hears no acknowledgement.',
        zh: '和 C2 一样，但这次客户端发的是事务：如果 n 从未写过（mod revision 为 0）就 put n=1，否则 get n。它已在所有磁盘上，而 n1 收不到确认。',
      },
    },
    {
      id: 'first',
      type: 'tell',
      at: { when: 'node(2).applied == 3' },
      look: [node(2, 'role'), entry(2, 2)],
      say: {
        en: 'n1 has crashed, n2 leads term 2 and has applied the transaction: n has mod revision 2. The client knows nothing of it.',
        zh: 'n1 宕机了，n2 在任期 2 当选并应用了这个事务：n 的 mod revision 是 2。客户端对此一无所知。',
      },
    },
    {
      id: 'retry',
      type: 'predict',
      at: { line: 9 },
      look: [node(2), panel('clients')],
      say: {
        en: 'Now the client sends the very same transaction once more, to n2.',
        zh: '现在客户端把同一个事务再发一次，发给 n2。',
      },
      question: {
        ask: { en: 'What comes of the second try?', zh: '第二次尝试的结果是什么？' },
        choices: [
          {
            text: { en: 'It writes n again: version 2', zh: '又写了一次 n：version 是 2' },
            because: {
              en: 'The guard asks for mod revision 0, and n had 2: the then-branch was not taken.',
              zh: '条件要求 mod revision 为 0，而 n 是 2：没有走 then 分支。',
            },
            claim: 'key("n").version == 2',
          },
          {
            text: {
              en: 'It writes nothing, and tells that n is there at revision 2',
              zh: '什么也没写，并告知 n 已在修订号 2',
            },
            right: true,
            because: {
              en: 'The guard is evaluated where the entry is applied, on every node alike. It fails, the else-branch reads n, and the client learns that its first try was done. The store is still at revision 2.',
              zh: '条件在应用这条日志的时候求值，每个节点上结果都一样。条件不成立，else 分支读出 n，客户端由此知道第一次尝试已经生效。存储仍在修订号 2。',
            },
            claim: 'call(2).status == ok && call(2).succeeded == false && node(2).revision == 2',
          },
          {
            text: { en: 'It is refused as a duplicate', zh: '作为重复请求被拒绝' },
            because: {
              en: 'Nobody looks for duplicates. The call was answered as any other; only its comparison was false.',
              zh: '没有谁在找重复请求。这次调用照常得到应答，只是它的比较不成立。',
            },
            claim: 'call(2).status == failed',
          },
        ],
      },
    },
    {
      id: 'once',
      type: 'observe',
      of: 'retry',
      at: { when: 'any(c in answered, c.id == 2)' },
      look: [entry(4, 2), panel('store')],
      say: {
        en: 'The log has both transactions, at index 2 and index 4. The store has one write.',
        zh: '日志里有两个事务，在索引 2 和索引 4。存储里只有一次写入。',
      },
      ask: { en: 'What did you see: what did the second try do?', zh: '你看到了什么：第二次尝试做了什么？' },
    },
  ],
  tryIt: {
    say: {
      en: 'Write a transaction that is committed and yet changes nothing.',
      zh: '写一个被提交却什么也没有改变的事务。',
    },
    config: { nodes: 3 },
    prepare: [
      { until: 'leader != none && leader.commit == leader.last' },
      { etcdctl: 'put n 1', node: 1 },
      { until: 'any(c in answered, c.kind == put && c.status == ok)' },
    ],
    goal: 'any(c in answered, c.kind == txn && c.status == ok && c.succeeded == false) && key("n").version == 1',
    hints: [
      {
        en: 'The comparison must be false where the transaction is applied: n has version 1.',
        zh: '在应用事务的地方，比较必须不成立：n 的 version 是 1。',
      },
      {
        en: 'In the Calls panel: if version(n) = 0, then put n, else get n.',
        zh: '在“调用”面板：如果 version(n) = 0，则 put n，否则 get n。',
      },
    ],
    solution: [
      { etcdctl: 'txn', node: 1, stdin: 'ver("n") = "0"\n\nput n 2\n\nget n\n\n' },
      { until: 'any(c in answered, c.kind == txn && c.status == ok)' },
    ],
  },
  sources: [
    { text: { en: 'etcd API: Txn', zh: 'etcd API：Txn' }, href: 'https://etcd.io/docs/v3.4/learning/api/' },
    {
      text: {
        en: 'MIT 6.5840: the versioned Put of the key/value server (lab 2)',
        zh: 'MIT 6.5840：键值服务器带版本的 Put（lab 2）',
      },
      href: 'https://pdos.csail.mit.edu/6.824/',
    },
  ],
};
