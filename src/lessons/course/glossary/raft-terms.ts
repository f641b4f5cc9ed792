import { term, type GlossaryTerm } from './term.ts';

/** Elections, terms, roles. */
const elections: readonly GlossaryTerm[] = [
  term(
    'term',
    ['term', '任期（term）'],
    [
      'A stretch of time, numbered, with at most one leader. Terms only grow; whoever hears of a higher one enters it.',
      '一段有编号的时间，其中至多有一个领导者。任期只增不减；谁听到更高的任期就进入它。',
    ],
    'Paper 5.1; etcd raftpb.Message.Term',
    ['E1', 'P1', 'P11'],
    ['terms', '任期'],
  ),
  term(
    'leader',
    ['leader', '领导者（leader）'],
    [
      'The one node of a term that takes writes, orders them in its log and makes the other logs like its own.',
      '一个任期中唯一接受写入的节点：它在自己的日志里给写入排序，并把其他日志修成和自己一样。',
    ],
    'Paper 5.1; etcd StateLeader',
    ['E1', 'R1'],
    ['leaders', '领导者'],
  ),
  term(
    'follower',
    ['follower', '跟随者（follower）'],
    [
      'A node that answers leaders and candidates and starts nothing by itself until its election timer runs out.',
      '只回应领导者和候选者的节点；在选举计时器到点之前，它自己什么也不发起。',
    ],
    'Paper 5.1; etcd StateFollower',
    ['E1', 'E2'],
    ['followers', '跟随者'],
  ),
  term(
    'candidate',
    ['candidate', '候选者'],
    [
      'A node that has begun a new term, voted for itself and asks the others for their votes.',
      '开始了一个新任期、给自己投了票，并请其他节点投票的节点。',
    ],
    'Paper 5.2; etcd StateCandidate',
    ['E1', 'E4'],
    ['candidates'],
  ),
  term(
    'pre-candidate',
    ['pre-candidate', '预候选者'],
    [
      'A node that asks whether it would be voted for, before it begins a term.',
      '在开始新任期之前，先询问别人会不会投票给自己的节点。',
    ],
    'Thesis 9.6; etcd StatePreCandidate',
    ['P4'],
    ['pre-candidates'],
  ),
  term(
    'election-timeout',
    ['election timeout', '选举超时'],
    [
      'How long a follower waits to hear from a leader before it campaigns. Drawn at random each time, so that nodes seldom campaign together.',
      '跟随者多久没有领导者的消息就发起竞选。每次随机抽取，好让节点很少同时竞选。',
    ],
    'Paper 5.2, 9.3; etcd Config.ElectionTick, randomizedElectionTimeout',
    ['E1', 'E4'],
    ['election timeouts', 'election timer', 'election timers', '选举计时器'],
  ),
  term(
    'heartbeat',
    ['heartbeat', '心跳'],
    [
      'A message by which a leader says that it still leads. In etcd it carries no entries, and a commit index no higher than what the peer is known to have.',
      '领导者表示自己仍在领导的消息。在 etcd 里它不带日志，所带的提交索引不超过已知对方拥有的范围。',
    ],
    'Paper 5.2; etcd MsgHeartbeat, bcastHeartbeat',
    ['E2', 'Q2'],
    ['heartbeats'],
  ),
  term(
    'tick',
    ['tick', 'tick（时钟滴答）'],
    [
      'One step of a node’s own clock. Timers are counted in ticks; etcd’s tick is 100 ms.',
      '节点自己时钟的一步。计时器都以 tick 计数；etcd 的一个 tick 是 100 毫秒。',
    ],
    'etcd RawNode.Tick, --heartbeat-interval',
    ['E1', 'E2'],
    ['ticks'],
  ),
  term(
    'vote',
    ['vote', '投票'],
    [
      'What a node gives to at most one candidate a term. It is on disk before the answer leaves.',
      '每个节点每个任期至多投给一个候选者。回复发出之前，投票已经落盘。',
    ],
    'Paper 5.2, figure 2; etcd HardState.Vote',
    ['E5', 'E4'],
    ['votes', '选票'],
  ),
  term(
    'split-vote',
    ['split vote', '选票瓜分'],
    [
      'An election in which no candidate gets a majority, since several share the votes. The term ends without a leader.',
      '几个候选者分掉了选票、谁也没过半数的选举。这个任期没有领导者。',
    ],
    'Paper 5.2',
    ['E4'],
    ['split votes', '平票'],
  ),
  term(
    'quorum',
    ['quorum', '法定人数（quorum）'],
    [
      'Enough voters to decide: more than half. Any two of them share a voter. In a joint configuration: more than half of both.',
      '足以做决定的投票者数：过半数。任意两个 quorum 至少有一个共同投票者。联合配置中要在两边都过半数。',
    ],
    'Paper 5.2, 6; etcd quorum.MajorityConfig, quorum.JointConfig',
    ['E7', 'M5'],
    ['quorums', 'majority', 'majorities', '过半数', '多数派', '法定人数'],
  ),
  term(
    'up-to-date',
    ['up to date (of logs)', '日志“更新”'],
    [
      'One log is more up to date than another if its last entry is of a later term, or of the same term and at a higher index. Voters refuse candidates whose log is less so.',
      '最后一条日志的任期更大者更新；任期相同则更长者更新。投票者会拒绝日志不如自己新的候选者。',
    ],
    'Paper 5.4.1; etcd raftLog.isUpToDate',
    ['E6'],
    ['up-to-date', 'up to date'],
  ),
  term(
    'pre-vote',
    ['PreVote', 'PreVote（预投票）'],
    [
      'A round before an election that asks who would vote, without anybody’s term growing. It keeps a node that was away from disturbing the rest.',
      '选举前的一轮询问：谁会投票给我？谁的任期都不因此增加。它防止离开过的节点打扰集群。',
    ],
    'Thesis 9.6; etcd Config.PreVote',
    ['P4', 'P8', 'P9'],
    ['pre-vote', 'pre-votes', '预投票'],
  ),
  term(
    'check-quorum',
    ['CheckQuorum', 'CheckQuorum'],
    [
      'A leader counts once an election timeout whom it has heard from; without a quorum it steps down. Voters do not vote while they hear from a leader.',
      '领导者每个选举超时清点一次听到过谁的消息；不够 quorum 就退下。投票者在听得到领导者时不投票给别人。',
    ],
    'Thesis 6.2; etcd Config.CheckQuorum, MsgCheckQuorum',
    ['P2', 'P3', 'P7'],
  ),
  term(
    'leader-lease',
    ['leader lease', 'leader lease（领导者租约）'],
    [
      'While a follower has heard from a leader within an election timeout it ignores requests for votes. It needs CheckQuorum, or nobody may ever lead.',
      '跟随者在一个选举超时内听到过领导者，就不理会投票请求。它需要 CheckQuorum 配合，否则可能永远选不出领导者。',
    ],
    'Paper 6 (last part); etcd Step, inLease',
    ['P6', 'P7'],
    ['领导者租约'],
  ),
  term(
    'hard-state',
    ['HardState', 'HardState'],
    [
      'What a node must never forget: its term, its vote of that term, its commit index.',
      '节点绝不能忘的东西：它的任期、在该任期的投票、提交索引。',
    ],
    'Paper figure 2 (persistent state); etcd raftpb.HardState',
    ['E5', 'S1'],
  ),
  term(
    'soft-state',
    ['SoftState', 'SoftState'],
    ['What may be forgotten: the role, and who leads.', '可以忘掉的东西：角色，以及谁是领导者。'],
    'etcd raft.SoftState',
    ['E3'],
  ),
  term(
    'election-safety',
    ['Election Safety', 'Election Safety（选举安全性）'],
    ['At most one leader is elected in a term.', '一个任期至多选出一个领导者。'],
    'Paper figure 3',
    ['E5', 'M6'],
  ),
];

/** The log and its commit. */
const logs: readonly GlossaryTerm[] = [
  term(
    'log',
    ['log', '日志'],
    [
      'The numbered list of entries that a node keeps. Equal logs, applied in order, give equal states.',
      '节点保存的、有编号的条目列表。相同的日志按顺序应用，得到相同的状态。',
    ],
    'Paper 5.3; etcd raftLog',
    ['R1', 'R4'],
    ['logs'],
  ),
  term(
    'entry',
    ['entry', '条目（entry）'],
    [
      'One place of a log: its index, the term of the leader that made it, and a command.',
      '日志中的一条：它的索引、写下它的领导者的任期，以及一条命令。',
    ],
    'Paper 5.3; etcd raftpb.Entry',
    ['R1'],
    ['entries'],
  ),
  term(
    'index',
    ['log index', '日志索引（log index）'],
    [
      'The number of an entry in the log, from 1. The same index and term mean the same entry, and the same entries before it.',
      '条目在日志中的编号，从 1 开始。索引和任期都相同，就是同一条目，而且之前的条目也都相同。',
    ],
    'Paper 5.3; etcd Entry.Index',
    ['R1', 'R4'],
    ['index', 'indexes'],
  ),
  term(
    'commit',
    ['commit', '提交（commit）'],
    [
      'An entry is committed once no later leader can be without it: when an entry of the leader’s own term at or above it is on a quorum.',
      '一旦以后的领导者都不可能没有它，条目就提交了：即它或它之上有一条当前领导者自己任期的条目到了 quorum。',
    ],
    'Paper 5.3, 5.4.2; etcd maybeCommit',
    ['R1', 'R5'],
    ['committed', 'commits', '提交', '已提交'],
  ),
  term(
    'commit-index',
    ['commit index', '提交索引（commit index）'],
    [
      'The highest index that a node knows to be committed. It never goes back.',
      '节点所知的、已提交的最高索引。它从不后退。',
    ],
    'Paper figure 2 (commitIndex); etcd HardState.Commit',
    ['R1', 'E2'],
  ),
  term(
    'applied',
    ['applied index', '应用索引（applied index）'],
    [
      'How far a node’s state machine has come. Never above the commit index; a read must wait for it.',
      '节点的状态机走到了哪里。从不超过提交索引；读请求要等它。',
    ],
    'Paper figure 2 (lastApplied); etcd raftLog.applied',
    ['R1', 'Q2'],
    ['applied', '应用'],
  ),
  term(
    'match',
    ['Match', 'Match'],
    [
      'How far a leader knows a follower’s log to be like its own. The quorum’s Match is what may be committed.',
      '领导者已知某个跟随者的日志与自己一致到哪里。quorum 的 Match 就是可以提交的位置。',
    ],
    'Paper figure 2 (matchIndex); etcd tracker.Progress.Match',
    ['R4', 'R1'],
    ['matchIndex'],
  ),
  term(
    'next',
    ['Next', 'Next'],
    [
      'The index that a leader will send to a follower next. A guess until the first answer.',
      '领导者下一次要发给某个跟随者的索引。收到第一个回应之前只是猜测。',
    ],
    'Paper figure 2 (nextIndex); etcd tracker.Progress.Next',
    ['R4', 'R7'],
    ['nextIndex'],
  ),
  term(
    'progress',
    ['Progress', 'Progress（复制进度）'],
    [
      'What a leader keeps of each peer: Match, Next and one of three states. Probe: one message at a time. Replicate: many. Snapshot: none, until it has arrived.',
      '领导者对每个节点的记录：Match、Next 和三种状态之一。Probe：一次一条；Replicate：连续发送；Snapshot：快照到达前不发。',
    ],
    'etcd tracker.Progress, StateProbe, StateReplicate, StateSnapshot',
    ['R7', 'S4'],
    ['StateProbe', 'StateReplicate', 'StateSnapshot'],
  ),
  term(
    'inflight',
    ['inflight window', 'inflight 窗口'],
    [
      'How many messages with entries a leader sends to one follower before the first is answered.',
      '领导者在收到第一个回应之前，最多向一个跟随者连续发多少条带日志的消息。',
    ],
    'Thesis 10.2.1; etcd Config.MaxInflightMsgs, tracker.Inflights',
    ['R7'],
    ['inflights'],
  ),
  term(
    'consistency-check',
    ['consistency check', '一致性检查'],
    [
      'MsgApp names the entry before those it carries. A follower that does not have it, with that term, refuses.',
      'MsgApp 会指明它所带日志的前一条。跟随者没有那一条（或任期不同）就拒绝。',
    ],
    'Paper 5.3; etcd maybeAppend, matchTerm',
    ['R4', 'R8'],
  ),
  term(
    'reject-hint',
    ['reject hint', '拒绝提示（hint）'],
    [
      'In a refusal: where the logs may still match, and the term there. The leader skips whole terms instead of going back one by one.',
      '拒绝时附带的信息：日志可能还一致的位置和那里的任期。领导者可以整个任期地跳过，不必一条条后退。',
    ],
    'Paper 5.3 (last part); etcd findConflictByTerm, RejectHint',
    ['R4'],
    ['hint'],
  ),
  term(
    'empty-entry',
    ['empty entry (no-op)', '空条目（no-op）'],
    [
      'The first entry of a new leader. It can be counted at once, and commits what older terms have left.',
      '新领导者的第一条日志。它马上就可以数副本，并带着旧任期留下的日志一起提交。',
    ],
    'Paper 8; etcd becomeLeader',
    ['R6', 'E1'],
    ['empty entry', 'no-op', '空条目'],
  ),
  term(
    'figure-7',
    ['Figure 7', '图 7'],
    [
      'The paper’s picture of all the ways in which followers’ logs may differ from a leader’s: too short, too long, both.',
      '论文中的一幅图：跟随者的日志与领导者的不一致的各种情形：过短、过长、两者兼有。',
    ],
    'Paper figure 7',
    ['R4'],
  ),
  term(
    'figure-8',
    ['Figure 8', '图 8'],
    [
      'The paper’s picture of why a leader may not commit an old entry by counting its copies.',
      '论文中的一幅图：为什么领导者不能靠数副本来提交旧任期的日志。',
    ],
    'Paper figure 8, 5.4.2',
    ['R5'],
  ),
  term(
    'log-matching',
    ['Log Matching', 'Log Matching（日志匹配）'],
    [
      'If two logs have an entry of the same index and term they are the same up to there.',
      '两份日志若有索引和任期都相同的条目，则到那里为止完全相同。',
    ],
    'Paper figure 3, 5.3',
    ['R4'],
  ),
  term(
    'leader-completeness',
    ['Leader Completeness', 'Leader Completeness（领导者完备性）'],
    [
      'Every committed entry is in the log of every leader of a later term.',
      '每条已提交的日志，都在以后每个任期的领导者的日志里。',
    ],
    'Paper figure 3, 5.4',
    ['E6', 'R5'],
  ),
  term(
    'state-machine-safety',
    ['State Machine Safety', 'State Machine Safety（状态机安全性）'],
    [
      'No two nodes ever apply different entries at the same index.',
      '任何两个节点都不会在同一索引上应用不同的条目。',
    ],
    'Paper figure 3, 5.4.3',
    ['S2', 'M6'],
  ),
  term(
    'ready',
    ['Ready', 'Ready'],
    [
      'What Raft hands to its host in one go: what to write, what to send, what to apply. All that has piled up since the last one is the batch.',
      'Raft 一次交给宿主程序的东西：要写的、要发的、要应用的。上一次以来积累的一切就是一个批次。',
    ],
    'etcd raft.Ready, RawNode.Ready',
    ['R9', 'R1'],
    ['Advance'],
  ),
  term(
    'batch',
    ['batch', '批次'],
    [
      'Entries that travel or are written together. Its size is whatever came up in the meantime, up to a limit of bytes.',
      '一起发送或一起写盘的条目。批次大小就是这段时间积累了多少，受字节数上限约束。',
    ],
    'etcd Config.MaxSizePerMsg',
    ['R9'],
    ['batches'],
  ),
];

/** Disks, snapshots, members, transfer. */
const members: readonly GlossaryTerm[] = [
  term(
    'wal',
    ['WAL', 'WAL（预写日志）'],
    [
      'The file into which a node writes entries and HardState before it answers.',
      '节点在回答之前，把条目和 HardState 写进去的文件。',
    ],
    'etcd server/storage/wal',
    ['S1', 'E5'],
    ['write-ahead log', '预写日志'],
  ),
  term(
    'stable',
    ['stable and unstable', 'stable 与 unstable'],
    [
      'Entries on this node’s disk are stable. The unstable rest is in memory only, and is counted by nobody.',
      '已落到本节点磁盘上的条目是 stable 的。其余 unstable 的只在内存里，谁也不能把它们算进去。',
    ],
    'Thesis 10.2.1; etcd unstable, MemoryStorage',
    ['S1', 'R1'],
    ['unstable', 'stable'],
  ),
  term(
    'async-storage',
    ['asynchronous storage writes', '异步存储写入'],
    [
      'Writing and applying are done by two threads of the node; answers that need the disk ride on the message to it and leave when it is done.',
      '写盘与应用由节点的两个线程完成；依赖磁盘的回应随写盘消息一起走，写完才发出。',
    ],
    'etcd Config.AsyncStorageWrites, MsgStorageAppend, MsgStorageApply',
    ['R1', 'S1'],
  ),
  term(
    'snapshot',
    ['snapshot', '快照'],
    [
      'The whole state at an index, with its term and configuration. It stands in for the log up to there.',
      '某个索引处的完整状态，连同那里的任期和配置。它代替了到那里为止的日志。',
    ],
    'Paper 7; etcd MsgSnap, raftpb.Snapshot',
    ['S3', 'S4'],
    ['snapshots'],
  ),
  term(
    'log-compaction',
    ['log compaction', '日志压缩'],
    [
      'Throwing away the front of a log that a snapshot covers. Who still needs it gets the snapshot.',
      '把快照已覆盖的日志前段丢掉。还需要那一段的节点会收到快照。',
    ],
    'Paper 7; etcd MemoryStorage.Compact, --snapshot-count',
    ['S3'],
  ),
  term(
    'dummy-entry',
    ['dummy entry', '占位条目（dummy entry）'],
    [
      'The place before the first entry: it keeps index and term of the last that was thrown away, for the consistency check.',
      '第一条之前的占位：保存最后一条被丢弃日志的索引和任期，供一致性检查用。',
    ],
    'etcd MemoryStorage.ents[0], firstIndex',
    ['S3'],
  ),
  term(
    'voter',
    ['voter', '投票者（voter）'],
    ['A member whose vote and whose disk count towards a quorum.', '投票和磁盘都计入 quorum 的成员。'],
    'Paper 6; etcd ConfState.Voters',
    ['M1'],
    ['voters'],
  ),
  term(
    'learner',
    ['learner', '学习者（learner）'],
    [
      'A member that gets the log but has no vote and counts in no quorum: the way to join without risk.',
      '只接收日志、没有投票权、也不计入 quorum 的成员：加入集群的稳妥方式。',
    ],
    'Thesis 4.2.1; etcd ConfState.Learners',
    ['M1', 'M2'],
    ['learners', '学习者'],
  ),
  term(
    'conf-change',
    ['configuration change', '配置变更（成员变更）'],
    [
      'An entry that changes who the members are. It takes effect when it is applied; one at a time.',
      '改变成员的日志条目。应用时才生效；一次只能有一个。',
    ],
    'Paper 6, thesis 4; etcd raftpb.ConfChange',
    ['M1', 'M4', 'M8'],
    ['membership change', 'conf change', '成员变更', '配置变更'],
  ),
  term(
    'joint-consensus',
    ['joint consensus', '联合共识'],
    [
      'A step between two configurations in which majorities of both must agree. So several members change without two majorities that do not meet.',
      '两个配置之间的过渡阶段，两边都要过半数同意。这样一次可以换多个成员，而不会有互不相交的多数派。',
    ],
    'Paper 6; etcd ConfChangeV2, EnterJoint, LeaveJoint',
    ['M5', 'M6'],
    ['joint configuration', '联合配置'],
  ),
  term(
    'transfer',
    ['leadership transfer', '领导权转移'],
    [
      'A leader stops taking writes, brings one follower up to date and tells it to campaign at once.',
      '领导者停止接受写入，让一个跟随者追上自己，然后叫它马上竞选。',
    ],
    'Thesis 3.10; etcd MsgTransferLeader, MsgTimeoutNow',
    ['T1', 'T2', 'T3'],
    ['leader transfer', 'transferee'],
  ),
  term(
    'forget-leader',
    ['ForgetLeader', 'ForgetLeader'],
    [
      'A follower is told to forget its leader, so that it may vote before its lease ends.',
      '让跟随者忘掉它的领导者，这样不必等租约过期就能投票。',
    ],
    'etcd MsgForgetLeader',
    ['P12'],
  ),
  term(
    'partition',
    ['partition', '网络分区'],
    [
      'The network falls into groups that do not hear each other. At most one of them has a quorum.',
      '网络分成互相听不到的几组。其中至多一组有 quorum。',
    ],
    'Paper 5.4; Brewer’s CAP',
    ['R3', 'P2'],
    ['partitions', 'partitioned', '分区'],
  ),
  term(
    'force-new-cluster',
    ['force-new-cluster', 'force-new-cluster（强制新集群）'],
    [
      'A node’s data made into a cluster of one by hand, when the majority is lost for ever. A new history; acknowledged writes may be gone.',
      '多数派永久丢失时，人工把一个节点的数据变成单成员集群。历史从此另起，已确认的写入可能丢失。',
    ],
    'etcd --force-new-cluster; disaster recovery guide',
    ['S2'],
    ['--force-new-cluster'],
  ),
];

export const raftTerms: readonly GlossaryTerm[] = [...elections, ...logs, ...members];
