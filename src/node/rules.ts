import type { PropertyName } from '../check/properties.ts';
import { layerRules, type RuleLayer } from './rule-names.ts';

/** The chapters in which people are shown the switches. */
export const RULE_GROUPS = [
  'elections',
  'replication',
  'disks',
  'snapshots',
  'membership',
  'reads',
  'liveness',
  'clients',
  'issues',
] as const;
export type RuleGroup = (typeof RULE_GROUPS)[number];

interface SwitchFacts {
  /** B1 to B58 of the catalogue of rules; of a fault that etcd had, the number of its issue; empty: takes nothing out. */
  readonly number: string;
  readonly group: RuleGroup;
  /** The least cluster that shows it. */
  readonly nodes: number;
  /** Of the shortest schedule known to the first broken promise; absent: it shows as time goes by. */
  readonly steps?: number;
  /** The properties in whose violation it ends, whichever a check sees first. */
  readonly violates: readonly PropertyName[];
  /** Issues of etcd in which it was seen. */
  readonly issues?: readonly number[];
  /** Why no check sees it broken, where none does. */
  readonly uncaught?: string;
  /** One sentence in English: what is taken out, and what comes of it. */
  readonly summary: string;
}

/** What is known of every switch. */
const facts = {
  voteTwice: {
    number: 'B01',
    group: 'elections',
    nodes: 3,
    steps: 6,
    violates: ['VoteOnce', 'ElectionSafety'],
    summary: 'A member votes for whoever asks, twice in one term: two leaders of one term.',
  },
  voteInMemory: {
    number: 'B02',
    group: 'elections',
    nodes: 3,
    steps: 7,
    violates: ['VoteDurable', 'VoteOnce', 'ElectionSafety'],
    summary: 'A vote is not written to the disk: who restarts votes again in the same term.',
  },
  termInMemory: {
    number: 'B03',
    group: 'elections',
    nodes: 3,
    steps: 7,
    violates: ['VoteDurable', 'VoteOnce', 'TermMonotonic', 'ElectionSafety'],
    summary: 'Term and vote are not written to the disk: who restarts is back in an old term and votes anew.',
  },
  ignoreLogInVote: {
    number: 'B04',
    group: 'elections',
    nodes: 3,
    steps: 8,
    violates: ['VoteJustified', 'LeaderCompleteness', 'StateMachineSafety'],
    summary: 'A vote does not ask whose log is newer: a leader may lack what was committed.',
  },
  compareLengthOnly: {
    number: 'B05',
    group: 'elections',
    nodes: 3,
    steps: 14,
    violates: ['VoteJustified', 'LeaderCompleteness', 'StateMachineSafety'],
    summary: 'Logs are compared by length alone, not by term: a leader may lack what was committed.',
  },
  countOldVotes: {
    number: 'B06',
    group: 'elections',
    nodes: 3,
    steps: 7,
    violates: ['QuorumElected', 'ElectionSafety'],
    summary: 'A vote that was given in an older term counts in the new one: two leaders of one term.',
  },
  staysLeader: {
    number: 'B07',
    group: 'elections',
    nodes: 3,
    steps: 7,
    violates: ['ElectionSafety', 'RoleLegal'],
    summary:
      'A leader that hears of a newer term takes the term over and goes on leading, beside the one elected in it.',
  },
  electedByHalf: {
    number: 'B08',
    group: 'elections',
    nodes: 3,
    steps: 2,
    violates: ['QuorumElected', 'ElectionSafety'],
    summary: 'Half of the votes are enough: two leaders of one term.',
  },
  equalTimers: {
    number: 'B09',
    group: 'elections',
    nodes: 4,
    violates: ['EventuallyLeader'],
    summary: 'All election timeouts are equal: votes split again and again.',
  },
  commitOldTerms: {
    number: 'B10',
    group: 'replication',
    nodes: 3,
    steps: 22,
    violates: ['CommitRule', 'LeaderCompleteness', 'StateMachineSafety'],
    summary: 'Entries of older terms are committed by counting (figure 8): they may be lost all the same.',
  },
  noPreviousCheck: {
    number: 'B11',
    group: 'replication',
    nodes: 3,
    steps: 15,
    violates: ['LogMatching', 'StateMachineSafety'],
    summary: 'An append does not look at the term before it: logs differ below equal entries.',
  },
  truncateAlways: {
    number: 'B12',
    group: 'replication',
    nodes: 3,
    steps: 7,
    violates: ['MatchIsTrue', 'QuorumDurability', 'LeaderCompleteness'],
    summary: 'Every MsgApp cuts the log off behind it: an old one removes newer entries.',
  },
  commitByHalf: {
    number: 'B13',
    group: 'replication',
    nodes: 3,
    steps: 7,
    violates: ['CommitRule', 'QuorumDurability', 'LeaderCompleteness'],
    summary: 'Half of the voters count as a quorum: a committed entry may be lost.',
  },
  followerCommitsAll: {
    number: 'B14',
    group: 'replication',
    nodes: 3,
    steps: 20,
    violates: ['FollowerCommit', 'StateMachineSafety'],
    summary: 'A follower takes over the leader’s commit beyond what it was proven: it applies wrong entries.',
  },
  rawHeartbeatCommit: {
    number: 'B15',
    group: 'replication',
    nodes: 3,
    steps: 13,
    violates: ['FollowerCommit', 'StateMachineSafety'],
    summary: 'A heartbeat carries a commit beyond what the follower has: it applies what it should not.',
  },
  acceptOldAppends: {
    number: 'B16',
    group: 'replication',
    nodes: 3,
    steps: 11,
    violates: ['EntryOrigin', 'MatchIsTrue', 'QuorumDurability', 'StateMachineSafety'],
    summary: 'Appends of a deposed leader are taken: they overwrite what its successor committed.',
  },
  matchOffByOne: {
    number: 'B17',
    group: 'replication',
    nodes: 3,
    steps: 6,
    violates: ['MatchIsTrue', 'CommitRule', 'QuorumDurability'],
    summary: 'A leader counts one entry more than was acknowledged: it commits what is not there.',
  },
  acknowledgeOwnLast: {
    number: 'B18',
    group: 'replication',
    nodes: 3,
    steps: 11,
    violates: ['MatchIsTrue', 'QuorumDurability'],
    summary:
      'A follower acknowledges its whole log instead of what was proven: the leader counts what is not there.',
  },
  replaceEqual: {
    number: 'B19',
    group: 'replication',
    nodes: 3,
    steps: 7,
    violates: ['MatchIsTrue', 'QuorumDurability', 'LeaderCompleteness'],
    summary:
      'An entry that is there already is written again, and what follows it goes: an old MsgApp removes newer entries.',
  },
  leaderEditsLog: {
    number: 'B20',
    group: 'replication',
    nodes: 1,
    steps: 4,
    violates: ['LeaderAppendOnly', 'EntryOrigin'],
    summary: 'A leader puts a new entry in the place of its last one: what it has sent is not what it has.',
  },
  keepProgress: {
    number: 'B21',
    group: 'replication',
    nodes: 3,
    steps: 18,
    violates: ['MatchIsTrue', 'QuorumDurability'],
    summary:
      'A new leader believes what it knew of the others in an earlier term: they may have replaced it since.',
  },
  noNoop: {
    number: 'B22',
    group: 'replication',
    nodes: 3,
    violates: ['EventuallyCommitted'],
    summary: 'A new leader writes no empty entry: what was there before it may never be committed.',
  },
  acknowledgeBeforeFsync: {
    number: 'B23',
    group: 'disks',
    nodes: 3,
    steps: 6,
    violates: ['AckDurable', 'MatchIsTrue', 'QuorumDurability', 'LeaderCompleteness'],
    summary: 'A follower acknowledges entries before they are on its disk: a crash takes what was counted.',
  },
  applyBeforeDurable: {
    number: 'B24',
    group: 'disks',
    nodes: 1,
    steps: 4,
    violates: ['CommitRule', 'QuorumDurability', 'DurableAck'],
    issues: [14370],
    summary:
      'A leader counts its own copy before it is on the disk: a cluster of one confirms what a crash takes.',
  },
  dataBeforeIndex: {
    number: 'B25',
    group: 'disks',
    nodes: 3,
    steps: 4,
    violates: ['SnapshotTrue', 'StateHashAgreement'],
    issues: [14685],
    summary:
      'The store is saved, and with it the index before its last entry: after a crash that entry is applied twice.',
  },
  answerBeforeCommit: {
    number: 'B26',
    group: 'disks',
    nodes: 3,
    steps: 8,
    violates: ['DurableAck', 'Linearizability'],
    summary: 'A client hears ok before its entry is committed: the next leader may not have it.',
  },
  applyUncommitted: {
    number: 'B27',
    group: 'disks',
    nodes: 3,
    steps: 8,
    violates: ['ApplyOnlyCommitted', 'IndexOrder', 'StateHashAgreement', 'StateMachineSafety'],
    summary: 'What is not committed is applied: it may be replaced, and cannot be taken back.',
  },
  snapshotOnTop: {
    number: 'B28',
    group: 'snapshots',
    nodes: 3,
    steps: 12,
    violates: ['RestoreReplaces', 'StateHashAgreement', 'SnapshotTrue'],
    summary: 'A snapshot is installed on top of what is there: keys that were deleted stay on one member.',
  },
  snapshotWithoutLeases: {
    number: 'B29',
    group: 'snapshots',
    nodes: 3,
    steps: 15,
    violates: ['SnapshotTrue', 'StateHashAgreement', 'LeaseGhost'],
    summary: 'A snapshot lacks the leases: who installs it refuses writes that the others apply.',
  },
  ignoreSnapshotFate: {
    number: 'B30',
    group: 'snapshots',
    nodes: 3,
    violates: ['EventuallyCaughtUp'],
    summary: 'A leader does not hear that a snapshot was lost: it waits for its arrival for ever.',
  },
  acceptOldSnapshot: {
    number: 'B31',
    group: 'snapshots',
    nodes: 3,
    steps: 12,
    violates: ['CommitMonotonic', 'AppliedMonotonic', 'IndexOrder'],
    summary: 'A snapshot is installed although it is older than what is committed here: it takes that back.',
  },
  arbitrary: {
    number: 'B32',
    group: 'membership',
    nodes: 5,
    steps: 18,
    violates: ['OneStep', 'QuorumOverlap', 'ElectionSafety', 'StateMachineSafety'],
    summary: 'Many voters change at once without a joint configuration: two disjoint majorities.',
  },
  leaveJointEarly: {
    number: 'B33',
    group: 'membership',
    nodes: 5,
    steps: 16,
    violates: ['QuorumElected', 'CommitRule', 'QuorumDurability', 'QuorumOverlap', 'LeaderCompleteness'],
    summary: 'While a configuration is joint, the new half decides alone: the old one elects somebody else.',
  },
  campaignUnapplied: {
    number: 'B34',
    group: 'membership',
    nodes: 5,
    steps: 25,
    violates: ['CampaignRule', 'ElectionSafety'],
    issues: [7280, 7625],
    summary: 'A member campaigns before it has applied a change of members: it asks the wrong ones.',
  },
  changeMembersAtOnce: {
    number: 'B35',
    group: 'membership',
    nodes: 5,
    steps: 21,
    violates: ['ApplyRule', 'ElectionSafety', 'LeaderCompleteness'],
    summary: 'A new leader starts a change of members although one is in its log.',
  },
  learnersCount: {
    number: 'B36',
    group: 'membership',
    nodes: 5,
    steps: 12,
    violates: ['CommitRule', 'QuorumDurability', 'LeaderCompleteness'],
    summary: 'Learners count for the majority that commits: no voter may have what is committed.',
  },
  unawareVoterRefuses: {
    number: 'B37',
    group: 'membership',
    nodes: 3,
    steps: 10,
    violates: ['EventuallyLeader'],
    issues: [10998],
    summary: 'Who does not know yet that it may vote refuses: the vote that was missing.',
  },
  removedLeaderStays: {
    number: 'B38',
    group: 'membership',
    nodes: 3,
    violates: ['EventuallyLeader', 'EventuallyCommitted'],
    issues: [11038],
    summary: 'A leader that was removed goes on: its heartbeats keep the others from electing one of them.',
  },
  disturbingReturn: {
    number: 'B39',
    group: 'membership',
    nodes: 3,
    violates: ['LeaderStability', 'ReturnIsQuiet', 'VoterLease'],
    summary:
      'Nobody asks before it campaigns, and voters listen to any candidate: who comes back deposes the leader.',
  },
  readLocally: {
    number: 'B40',
    group: 'reads',
    nodes: 3,
    steps: 13,
    violates: ['ReadIndexFresh', 'Linearizability'],
    summary: 'A linearizable read asks nobody: a cut-off leader answers with old values.',
  },
  readBeforeCommit: {
    number: 'B41',
    group: 'reads',
    nodes: 3,
    steps: 13,
    violates: ['ReadIndexFresh', 'Linearizability'],
    summary: 'A new leader reads before it has committed anything: it answers with old values.',
  },
  readBeforeApply: {
    number: 'B42',
    group: 'reads',
    nodes: 3,
    steps: 9,
    violates: ['ReadAfterApply', 'Linearizability'],
    summary:
      'A read is answered before its read index is applied: a member that is behind answers with old values.',
  },
  countOldConfirmations: {
    number: 'B43',
    group: 'reads',
    nodes: 3,
    steps: 15,
    violates: ['ReadIndexFresh', 'Linearizability'],
    issues: [20418],
    summary: 'An answer to an older heartbeat confirms a newer read: it was given before another led.',
  },
  leaseOutlives: {
    number: 'B44',
    group: 'reads',
    nodes: 3,
    steps: 12,
    violates: ['VoterLease', 'LeaseDisjoint', 'Linearizability'],
    summary:
      'Voters do not wait for the end of the leader’s lease: it answers reads by it while another leads.',
  },
  silentLowTerm: {
    number: 'B45',
    group: 'liveness',
    nodes: 3,
    violates: ['EventuallyCaughtUp', 'EventuallyLeader'],
    summary: 'Nobody answers a leader of an older term: a member that came back stays stuck.',
  },
  paperReply: {
    number: '',
    group: 'liveness',
    nodes: 3,
    violates: [],
    summary:
      'A higher term is answered always, as in the paper: a member that came back deposes the leader. No promise is broken by it.',
  },
  silentLowPreVote: {
    number: 'B46',
    group: 'liveness',
    nodes: 3,
    violates: ['EventuallyLeader'],
    issues: [8501, 8243],
    summary: 'Nobody answers a pre-vote of an older term: a deadlock without a leader.',
  },
  noStepDown: {
    number: 'B47',
    group: 'liveness',
    nodes: 5,
    violates: ['NoZombie', 'EventuallyCommitted'],
    summary: 'A leader that hears no quorum goes on: its clients wait in vain.',
  },
  preVoteOwnTerm: {
    number: 'B48',
    group: 'liveness',
    nodes: 3,
    steps: 8,
    violates: ['EventuallyLeader'],
    summary: 'A pre-vote is granted with one’s own term: the pre-candidate throws it away.',
  },
  transferWithoutMark: {
    number: 'B49',
    group: 'liveness',
    nodes: 3,
    steps: 4,
    violates: ['TransferEnds'],
    uncaught:
      'the hand-over is given up when its target is heard of, in a newer term, which TransferEnds allows: what is lost is a leader, for as long as an election takes.',
    summary: 'The vote of a transfer is not marked as one: others refuse it while they hear the leader.',
  },
  retryUnknownWrites: {
    number: 'B50',
    group: 'clients',
    nodes: 3,
    steps: 10,
    violates: ['AtMostOnce', 'Linearizability'],
    summary: 'A client makes a write of unknown fate again: one request, two effects.',
  },
  randomApply: {
    number: 'B51',
    group: 'clients',
    nodes: 3,
    steps: 5,
    violates: ['StateHashAgreement'],
    summary: 'Applying draws dice: the same log makes different stores.',
  },
  deposedRevokes: {
    number: 'B52',
    group: 'clients',
    nodes: 3,
    steps: 10,
    violates: ['LeaseOnlyByPrimary', 'LeaseNotEarly'],
    issues: [12528, 15247],
    summary: 'A leader that was deposed still ends leases: the new one has them renewed since.',
  },
  noLeaseExtension: {
    number: 'B53',
    group: 'clients',
    nodes: 3,
    steps: 8,
    violates: ['LeaseNotEarly'],
    summary:
      'A new leader counts leases from their grant, not from its election: it ends what the old one renewed.',
  },
  watchSkipsHistory: {
    number: 'B54',
    group: 'clients',
    nodes: 1,
    steps: 6,
    violates: ['WatchReliable', 'WatchResumable'],
    summary: 'A watch from the past begins with what comes next: the events before are lost.',
  },
  watchFromNow: {
    number: 'B55',
    group: 'clients',
    nodes: 3,
    steps: 8,
    violates: ['WatchReliable', 'WatchOrdered', 'WatchUnique'],
    summary: 'A watch that lost its member goes on with what is now: events are missing, or come twice.',
  },
  progressAhead: {
    number: 'B56',
    group: 'clients',
    nodes: 1,
    steps: 5,
    violates: ['WatchBookmark'],
    issues: [15220],
    summary: 'A watch is told that it has heard everything while events are still on their way.',
  },
  compactionEatsDelete: {
    number: 'B57',
    group: 'clients',
    nodes: 1,
    steps: 7,
    violates: ['WatchReliable', 'WatchResumable'],
    issues: [18089, 19179],
    summary: 'A compaction at a deletion takes it from watches that begin just there.',
  },
  lockWithoutFence: {
    number: 'B58',
    group: 'clients',
    nodes: 3,
    steps: 9,
    violates: ['MutualExclusion'],
    summary: 'The owner of a lock shows no token: a write of one that lost it is accepted.',
  },
  indexBeforeData: {
    number: '#13766',
    group: 'issues',
    nodes: 1,
    steps: 4,
    violates: ['SnapshotTrue', 'StateHashAgreement'],
    issues: [13766],
    summary: 'The index of an entry is saved without its data: after a crash that entry is skipped.',
  },
  rightsLostInSnapshot: {
    number: '#14571',
    group: 'issues',
    nodes: 3,
    violates: ['StateHashAgreement'],
    issues: [14571],
    summary:
      'A member that got a snapshot does not know what users may do: it refuses what the others apply.',
  },
  watchReplays: {
    number: '#15271',
    group: 'issues',
    nodes: 3,
    violates: ['WatchUnique', 'WatchOrdered'],
    issues: [15271],
    summary:
      'After a snapshot a watch begins again where it was opened: events come a second time, after newer ones.',
  },
  starvedWatchSkips: {
    number: '#17529',
    group: 'issues',
    nodes: 1,
    violates: ['WatchReliable', 'WatchResumable', 'WatchCancel'],
    issues: [17529],
    summary: 'A watch that a compaction has overtaken is not told: it goes on with what is now.',
  },
  revisionFromRecords: {
    number: '#17780',
    group: 'issues',
    nodes: 1,
    violates: ['StateHashAgreement'],
    issues: [17780],
    summary:
      'A store that starts again takes the revision of its newest record: with the last deletion compacted away it falls back.',
  },
  txnRangesWhereAsked: {
    number: '#18667',
    group: 'issues',
    nodes: 3,
    violates: ['StateHashAgreement'],
    issues: [18667],
    summary:
      'Only the member that was asked carries out the ranges of a transaction: one that fails there does not fail elsewhere.',
  },
  futureWatchLowered: {
    number: '#20221',
    group: 'issues',
    nodes: 3,
    violates: ['WatchFuture'],
    issues: [20221],
    summary:
      'A watch of the future is caught up to the present after a snapshot: it hears what it has not asked for.',
  },
  futureWatchProgress: {
    number: '#20221',
    group: 'issues',
    nodes: 1,
    violates: ['WatchFuture', 'WatchBookmark'],
    issues: [20221],
    summary:
      'A watch of the future is told of a progress that lies before it: its client goes on from there.',
  },
} as const satisfies Readonly<Record<string, SwitchFacts>>;

export type SwitchName = keyof typeof facts;

export interface RuleEntry {
  readonly switch: SwitchName;
  readonly number: string;
  readonly issues: readonly number[];
  readonly layer: RuleLayer;
  readonly group: RuleGroup;
  /** The rule by the name under which its layer asks it. */
  readonly rule: string;
  readonly section: string;
  /** What the rule keeps true. */
  readonly promises: PropertyName;
  readonly violates: readonly PropertyName[];
  readonly nodes: number;
  readonly steps: number | undefined;
  readonly uncaught: string | undefined;
  readonly summary: string;
}

/** Every switch, in the order of the catalogue: by its chapters, and then the issues of etcd. */
export const ruleCatalogue: readonly RuleEntry[] = Object.entries<SwitchFacts>(facts).map(([name, known]) => {
  // A switch may take several functions out that are one rule: the first, which is raft's, is the one that is told of.
  const first = layerRules.find(({ switches }) => switches.includes(name));
  if (first === undefined) throw new Error(`no layer has a rule that ${name} takes out`);
  const { layer, rule, section, promises } = first;
  const { number, group, nodes, steps, violates, issues = [], uncaught, summary } = known;
  return {
    switch: name as SwitchName,
    number,
    issues,
    layer,
    group,
    rule,
    section,
    promises: violates[0] ?? promises,
    violates,
    nodes,
    steps,
    uncaught,
    summary,
  };
});

/** Faults of etcd that cannot come back here, as what had them is not there. */
export const ISSUES_WITHOUT_PATH = [
  {
    issue: 14685,
    why: 'a crash in the middle of a defragmentation: bbolt’s file, which it rewrites, is not here. What came of it, data without their index, is dataBeforeIndex.',
  },
  {
    issue: 17247,
    why: 'a cache of bbolt’s read buffer that was shared between transactions: there is no such cache, and watches are fed from the records themselves.',
  },
  {
    issue: 18055,
    why: 'a second snapshot removed the file of the first before it was opened: a snapshot is installed here from what was received, in one step with its write.',
  },
  {
    issue: 20271,
    why: 'a defragmentation renamed the old database over the one that a snapshot had just brought: there is no such file here, and nothing happens between the two.',
  },
] as const;
