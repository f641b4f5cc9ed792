import type { Lesson } from '../lesson.ts';
import { entry, node, panel } from '../looks.ts';
import { page } from '../sources.ts';
import { k6 } from './headings.ts';

export const k6Lesson: Lesson = {
  ...k6,
  runs: [
    {
      id: 'a',
      title: { en: 'A lease of 50 ticks, a leader of 30', zh: '50 个 tick 的租约，30 个 tick 的领导者' },
      script: `cluster voters=1,2,3 checkQuorum preVote        # 1 tick = 100 ms
campaign 1
client c1 at=2
c1 lease grant L ttl=50
c1 put k=v lease=L                              # rev 2
tick 30                                         # 20 ticks left on n1
crash 1
tick 12
expect 2 role=L lease.L.remaining>=50
tick 25
expect 2,3 kv.k=v                               # 67 ticks after the grant, still alive
tick 40
expect 2,3 kv.k=- rev=3                         # removed by a committed LeaseRevoke
`,
    },
  ],
  steps: [
    {
      id: 'granted',
      type: 'tell',
      at: { when: 'any(c in answered, c.id == 2)' },
      look: [node(1, 'role'), panel('store')],
      say: {
        en: 'A lease of 50 ticks is granted, and key k hangs on it. All members know the lease, but only the leader n1 counts it down.',
        zh: '授予了一个 50 个 tick 的租约，key k 挂在上面。所有成员都知道这个租约，但只有领导者 n1 在倒数。',
      },
    },
    {
      id: 'dies',
      type: 'predict',
      at: { line: 7 },
      look: [node(1), panel('store')],
      say: {
        en: '30 ticks later 20 are left, and n1 crashes. What it had counted was in its memory.',
        zh: '30 个 tick 之后还剩 20 个，这时 n1 宕机。它数到哪里只在它的内存里。',
      },
      question: {
        ask: { en: 'When will key k go?', zh: 'key k 什么时候消失？' },
        choices: [
          {
            text: { en: '20 ticks from now, as it was promised', zh: '20 个 tick 之后，说好的' },
            because: {
              en: '37 ticks have gone by since the crash, 67 since the grant, and key k is still there. A time to live is a least time.',
              zh: '宕机后过了 37 个 tick，授予后过了 67 个，key k 仍在。TTL 保证的是至少活这么久。',
            },
            claim: '!key("k").exists && node(2).role == leader',
          },
          {
            text: { en: 'At once: nobody keeps the lease any more', zh: '立刻：没有谁再管这个租约了' },
            because: {
              en: 'A key goes only by a committed LeaseRevoke. Without a leader nothing is committed, so nothing goes.',
              zh: 'key 只会因一条已提交的 LeaseRevoke 而消失。没有领导者就没有提交，所以什么都不会消失。',
            },
            claim: '!key("k").exists && node(2).role == follower',
          },
          {
            text: {
              en: 'Later: the next leader begins to count anew',
              zh: '更晚：下一个领导者会重新开始数',
            },
            right: true,
            because: {
              en: 'n2 does not know how much was left, so it gives each lease its full time to live again. Late is allowed, early is not: a lock might hang on it.',
              zh: 'n2 不知道还剩多少，所以给每个租约重新完整的 TTL。晚可以，早不行：可能有锁挂在上面。',
            },
            claim: 'key("k").exists && node(2).role == leader',
          },
        ],
      },
    },
    {
      id: 'anew',
      type: 'tell',
      at: { when: 'node(2).role == leader' },
      look: [node(2, 'role'), panel('store')],
      say: {
        en: 'n2 leads term 2 now.',
        zh: '现在 n2 是任期 2 的领导者。',
      },
    },
    {
      id: 'alive',
      type: 'observe',
      of: 'dies',
      at: { line: 11 },
      look: [node(2), panel('store')],
      say: {
        en: '67 ticks after a lease of 50 was granted.',
        zh: '一个 50 个 tick 的租约，授予后已过了 67 个 tick。',
      },
      ask: { en: 'What did you see: where is key k?', zh: '你看到了什么：key k 在哪里？' },
    },
    {
      id: 'revoked',
      type: 'tell',
      at: { when: 'node(2).revision == 3 && node(3).revision == 3' },
      look: [entry(5, 2), entry(5, 3), panel('store')],
      say: {
        en: 'Now it has run out at n2. n2 proposed a LeaseRevoke, at index 5, and key k went at revision 3 on both members alike, because both applied the same entry.',
        zh: '现在它在 n2 上到期了。n2 提议了 LeaseRevoke，在索引 5；两个成员都在修订号 3 失去了 key k，因为它们应用的是同一条日志。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Key k hangs on a lease of 8 seconds that nobody keeps alive. Make k live longer than 14 seconds.',
      zh: 'key k 挂在一个 8 秒的租约上，没有谁为它续期。让 k 活过 14 秒。',
    },
    config: { nodes: 3 },
    prepare: [
      { type: 'campaign', node: 1 },
      { until: 'node(3).applied >= 1' },
      { type: 'request', request: 1, node: 1, operation: { type: 'leaseGrant', ttl: 8, id: 77n } },
      { ms: 200 },
      { etcdctl: 'put k v --lease=4d', node: 1 },
      { until: 'key("k").exists' },
    ],
    goal: 'time > 14000 && key("k").exists',
    hints: [
      { en: 'Who counts a lease down, and what becomes of the count?', zh: '谁在倒数租约？这个计数会怎样？' },
      {
        en: 'Kill the leader when a few seconds have gone by.',
        zh: '过几秒之后终止领导者。',
      },
    ],
    solution: [{ until: 'time > 6000' }, { type: 'kill', node: 1 }, { until: 'time > 14010' }],
  },
  sources: [
    page('https://etcd.io/docs/v3.4/learning/api/', 'etcd: API, leases', 'etcd：API，租约'),
    page(
      'https://github.com/etcd-io/etcd/blob/main/server/lease/lessor.go',
      'etcd: lessor, Promote and Demote',
      'etcd：lessor 的 Promote 与 Demote',
    ),
    page(
      'https://github.com/etcd-io/etcd/issues/15247',
      'etcd issue 15247: leases and a leader that no longer leads',
      'etcd issue 15247：租约与已不再领导的 leader',
    ),
  ],
};
