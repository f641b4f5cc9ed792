import { encodeUtf8 } from '../../../base/utf8.ts';
import type { Lesson } from '../lesson.ts';
import { entry, node, panel } from '../looks.ts';
import { page } from '../sources.ts';
import { k7 } from './headings.ts';

export const k7Lesson: Lesson = {
  ...k7,
  runs: [
    {
      id: 'a',
      title: { en: 'Two clients and a store outside', zh: '两个客户端和一个外部存储' },
      script: `cluster voters=1,2,3
campaign 1
client c1 at=1
client c2 at=2
store S                                         # outside etcd
c1 lease grant L1 ttl=20
c1 lock m lease=L1        # owner c1, token=2
pause c1
tick 40                   # lease revoked, rev 3
c2 lease grant L2 ttl=20
c2 lock m lease=L2        # owner c2, token=4
c2 S.write v=2
resume c1
c1 S.write v=1            # accepted: two owners
expect S.log=[c2:2,c1:1] violation=MutualExclusion
with fencing:
c1 S.write v=1 token=2    # refused: 2 < 4
expect S.log=[c2:2]
`,
    },
  ],
  steps: [
    {
      id: 'owner',
      type: 'tell',
      at: { when: 'any(c in answered, c.id == 2)' },
      look: [node(1), panel('store')],
      say: {
        en: 'Client c1 holds lock m: its key m/1 was created at revision 2 and hangs on a lease of 20 ticks. What the lock guards is a store outside etcd.',
        zh: '客户端 c1 持有锁 m：它的 key m/1 在修订号 2 创建，挂在一个 20 个 tick 的租约上。锁保护的是 etcd 之外的一个存储。',
      },
    },
    {
      id: 'pause',
      type: 'predict',
      at: { line: 8 },
      look: [panel('clients')],
      say: {
        en: 'Now c1 stands still, as in a long garbage collection: it keeps nothing alive, and it notices nothing. 40 ticks go by.',
        zh: '现在 c1 停住了，就像一次很长的垃圾回收：它不续期，也什么都察觉不到。过了 40 个 tick。',
      },
      question: {
        ask: { en: 'Who owns lock m after that?', zh: '之后谁拥有锁 m？' },
        choices: [
          {
            text: { en: 'c1: it has not given it back', zh: 'c1：它没有归还' },
            because: {
              en: 'The lease ran out at n1, a LeaseRevoke was committed, and key m/1 went at revision 3. etcd does not wait for sleepers.',
              zh: '租约在 n1 上到期，LeaseRevoke 被提交，key m/1 在修订号 3 消失。etcd 不等睡着的人。',
            },
            claim: 'keys("m/").count == 1 && node(1).revision == 2',
          },
          {
            text: {
              en: 'For etcd nobody; c1 still believes that it does',
              zh: '对 etcd 来说没有人；但 c1 仍以为是自己',
            },
            right: true,
            because: {
              en: 'The key is gone at revision 3. The last that c1 heard was “you are the owner”.',
              zh: 'key 在修订号 3 没了。c1 听到的最后一句话是“你是所有者”。',
            },
            claim: 'keys("m/").count == 0 && node(1).revision == 3',
          },
          {
            text: { en: 'c2, at once', zh: 'c2，立刻' },
            because: {
              en: 'c2 has not asked yet. It will, and nothing will stand in its way.',
              zh: 'c2 还没有请求。它会请求，而且没有什么会挡住它。',
            },
            claim: 'keys("m/").count == 1 && node(1).revision > 2',
          },
        ],
      },
    },
    {
      id: 'ranOut',
      type: 'observe',
      of: 'pause',
      at: { line: 9 },
      look: [entry(4, 1), panel('store')],
      say: {
        en: '40 ticks later. The entry at index 4 is the LeaseRevoke.',
        zh: '40 个 tick 之后。索引 4 的条目就是 LeaseRevoke。',
      },
      ask: { en: 'What did you see in the store?', zh: '你在存储里看到了什么？' },
    },
    {
      id: 'second',
      type: 'tell',
      at: { when: 'any(c in answered, c.id == 4)' },
      look: [node(2), panel('store')],
      say: {
        en: 'c2 asks for the lock and has it: key m/2, created at revision 4. It writes 2 to the store outside.',
        zh: 'c2 请求这把锁并得到了：key m/2，在修订号 4 创建。它往外部存储写了 2。',
      },
    },
    {
      id: 'twoOwners',
      type: 'tell',
      at: { line: 14 },
      look: [panel('clients')],
      say: {
        en: 'c1 goes on where it stood, and writes 1. The store outside takes it: two owners at once, and the write of c2 is overwritten. etcd did nothing wrong.',
        zh: 'c1 从停住的地方继续，写了 1。外部存储接受了：同时有两个所有者，c2 的写入被覆盖。etcd 没有做错什么。',
      },
    },
    {
      id: 'fence',
      type: 'ask',
      look: [panel('store')],
      say: {
        en: 'The store outside could have refused the write of c1, if each write carried a number that only grows from owner to owner.',
        zh: '如果每次写入都带一个从所有者到所有者只增不减的数字，外部存储就能拒绝 c1 的写入。',
      },
      question: {
        ask: { en: 'Which number of etcd does that?', zh: 'etcd 里的哪个数字可以？' },
        choices: [
          {
            text: { en: 'The id of the lease', zh: '租约的 id' },
            because: {
              en: 'Ids of leases are drawn; a later one may be smaller.',
              zh: '租约的 id 是随机取的；后来的可能更小。',
            },
          },
          {
            text: { en: 'The term of the leader', zh: '领导者的任期' },
            because: {
              en: 'It was term 1 for both owners: locks change hands without elections.',
              zh: '两个所有者时都是任期 1：锁易手不需要选举。',
            },
          },
          {
            text: {
              en: 'The revision at which the lock’s key was created',
              zh: '锁的 key 的 create revision',
            },
            right: true,
            because: {
              en: '2 for c1 and 4 for c2. A store that has seen 4 refuses 2. Inside etcd a transaction that compares the lock’s key does the same.',
              zh: 'c1 是 2，c2 是 4。见过 4 的存储会拒绝 2。在 etcd 内部，比较锁的 key 的事务有同样的作用。',
            },
          },
        ],
      },
    },
    {
      id: 'fenced',
      type: 'tell',
      at: { line: 18 },
      look: [panel('clients')],
      say: {
        en: 'The same writes at a store that looks at tokens: the one with token 2 comes after token 4 and is refused. What is left is c2’s.',
        zh: '同样的写入，换成会看 token 的存储：带 token 2 的写入晚于 token 4，被拒绝。留下的是 c2 的。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Client A waits for lock m and gets it. Make A lose the lock without noticing.',
      zh: '客户端 A 正在获取锁 m。让 A 在不知不觉中失去这把锁。',
    },
    config: { nodes: 3 },
    prepare: [
      { type: 'campaign', node: 1 },
      { until: 'node(3).applied >= 1' },
      {
        type: 'startClient',
        client: 'A',
        endpoints: [1],
        program: { recipe: 'lock', name: encodeUtf8('m'), holds: true, lease: 0n, ttl: 5, keepAlive: true },
      },
      { until: 'keys("m/").count == 1' },
      { ms: 500 },
    ],
    goal: 'client("A").status == paused && keys("m/").count == 0 && count(keys("m/").count == 1) > 0',
    hints: [
      {
        en: 'A keeps its lease of 5 seconds alive, as long as it runs.',
        zh: '只要 A 在运行，它就会为 5 秒的租约续期。',
      },
      {
        en: 'Pause A in the Clients panel, and let time go until its lease has run out.',
        zh: '在“客户端”面板里暂停 A，让时间走到它的租约到期。',
      },
    ],
    solution: [{ type: 'pauseClient', client: 'A' }, { until: 'keys("m/").count == 0' }],
  },
  sources: [
    page('https://jepsen.io/analyses/etcd-3.4.3', 'Jepsen: etcd 3.4.3', 'Jepsen：etcd 3.4.3'),
    page(
      'https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html',
      'Kleppmann 2016: How to do distributed locking',
      'Kleppmann 2016：How to do distributed locking',
    ),
  ],
};
