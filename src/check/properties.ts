/** Where a property stands in the list that people see. */
export const PROPERTY_PARTS = [
  'elections',
  'logs',
  'commits',
  'states',
  'configuration',
  'replication',
  'reads',
  'members',
  'progress',
  'clients',
  'watches',
  'leases',
] as const;
export type PropertyPart = (typeof PROPERTY_PARTS)[number];

/**
 * What it means that a property does not hold:
 *
 *     promise    damage: what Raft or etcd promises to whoever uses it is broken
 *     rule       a member acted outside the rules: damage may follow from it, or never
 *     progress   what should have happened by now has not: the run is stalled, and may go on yet
 *     clients    damage that clients can prove by what they were answered
 */
export type PropertyKind = 'promise' | 'rule' | 'progress' | 'clients';

export interface Property {
  readonly part: PropertyPart;
  readonly kind: PropertyKind;
  /** One sentence in English: what is true as long as it holds. */
  readonly summary: string;
}

/** Every property that is checked while a run goes on, by its name. */
export const properties = {
  ElectionSafety: {
    part: 'elections',
    kind: 'promise',
    summary: 'At most one leader is elected in a term.',
  },
  VoteOnce: {
    part: 'elections',
    kind: 'rule',
    summary: 'A member votes for one candidate a term at most, also when it restarts in between.',
  },
  VoteJustified: {
    part: 'elections',
    kind: 'rule',
    summary: 'Who is given a vote has a log at least as up to date as the voter’s.',
  },
  VoteDurable: {
    part: 'elections',
    kind: 'rule',
    summary: 'A vote is on the voter’s disk before anybody is told of it, and before it counts.',
  },
  TermMonotonic: {
    part: 'elections',
    kind: 'rule',
    summary: 'The term of a member never decreases, on its disk or while it lives.',
  },
  RoleLegal: {
    part: 'elections',
    kind: 'rule',
    summary: 'A member changes its role only as Raft has it: nobody leads who was no candidate.',
  },
  QuorumElected: {
    part: 'elections',
    kind: 'rule',
    summary:
      'Who becomes leader has been granted the votes of a majority of the voters, of both halves if joint.',
  },
  MsgTerm: {
    part: 'elections',
    kind: 'rule',
    summary: 'No message bears a term that its sender has not reached, but for the questions of a PreVote.',
  },
  LeaderAppendOnly: {
    part: 'logs',
    kind: 'promise',
    summary: 'A leader never overwrites or removes entries of its log; it only appends.',
  },
  LogMatching: {
    part: 'logs',
    kind: 'promise',
    summary:
      'If two logs have an entry of the same index and term, they are the same in all entries up to it.',
  },
  EntryOrigin: {
    part: 'logs',
    kind: 'rule',
    summary:
      'The entries of a term are made by the leader of that term, and each is the same wherever it is.',
  },
  TermsNonDecreasing: {
    part: 'logs',
    kind: 'rule',
    summary: 'Along a log terms never decrease, and none is above the term of its member.',
  },
  CommittedNeverTruncated: {
    part: 'logs',
    kind: 'promise',
    summary: 'No member removes or replaces an entry that it knows to be committed.',
  },
  IndexOrder: {
    part: 'logs',
    kind: 'rule',
    summary:
      'Of a member: snapshot ≤ applied ≤ applying ≤ commit ≤ last, and its log goes on from its snapshot.',
  },
  LeaderCompleteness: {
    part: 'commits',
    kind: 'promise',
    summary: 'An entry that was committed in a term is in the logs of the leaders of all later terms.',
  },
  StateMachineSafety: {
    part: 'commits',
    kind: 'promise',
    summary: 'No two members ever have different entries committed, and so applied, at the same index.',
  },
  QuorumDurability: {
    part: 'commits',
    kind: 'promise',
    summary: 'What is committed is on the disks of a majority of the voters, and stays there.',
  },
  CommitRule: {
    part: 'commits',
    kind: 'rule',
    summary: 'A leader commits by counting only entries of its own term that a majority has acknowledged.',
  },
  FollowerCommit: {
    part: 'commits',
    kind: 'rule',
    summary: 'A follower takes for committed no more than its leader says and than is known to match.',
  },
  AckDurable: {
    part: 'commits',
    kind: 'rule',
    summary: 'A follower acknowledges entries only when they are on its disk.',
  },
  CommitMonotonic: {
    part: 'commits',
    kind: 'rule',
    summary: 'The commit index of a member never decreases, on its disk or while it lives.',
  },
  AppliedMonotonic: {
    part: 'states',
    kind: 'rule',
    summary: 'What a member has applied never decreases while it lives.',
  },
  ApplyInOrder: {
    part: 'states',
    kind: 'rule',
    summary: 'Entries are applied one after the other without a gap, or a newer snapshot takes their place.',
  },
  ApplyOnlyCommitted: {
    part: 'states',
    kind: 'rule',
    summary: 'Nothing is applied that is not committed.',
  },
  StateHashAgreement: {
    part: 'states',
    kind: 'promise',
    summary: 'Members that have applied the same entries, or reached the same revision, have the same state.',
  },
  SnapshotTrue: {
    part: 'states',
    kind: 'promise',
    summary: 'A snapshot has the term, the state and the configuration of the entry that it goes up to.',
  },
  RestoreReplaces: {
    part: 'states',
    kind: 'promise',
    summary: 'Who installs a snapshot has exactly its state afterwards: nothing of the old one is left over.',
  },
  ConfigWellFormed: {
    part: 'configuration',
    kind: 'rule',
    summary:
      'Every configuration has voters, nobody in it both votes and learns, and its leader has a Progress for all.',
  },
  OneStep: {
    part: 'configuration',
    kind: 'rule',
    summary:
      'From one configuration to the next one voter changes, or it goes through a joint configuration.',
  },
  QuorumOverlap: {
    part: 'configuration',
    kind: 'promise',
    summary: 'Any majorities by which two members could act meet in a member.',
  },
  ApplyRule: {
    part: 'configuration',
    kind: 'rule',
    summary: 'A leader appends a change of members only when it has applied all earlier ones of its log.',
  },
  CampaignRule: {
    part: 'configuration',
    kind: 'rule',
    summary: 'Nobody campaigns who knows of a committed change of members that it has not applied.',
  },
  AppendRule: {
    part: 'configuration',
    kind: 'rule',
    summary: 'When a change of members is appended anywhere, all earlier ones are known to be committed.',
  },
  LearnerPassive: {
    part: 'configuration',
    kind: 'rule',
    summary: 'A learner of its own configuration neither campaigns nor leads.',
  },
  Progress: {
    part: 'replication',
    kind: 'rule',
    summary:
      'What a leader keeps of a member is sound: Match < Next, Match ≤ last, within its window of messages.',
  },
  MatchIsTrue: {
    part: 'replication',
    kind: 'rule',
    summary: 'A member has on its disk what its leader believes: the leader’s log up to Match.',
  },
  ReadIndexFresh: {
    part: 'reads',
    kind: 'promise',
    summary:
      'A linearizable read is served at an index no lower than what was committed when it was asked for.',
  },
  ReadAfterApply: {
    part: 'reads',
    kind: 'rule',
    summary: 'A linearizable read is answered only when its read index is applied.',
  },
  LeaseDisjoint: {
    part: 'reads',
    kind: 'promise',
    summary: 'Nobody serves reads by its lease while a leader of a later term has committed.',
  },
  VoterLease: {
    part: 'reads',
    kind: 'rule',
    summary:
      'With CheckQuorum, who has heard its leader lately neither votes for another nor takes over its term.',
  },
  MemberSoundness: {
    part: 'members',
    kind: 'promise',
    summary: 'No member falls by itself: what clients and faults do to it never breaks its own program.',
  },
  EventuallyLeader: {
    part: 'progress',
    kind: 'progress',
    summary: 'In calm time a majority has a leader soon, and all of it name that one.',
  },
  LeaderStability: {
    part: 'progress',
    kind: 'progress',
    summary: 'In calm time a leader stays: the term does not change.',
  },
  EventuallyCommitted: {
    part: 'progress',
    kind: 'progress',
    summary: 'In calm time every entry of the leader is committed soon.',
  },
  EventuallyApplied: {
    part: 'progress',
    kind: 'progress',
    summary: 'In calm time every member applies soon what is committed.',
  },
  EventuallyCaughtUp: {
    part: 'progress',
    kind: 'progress',
    summary: 'In calm time every member catches up with its leader, which then replicates to it.',
  },
  NoZombie: {
    part: 'progress',
    kind: 'progress',
    summary: 'With CheckQuorum, a leader that no majority answers steps down.',
  },
  TransferEnds: {
    part: 'progress',
    kind: 'progress',
    summary: 'A transfer of leadership succeeds or is given up within an election timeout.',
  },
  ReadsComplete: {
    part: 'progress',
    kind: 'progress',
    summary: 'In calm time a linearizable read gets its read index within a few ticks.',
  },
  ConfChangeCompletes: {
    part: 'progress',
    kind: 'progress',
    summary:
      'In calm time a committed change of members is applied everywhere, and a joint configuration is left.',
  },
  ReturnIsQuiet: {
    part: 'progress',
    kind: 'progress',
    summary: 'With PreVote and CheckQuorum, a member that comes back changes nobody’s term.',
  },
  LeaseExpires: {
    part: 'progress',
    kind: 'progress',
    summary: 'In calm time a lease that nobody renews is revoked soon after its end.',
  },
  WatchDelivers: {
    part: 'progress',
    kind: 'progress',
    summary: 'In calm time a watcher is told soon of everything that its member has applied.',
  },
  Linearizability: {
    part: 'clients',
    kind: 'clients',
    summary: 'Every call takes effect at one instant between its invocation and its answer.',
  },
  SerializableReads: {
    part: 'clients',
    kind: 'clients',
    summary: 'A serializable read is answered with a state that the store once had.',
  },
  AtMostOnce: {
    part: 'clients',
    kind: 'clients',
    summary: 'No call has two effects.',
  },
  DurableAck: {
    part: 'clients',
    kind: 'clients',
    summary: 'What was answered with ok is in the log of every later leader.',
  },
  MutualExclusion: {
    part: 'clients',
    kind: 'clients',
    summary:
      'What a lock protects is written by one owner at a time, with fencing tokens that never decrease.',
  },
  WatchFilter: {
    part: 'watches',
    kind: 'clients',
    summary: 'Every event that a watch delivers is one that was asked for.',
  },
  WatchOrdered: {
    part: 'watches',
    kind: 'clients',
    summary: 'Along a watch revisions never decrease.',
  },
  WatchUnique: {
    part: 'watches',
    kind: 'clients',
    summary: 'A watch delivers no event twice.',
  },
  WatchAtomic: {
    part: 'watches',
    kind: 'clients',
    summary: 'All events of one revision come in one response.',
  },
  WatchBookmark: {
    part: 'watches',
    kind: 'clients',
    summary: 'When a watch marks its progress, everything up to the mark has been delivered.',
  },
  WatchResumable: {
    part: 'watches',
    kind: 'clients',
    summary: 'A watch from a revision begins with the first matching event from there on.',
  },
  WatchReliable: {
    part: 'watches',
    kind: 'clients',
    summary: 'A watch delivers every matching event, without a gap.',
  },
  WatchCreate: {
    part: 'watches',
    kind: 'clients',
    summary: 'An event says that its key is new exactly if it was not there before.',
  },
  WatchPrevKv: {
    part: 'watches',
    kind: 'clients',
    summary: 'The previous value that an event brings is the one of the revision before.',
  },
  WatchCancel: {
    part: 'watches',
    kind: 'clients',
    summary:
      'A watch from a compacted revision is canceled and names the compaction: it is never silent with a gap.',
  },
  WatchFuture: {
    part: 'watches',
    kind: 'clients',
    summary: 'A watch from a future revision is sent nothing of the time before.',
  },
  LeaseNotEarly: {
    part: 'leases',
    kind: 'clients',
    summary: 'No lease expires before its time to live has passed since it was last renewed.',
  },
  LeaseOnlyByPrimary: {
    part: 'leases',
    kind: 'rule',
    summary: 'Only a leader lets a lease expire.',
  },
  LeaseAtomic: {
    part: 'leases',
    kind: 'clients',
    summary: 'When a lease goes, all its keys go with it, in one revision.',
  },
  LeaseTruthful: {
    part: 'leases',
    kind: 'clients',
    summary: 'A lease that was told to be alive was there at some moment of the call.',
  },
  LeaseGhost: {
    part: 'leases',
    kind: 'clients',
    summary: 'No key is bound to a lease that is not there.',
  },
} as const satisfies Record<string, Property>;

export type PropertyName = keyof typeof properties;

/** In the order in which people are shown them. */
export const propertyNames = Object.keys(properties) as readonly PropertyName[];

/** No monitor of a run looks for these: scripts check the first for themselves, and the second is looked at as LeaderStability. */
export const unwatched: ReadonlySet<PropertyName> = new Set<PropertyName>([
  'MutualExclusion',
  'ReturnIsQuiet',
]);

export function isPropertyName(name: string): name is PropertyName {
  return Object.hasOwn(properties, name);
}
