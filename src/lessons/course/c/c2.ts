import type { Lesson } from '../lesson.ts';
import { entry, link, log, node, panel } from '../looks.ts';
import { c2 } from './headings.ts';

export const c2Lesson: Lesson = {
  ...c2,
  runs: [
    {
      id: 'a',
      title: { en: 'A client that simply tries again', zh: '简单重试的客户端' },
      script: `cluster voters=1,2,3
campaign 1
cut 2>1,3>1
propose 1 n=1
expect 1 commit=1 last=2
crash 1
heal
tick 14
expect 2 role=L commit=3 kv.n=1 rev=2
propose 2 n=1
expect 2,3 rev=3
`,
    },
  ],
  steps: [
    {
      id: 'deaf',
      type: 'tell',
      at: { line: 3 },
      look: [node(1, 'role'), link(2, 1), link(3, 1)],
      say: {
        en: 'n1 leads term 1. What the others say to it no longer arrives; what it says to them does.',
        zh: 'n1 是任期 1 的领导者。别人对它说的话不再送到；它说的话还能送到别人那里。',
      },
    },
    {
      id: 'everywhere',
      type: 'tell',
      at: { when: 'all(n in nodes, n.stable == 2)' },
      look: [entry(2), panel('clients')],
      say: {
        en: 'A client sends put n=1, think of it as “one more”. The entry is on all three disks at index 2, but no acknowledgement reaches n1, so its commit index stays at 1 and the client waits.',
        zh: '客户端发送 put n=1，可以把它看作“加一”。这条日志已在三个磁盘的索引 2 上，但没有确认能到达 n1，所以它的提交索引停在 1，客户端在等。',
      },
    },
    {
      id: 'fate',
      type: 'predict',
      at: { when: 'node(1).status == killed' },
      look: [node(1), entry(2, 2), entry(2, 3)],
      say: {
        en: 'n1 crashes before it could answer. The client has given no second thought to it yet.',
        zh: 'n1 在能回答之前宕机了。客户端还什么都没做。',
      },
      question: {
        ask: {
          en: 'n2 will be the next leader. What becomes of the entry at index 2?',
          zh: 'n2 将成为下一个领导者。索引 2 的那条日志会怎样？',
        },
        choices: [
          {
            text: {
              en: 'It is thrown away: its leader never committed it',
              zh: '被丢弃：它的领导者没有提交过它',
            },
            because: {
              en: 'A new leader never removes entries of its own log. n2 had index 2, so it stayed.',
              zh: '新领导者从不删除自己日志里的条目。n2 有索引 2，所以它留了下来。',
            },
            claim: 'node(2).log(2).term != 1',
          },
          {
            text: { en: 'It is committed, and the client is told', zh: '被提交，而且客户端会被告知' },
            because: {
              en: 'It is committed, but the call went to n1, and its connection ended with n1: nobody tells that client.',
              zh: '它被提交了，但这次调用是发给 n1 的，连接随 n1 一起断了：没有谁会告诉那个客户端。',
            },
            claim: 'call(1).status == ok',
          },
          {
            text: { en: 'It is committed, and the client never hears', zh: '被提交，但客户端永远听不到' },
            right: true,
            because: {
              en: 'n2 has committed it underneath the empty entry of its own term 2, at index 3. The store is at revision 2, the call is unknown.',
              zh: 'n2 用自己任期 2 的空日志（索引 3）把它一起提交了。存储的修订号是 2，而这次调用的结果是未知。',
            },
            claim: 'node(2).commit == 3 && key("n").version == 1 && call(1).status == unknown',
          },
        ],
      },
    },
    {
      id: 'survived',
      type: 'observe',
      of: 'fate',
      at: { when: 'node(2).applied == 3' },
      look: [node(2, 'role'), entry(2, 2), entry(3, 2)],
      say: {
        en: 'n2 leads term 2. Its commit index goes from 1 to 3 in one move.',
        zh: 'n2 是任期 2 的领导者。它的提交索引一步从 1 到了 3。',
      },
      ask: { en: 'What did you see: what became of index 2?', zh: '你看到了什么：索引 2 怎样了？' },
    },
    {
      id: 'again',
      type: 'predict',
      at: { line: 9 },
      look: [node(2), panel('clients')],
      say: {
        en: 'The client’s first try is unknown, so it sends put n=1 once more, to n2.',
        zh: '客户端的第一次尝试结果未知，所以它把 put n=1 再发一次，这次发给 n2。',
      },
      question: {
        ask: { en: 'At which revision is the store after that?', zh: '之后存储的修订号是多少？' },
        choices: [
          {
            text: { en: '2: Raft sees that it is the same command', zh: '2：Raft 会发现这是同一条命令' },
            because: {
              en: 'Raft orders commands and never looks into them. Two equal commands are two entries: index 2 and index 4.',
              zh: 'Raft 只给命令排序，从不看内容。两条一样的命令就是两条日志：索引 2 和索引 4。',
            },
            claim: 'node(2).revision == 2',
          },
          {
            text: { en: '3: it is written a second time', zh: '3：它被写了第二次' },
            right: true,
            because: {
              en: 'The key has version 2 at revision 3. Had it been a counter, it would have counted one request twice.',
              zh: '这个 key 的 version 是 2，修订号是 3。如果这是计数器，一次请求就被数了两次。',
            },
            claim: 'node(2).revision == 3 && key("n").version == 2',
          },
          {
            text: { en: 'An error: the key is there already', zh: '报错：这个 key 已经有了' },
            because: {
              en: 'A plain put overwrites whatever is there; it compares nothing. The call ended with OK.',
              zh: '普通的 put 会覆盖已有的值，不做任何比较。调用以 OK 结束。',
            },
            claim: 'call(2).status == failed',
          },
        ],
      },
    },
    {
      id: 'twice',
      type: 'observe',
      of: 'again',
      at: { when: 'any(c in answered, c.id == 2)' },
      look: [log(2), entry(4, 2), panel('store')],
      say: {
        en: 'The second try has been answered. Index 2 and index 4 hold the same command.',
        zh: '第二次尝试得到了应答。索引 2 和索引 4 是同样的命令。',
      },
      ask: { en: 'What did you see in the store?', zh: '你在存储里看到了什么？' },
    },
    {
      id: 'remedy',
      type: 'tell',
      look: [panel('store')],
      say: {
        en: 'Two remedies: sessions with serial numbers that the state machine remembers (Raft thesis), or a transaction that writes only if the key is still as the client knew it (lesson C3).',
        zh: '两种办法：状态机记住会话和序号（Raft 博士论文），或者用事务：只有 key 还是客户端所知道的样子才写（C3 课）。',
      },
    },
  ],
  tryIt: {
    say: {
      en: 'Write one key twice with one intention: make a put whose first try is unknown, and yet the key has version 2.',
      zh: '一个意图写成两次：让一次 put 的第一次尝试结果未知，而这个 key 的 version 却是 2。',
    },
    config: { nodes: 3 },
    goal: 'count(any(c in answered, c.kind == put && c.status == unknown)) > 0 && any(k in keys(""), k.version >= 2)',
    hints: [
      {
        en: 'The entry must reach the others, and their answers must not reach the leader: cut one direction.',
        zh: '日志要能到其他节点，而它们的回答到不了领导者：只切断一个方向。',
      },
      {
        en: 'Kill the leader, heal, wait for the next one, and put the same key again.',
        zh: '终止领导者，恢复网络，等下一个领导者，再 put 同一个 key。',
      },
    ],
    solution: [
      { type: 'campaign', node: 1 },
      { until: 'node(1).role == leader && node(1).commit == node(1).last' },
      { type: 'cut', from: 2, to: 1, oneWay: true },
      { type: 'cut', from: 3, to: 1, oneWay: true },
      { etcdctl: 'put n 1', node: 1 },
      { until: 'any(e in node(2).entries, e.kind == put)' },
      { type: 'kill', node: 1 },
      { type: 'heal' },
      { until: 'leader != none && leader.commit == leader.last' },
      { etcdctl: 'put n 1', node: 2 },
      { until: 'any(k in keys(""), k.version >= 2)' },
    ],
  },
  sources: [
    {
      text: {
        en: 'Ongaro, Consensus: Bridging Theory and Practice, section 6.3 (linearizable semantics)',
        zh: 'Ongaro，Consensus: Bridging Theory and Practice，6.3 节（线性一致语义）',
      },
      href: 'https://github.com/ongardie/dissertation',
    },
    {
      text: {
        en: 'Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, section 8',
        zh: 'Ongaro 与 Ousterhout，In Search of an Understandable Consensus Algorithm，第 8 节',
      },
      href: 'https://raft.github.io/raft.pdf',
    },
    {
      text: {
        en: 'MIT 6.5840: the key/value service of lab 4 finds duplicates',
        zh: 'MIT 6.5840：lab 4 的键值服务会发现重复请求',
      },
      href: 'https://pdos.csail.mit.edu/6.824/',
    },
  ],
};
