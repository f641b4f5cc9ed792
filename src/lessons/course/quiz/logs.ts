import type { QuizQuestion } from './quiz.ts';

/** Replication, the commit rule, disks, members. */
export const logQuestions: readonly QuizQuestion[] = [
  {
    id: 'majority',
    lessons: ['R1', 'E7'],
    question: {
      ask: {
        en: 'Five nodes, n1 leads, n4 and n5 are dead. A client writes x. What becomes of it?',
        zh: '五个节点，n1 是领导者，n4 和 n5 已宕机。客户端写入 x。结果如何？',
      },
      choices: [
        {
          text: {
            en: 'It waits: a write needs all five disks',
            zh: '等待：一次写入要五块磁盘都写好',
          },
          because: {
            en: 'Then one dead node would stop every write. A majority is enough, since any two majorities have a node in common.',
            zh: '那样一个节点宕机就谁也写不了。过半数就够了，因为任意两个多数派都有共同的节点。',
          },
          claim: 'node(1).commit == 1',
        },
        {
          text: {
            en: 'It is committed once n1, n2 and n3 have it',
            zh: 'n1、n2、n3 都存下后就提交',
          },
          right: true,
          because: {
            en: 'Three of five are a majority. Dead members count in the five, and nobody waits for them.',
            zh: '五个里的三个就是过半数。宕机的成员仍算在五个之内，但不必等它们。',
          },
          claim: 'node(1).commit == 2 && node(2).last == 2 && node(3).last == 2',
        },
        {
          text: {
            en: 'It is committed once n1 and n2 have it: two of the three that live',
            zh: 'n1 和 n2 存下就提交：存活的三个里已有两个',
          },
          because: {
            en: 'The majority is of all members, not of the living: otherwise each side of a partition could commit alone.',
            zh: '过半数是对全体成员而言，不是对存活的成员：否则分区的两边都能各自提交。',
          },
          claim: 'node(1).commit == 2 && node(3).last < 2',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3,4,5
campaign 1
crash 4,5
propose 1 x=1
`,
      at: { line: 4 },
    },
  },
  {
    id: 'old-side',
    lessons: ['R3'],
    question: {
      ask: {
        en: 'A network splits into n1, n2 and n3, n4, n5. n1, the old leader, takes a=old; n3 is elected and commits a=new. Then the network heals. What is a?',
        zh: '网络分成 n1、n2 与 n3、n4、n5 两边。旧领导者 n1 接受了 a=old；n3 当选并提交了 a=new。随后网络恢复。a 是什么？',
      },
      choices: [
        {
          text: {
            en: 'old: it was written first',
            zh: 'old：它写得早',
          },
          because: {
            en: 'It was appended first, but never committed: two of five are no majority. n1’s entry gives way to that of term 2.',
            zh: '它确实先追加，但从未提交：五个里的两个不是过半数。n1 的那条日志要让位给任期 2 的。',
          },
          claim: 'key("a").value == "old"',
        },
        {
          text: {
            en: 'new, and old is applied before it, as version 1',
            zh: 'new，而且 old 作为第 1 个版本先被应用',
          },
          because: {
            en: 'An entry is applied when it is committed, and a=old never was. Nobody has ever seen it as the value.',
            zh: '日志只有提交后才会被应用，而 a=old 从未提交。从来没有谁见过它作为 a 的值。',
          },
          claim: 'key("a").version == 2',
        },
        {
          text: {
            en: 'new on the three, old on the two: the logs stay as they are',
            zh: '那三个是 new，另两个是 old：日志各自保持原样',
          },
          because: {
            en: 'The new leader makes every log like its own: where they differ, a follower cuts its end off and takes the leader’s entries.',
            zh: '新领导者会把所有日志修成和自己一样：在不一致处，跟随者截掉自己的尾部，接受领导者的日志。',
          },
          claim: 'node(1).log(2).term == 1',
        },
        {
          text: {
            en: 'new, everywhere: a=old is thrown away',
            zh: '处处都是 new：a=old 被丢弃',
          },
          right: true,
          because: {
            en: 'It was never on a majority, so nobody was told that it was done, and it may go.',
            zh: '它从未到达过半数节点，也就没有人被告知写入成功，所以可以丢弃。',
          },
          claim: 'all(n in nodes, n.key("a").value == "new")',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3,4,5
campaign 1
part 1,2|3,4,5
propose 1 a=old
tick 14
propose 3 a=new
heal
tick 1
`,
      at: { line: 8 },
    },
  },
  {
    id: 'old-entry',
    lessons: ['R5', 'R6'],
    question: {
      ask: {
        en: 'n1 has just been elected for term 4. An entry of term 2 stands at index 2 on three of the five nodes, n1 among them; n1’s own entry of term 4 is on n1 alone. Is index 2 committed?',
        zh: 'n1 刚在任期 4 当选。索引 2 上有一条任期 2 的日志，五个节点中三个有它，包括 n1；而 n1 自己任期 4 的日志只有 n1 有。索引 2 提交了吗？',
      },
      choices: [
        {
          text: {
            en: 'No: n1 counts copies of entries of its own term only',
            zh: '没有：n1 只对自己任期的日志数副本',
          },
          right: true,
          because: {
            en: 'A node with an entry of term 3 at index 2 could still be elected and replace it. Once an entry of term 4 is on a majority it cannot, and index 2 is committed with it.',
            zh: '索引 2 上有任期 3 日志的节点仍可能当选，把它替换掉。等任期 4 的一条日志到了过半数节点，就不可能了，索引 2 也随之提交。',
          },
          claim:
            'node(1).role == leader && node(1).commit == 1 && count(n in nodes, n.log(2).term == 2) == 3',
        },
        {
          text: {
            en: 'Yes: a majority has it',
            zh: '提交了：过半数节点都有它',
          },
          because: {
            en: 'That is Figure 8 of the paper: it can still be lost, although three of five have it.',
            zh: '这就是论文的图 8：即使五个里有三个存着它，它仍可能丢失。',
          },
          claim: 'node(1).commit >= 2',
        },
        {
          text: {
            en: 'No, and n1 removes it: it is of an old term',
            zh: '没有，而且 n1 会删掉它：它是旧任期的',
          },
          because: {
            en: 'A leader never removes or replaces an entry of its own log. Followers do, to become like the leader.',
            zh: '领导者从不删除或替换自己日志里的条目。只有跟随者会，为的是和领导者一致。',
          },
          claim: 'node(1).log(2).term != 2',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3,4,5 oneEntryPerMsg
load 1 log=1,2 term=3 commit=1
load 2 log=1,2 term=3 commit=1
load 3 log=1 term=3 vote=5 commit=1
load 4 log=1 term=3 vote=5 commit=1
load 5 log=1,3 term=3 vote=5 commit=1
manual
campaign 1
ready 1
deliver 1>2 MsgVote
deliver 1>3 MsgVote
ready 2,3
deliver 2>1 MsgVoteResp
deliver 3>1 MsgVoteResp
ready 1
deliver 1>2 MsgApp
deliver 1>3 MsgApp
ready 2,3
deliver 2>1 MsgAppResp
deliver 3>1 MsgAppResp
ready 1
deliver 1>3 MsgApp
ready 3
deliver 3>1 MsgAppResp
`,
      at: { line: 24 },
    },
  },
  {
    id: 'empty-entry',
    lessons: ['R6', 'R5'],
    question: {
      ask: {
        en: 'n1 and n2 have an entry of term 1 at index 2 that nobody has committed; n3 does not have it. n1 is elected for term 2, and no client writes. What is n1’s commit index soon after?',
        zh: 'n1 和 n2 在索引 2 有一条任期 1 的日志，还没有提交；n3 没有。n1 在任期 2 当选，此后没有客户端写入。不久后 n1 的提交索引是多少？',
      },
      choices: [
        {
          text: {
            en: '1, until a client writes something',
            zh: '1，直到有客户端写入为止',
          },
          because: {
            en: 'That would be so if a new leader appended nothing: old entries would wait, and reads with them.',
            zh: '如果新领导者什么都不追加，就会这样：旧日志一直等着，读请求也跟着等。',
          },
          claim: 'node(1).commit == 1',
        },
        {
          text: {
            en: '2: two of three have the entry',
            zh: '2：三个里有两个存着它',
          },
          because: {
            en: 'An entry of an old term is not committed by counting its copies.',
            zh: '旧任期的日志不能靠数副本来提交。',
          },
          claim: 'node(1).commit == 2',
        },
        {
          text: {
            en: '3: n1 appends an empty entry of term 2, and the old one is committed with it',
            zh: '3：n1 追加一条任期 2 的空条目，旧日志随之提交',
          },
          right: true,
          because: {
            en: 'Every leader of etcd begins with an empty entry of its own term. It may be counted, and what is below it is committed as well.',
            zh: 'etcd 的每个领导者都从自己任期的一条空条目开始。这条可以数副本，它下面的日志也随之提交。',
          },
          claim: 'node(1).commit == 3 && node(1).log(3).term == 2',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3
load 1 log=1,1 term=1 commit=1
load 2 log=1,1 term=1 commit=1
load 3 log=1 term=1 commit=1
campaign 1
tick 1
`,
      at: { line: 6 },
    },
  },
  {
    id: 'lost-majority',
    lessons: ['S2', 'E7'],
    question: {
      ask: {
        en: 'Two of three machines burn down with their disks. The third has been cut off for a while and has not got the last write, which a client was told is done. What can the third do by itself?',
        zh: '三台机器烧毁了两台，磁盘也没了。第三台之前断开了一阵，没有最后那次写入，而客户端已被告知写入成功。第三台自己能做什么？',
      },
      choices: [
        {
          text: {
            en: 'Lead, once it has heard from nobody for long enough',
            zh: '只要足够久听不到别人，就当领导者',
          },
          because: {
            en: 'It campaigns again and again, and never has two votes of three. Time makes nobody a majority.',
            zh: '它一再竞选，却永远凑不到三票中的两票。等得再久，一个人也成不了过半数。',
          },
          claim: 'node(3).role == leader',
        },
        {
          text: {
            en: 'Nothing new. Only an operator can make a cluster of it, and then the last write is lost',
            zh: '什么新事也做不了。只能由运维强制把它变成新集群，而最后那次写入就此丢失',
          },
          right: true,
          because: {
            en: 'A forced new cluster is a new history: outside what Raft promises. Here an acknowledged write is lost.',
            zh: '强制新建集群等于另起一段历史，不在 Raft 的保证之内。这里就丢了一次已确认的写入。',
          },
          claim: 'node(3).role != leader && node(3).commit == 1 && !node(3).key("x").exists',
        },
        {
          text: {
            en: 'Recover the write from its own log, where it waits uncommitted',
            zh: '从自己的日志里恢复那次写入，它就在那里等着提交',
          },
          because: {
            en: 'It was committed by the other two while this one was cut off: it never came here.',
            zh: '它是另外两台在这台断开期间提交的：从来没有到过这里。',
          },
          claim: 'node(3).last >= 2',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3
campaign 1
isolate 3
propose 1 x=1
crash 1,2
heal
tick 100
`,
      at: { line: 7 },
    },
  },
  {
    id: 'fourth-voter',
    lessons: ['M3', 'M1'],
    question: {
      ask: {
        en: 'Three voters, one of them dead. To be safe somebody adds a fourth voter, whose machine is not started yet. What then?',
        zh: '三个投票者里有一个宕机。为保险起见，有人又加了第四个投票者，而它的机器还没启动。会怎样？',
      },
      choices: [
        {
          text: {
            en: 'It is safer: one more may fail now',
            zh: '更安全：现在可以再坏一个',
          },
          because: {
            en: 'Four voters need three, so they bear one failure, as three do. And two are missing already.',
            zh: '四个投票者需要三个同意，能承受的故障数和三个投票者时一样，都是一个。而现在已经缺了两个。',
          },
          claim: 'node(1).commit == 3',
        },
        {
          text: {
            en: 'The change is refused: a majority of the new voters is not there',
            zh: '变更被拒绝：新投票者里没有过半数在线',
          },
          because: {
            en: 'Raft itself does not look: the change is committed by two of the old three. etcd has a check of its own in front of it, which can be switched off.',
            zh: 'Raft 本身不检查：旧的三个里有两个就把变更提交了。etcd 在它前面另有一道检查，但可以关掉。',
          },
          claim: 'quorum == 2',
        },
        {
          text: {
            en: 'Nothing can be written any more, not even to remove it again',
            zh: '再也写不进任何东西，连把它移除也做不到',
          },
          right: true,
          because: {
            en: 'From now on three of four must agree, and two live. Remove the dead one first, or add the new one as a learner.',
            zh: '从此四个里要有三个同意，而活着的只有两个。应先移除宕机的，或先把新的加为学习者。',
          },
          claim: 'quorum == 3 && node(1).commit == 2 && node(1).last > 2',
        },
      ],
    },
    proof: {
      script: `cluster voters=1,2,3 spare=4
campaign 1
crash 3,4
conf 1 v4
propose 1 x=1
conf 1 r4
tick 50
`,
      at: { line: 7 },
    },
  },
];
