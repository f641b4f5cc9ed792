import type { CodeWords } from '../catalogue.ts';
import type { DataAnswers, DataHindrances, DataNeeds } from '../../../explain/why/data-answers.ts';

/** Answers about calls and what is stored, by their codes. Which numbers stand in them: the types of the codes say. */
export const dataAnswers = {
  entryUnknown: 'No log has an entry {{index}}, and none has had one: the longest ends at {{last}}.',
  entryApplied: 'Entry {{index}} of term {{entryTerm}} is committed and applied on {{nodes}}.',
  entryApplied_nobody:
    'Entry {{index}} of term {{entryTerm}} is committed, and no member runs that could apply it.',
  entryAppliedHere:
    '{{node}} has applied entry {{index}} of term {{entryTerm}}: it has applied everything up to {{applied}}.',
  entryNoQuorum:
    'Entry {{index}} of term {{entryTerm}} is on the disks of {{nodes}}: {{need}} of {{voters}} voters must have it before the leader, {{leader}}, may commit it.',
  entryNoQuorum_nobody:
    'Entry {{index}} of term {{entryTerm}} is on no voter’s disk yet: {{need}} of {{voters}} voters must have it before the leader, {{leader}}, may commit it.',
  entryNoJointQuorum:
    'Entry {{index}} of term {{entryTerm}} needs both halves of a joint configuration. Of the {{half}} one it is on the disks of {{nodes}}: {{need}} of {{voters}} must have it before the leader, {{leader}}, may commit it.',
  entryNoJointQuorum_nobody:
    'Entry {{index}} of term {{entryTerm}} needs both halves of a joint configuration. Of the {{half}} one it is on no disk yet: {{need}} of {{voters}} must have it before the leader, {{leader}}, may commit it.',
  entryOlderTerm:
    'Entry {{index}} is on enough disks ({{nodes}}; {{need}} of {{voters}} are needed), and is of term {{entryTerm}}, while {{leader}} leads term {{term}}: it may not commit it by counting.',
  entryLeaderUnaware:
    'Entry {{index}} of term {{entryTerm}} is on enough disks ({{nodes}}; {{need}} of {{voters}} are needed), and the leader, {{leader}}, does not know it: by what it has heard, it may count up to {{counted}}.',
  entryNobodyLeads:
    'Nobody leads, and only a leader commits. Entry {{index}} of term {{entryTerm}} is on the disks of {{nodes}}; {{need}} of {{voters}} are needed.',
  entryNobodyLeads_nobody:
    'Nobody leads, and only a leader commits. Entry {{index}} of term {{entryTerm}} is on no voter’s disk; {{need}} of {{voters}} are needed.',
  entryNotAtLeader:
    'The leader of term {{term}}, {{leader}}, does not have entry {{index}} of term {{entryTerm}}: its log ends at {{last}}. {{nodes}} will replace theirs by what it sends.',
  entryReplaced:
    'Entry {{index}} of term {{entryTerm}} is lost for ever: at {{index}} an entry of term {{committedTerm}} is committed. The lost one is still in the logs of {{nodes}}.',
  entryReplaced_nobody:
    'Entry {{index}} of term {{entryTerm}} is lost for ever: at {{index}} an entry of term {{committedTerm}} is committed. No log has the lost one any more.',
  entryUnderWay:
    'Entry {{index}} of term {{entryTerm}} is in no log any more, and still under way: message {{message}} from {{from}} to {{to}} carries it.',
  entryAtPaused:
    'Entry {{index}} of term {{entryTerm}} is in no log any more; a message that carries it waits at {{node}}, which is paused.',
  entryTruncated:
    'Entry {{index}} of term {{entryTerm}} is in no log any more. It was appended by {{nodes}} and was never committed.',

  applyKilled:
    'Entry {{index}} of term {{entryTerm}} is committed; {{node}} is down and has nothing applied beyond the snapshot on its disk.',
  applyPaused: 'Entry {{index}} of term {{entryTerm}} is committed; {{node}} is paused and applies nothing.',
  applyNotCommittedHere:
    '{{committedOn}} know that entry {{index}} of term {{entryTerm}} is committed; {{node}} has been told up to {{commit}}.',
  applyNotHere:
    'Entry {{index}} of term {{entryTerm}} is committed; {{node}} does not have it: its log ends at {{last}}.',
  applySnapshotComing:
    'Entry {{index}} of term {{entryTerm}} comes to {{node}} in a snapshot up to {{snapshot}}: {{leader}} does not have the entries any more that {{node}} lacks.',
  applySnapshotSaving:
    'Entry {{index}} of term {{entryTerm}} has come to {{node}} in a snapshot up to {{snapshot}}, which its disk has not finished.',
  applyNotOnDisk:
    '{{node}} knows that entry {{index}} of term {{entryTerm}} is committed; its own disk has the log up to {{stable}}, and only what is there is applied.',
  applyRunning: 'The apply thread of {{node}} is at entries {{first}} to {{last}} until {{dueAtMs}} s.',
  applyQueued:
    'Entry {{index}} waits in the apply queue of {{node}} behind {{ahead}}; applied up to {{applied}}. Its turn is over at {{dueAtMs}} s.',
  applyNotTaken:
    '{{node}} has entry {{index}} of term {{entryTerm}} committed and on disk, and has not handed it to its apply thread; applied up to {{applied}}.',

  readMemberPaused: '{{node}}, which was asked, is paused. Its client gives up at {{givesUpAtMs}} s.',
  readNoLeader:
    '{{node}} knows of no leader that it could ask what is committed. Its client gives up at {{givesUpAtMs}} s.',
  readLeaderAway:
    '{{node}} has to ask the leader, {{leader}}, what is committed, and cannot. Its client gives up at {{givesUpAtMs}} s.',
  readQueued:
    'A ReadIndex of earlier reads is out from {{node}}; this one is asked for when that is over. Its client gives up at {{givesUpAtMs}} s.',
  readAskUnderWay:
    'The question for a read index is on its way from {{from}} to {{to}}; it arrives at {{dueAtMs}} s.',
  readAskHeld: 'The question for a read index (message {{message}}) from {{from}} to {{to}} is held.',
  readAskLost:
    'The question for a read index from {{from}} to {{to}} was lost (message {{message}}); it is asked again at {{againAtMs}} s.',
  readNotConfirmed:
    '{{leader}} knows the read index, {{index}}, and not whether it still leads: {{nodes}} have confirmed it, {{need}} of {{voters}} must.',
  readWaitsForOwnTerm:
    '{{leader}} leads term {{term}} and has not committed an entry of that term: it does not know what is committed beyond {{commit}}. Its first entry is {{first}}.',
  readAnswerUnderWay:
    'The read index, {{index}}, is on its way from {{from}} to {{to}}; it arrives at {{dueAtMs}} s.',
  readAnswerHeld: 'The read index, {{index}}, (message {{message}}) from {{from}} to {{to}} is held.',
  readAnswerLost:
    'The read index, {{index}}, was lost on its way from {{from}} to {{to}} (message {{message}}); it is asked for again at {{againAtMs}} s.',
  readIndexDropped:
    '{{leader}} was asked for a read index and leads no more, or did not then: the question came to nothing. It is asked again at {{againAtMs}} s.',
  readWaitsForApply: '{{node}} knows the read index, {{index}}, and has applied up to {{applied}}.',
  readUnderWay: '{{node}} is about to ask the leader, {{leader}}. Its client gives up at {{givesUpAtMs}} s.',
  readFresh: '{{node}} answered with revision {{revision}}, and nobody had a newer one when it was asked.',
  readStaleSerializable:
    'It was a serializable read: {{node}} answered at once with what it had, revision {{revision}}. Others had {{newest}}, {{behind}} more: it lacked entries {{first}} to {{last}}, the first of them committed at {{sinceAtMs}} s.',
  readStaleLease:
    '{{leader}} trusted its lease and asked nobody whether it still leads. It answered with revision {{revision}}; others had {{newest}}, {{behind}} more: entries {{first}} to {{last}}, the first committed at {{sinceAtMs}} s.',
  readStaleBrokenRule:
    'The rule is broken ({{broken}}): {{node}} answered with revision {{revision}}. Others had {{newest}}, {{behind}} more: entries {{first}} to {{last}}, the first committed at {{sinceAtMs}} s.',
  readStaleSingleton:
    '{{leader}} took itself for the only voter and asked nobody. Revision {{revision}}; others had {{newest}}, {{behind}} more: entries {{first}} to {{last}}, the first committed at {{sinceAtMs}} s.',
  readStale:
    '{{node}} answered with revision {{revision}}. Others had {{newest}}, {{behind}} more: entries {{first}} to {{last}}, the first committed at {{sinceAtMs}} s.',

  callAnswered: '{{node}} has answered call {{call}}.',
  callFailed: '{{node}} refused call {{call}}: {{error}}.',
  callMemberPaused: '{{node}}, which was asked, is paused. Its client gives up at {{givesUpAtMs}} s.',
  callNoLeader:
    '{{node}} knows of no leader that it could give it to. Its client gives up at {{givesUpAtMs}} s.',
  callLeaderAway:
    '{{node}} has to go to the leader, {{leader}}, with it, and cannot. Its client gives up at {{givesUpAtMs}} s.',
  callAtMember: '{{node}} has it and goes on with it. Its client gives up at {{givesUpAtMs}} s.',
  callAskUnderWay: '{{from}} asks {{to}}, which leads; the question arrives at {{dueAtMs}} s.',
  proposalUnderWay: 'The proposal is on its way from {{from}} to {{to}}; it arrives at {{dueAtMs}} s.',
  proposalHeld: 'The proposal from {{from}} to {{to}} (message {{message}}) is held.',
  proposalLost:
    'The proposal from {{from}} to {{to}} was lost (message {{message}}), and nobody sends it again: it will be in no log. Its client gives up at {{givesUpAtMs}} s.',
  proposalDroppedByLeader:
    '{{leader}} did not take the proposal that was sent on to it ({{reason}}), and tells nobody. Its client gives up at {{givesUpAtMs}} s.',
  proposalOverwritten:
    'It was entry {{index}} of term {{entryTerm}}, which another has replaced: it will not take effect. Its client gives up at {{givesUpAtMs}} s.',
  proposalNoLeader:
    '{{node}} knew of no leader that it could give call {{call}} to: dropped, certainly without effect.',
  proposalNotMember:
    '{{node}} is no member of its own configuration any more: call {{call}} was dropped, certainly without effect.',
  proposalTransferring:
    '{{node}} was handing the leadership over to {{to}} and took no proposals: call {{call}} was dropped, certainly without effect.',
  proposalUncommittedLimit:
    '{{node}} has as many uncommitted bytes as it may: call {{call}} was dropped, certainly without effect.',
  proposalCandidate:
    '{{node}} was a candidate and knew of no leader: call {{call}} was dropped, certainly without effect.',
  callMemberDown: '{{node}} was down, or went down before it could do anything with call {{call}}.',
  outcomeTookEffect:
    'Its client was told nothing (“{{error}}”), and it did take effect: it is entry {{index}} of term {{entryTerm}}, committed at {{committedAtMs}} s.',
  outcomeOverwritten:
    'Its client was told nothing (“{{error}}”), and it has no effect, for ever: it was entry {{index}} of term {{entryTerm}}, which was replaced.',
  outcomeNeverProposed:
    'Its client was told nothing (“{{error}}”), and it has no effect, for ever: {{node}} never proposed it.',
  outcomeProposalLost:
    'Its client was told nothing (“{{error}}”), and it has no effect, for ever: the proposal was lost between {{from}} and {{to}} (message {{message}}).',
  outcomeProposalDropped:
    'Its client was told nothing (“{{error}}”), and it has no effect, for ever: {{leader}} did not take the proposal ({{reason}}).',
  outcomeMayStill:
    'Its client was told nothing (“{{error}}”), and nothing is decided yet: it is entry {{index}} of term {{entryTerm}}, not committed, on the disks of {{nodes}}. It may still take effect, or be replaced.',
  outcomeMayStill_nobody:
    'Its client was told nothing (“{{error}}”), and nothing is decided yet: it is entry {{index}} of term {{entryTerm}}, not committed, on no voter’s disk yet. It may still take effect, or be replaced.',
  outcomeAtPausedMember:
    'Its client was told nothing (“{{error}}”), and nothing is decided yet: it waits at {{node}}, which is paused, and will go on with it.',
  outcomeUnderWay:
    'Its client was told nothing (“{{error}}”), and nothing is decided yet: the proposal is still on its way from {{from}} to {{to}} (message {{message}}).',

  leaseUnknown: 'No running member has a lease {{lease}}: it has ended, or has never been granted.',
  leaseCounting:
    'Lease {{lease}} was granted or renewed at {{renewedAtMs}} s for {{ttl}} s; {{leader}}, which leads, counts until {{endsAtMs}} s.',
  leaseExtended:
    'Lease {{lease}} began anew with its new leader: since {{ledSinceAtMs}} s {{leader}} counts its {{ttl}} s again, and an election timeout on top: until {{endsAtMs}} s.',
  leaseFromCheckpoint:
    'Lease {{lease}} goes on with its new leader from its last checkpoint, {{checkpoint}} of {{ttl}} s: since {{ledSinceAtMs}} s {{leader}} counts, with an election timeout on top, until {{endsAtMs}} s.',
  leaseMinimum:
    'Lease {{lease}} was asked for {{asked}} s and granted for {{ttl}} s: shorter ones are not granted. {{leader}} counts until {{endsAtMs}} s.',
  leaseKeptAlive:
    'A client keeps lease {{lease}} alive (stream {{stream}}), last at {{renewedAtMs}} s: {{leader}} would end it at {{endsAtMs}} s.',
  leaseNobodyLeads: 'Only a leader counts, and nobody leads: lease {{lease}} ({{ttl}} s) does not run down.',
  leaseNotCountedYet:
    '{{leader}} leads term {{term}}, and counts leases only once it has applied an entry of that term: until then lease {{lease}} ({{ttl}} s) does not run down.',
  leaseLeaderPaused:
    '{{leader}}, which counts lease {{lease}} ({{ttl}} s), is paused, and so is its clock: by that it would end at {{endsAtMs}} s.',
  leaseNotLookedAt:
    'Lease {{lease}} ({{ttl}} s) is past its end, {{endsAtMs}} s; {{leader}} looks twice a second for such leases, next at {{looksAtMs}} s.',
  leaseEnding:
    'Lease {{lease}} ({{ttl}} s) is past its end, {{endsAtMs}} s, and {{leader}} has proposed to revoke it, entry {{index}}: it ends when that is applied.',
  leaseGoneAtLeader:
    '{{leader}}, which leads, has ended lease {{lease}} ({{ttl}} s); {{nodes}} have not applied that yet.',

  watchUpToDate:
    'The watch was told of everything up to revision {{told}}, and {{node}} has nothing newer (revision {{revision}}): nothing it watches has changed since.',
  watchInFuture: 'The watch begins at revision {{start}}, and {{node}} has applied revision {{revision}}.',
  watchUnsynced:
    'The watch begins in the past: next is revision {{next}}, {{node}} has {{revision}}. It is caught up at the next tick of {{node}}.',
  watchManyUnsynced:
    'The watch is behind: next is revision {{next}}, {{node}} has {{revision}}. {{ahead}} other watches are behind, too, and are caught up 512 at a time.',
  watchManyChanges:
    'The watch is behind: next is revision {{next}}, {{node}} has {{revision}}. These are {{changes}} revisions, and 1000 are told at a time.',
  watchMemberBehind:
    '{{node}}, which the watch is at, has applied revision {{revision}}; {{peer}} has {{newest}}. A member tells what it has applied itself.',
  watchMemberPaused: '{{node}}, which the watch is at, is paused at revision {{revision}}.',
  watchCompacted:
    'The watch wanted revision {{next}}, and what is before {{compacted}} is compacted away: it was cancelled.',
  watchBroken:
    'The stream of the watch broke at {{endedAtMs}} s: {{error}}. {{node}} has forgotten the watch.',
  watchClosed: 'The stream of the watch was closed at {{endedAtMs}} s.',
  watchRefused: '{{node}} refused the watch: {{reason}}.',
  watchNotAskedYet: 'The stream to {{node}} is open, and no watch stands on it yet.',
} as const satisfies CodeWords<DataAnswers>;

export const dataNeeds = {
  moreDisks: '{{more}} more of {{nodes}} would have to have it on disk.',
  ownTermCommitted: '{{leader}} would have to commit an entry of its own term, {{term}}.',
  leaderElected: 'A leader would have to be elected.',
  entryProposed: 'Somebody would have to propose more, up to {{index}}.',
  electedFrom: 'One of those that have it ({{nodes}}) would have to be elected.',
  messageArrives: 'Message {{message}} would have to arrive.',
  messageReleased: 'Message {{message}} would have to be released.',
  writeDone: 'The disk of {{node}} would have to finish.',
  diskFreed: 'The disk of {{node}}, which is stuck, would have to be freed.',
  resumed: '{{node}} would have to go on.',
  restarted: '{{node}} would have to be started again.',
  linkHealed: 'The links between {{node}} and {{leader}} would have to be healed.',
  leaderTells: 'The next message of {{leader}} to {{node}} would have to arrive: a heartbeat at the latest.',
  appliedUpTo: '{{node}} would have to apply up to {{index}}.',
  readyTaken: 'The Ready of {{node}} would have to be taken.',
  askedAgain: '{{node}} would have to ask again, as it does every half second.',
  roundOver: 'The ReadIndex that {{node}} has out would have to be over.',
  moreConfirm: '{{more}} more of {{nodes}} would have to answer a heartbeat.',
  callRepeated: 'Its client would have to ask again: call {{call}} comes to nothing.',
  readLinearizably: 'A linearizable read would have waited for it.',
  readAtLeader: 'Another leader would have to be asked than {{leader}}.',
  safeReads: '{{leader}} would have to ask a quorum (ReadOnlySafe).',
  transferOver: 'The transfer to {{to}} would have to be over.',
  ruleKept: 'The rule would have to be kept ({{broken}} off).',
  timePasses: 'Time would have to pass, to {{endsAtMs}} s.',
  notRenewed: 'Its client would have to stop renewing lease {{lease}}.',
  memberTicks: 'The clock of {{node}} would have to tick.',
  somethingChanges: 'Something that stream {{stream}} watches would have to change.',
  watchedAnew: 'Its client would have to watch anew, from revision {{revision}}.',
} as const satisfies Record<keyof DataNeeds, string>;

export const dataHindrances = {
  writing: '{{node}} has it, and its disk is at it until {{dueAtMs}} s',
  diskStuck: '{{node}} has it, and its disk is stuck',
  notWritten: '{{node}} has it, and its disk was not given it yet',
  entryUnderWay: 'to {{node}} it is on its way (message {{message}}), until {{dueAtMs}} s',
  entryHeld: 'to {{node}} it is held (message {{message}})',
  acknowledgementUnderWay:
    'what {{node}} says of it is on its way (message {{message}}), until {{dueAtMs}} s',
  acknowledgementHeld: 'what {{node}} says of it is held (message {{message}})',
  acknowledgementMissing: '{{node}} counts up to {{match}}, and nothing it says is on its way',
  behind: '{{node}} ends at {{last}}',
  otherEntry: '{{node}} has an entry of term {{entryTerm}} there',
  getsSnapshot: '{{node}} gets a snapshot up to {{snapshot}}',
  commitUnderWay: '{{node}} will hear of it by message {{message}}, at {{dueAtMs}} s',
  commitHeld: 'what tells {{node}} of it is held (message {{message}})',
  notConfirmed: '{{node}} has not answered the heartbeat',
} as const satisfies Record<keyof DataHindrances, string>;
