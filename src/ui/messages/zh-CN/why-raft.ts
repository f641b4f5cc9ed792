import type { RaftAnswers, RaftHindrances, RaftNeeds } from '../../../explain/why/raft-answers.ts';

export const raftAnswers = {
  voteNotAsked: '没有谁向 {{voter}} 请求过投票。',
  voteNotAskedBy: '{{candidate}} 没有向 {{voter}} 请求过投票。',
  voteNotAVoter: '没有谁会向 {{voter}} 请求投票：它不是投票者。',
  voteRequestUnderWay: '{{candidate}} 为任期 {{term}} 发出的 {{request}} 还在去 {{voter}} 的路上。',
  voteRequestHeld: '{{candidate}} 为任期 {{term}} 发出的 {{request}} 在去 {{voter}} 的路上被扣住。',
  voteRequestLost: '{{candidate}} 为任期 {{term}} 发出的 {{request}} 没有到达 {{voter}}。',
  voteRequestWaits: '{{candidate}} 为任期 {{term}} 发出的 {{request}} 已到 {{voter}}，但它停着，没有处理。',
  voteGranted:
    '{{voter}} 对 {{candidate}} 任期 {{term}} 的 {{request}} 表示同意：对方日志止于 {{theirs}}，{{voter}} 自己的止于 {{own}}。',
  voteOnItsWayToDisk: '{{voter}} 已同意 {{candidate}} 任期 {{term}} 的 {{request}}；选票落盘后答复才会发出。',
  voteNeverTold: '{{voter}} 曾同意 {{candidate}} 任期 {{term}} 的 {{request}}，但答复没有发出。',
  voteAnswerLost: '{{voter}} 曾同意 {{candidate}} 任期 {{term}} 的 {{request}}，但答复丢了。',
  voteLogBehind:
    '{{voter}} 拒绝了 {{candidate}} 任期 {{term}} 的 {{request}}：{{candidate}} 的日志止于 {{theirs}}，而它自己的止于 {{own}}，更新。',
  voteForAnother:
    '{{voter}} 拒绝了 {{candidate}} 任期 {{term}} 的 {{request}}：它在这个任期的票已投给 {{vote}}。',
  voteLeaderKnown:
    '{{voter}} 拒绝了 {{candidate}} 任期 {{term}} 的 {{request}}：它知道这个任期的领导者是 {{lead}}。',
  voteOfOldTerm: '{{candidate}} 的 {{request}} 是为任期 {{term}} 发的，而 {{voter}} 已在任期 {{ownTerm}}。',
  voteInLease:
    '{{voter}} 没有理会 {{candidate}} 任期 {{term}} 的 {{request}}：它在一个选举超时之内听到过领导者 {{lead}}；当时还剩 tick 数：{{remainingTicks}}。',
  voteRefusedAsLearner:
    '{{voter}} 拒绝了 {{candidate}} 任期 {{term}} 的 {{request}}，因为它以为自己是学习者：“学习者照样作答”的规则被关掉了。',

  messageUnderWay: '{{from}} 的 {{messageType}} 还在去 {{to}} 的路上。',
  messageHeld: '{{from}} 的 {{messageType}} 在去 {{to}} 的路上被扣住。',
  messageDying: '{{from}} 发给 {{to}} 的 {{messageType}} 已经丢了，不会到达。',
  messageLost: '{{from}} 的 {{messageType}} 没有到达 {{to}}。',
  messageWaits: '{{from}} 的 {{messageType}} 已到 {{to}}，但它停着，没有处理。',
  messageDiedWaiting: '{{from}} 的 {{messageType}} 曾到达 {{to}}，但它在处理之前就停机了。',
  messageTaken: '{{to}} 收下了 {{from}} 的 {{messageType}} 并作了处理。',
  messageOfOldTerm:
    '{{to}} 忽略了 {{from}} 的 {{messageType}}：它属于任期 {{term}}，而 {{to}} 在任期 {{ownTerm}}。',
  messageFromOldLeader:
    '{{to}} 没有接受 {{from}}（任期 {{term}} 的领导者）的 {{messageType}}，而是以自己的任期 {{ownTerm}} 作答。',
  messageFromStranger: '{{to}} 忽略了 {{from}} 的 {{messageType}}：它不在自己的配置中。',
  messageForAnotherRole: '{{to}} 忽略了 {{from}} 的 {{messageType}}：对处于 {{role}} 的成员没有意义。',
  messageDropped: '{{to}} 丢弃了 {{from}} 的 {{messageType}} 所请求的内容（{{reason}}）。',
  appendRejected:
    '{{to}} 拒绝了 {{from}} 的 {{messageType}}：其条目接在 {{prev}} 之后，而 {{to}} 在那里是 {{own}}；两份日志最多在 {{hint}} 处一致。',
  appendStale:
    '{{to}} 没有看 {{from}} 的 {{messageType}}：它接在 {{prev}} 之后，而那里直到 {{commit}} 都已提交。',
  snapshotOld: '{{to}} 没有接受 {{from}} 的快照：它只到 {{index}}，而 {{to}} 已提交到 {{commit}}。',
  snapshotFastForwarded:
    '{{to}} 不需要 {{from}} 的快照：直到 {{index}} 的条目它都有，当时已提交到 {{commit}}。',

  linkCut: '{{from}} 到 {{to}} 什么也过不去：链路双向切断。',
  linkCutOneWay: '{{from}} 到 {{to}} 什么也过不去：链路在这个方向切断，反方向畅通。',
  linkEndAway: '{{from}} 与 {{to}} 之间没有往来：{{node}} 什么也不做。',
  linkHeld: '{{from}} 发给 {{to}} 的消息在途中被扣住。',
  linkLossy: '{{from}} 发给 {{to}} 的消息有 {{percent}} % 随机丢失，其余会到达。',
  linkOpen: '{{from}} 到 {{to}} 畅通：最近发出的是 {{messageType}}（消息 {{message}}），在 {{sentAtMs}} s。',
  linkQuiet: '{{from}} 到 {{to}} 畅通，而 {{from}} 没有话要说：跟随者只与领导者往来。',

  noConfiguration: '没有领导者，也没有成员知道在哪个配置中选举。',
  noLeaderAllDown: '没有领导者：{{nodes}} 都没有在运行。',
  noLeaderTooFewUp: '无法选出领导者：在运行的投票者：{{up}}/{{voters}}；需要 {{need}}。',
  noLeaderSplit: '无法选出领导者：网络中最大的连通部分是 {{nodes}}，其中投票者：{{have}}；需要 {{need}}。',
  noLeaderSplitVote:
    '没有领导者：任期 {{term}} 的选票分给了 {{candidates}}，谁也拿不到 {{need}} 票了；最多的有：{{most}}。',
  noLeaderAsking:
    '还没有领导者：{{node}} 正在任期 {{term}} 请求投票，已有 {{granted}} 票，需要 {{need}} 票。',
  noLeaderPreAsking:
    '还没有领导者：{{node}}（任期 {{term}}）正在询问自己是否会当选，已有 {{granted}} 票，需要 {{need}} 票。',
  noLeaderRefused:
    '没有领导者：{{candidate}} 被拒绝了（{{request}}：同意 {{granted}}，反对 {{rejected}}，需要 {{need}}）。下一个到时的是 {{node}} 的定时器；剩余 tick 数：{{ticks}}。',
  noLeaderWaiting:
    '没有领导者：上一任 {{leader}} 不再领导，而选举定时器都还没到时；下一个是 {{node}} 的，还有 {{inMs}}（tick 数：{{ticks}}）。',
  noLeaderYet:
    '还没有领导者：选举定时器都还没到时；下一个是 {{node}} 的，还有 {{inMs}}（tick 数：{{ticks}}；此前的领导者：{{leader}}）。',

  leaderLeads: '{{node}} 领导任期 {{term}}：它能联系到 {{have}}，需要 {{need}}。',
  leaderPaused: '{{node}} 自认领导任期 {{term}}：它被暂停，什么也听不到。',
  leaderOfOldTerm:
    '{{node}} 仍以为自己是任期 {{term}} 的领导者，而 {{leader}} 已领导任期 {{newerTerm}}：它还没有听说。',
  leaderWithoutQuorum: '{{node}} 仍领导任期 {{term}}，尽管只能联系到 {{have}}；法定人数是 {{need}}。',
  leadsNot: '{{node}} 不是领导者：它在任期 {{term}} 处于 {{role}}，领导者是 {{leader}}。',
  leadsNotNobody: '{{node}} 不是领导者：它在任期 {{term}} 处于 {{role}}（领导者：{{leader}}）。',
  nodeKilled: '{{node}} 什么也不做：它的进程已停机。',
  nodePaused: '{{node}} 什么也不做：它的进程被暂停。',
  nodeRemoved: '{{node}} 已结束：它已从集群中移除。',

  quorumAnswers: '{{node}}（任期 {{term}}）不必退位：它能联系到 {{have}}，法定人数是 {{need}}。',
  quorumNotChecked:
    '{{node}}（任期 {{term}}）只能联系到 {{have}}，需要 {{need}}，而 CheckQuorum 未开启：只有更新的任期才能让它退位。',
  quorumCheckBroken: '{{node}}（任期 {{term}}）只能联系到 {{have}}，需要 {{need}}，而退位的规则被关掉了。',
  quorumCheckDue:
    '{{node}}（任期 {{term}}）只能联系到 {{have}}，需要 {{need}}，但还没有检查法定人数：每 {{timeout}} 个 tick 检查一次，还剩 {{ticks}} 个；至今听到过 {{heard}}。',
  quorumHeardSince:
    '{{node}}（任期 {{term}}）只能联系到 {{have}}，需要 {{need}}，但上次检查以来听到过 {{heard}}：{{ticks}} 个 tick 后的检查会通过，再过 {{timeout}} 个 tick 的那次不会。',

  campaignLeads: '{{node}} 不必参选：它领导任期 {{term}}。',
  campaignLearner: '{{node}} 从不参选：它是学习者。',
  campaignNotMember: '{{node}} 不参选：它不在它所知的任何配置中。',
  campaignSnapshotPending: '{{node}} 不参选：到 {{index}} 的快照还没有落盘，其中的配置可能不同。',
  campaignUnappliedChange:
    '{{node}} 不参选：条目 {{index}} 是已提交而它尚未应用的成员变更（已应用 {{applied}}，已提交 {{commit}}）。',
  campaignNotPromotable: '{{node}} 没有参选：它当时不是投票者，或有快照还没有落盘。',
  campaignRefusedUnapplied: '{{node}} 没有参选：在已提交到 {{commit}} 的内容中，有成员变更尚未应用。',
  campaignAsking:
    '{{node}}（任期 {{term}}）正在参选（{{request}}）：同意 {{granted}}，反对 {{rejected}}，需要 {{need}}。',
  campaignLost:
    '{{node}}（任期 {{term}}）上次参选失败（{{request}}）：同意 {{granted}}，反对 {{rejected}}，需要 {{need}}。',
  campaignHearsLeader: '{{node}} 不参选：它听得到 {{leader}}，每次都从 {{ticks}} 个 tick 重新计时。',
  campaignTimer: '{{node}} 还没有参选：它的定时器共 {{timeout}} 个 tick，还剩 {{ticks}} 个，即 {{inMs}}。',

  termAgrees: '{{node}} 在任期 {{term}}，没有别的任期有领导者（领导者：{{leader}}）。',
  termBehind: '{{node}} 在任期 {{term}}，还没有听说 {{leader}} 领导的任期 {{leaderTerm}}。',
  termAheadAnswers:
    '{{node}} 在任期 {{term}}，高于领导者 {{leader}} 的 {{leaderTerm}}：一旦听到 {{leader}}，它就以自己的任期作答，{{leader}} 随之退位。',
  termAheadSilent:
    '{{node}} 卡在任期 {{term}}，高于领导者 {{leader}} 的 {{leaderTerm}}：{{leader}} 发来的对它太旧，而没有 CheckQuorum 和 PreVote 它就不作答。',

  progressNoLeader: '没有谁给 {{node}} 发条目：没有领导者（{{leader}}）。',
  progressSelf: '{{node}} 是领导者：它不给自己发消息。',
  progressNotMember: '{{leader}} 不给 {{node}} 发消息：它不在自己的配置中。',
  progressSnapshot:
    '{{leader}} 除了到 {{index}} 的快照之外不给 {{node}} 发别的：它在 {{match}} 之后从 {{next}} 起需要条目，而发送时领导者的日志 {{first}} … {{last}} 已不够早。',
  progressSilent:
    '{{leader}} 没有给 {{node}} 发快照：它需要 {{next}}（Match {{match}}），领导者的日志是 {{first}} … {{last}}，而一直没有听到 {{node}} 的消息。',
  progressWindowFull:
    '{{leader}} 暂不再给 {{node}} 发：有 {{inflight}} 条带条目的消息未获答复，已到上限（Match {{match}}，Next {{next}}，末尾 {{last}}）。',
  progressProbing:
    '{{leader}} 在等 {{node}}：它不知道日志在何处一致，已发出一条消息，得到答复或 {{node}} 有动静才发下一条（Match {{match}}，Next {{next}}，末尾 {{last}}）。',
  progressFinding:
    '{{leader}} 正在弄清与 {{node}} 的日志在何处一致（Match {{match}}，Next {{next}}，末尾 {{last}}，未答复 {{inflight}}）。',
  progressUnderWay:
    '{{leader}} 已把 {{next}} 之前的条目发给 {{node}}，正等它答复（Match {{match}}，末尾 {{last}}，未答复 {{inflight}}）。',
  progressCaughtUp: '{{node}} 拥有 {{leader}} 的全部条目（Match {{match}}，Next {{next}}，末尾 {{last}}）。',

  transferNone: '没有移交过领导权，也没有谁请求过（目标：{{to}}）。',
  transferCatchingUp:
    '{{leader}} 正在把领导权交给 {{to}}，后者的日志到 {{match}}，末尾是 {{last}}；{{ticks}} 个 tick 后放弃。',
  transferWaits:
    '{{leader}} 正在把领导权交给 {{to}}，后者已有全部日志（Match {{match}}，末尾 {{last}}），应立即参选；{{leader}} 在 {{ticks}} 个 tick 后放弃。',
  transferUnheard: '移交给 {{to}} 的请求没有结果：没有领导者听到它。',
  transferDone: '领导权已移交：{{to}} 领导任期 {{term}}。',
  transferTimedOut: '{{leader}} 放弃把领导权交给 {{to}}：一个选举超时内没有结果。',
  transferReplaced: '{{leader}} 没有把领导权交给 {{to}}：又有人要求交给别的成员。',
  transferTargetRemoved: '{{leader}} 没有把领导权交给 {{to}}：它在此期间被移除了。',
  transferSteppedDown: '{{leader}} 没有把领导权交给 {{to}}：它先退位了。',
  transferToLearner: '{{node}} 没有把领导权交给 {{to}}：学习者不能领导。',
  transferToSelf: '{{node}} 已是领导者：没有什么可移交给 {{to}}。',
  transferInProgress: '{{node}} 已在向 {{to}} 移交：再次请求没有作用。',
  transferNoLeader: '{{node}} 不知道有领导者，无法请求移交给 {{to}}。',
  transferToStranger: '{{node}} 没有把领导权交给 {{to}}：它不在自己的配置里。',

  confChangeNone: '没有谁请求过成员变更。',
  confChangeDone: '调用 {{call}} 向 {{node}} 请求的成员变更已完成。',
  confChangeUnknown: '调用 {{call}} 向 {{node}} 请求的成员变更结果不明：可能生效，也可能没有。',
  confChangeNoLeader: '调用 {{call}} 的成员变更在 {{node}} 等待：没有领导者。',
  confChangeOnItsWay: '调用 {{call}} 在 {{node}} 的成员变更还没有进入 {{leader}} 的日志（条目 {{index}}）。',
  confChangeUnderWay:
    '调用 {{call}} 在 {{node}} 的成员变更是 {{leader}} 的条目 {{index}}：提交并应用之后才生效。',
  confChangePending:
    '{{leader}} 拒绝了调用 {{call}} 的变更：前一个变更（最晚是条目 {{index}}）还没有应用（已应用 {{applied}}）。',
  confChangeJoint:
    '{{leader}} 拒绝了调用 {{call}} 的变更：当前是联合配置，须先离开（待定到 {{index}}，已应用 {{applied}}）。',
  confChangeNotJoint:
    '{{leader}} 拒绝了调用 {{call}} 的变更：它要离开联合配置，而当前并不是（待定到 {{index}}，已应用 {{applied}}）。',
  confChangeUnhealthy:
    '{{node}} 拒绝了调用 {{call}} 的变更：{{voters}} 个投票者并非都与它连接了 5 s；现在不在的：{{away}}。',
  confChangeNotEnoughStarted: '{{node}} 拒绝了调用 {{call}} 的变更：变更之后已启动的投票者太少。',
  confChangeLearnerBehind:
    '调用 {{call}} 的转正被拒绝：学习者 {{node}} 的日志到 {{match}}，{{leader}} 到 {{last}}；需要 {{enough}}。',
  confChangeTooManyLearners: '{{node}} 拒绝了调用 {{call}} 的变更：已有学习者，达到上限。',
  confChangeDropped: '{{node}} 拒绝了调用 {{call}} 的变更：raft 当时不接受提议。',
  confChangeRefused: '{{node}} 拒绝了调用 {{call}} 的变更（{{error}}）。',

  eventIsInput:
    '{{node}} 的事件 {{event}} 是输入：命令或时钟的 tick。运行中没有什么导致它（最初：{{first}}）。',
  eventFollows: '{{node}} 的事件 {{event}} 源自事件 {{first}} 的输入。',
} as const satisfies Record<keyof RaftAnswers, string>;

export const raftNeeds = {
  logUpTo: '{{node}} 的日志须与 {{own}} 一样新。',
  campaignsAgain: '{{node}} 须在高于 {{term}} 的任期再次请求。',
  campaigns: '须有候选者（{{node}}）请求投票。',
  askedAnew: '须在 {{node}} 再次请求。',
  sentAgain: '{{from}} 须再次向 {{to}} 发送 {{messageType}}：丢失的不会再来。',
  leaderSilent: '{{node}} 须有 {{ticks}} 个 tick 听不到 {{lead}}。',
  transferMark: '或者 {{lead}} 把领导权移交给 {{to}}：租期不阻挡移交。',
  forgetsLeader: '{{node}} 须忘记领导者 {{lead}}。',
  becomesVoter: '{{node}} 须成为投票者。',
  becomesMember: '{{node}} 须成为成员。',
  newTerm: '{{node}} 须听说任期 {{term}}。',
  newerLeader: '{{node}} 须听说更新的任期。',
  probesFrom: '{{leader}} 须向 {{to}} 发送从 {{index}} 起的条目。',
  moreUp: '还须启动的投票者：{{count}}。',
  togetherAgain: '须能互相联系的投票者：{{need}}。',
  votes: '{{node}} 还需要的票数：{{count}}。',
  timer: '{{node}} 的定时器须到时；剩余 tick 数：{{ticks}}。',
  quorumCheck: '{{node}} 须检查法定人数；剩余 tick 数：{{ticks}}。',
  answers: '{{node}} 须答复 {{leader}}。',
  snapshotArrives: '消息 {{id}}（到 {{index}} 的快照）须到达 {{to}}。',
  snapshotReported: '传输层须告知 {{leader}} 发给 {{to}} 的快照结果如何。',
  matches: '{{node}} 的日志须到 {{index}}。',
  transferTimeout: '或者 {{leader}} 放弃；剩余 tick 数：{{ticks}}。',
  transferAgain: '须再次请求移交给 {{to}}。',
  hearsLeader: '{{node}} 须听到领导者。',
  leavesJoint: '{{leader}} 须离开联合配置。',
  connected: '所有投票者须与 {{node}} 连接满 {{seconds}} s。',
  moreStarted: '须有更多成员启动。',
  linkLetGo: '{{from}} 到 {{to}} 的链路要放行被扣住的消息。',
} as const satisfies Record<keyof RaftNeeds, string>;

export const raftHindrances = {
  killed: '{{node}} 已停机',
  paused: '{{node}} 已暂停',
  removed: '{{node}} 已被移除',
  cutOff: '{{node}} 被隔断',
  lostByCut: '从 {{from}} 到 {{to}} 的链路被切断',
  lostByDeath: '{{from}} 的消息到达时 {{to}} 已停机',
  lostForFormer: '{{from}} 的消息是给 {{to}} 从前的成员的，它已不再是',
  lostByHand: '有人丢弃了 {{from}} 发给 {{to}} 的消息',
  lostByForging: '有人伪造了 {{from}} 发给 {{to}} 的消息：另一条代替它前行',
  lostByDice: '在 {{from}} 到 {{to}} 的链路上随机丢失（丢失率 {{percent}} %）',
  votedForAnother: '{{node}} 已投票给 {{vote}}',
  refusedLogBehind: '{{node}} 拒绝：它的日志止于 {{own}}，候选者的止于 {{theirs}}',
  knowsLeader: '{{node}} 知道 {{lead}} 是领导者',
  ofNewerTerm: '{{node}} 在更新的任期',
  inLease: '{{node}} 未予理会：它在一个选举超时之内听到过 {{lead}}（剩余 tick 数：{{remainingTicks}}）',
} as const satisfies Record<keyof RaftHindrances, string>;
