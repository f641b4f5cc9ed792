import type { Text } from '../text.ts';

/** What running it says of a statement: it holds, holds with conditions, does not hold; or it was a question, and has an answer. */
export type Verdict = 'holds' | 'partly' | 'fails' | 'answered';

/** A statement or an open question of the introduction that the project began with. */
export interface IntroductionClaim {
  readonly id: string;
  readonly claim: Text;
  readonly verdict: Verdict;
  readonly finding: Text;
  /** The lessons that show it, the best first; `step`: the screen at which one sees it. */
  readonly shown: readonly ClaimShown[];
}

export interface ClaimShown {
  readonly lesson: string;
  readonly step: string;
  /** What holds at the instant of that screen, if a condition can say it (a test asks the lesson's run). */
  readonly holds?: string;
}

export const claims: readonly IntroductionClaim[] = [
  {
    id: 'rejoin',
    claim: {
      en: 'An isolated node whose term has risen comes back: does that cause an election, and what becomes of the terms?',
      zh: '被隔离、任期已涨高的节点回来：会引发选举吗？各节点的任期会怎样？',
    },
    verdict: 'answered',
    finding: {
      en: 'Yes, in a plain configuration, at its next timeout and not at once. All terms jump to one above its own. With equal logs it may win itself; with a shorter log the old leader wins one term later.',
      zh: '在普通配置下会，不是马上，而是在它下一次超时时。所有节点的任期跳到它的任期加一。日志一样长时它自己可能当选；日志较短时，旧领导者在再下一个任期当选。',
    },
    shown: [
      {
        lesson: 'P1',
        step: 'deposed',
        holds: 'node(3).role == leader && node(3).term == 6 && node(1).role == follower',
      },
    ],
  },
  {
    id: 'leader-ignores',
    claim: {
      en: 'A leader that receives such a MsgVote “seems to do nothing”.',
      zh: '领导者收到这样的 MsgVote“好像什么也不做”。',
    },
    verdict: 'fails',
    finding: {
      en: 'It steps down and takes over the term, even if it then refuses the vote. Only a lease (CheckQuorum) makes it do nothing.',
      zh: '它会退下并接受那个任期，哪怕随后拒绝投票。只有 lease（CheckQuorum）保护时它才什么也不做。',
    },
    shown: [
      {
        lesson: 'P1',
        step: 'refused',
        holds: 'node(1).role == follower && node(1).term == 6 && node(3).role != leader',
      },
      { lesson: 'P6', step: 'dropped', holds: 'node(1).role == leader && node(3).term == node(1).term' },
    ],
  },
  {
    id: 'twice-timeout',
    claim: {
      en: 'With CheckQuorum an old leader serves for at most twice the election timeout.',
      zh: '开了 CheckQuorum，旧领导者最多再服务两倍选举超时。',
    },
    verdict: 'holds',
    finding: {
      en: 'Exactly so: 20 ticks with a timeout of 10. The same bound makes lease reads unsafe even with perfect clocks.',
      zh: '完全属实：超时为 10 时是 20 个 tick。同样的界限使 lease read 即使时钟完美也不安全。',
    },
    shown: [
      {
        lesson: 'P2',
        step: 'gives',
        holds: 'node(1).role == follower && node(1).term == 1 && node(2).role == leader && node(2).term == 2',
      },
      { lesson: 'Q4', step: 'until' },
    ],
  },
  {
    id: 'ping-pong',
    claim: {
      en: 'Under PreVote S1 and S2, which do not hear each other, take the leadership from each other for ever.',
      zh: '在 PreVote 下，互相听不到的 S1 和 S2 会永远轮流夺取领导权（乒乓）。',
    },
    verdict: 'partly',
    finding: {
      en: 'Only if a new leader appends nothing. etcd’s empty entry ends it after one change. Without PreVote the term climbs but the leader stays; in plain etcd the old leader is never told.',
      zh: '只有新领导者什么都不追加时才成立。etcd 的空条目使它换一次就停。没有 PreVote 时任期一直涨，但领导者不变；而普通 etcd 从不告诉旧领导者。',
    },
    shown: [{ lesson: 'P5', step: 'once', holds: 'node(2).role == leader && node(2).term == 2' }],
  },
  {
    id: 'writes-help',
    claim: {
      en: 'If clients keep writing at S1, even plain Raft copes with that.',
      zh: '如果客户端一直往 S1 写，连普通 Raft 也能应付。',
    },
    verdict: 'fails',
    finding: {
      en: 'Not in plain etcd. S2 cannot win, but its attempts pull S3 into higher terms; S3 then ignores S1, and nothing commits until S3 times out first. With PreVote S1 simply goes on leading.',
      zh: '普通 etcd 不行。S2 赢不了，但它的尝试把 S3 拉进更高的任期；S3 于是忽略 S1，直到 S3 自己先超时，什么都提交不了。有了 PreVote，S1 就照常领导。',
    },
    shown: [{ lesson: 'P5', step: 'standstill', holds: 'node(3).term == 8 && node(1).term < 8' }],
  },
  {
    id: 'lease-blocks',
    claim: {
      en: 'A lease without CheckQuorum blocks five nodes in two groups that overlap.',
      zh: '只有 lease 而没有 CheckQuorum，会卡住由两个重叠小组构成的五个节点。',
    },
    verdict: 'holds',
    finding: {
      en: 'It does. PreVote alone blocks them as well, as soon as S2 holds one entry more than S3 and S4.',
      zh: '属实。单独的 PreVote 也会卡住，只要 S2 比 S3、S4 多一条日志。',
    },
    shown: [{ lesson: 'P7', step: 'blocked', holds: '!any(n in nodes, n.role == leader && n.id != 1)' }],
  },
  {
    id: 'stuck',
    claim: {
      en: 'CheckQuorum or PreVote leaves nodes behind that cannot come back by themselves.',
      zh: 'CheckQuorum 或 PreVote 会留下无法自行恢复的节点。',
    },
    verdict: 'holds',
    finding: {
      en: 'As described; and the library solves it: a leader of a lower term is answered with MsgAppResp, from which it learns the higher term.',
      zh: '情况如其所述；库里的解决办法是：对低任期的领导者回一条 MsgAppResp，让它得知更高的任期。',
    },
    shown: [
      { lesson: 'P3', step: 'freed', holds: 'node(1).term > 1' },
      { lesson: 'P8', step: 'answer' },
    ],
  },
  {
    id: 'switching-pre-vote',
    claim: {
      en: 'Switching PreVote on in a running cluster can block it for ever.',
      zh: '在运行中的集群里打开 PreVote 可能造成死锁。',
    },
    verdict: 'holds',
    finding: {
      en: 'It can, where terms differ by two or more (with one, the pre-vote’s term equals the voter’s). Solved by refusing with the voter’s own term.',
      zh: '会，只要任期相差两个以上（差一个时，预投票的任期正好等于投票者的）。解决办法：拒绝时带上投票者自己的任期。',
    },
    shown: [{ lesson: 'P9', step: 'deadlock', holds: '!any(n in nodes, n.role == leader)' }],
  },
  {
    id: 'successor-commits',
    claim: {
      en: 'May a successor commit entries that are on a majority already? The notes say no.',
      zh: '新领导者能提交已经在多数派上的旧日志吗？笔记说不能。',
    },
    verdict: 'partly',
    finding: {
      en: 'Not by counting copies. But underneath an entry of its own term they are committed, and every leader of etcd appends one at once.',
      zh: '不能靠数副本提交。但在它自己任期的一条日志之下，旧日志会随之提交；而 etcd 的每个领导者一上任就追加这样一条。',
    },
    shown: [
      {
        lesson: 'R5',
        step: 'counted',
        holds: 'node(1).role == leader && node(1).commit == 1 && count(n in nodes, n.log(2).term == 2) == 3',
      },
      { lesson: 'R6', step: 'both', holds: 'node(2).role == leader && node(2).commit == 3' },
    ],
  },
  {
    id: 'batches',
    claim: {
      en: 'Are batches made by count or by time?',
      zh: '批次是按条数还是按时间形成的？',
    },
    verdict: 'answered',
    finding: {
      en: 'By neither: by what has piled up when the host asks for the next Ready, up to a limit of bytes.',
      zh: '都不是：取决于宿主程序来取下一个 Ready 时积累了多少，受字节数上限约束。',
    },
    shown: [{ lesson: 'R9', step: 'grouped' }],
  },
  {
    id: 'safe-write',
    claim: { en: 'When is a write safe to acknowledge?', zh: '一次写入什么时候可以确认成功？' },
    verdict: 'answered',
    finding: {
      en: 'When its entry is committed, which means on disk at a majority, and applied at the node that answers.',
      zh: '当它的日志已提交（即已在过半数节点的磁盘上），并在负责回答的节点上应用之后。',
    },
    shown: [
      { lesson: 'R1', step: 'applied', holds: 'node(1).commit == 2 && node(1).applied == 2' },
      { lesson: 'S1', step: 'replay' },
    ],
  },
  {
    id: 'majority-lost',
    claim: { en: 'What if the majority is lost for ever?', zh: '多数派永久丢失怎么办？' },
    verdict: 'answered',
    finding: {
      en: 'One can go on by force, with a new cluster made of a survivor’s data. Acknowledged writes may be gone: that is outside what Raft promises.',
      zh: '可以强制用幸存者的数据建一个新集群继续。已确认的写入可能丢失：这不在 Raft 的保证之内。',
    },
    shown: [{ lesson: 'S2', step: 'broken', holds: 'violations > 0' }],
  },
  {
    id: 'term-overflow',
    claim: { en: 'What if the term overflows?', zh: '任期溢出会怎样？' },
    verdict: 'answered',
    finding: {
      en: 'A node at 2^64−1 makes the library panic when it campaigns next.',
      zh: '任期到 2^64−1 的节点，下一次竞选时库会 panic。',
    },
    shown: [{ lesson: 'P11', step: 'last', holds: 'node(3).term == 18446744073709551615' }],
  },
  {
    id: 'second-change',
    claim: {
      en: 'A second change of members while one is under way is ignored without a word.',
      zh: '一次成员变更尚未完成时，第二次变更会被默默忽略。',
    },
    verdict: 'holds',
    finding: {
      en: 'It becomes an empty entry in the log.',
      zh: '它在日志里变成一条空条目。',
    },
    shown: [{ lesson: 'M4', step: 'hollow', holds: 'node(1).log(3).kind == empty' }],
  },
  {
    id: 'harmless-candidate',
    claim: {
      en: 'A candidate that cannot win, because its log is behind, does no harm.',
      zh: '日志落后、赢不了的候选者是无害的。',
    },
    verdict: 'fails',
    finding: {
      en: 'Only its election fails. Its term still spreads, and deposes the leader, unless PreVote or a lease stops it.',
      zh: '失败的只是它的选举。它的任期照样扩散，把领导者赶下台，除非 PreVote 或 lease 挡住它。',
    },
    shown: [
      {
        lesson: 'P1',
        step: 'refused',
        holds: 'node(1).role == follower && node(1).term == 6 && node(3).role != leader',
      },
      { lesson: 'M10', step: 'deposed', holds: 'node(1).role == follower && node(1).term == 2' },
    ],
  },
  {
    id: 'beat',
    claim: { en: 'MsgBeat resets the followers’ timers.', zh: 'MsgBeat 会重置跟随者的计时器。' },
    verdict: 'fails',
    finding: {
      en: 'MsgBeat never leaves the leader: it makes it send MsgHeartbeat, and that resets timers.',
      zh: 'MsgBeat 不会离开领导者：它让领导者发出 MsgHeartbeat，重置计时器的是后者。',
    },
    shown: [{ lesson: 'E2', step: 'beat' }],
  },
  {
    id: 'timeout-now',
    claim: {
      en: 'MsgTimeoutNow is sent when a transfer of the leadership times out.',
      zh: '领导权转移超时的时候会发送 MsgTimeoutNow。',
    },
    verdict: 'fails',
    finding: {
      en: 'It is sent when the target has caught up, and tells it to campaign now. A transfer that times out is just given up.',
      zh: '它在目标节点追上之后发送，叫目标马上竞选。转移超时只是被放弃而已。',
    },
    shown: [
      {
        lesson: 'T1',
        step: 'now',
        holds: 'any(m in messages, m.type == MsgTimeoutNow) && node(1).progress(3).match == node(1).last',
      },
      { lesson: 'T3', step: 'works', holds: 'node(1).role == leader' },
    ],
  },
  {
    id: 'unstable-both',
    claim: {
      en: 'A snapshot and entries are never in “unstable” together.',
      zh: '快照和日志条目不会同时出现在 unstable 里。',
    },
    verdict: 'fails',
    finding: {
      en: 'They can be: entries may arrive after the snapshot and before it is on disk.',
      zh: '会的：快照到达之后、落盘之前，日志条目可能接着到来。',
    },
    shown: [{ lesson: 'S3', step: 'jump' }],
  },
  {
    id: 'first-index',
    claim: {
      en: 'Why is the first index ents[0].Index + 1?',
      zh: '为什么 firstIndex 是 ents[0].Index + 1？',
    },
    verdict: 'answered',
    finding: {
      en: 'ents[0] is a dummy: it keeps index and term of the last entry that was compacted, for the consistency check of the next.',
      zh: 'ents[0] 是占位条目：保存最后一条被压缩日志的索引和任期，供下一条做一致性检查。',
    },
    shown: [{ lesson: 'S3', step: 'probe', holds: 'node(1).first == 5 && node(1).snapshot.index == 4' }],
  },
  {
    id: 'braft',
    claim: {
      en: 'braft’s pitfalls: a state machine that is not cleared when a snapshot is loaded, one that applies with chance, an entry that is applied twice.',
      zh: 'braft 的坑：加载快照时没清空状态机；应用时有随机性；同一条日志应用了两次。',
    },
    verdict: 'holds',
    finding: {
      en: 'Each is a rule that can be switched off here. Raft’s own checks stay green; only the hashes of the stores tell.',
      zh: '这里每个都是一个可以关掉的规则。Raft 自身的检查全是绿的；只有比较各成员存储的哈希才看得出来。',
    },
    shown: [
      { lesson: 'K9', step: 'differs', holds: 'violations > 0 && node(1).revision == node(2).revision' },
    ],
  },
];
