import type { QuizQuestion } from './quiz.ts';

/** What clients see: answers, reads, retries, the store. */
export const clientQuestions: readonly QuizQuestion[] = [
  {
    id: 'never-answered',
    lessons: ['E7', 'C1'],
    question: {
      ask: {
        en: 'Three of five nodes are dead. The leader n1 appends x=1 and sends it to n2; the client gives up. n1 dies, then two of the dead come back and n2 is elected. What is x?',
        zh: '五个节点宕了三个。领导者 n1 追加 x=1 并发给 n2；客户端等不及放弃了。n1 宕机，之后两个宕机的节点回来，n2 当选。x 是什么？',
      },
      choices: [
        {
          text: {
            en: 'Not there: what is not acknowledged is undone',
            zh: '没有：没确认的写入会被撤销',
          },
          because: {
            en: 'Nothing undoes it. It stands in n2’s log, and a leader keeps its log.',
            zh: '没有谁会撤销它。它就在 n2 的日志里，而领导者会保留自己的日志。',
          },
          claim: 'node(2).role == leader && !node(2).key("x").exists',
        },
        {
          text: {
            en: '1: the new leader has the entry, and it is committed after all',
            zh: '1：新领导者有这条日志，它最终还是被提交了',
          },
          right: true,
          because: {
            en: 'To give up means not to know. The write may take effect later, or never; a client must be ready for both.',
            zh: '放弃等待只意味着不知道结果。写入可能稍后生效，也可能永远不生效；客户端必须两种都有准备。',
          },
          claim: 'node(2).role == leader && node(2).key("x").value == "1"',
        },
        {
          text: {
            en: 'It stays uncommitted in n2’s log until the client asks again',
            zh: '它一直以未提交状态留在 n2 的日志里，直到客户端再来请求',
          },
          because: {
            en: 'Entries do not wait for clients: n2’s empty entry of its own term commits everything below it.',
            zh: '日志不等客户端：n2 自己任期的空条目会让它下面的全部提交。',
          },
          claim: 'node(2).last >= 2 && node(2).commit < 2',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3,4,5
campaign 1
crash 3,4,5
propose 1 x=1
crash 1
tick 60
restart 3,4
tick 12
`,
      at: { line: 8 },
    },
  },
  {
    id: 'retry',
    lessons: ['C2', 'C3'],
    question: {
      ask: {
        en: 'A client adds one to a counter; the leader dies before it answers. The client asks the next leader for the same again. How often is one added?',
        zh: '客户端让计数器加一；领导者还没回答就宕机了。客户端向下一个领导者再请求一次。一共加了几次？',
      },
      choices: [
        {
          text: {
            en: 'Once: Raft knows the request again',
            zh: '一次：Raft 认得出是同一个请求',
          },
          because: {
            en: 'For Raft both are entries like any other. To know a request again is the work of the state machine or of the client.',
            zh: '对 Raft 来说，两者都只是普通日志。识别重复请求是状态机或客户端的事。',
          },
          claim: 'node(2).revision == 2',
        },
        {
          text: {
            en: 'Once: the first died with its leader',
            zh: '一次：第一次随领导者一起没了',
          },
          because: {
            en: 'The first had reached the others. The next leader has it in its log, and commits it.',
            zh: '第一次已经到达其他节点。下一个领导者的日志里有它，会把它提交。',
          },
          claim: 'count(e in node(2).entries, e.kind == put) == 1',
        },
        {
          text: {
            en: 'Never: two requests that collide are both refused',
            zh: '零次：两个请求冲突，都被拒绝',
          },
          because: {
            en: 'Nothing collides: entries are applied one after the other, in the order of the log.',
            zh: '没有冲突：日志按顺序一条接一条地被应用。',
          },
          claim: 'node(2).revision == 1',
        },
        {
          text: {
            en: 'Twice, if the first had come far enough',
            zh: '两次，只要第一次走得够远',
          },
          right: true,
          because: {
            en: 'It had: it was on a majority, only its answer was lost. Compare before you write, or number your requests.',
            zh: '它确实够远了：已在过半数节点上，只是回答丢了。应先比较再写，或给请求编号。',
          },
          claim: 'node(2).revision == 3',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3
campaign 1
cut 2>1,3>1
propose 1 n=1
crash 1
heal
tick 14
propose 2 n=1
`,
      at: { line: 8 },
    },
  },
  {
    id: 'stale-read',
    lessons: ['Q1', 'Q2'],
    question: {
      ask: {
        en: 'n1 leads, and x=1. It is cut off; n2 is elected and commits x=2. n1 still takes itself for the leader and is asked for a linearizable read (ReadIndex). What does it answer?',
        zh: 'n1 是领导者，x=1。它被断开后，n2 当选并提交了 x=2。n1 仍以为自己是领导者，此时有人向它请求线性一致读（ReadIndex）。它怎么回答？',
      },
      choices: [
        {
          text: {
            en: 'Nothing: it asks a majority whether it still leads, and nobody answers',
            zh: '不回答：它要先问过半数节点自己是否还是领导者，而没人回应',
          },
          right: true,
          because: {
            en: 'A round of heartbeats must come back before the read may be answered. That is what keeps old leaders from telling old news.',
            zh: '必须先收回一轮心跳的回应，才能回答这次读。这样旧领导者才不会报出旧消息。',
          },
          claim: 'node(1).role == leader && client("c1").pending == 1',
        },
        {
          text: {
            en: 'x=1: it is the leader, as far as it knows',
            zh: 'x=1：据它所知，它就是领导者',
          },
          because: {
            en: 'That would be a stale read: x=2 was finished before this one began.',
            zh: '那就成了读到旧值：x=2 在这次读开始之前就已写完。',
          },
          claim: 'client("c1").last.value == "1"',
        },
        {
          text: {
            en: 'x=2: it asks n2 for the newest value',
            zh: 'x=2：它向 n2 取最新值',
          },
          because: {
            en: 'It knows nothing of n2’s leadership: not one message of term 2 has reached it.',
            zh: '它根本不知道 n2 已是领导者：任期 2 的消息一条也没到过它那里。',
          },
          claim: 'client("c1").last.value == "2"',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3
client c1 at=1
campaign 1
propose 1 x=1
isolate 1
tick 12
propose 2 x=2
c1 get x
tick 5
`,
      at: { line: 9 },
    },
  },
  {
    id: 'revisions',
    lessons: ['K1', 'K2'],
    question: {
      ask: {
        en: 'An empty store of etcd is at revision 1. Somebody puts a, then b, then a again. What are the mod revision and the version of a?',
        zh: 'etcd 的空存储处于修订号 1。有人依次写入 a、b，再写 a。a 的 mod revision 和 version 各是多少？',
      },
      choices: [
        {
          text: { en: 'mod revision 3, version 2', zh: 'mod revision 3，version 2' },
          because: {
            en: 'The store has one revision for all keys: the put of b took 3.',
            zh: '整个存储共用一个修订号：写 b 时已用掉 3。',
          },
          claim: 'key("a").modRevision == 3',
        },
        {
          text: { en: 'mod revision 4, version 2', zh: 'mod revision 4，version 2' },
          right: true,
          because: {
            en: 'Each write takes the next revision of the whole store: 2, 3, 4. The version counts the writes of this key alone.',
            zh: '每次写入占用整个存储的下一个修订号：2、3、4。version 只数这个键自己的写入次数。',
          },
          claim: 'key("a").modRevision == 4 && key("a").version == 2',
        },
        {
          text: { en: 'mod revision 4, version 4', zh: 'mod revision 4，version 4' },
          because: {
            en: 'The version is the key’s own: 1 when it is made, one more with each put, and 1 again after a deletion.',
            zh: 'version 属于键自己：创建时是 1，每次写入加 1，删除后再建又从 1 开始。',
          },
          claim: 'key("a").version == 4',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3
campaign 1
propose 1 a=1
propose 1 b=1
propose 1 a=2
`,
      at: { line: 5 },
    },
  },
  {
    id: 'lock',
    lessons: ['K7', 'K6'],
    question: {
      ask: {
        en: 'A client holds a lock of etcd and is stopped for a minute (a garbage collection, say). Its lease runs out, and another client gets the lock. The first wakes up and writes to a file store outside. What prevents that?',
        zh: '一个客户端持有 etcd 的锁，却停顿了一分钟（比如垃圾回收）。它的租约到期，另一个客户端拿到了锁。第一个醒来，往外部存储写数据。什么会阻止它？',
      },
      choices: [
        {
          text: {
            en: 'The lock: only one client can hold it at a time',
            zh: '锁本身：同一时刻只有一个客户端能持有',
          },
          because: {
            en: 'In etcd, yes. But the first client does not know that it has lost it, and the store outside never asks etcd.',
            zh: '在 etcd 里确实如此。但第一个客户端并不知道自己已失去锁，而外部存储也从不问 etcd。',
          },
        },
        {
          text: {
            en: 'Its lease: a client whose lease has run out cannot send',
            zh: '租约：租约到期的客户端发不出请求',
          },
          because: {
            en: 'A lease ends in etcd. It does not stop a process elsewhere, whose clock stood still meanwhile.',
            zh: '租约是在 etcd 里到期的，管不到别处的进程，何况那个进程这段时间是停着的。',
          },
        },
        {
          text: {
            en: 'Nothing, unless the store outside refuses tokens older than the newest it has seen',
            zh: '没有什么能阻止，除非外部存储拒绝比它见过的更旧的令牌',
          },
          right: true,
          because: {
            en: 'That is fencing: the lock’s revision goes with each write, and the store compares. A lock alone is not a fence.',
            zh: '这就是 fencing：每次写入都带上锁的修订号，由存储来比较。光有锁并不够。',
          },
        },
      ],
    },
  },
];
