import type { CodeWords } from '../catalogue.ts';
import type { DataAnswers, DataHindrances, DataNeeds } from '../../../explain/why/data-answers.ts';

export const dataAnswers = {
  entryUnknown: '没有日志有过条目 {{index}}：最长的日志止于 {{last}}。',
  entryApplied: '任期 {{entryTerm}} 的条目 {{index}} 已提交，并已应用于 {{nodes}}。',
  entryApplied_nobody: '任期 {{entryTerm}} 的条目 {{index}} 已提交，但没有成员在运行，无法应用它。',
  entryAppliedHere: '{{node}} 已应用任期 {{entryTerm}} 的条目 {{index}}：它已应用到 {{applied}}。',
  entryNoQuorum:
    '任期 {{entryTerm}} 的条目 {{index}} 已落到 {{nodes}} 的磁盘：{{voters}} 个投票成员中须有 {{need}} 个拥有它，领导者 {{leader}} 才能提交。',
  entryNoQuorum_nobody:
    '任期 {{entryTerm}} 的条目 {{index}} 还没有落到任何投票成员的磁盘：{{voters}} 个投票成员中须有 {{need}} 个拥有它，领导者 {{leader}} 才能提交。',
  entryNoJointQuorum:
    '条目 {{index}}（任期 {{entryTerm}}）需要联合配置的两半都达到多数。在{{half}}一半中，它已落到 {{nodes}} 的磁盘：{{voters}} 个中须有 {{need}} 个，领导者 {{leader}} 才能提交。',
  entryNoJointQuorum_nobody:
    '条目 {{index}}（任期 {{entryTerm}}）需要联合配置的两半都达到多数。在{{half}}一半中，它还没有落到任何磁盘：{{voters}} 个中须有 {{need}} 个，领导者 {{leader}} 才能提交。',
  entryOlderTerm:
    '条目 {{index}} 已落到足够多的磁盘（{{nodes}}；{{voters}} 个中须有 {{need}} 个），但它属于任期 {{entryTerm}}，而 {{leader}} 领导的是任期 {{term}}：不能靠计数提交它。',
  entryLeaderUnaware:
    '任期 {{entryTerm}} 的条目 {{index}} 已落到足够多的磁盘（{{nodes}}；{{voters}} 个中须有 {{need}} 个），但领导者 {{leader}} 还不知道：按它听到的，只能计到 {{counted}}。',
  entryNobodyLeads:
    '没有领导者，而只有领导者才能提交。任期 {{entryTerm}} 的条目 {{index}} 已落到 {{nodes}} 的磁盘；{{voters}} 个中须有 {{need}} 个。',
  entryNobodyLeads_nobody:
    '没有领导者，而只有领导者才能提交。任期 {{entryTerm}} 的条目 {{index}} 没有落到任何投票成员的磁盘；{{voters}} 个中须有 {{need}} 个。',
  entryNotAtLeader:
    '任期 {{term}} 的领导者 {{leader}} 没有任期 {{entryTerm}} 的条目 {{index}}：它的日志止于 {{last}}。{{nodes}} 上的会被它发来的内容替换。',
  entryReplaced:
    '任期 {{entryTerm}} 的条目 {{index}} 已永远丢失：在 {{index}} 处提交的是任期 {{committedTerm}} 的条目。仍有丢失条目的日志：{{nodes}}。',
  entryReplaced_nobody:
    '任期 {{entryTerm}} 的条目 {{index}} 已永远丢失：在 {{index}} 处提交的是任期 {{committedTerm}} 的条目。已没有日志有丢失的条目。',
  entryUnderWay:
    '任期 {{entryTerm}} 的条目 {{index}} 已不在任何日志中，但仍在路上：从 {{from}} 到 {{to}} 的消息 {{message}} 带着它。',
  entryAtPaused:
    '任期 {{entryTerm}} 的条目 {{index}} 已不在任何日志中；带着它的消息在已暂停的 {{node}} 处等待。',
  entryTruncated: '任期 {{entryTerm}} 的条目 {{index}} 已不在任何日志中。它由 {{nodes}} 追加，从未提交。',

  applyKilled:
    '任期 {{entryTerm}} 的条目 {{index}} 已提交；{{node}} 已停机，磁盘上除快照外没有应用任何内容。',
  applyPaused: '任期 {{entryTerm}} 的条目 {{index}} 已提交；{{node}} 已暂停，什么也不应用。',
  applyNotCommittedHere:
    '{{committedOn}} 知道任期 {{entryTerm}} 的条目 {{index}} 已提交；{{node}} 只被告知到 {{commit}}。',
  applyNotHere: '任期 {{entryTerm}} 的条目 {{index}} 已提交；{{node}} 没有它：日志止于 {{last}}。',
  applySnapshotComing:
    '任期 {{entryTerm}} 的条目 {{index}} 将随快照（到 {{snapshot}}）来到 {{node}}：{{node}} 所缺的条目 {{leader}} 已经没有了。',
  applySnapshotSaving:
    '任期 {{entryTerm}} 的条目 {{index}} 已随快照（到 {{snapshot}}）来到 {{node}}，但快照尚未落盘。',
  applyNotOnDisk:
    '{{node}} 知道任期 {{entryTerm}} 的条目 {{index}} 已提交；它自己的磁盘只有到 {{stable}} 的日志，而只有落盘的才会应用。',
  applyRunning: '{{node}} 的应用线程正在处理条目 {{first}} 到 {{last}}，到 {{dueAtMs}} s 为止。',
  applyQueued:
    '条目 {{index}} 在 {{node}} 的应用队列中，前面还有 {{ahead}} 项；已应用到 {{applied}}。轮到它并完成是在 {{dueAtMs}} s。',
  applyNotTaken:
    '{{node}} 上任期 {{entryTerm}} 的条目 {{index}} 已提交且已落盘，但还没有交给应用线程；已应用到 {{applied}}。',

  readMemberPaused: '被询问的 {{node}} 已暂停。客户端在 {{givesUpAtMs}} s 放弃。',
  readNoLeader: '{{node}} 不知道可以向哪个领导者询问已提交到哪里。客户端在 {{givesUpAtMs}} s 放弃。',
  readLeaderAway:
    '{{node}} 须向领导者 {{leader}} 询问已提交到哪里，但联系不上。客户端在 {{givesUpAtMs}} s 放弃。',
  readQueued:
    '{{node}} 为更早的读发出的 ReadIndex 还没有结束；结束之后才轮到这个读。客户端在 {{givesUpAtMs}} s 放弃。',
  readAskUnderWay: '对读索引的询问正从 {{from}} 前往 {{to}}，在 {{dueAtMs}} s 到达。',
  readAskHeld: '从 {{from}} 到 {{to}} 的读索引询问（消息 {{message}}）被扣住。',
  readAskLost: '从 {{from}} 到 {{to}} 的读索引询问丢失了（消息 {{message}}）；在 {{againAtMs}} s 再次询问。',
  readNotConfirmed:
    '{{leader}} 知道读索引是 {{index}}，但不知道自己是否仍是领导者：{{nodes}} 已确认，{{voters}} 个中须有 {{need}} 个。',
  readWaitsForOwnTerm:
    '{{leader}} 领导任期 {{term}}，还没有提交过这个任期的条目：它不知道 {{commit}} 之后哪些已提交。它的第一个条目是 {{first}}。',
  readAnswerUnderWay: '读索引 {{index}} 正从 {{from}} 前往 {{to}}，在 {{dueAtMs}} s 到达。',
  readAnswerHeld: '从 {{from}} 到 {{to}} 的读索引 {{index}}（消息 {{message}}）被扣住。',
  readAnswerLost:
    '读索引 {{index}} 在从 {{from}} 到 {{to}} 的路上丢失了（消息 {{message}}）；在 {{againAtMs}} s 再次询问。',
  readIndexDropped:
    '{{leader}} 被询问读索引，但它已不是领导者，或当时就不是：询问没有结果。在 {{againAtMs}} s 再次询问。',
  readWaitsForApply: '{{node}} 知道读索引是 {{index}}，目前应用到 {{applied}}。',
  readUnderWay: '{{node}} 即将询问领导者 {{leader}}。客户端在 {{givesUpAtMs}} s 放弃。',
  readFresh: '{{node}} 按修订号 {{revision}} 作答，被询问时没有谁有更新的。',
  readStaleSerializable:
    '这是 serializable 读：{{node}} 立即用自己的内容作答，修订号 {{revision}}。别的成员已到 {{newest}}，多 {{behind}} 个：它缺条目 {{first}} 到 {{last}}，其中第一个在 {{sinceAtMs}} s 提交。',
  readStaleLease:
    '{{leader}} 相信自己的租约，没有问别人自己是否仍是领导者。它按修订号 {{revision}} 作答，别的成员已到 {{newest}}，多 {{behind}} 个：条目 {{first}} 到 {{last}}，第一个在 {{sinceAtMs}} s 提交。',
  readStaleBrokenRule:
    '规则被破坏（{{broken}}）：{{node}} 按修订号 {{revision}} 作答。别的成员已到 {{newest}}，多 {{behind}} 个：条目 {{first}} 到 {{last}}，第一个在 {{sinceAtMs}} s 提交。',
  readStaleSingleton:
    '{{leader}} 以为自己是唯一的投票成员，没有问任何人。修订号 {{revision}}；别的成员已到 {{newest}}，多 {{behind}} 个：条目 {{first}} 到 {{last}}，第一个在 {{sinceAtMs}} s 提交。',
  readStale:
    '{{node}} 按修订号 {{revision}} 作答。别的成员已到 {{newest}}，多 {{behind}} 个：条目 {{first}} 到 {{last}}，第一个在 {{sinceAtMs}} s 提交。',

  callAnswered: '{{node}} 已答复调用 {{call}}。',
  callFailed: '{{node}} 拒绝了调用 {{call}}：{{error}}。',
  callMemberPaused: '被询问的 {{node}} 已暂停。客户端在 {{givesUpAtMs}} s 放弃。',
  callNoLeader: '{{node}} 不知道可以交给哪个领导者。客户端在 {{givesUpAtMs}} s 放弃。',
  callLeaderAway: '{{node}} 须把它交给领导者 {{leader}}，但联系不上。客户端在 {{givesUpAtMs}} s 放弃。',
  callAtMember: '{{node}} 正在处理它。客户端在 {{givesUpAtMs}} s 放弃。',
  callAskUnderWay: '{{from}} 询问领导者 {{to}}；询问在 {{dueAtMs}} s 到达。',
  proposalUnderWay: '提议正从 {{from}} 前往 {{to}}，在 {{dueAtMs}} s 到达。',
  proposalHeld: '从 {{from}} 到 {{to}} 的提议（消息 {{message}}）被扣住。',
  proposalLost:
    '从 {{from}} 到 {{to}} 的提议丢失了（消息 {{message}}），没有谁会再发：它不会进入任何日志。客户端在 {{givesUpAtMs}} s 放弃。',
  proposalDroppedByLeader:
    '{{leader}} 没有接受转发给它的提议（{{reason}}），也不告诉任何人。客户端在 {{givesUpAtMs}} s 放弃。',
  proposalOverwritten:
    '它曾是任期 {{entryTerm}} 的条目 {{index}}，已被别的条目替换：不会生效。客户端在 {{givesUpAtMs}} s 放弃。',
  proposalNoLeader: '{{node}} 不知道可以把调用 {{call}} 交给哪个领导者：已丢弃，肯定没有生效。',
  proposalNotMember: '{{node}} 已不是自己配置中的成员：调用 {{call}} 已丢弃，肯定没有生效。',
  proposalTransferring: '{{node}} 正把领导权移交给 {{to}}，不接受提议：调用 {{call}} 已丢弃，肯定没有生效。',
  proposalUncommittedLimit: '{{node}} 未提交的字节数已达上限：调用 {{call}} 已丢弃，肯定没有生效。',
  proposalCandidate: '{{node}} 是候选者，不知道领导者：调用 {{call}} 已丢弃，肯定没有生效。',
  callMemberDown: '{{node}} 已停机，或在处理调用 {{call}} 之前停机。',
  outcomeTookEffect:
    '客户端没有得到结果（“{{error}}”），但它生效了：它是任期 {{entryTerm}} 的条目 {{index}}，在 {{committedAtMs}} s 提交。',
  outcomeOverwritten:
    '客户端没有得到结果（“{{error}}”），它永远不会生效：它曾是任期 {{entryTerm}} 的条目 {{index}}，已被替换。',
  outcomeNeverProposed: '客户端没有得到结果（“{{error}}”），它永远不会生效：{{node}} 从未提议它。',
  outcomeProposalLost:
    '客户端没有得到结果（“{{error}}”），它永远不会生效：提议在 {{from}} 与 {{to}} 之间丢失（消息 {{message}}）。',
  outcomeProposalDropped:
    '客户端没有得到结果（“{{error}}”），它永远不会生效：{{leader}} 没有接受提议（{{reason}}）。',
  outcomeMayStill:
    '客户端没有得到结果（“{{error}}”），尚无定论：它是任期 {{entryTerm}} 的条目 {{index}}，未提交，已落到 {{nodes}} 的磁盘。它可能还会生效，也可能被替换。',
  outcomeMayStill_nobody:
    '客户端没有得到结果（“{{error}}”），尚无定论：它是任期 {{entryTerm}} 的条目 {{index}}，未提交，还没有落到任何投票成员的磁盘。它可能还会生效，也可能被替换。',
  outcomeAtPausedMember:
    '客户端没有得到结果（“{{error}}”），尚无定论：它在已暂停的 {{node}} 处等待，恢复后会继续。',
  outcomeUnderWay:
    '客户端没有得到结果（“{{error}}”），尚无定论：提议仍在从 {{from}} 到 {{to}} 的路上（消息 {{message}}）。',

  leaseUnknown: '没有运行中的成员有租约 {{lease}}：它已结束，或从未授予。',
  leaseCounting:
    '租约 {{lease}} 在 {{renewedAtMs}} s 授予或续期，为 {{ttl}} s；领导者 {{leader}} 计时到 {{endsAtMs}} s。',
  leaseExtended:
    '租约 {{lease}} 因新领导者而重新开始：自 {{ledSinceAtMs}} s 起，{{leader}} 重新计 {{ttl}} s，外加一个选举超时：到 {{endsAtMs}} s。',
  leaseFromCheckpoint:
    '租约 {{lease}} 在新领导者处从上一个检查点继续，{{ttl}} s 中剩 {{checkpoint}} s：自 {{ledSinceAtMs}} s 起由 {{leader}} 计时，外加一个选举超时，到 {{endsAtMs}} s。',
  leaseMinimum:
    '租约 {{lease}} 请求 {{asked}} s，授予了 {{ttl}} s：不授予更短的。{{leader}} 计时到 {{endsAtMs}} s。',
  leaseKeptAlive:
    '有客户端在续期租约 {{lease}}（流 {{stream}}），最近一次在 {{renewedAtMs}} s：{{leader}} 会在 {{endsAtMs}} s 结束它。',
  leaseNobodyLeads: '只有领导者计时，而现在没有领导者：租约 {{lease}}（{{ttl}} s）不会减少。',
  leaseNotCountedYet:
    '{{leader}} 领导任期 {{term}}，应用了该任期的条目之后才开始计时：在此之前租约 {{lease}}（{{ttl}} s）不会减少。',
  leaseLeaderPaused:
    '为租约 {{lease}}（{{ttl}} s）计时的 {{leader}} 已暂停，它的时钟也停了：按它的时钟会在 {{endsAtMs}} s 结束。',
  leaseNotLookedAt:
    '租约 {{lease}}（{{ttl}} s）已过期（{{endsAtMs}} s）；{{leader}} 每秒查看两次，下一次在 {{looksAtMs}} s。',
  leaseEnding:
    '租约 {{lease}}（{{ttl}} s）已过期（{{endsAtMs}} s），{{leader}} 已提议撤销，即条目 {{index}}：应用之后它才结束。',
  leaseGoneAtLeader: '领导者 {{leader}} 已结束租约 {{lease}}（{{ttl}} s）；{{nodes}} 尚未应用。',

  watchUpToDate:
    '监视已被告知到修订号 {{told}} 的一切，{{node}} 没有更新的（修订号 {{revision}}）：所监视的内容此后没有变化。',
  watchInFuture: '监视从修订号 {{start}} 开始，{{node}} 已应用到修订号 {{revision}}。',
  watchUnsynced:
    '监视从过去开始：下一个修订号是 {{next}}，{{node}} 已到 {{revision}}。在 {{node}} 的下一个时钟周期追上。',
  watchManyUnsynced:
    '监视落后：下一个修订号是 {{next}}，{{node}} 已到 {{revision}}。另有 {{ahead}} 个监视也落后，每次追赶 512 个。',
  watchManyChanges:
    '监视落后：下一个修订号是 {{next}}，{{node}} 已到 {{revision}}。共 {{changes}} 个修订号，每次告知 1000 个。',
  watchMemberBehind:
    '监视所在的 {{node}} 已应用到修订号 {{revision}}；{{peer}} 已到 {{newest}}。成员只告知自己已应用的内容。',
  watchMemberPaused: '监视所在的 {{node}} 已暂停，停在修订号 {{revision}}。',
  watchCompacted: '监视要从修订号 {{next}} 开始，而 {{compacted}} 之前的已被压缩：监视被取消。',
  watchBroken: '监视所在的流在 {{endedAtMs}} s 中断：{{error}}。{{node}} 已忘记这个监视。',
  watchClosed: '监视所在的流在 {{endedAtMs}} s 关闭。',
  watchRefused: '{{node}} 拒绝了监视：{{reason}}。',
  watchNotAskedYet: '到 {{node}} 的流已打开，上面还没有监视。',
} as const satisfies CodeWords<DataAnswers>;

export const dataNeeds = {
  moreDisks: '还须有 {{nodes}} 中的 {{more}} 个把它落盘。',
  ownTermCommitted: '{{leader}} 须提交一个自己任期（{{term}}）的条目。',
  leaderElected: '须选出领导者。',
  entryProposed: '须有人继续提议，直到 {{index}}。',
  electedFrom: '须从拥有它的成员（{{nodes}}）中选出领导者。',
  messageArrives: '消息 {{message}} 须到达。',
  messageReleased: '消息 {{message}} 须被放行。',
  writeDone: '{{node}} 的磁盘须完成写入。',
  diskFreed: '{{node}} 卡住的磁盘须恢复。',
  resumed: '{{node}} 须恢复运行。',
  restarted: '{{node}} 须重新启动。',
  linkHealed: '{{node}} 与 {{leader}} 之间的链路须恢复。',
  leaderTells: '{{leader}} 发给 {{node}} 的下一条消息须到达，最迟是心跳。',
  appliedUpTo: '{{node}} 须应用到 {{index}}。',
  readyTaken: '{{node}} 的 Ready 须被取走。',
  askedAgain: '{{node}} 须再次询问，它每半秒都会这样做。',
  roundOver: '{{node}} 发出的 ReadIndex 须先结束。',
  moreConfirm: '还须有 {{nodes}} 中的 {{more}} 个答复心跳。',
  callRepeated: '客户端须重新调用：调用 {{call}} 不会有结果。',
  readLinearizably: '线性一致的读会等到它。',
  readAtLeader: '须询问 {{leader}} 以外的领导者。',
  safeReads: '{{leader}} 须询问法定人数（ReadOnlySafe）。',
  transferOver: '向 {{to}} 的移交须先结束。',
  ruleKept: '规则须被遵守（关闭 {{broken}}）。',
  timePasses: '时间须走到 {{endsAtMs}} s。',
  notRenewed: '客户端须停止续期租约 {{lease}}。',
  memberTicks: '{{node}} 的时钟须走一个周期。',
  somethingChanges: '流 {{stream}} 所监视的内容须有变化。',
  watchedAnew: '客户端须从修订号 {{revision}} 重新监视。',
} as const satisfies Record<keyof DataNeeds, string>;

export const dataHindrances = {
  writing: '{{node}} 有它，磁盘写到 {{dueAtMs}} s',
  diskStuck: '{{node}} 有它，磁盘卡住了',
  notWritten: '{{node}} 有它，还没有交给磁盘',
  entryUnderWay: '正在前往 {{node}}（消息 {{message}}），{{dueAtMs}} s 到达',
  entryHeld: '发往 {{node}} 的被扣住（消息 {{message}}）',
  acknowledgementUnderWay: '{{node}} 的答复在路上（消息 {{message}}），{{dueAtMs}} s 到达',
  acknowledgementHeld: '{{node}} 的答复被扣住（消息 {{message}}）',
  acknowledgementMissing: '{{node}} 只被计到 {{match}}，路上也没有它的答复',
  behind: '{{node}} 止于 {{last}}',
  otherEntry: '{{node}} 在那里有任期 {{entryTerm}} 的条目',
  getsSnapshot: '{{node}} 正在得到快照，到 {{snapshot}}',
  commitUnderWay: '{{node}} 将由消息 {{message}} 得知，在 {{dueAtMs}} s',
  commitHeld: '告知 {{node}} 的消息被扣住（消息 {{message}}）',
  notConfirmed: '{{node}} 还没有答复心跳',
} as const satisfies Record<keyof DataHindrances, string>;
