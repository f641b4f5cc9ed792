import type { RuleId } from '../../../explain/rule-book.ts';

/** What each rule says, in one sentence. */
export const whyRules = {
  randomizedTimeout: 'Everybody waits for a leader a time of its own, drawn anew each term.',
  maySupport: 'One vote a term, first come first served, and none against a leader that is known.',
  electionResult: 'A candidate needs the votes of more than half of the voters.',
  isUpToDate:
    'No vote for a candidate whose log is older than one’s own: the later last term wins, then the longer log.',
  previousMatches: 'Entries are taken only where the entry before them is the same.',
  conflictIndex: 'Only entries that conflict with the leader’s are removed.',
  ignoresOldAppends: 'What a leader of an older term sends is not taken.',
  acknowledgedIndex: 'A follower vouches for no more than what the message has proven.',
  followerCommit: 'A follower commits no more than what the message has proven to match.',
  heartbeatCommit: 'A heartbeat commits no more than what its receiver is known to have.',
  committedIndex: 'An entry is committed when more than half of the voters have it on disk.',
  commitsByCounting:
    'A leader counts only entries of its own term; older ones are committed along with them.',
  appendsNoop: 'A new leader appends an empty entry of its own term.',
  mayChangeManyVoters: 'Voters change one at a time, or through a joint configuration.',
  pendingConfAtElection:
    'A new leader waits with changes of members until what it has found in its log is applied.',
  confChangesApplied: 'Who has committed changes of members that are not applied yet does not campaign.',
  learnersVote: 'A learner that is asked for its vote answers like anybody.',
  confirmsReads: 'Before it answers a read, a leader makes sure that it still leads.',
  readsAfterOwnCommit: 'A new leader answers reads once an entry of its own term is committed.',
  deposesSilentLeader: 'A leader that has not heard from a quorum for an election timeout steps down.',
  answersOldLeader: 'A leader of an older term is told of the newer one.',
  answersOldPreCandidate: 'Who asks for a term that is over is told of the newer one.',
  grantedPreVoteTerm: 'A yes to “would I win?” carries the term that was asked about.',
  transferOverridesLease:
    'Who has heard a leader within an election timeout does not listen to candidates, unless the leader wanted it.',
  higherTermDeposes: 'Whoever hears of a newer term follows it, a leader too.',
  ignoresOldVotes: 'A vote counts for the term that it was given in.',
  asksFirst: 'Before it campaigns, a member with PreVote asks whether it would win.',
  leaseHolds: 'Who has heard a leader within an election timeout does not listen to candidates.',
  matchOf: 'A leader believes what a follower has acknowledged, and no more.',
  matchAtElection: 'A new leader knows nothing of what the others have.',
  appendsAfter: 'A leader only appends to its log.',
  ownCopyWaits: 'A leader’s own copy counts when it is on its disk.',
  appliesOnlyCommitted: 'Only what is committed is applied.',
  isSnapshotOld: 'A snapshot that goes no further than what is committed is not installed.',
  hearsSnapshotFate: 'A leader goes on when it hears what became of a snapshot.',
  stepsDownWhenRemoved: 'A leader that applies its own removal steps down, where it is set so.',
  confirmedPosition:
    'An answer to a heartbeat confirms the reads that the heartbeat was sent for, and those before.',
  newestTerm: 'The newest term counts: who hears of it enters it, and what is of an older one is ignored.',
  roles: 'A message means something only to the role that it is for.',
  followsLeader: 'Who hears from a leader in time follows it.',
  networkLoses: 'Messages may be lost, late, doubled or out of order.',
  serversStop: 'A process that is down or stands still does nothing; what was on its disk stays.',
  diskFirst: 'What a member vouches for is on its disk first.',
  appliesInOrder: 'Committed entries are applied one after the other, in the order of the log.',
  onlyVotersCampaign:
    'Only a voter of its own configuration campaigns, and not while a snapshot is on its way to its disk.',
  preVote: 'Before it campaigns, a member asks whether it would win.',
  leadershipTransfer:
    'A leader hands over to a voter that has caught up, and gives up after an election timeout.',
  oneChangeAtATime: 'One change of members at a time; a joint configuration is left before the next.',
  probesOnce: 'While it is not known where the logs agree, one message is sent and its answer waited for.',
  inflightWindow: 'Only so many messages with entries may be unanswered.',
  sendsSnapshot:
    'Who lacks entries that the leader has no more gets its state, and nothing else until that has arrived.',
  checkQuorum: 'A leader looks once an election timeout whether a quorum has answered it.',
  learnersHaveNoSay: 'A learner gets entries; it counts for no quorum.',
  leaderTakesProposals:
    'Changes go to the leader: whoever else is asked sends them on to it, or waits for one.',
  uncommittedLimit: 'A leader takes no more than so many bytes that are not committed.',
  readsWhatIsApplied: 'A read is answered from what its member has applied, at least up to its read index.',
  compaction: 'What is compacted away is not told any more.',
  apiGuarantees: 'A call that has no answer may have been done or not.',
  answersWhenDone:
    'A call is answered once what it asks for is done; a change, once it is committed and applied at the member that answers.',
  serializableReads:
    'A serializable read is answered at once with what its member has, and nobody else is asked.',
  refusesWithoutEffect: 'A call that is refused has changed nothing.',
  strictReconfig:
    'A change of members that would leave too few who have started, or while some are away, is refused.',
  learnerReady: 'A learner is promoted once it has caught up with the leader.',
  leaseTtl: 'A lease runs down at the leader, and begins anew at a new one.',
  watchCatchUp: 'A watch that is behind is caught up in turns.',
} as const satisfies Record<RuleId, string>;
