import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import { drawInt, type Dice } from '../base/random.ts';
import { tablesOf, type RuleBook } from '../base/rule-table.ts';
import type { PropertyName } from '../check/properties.ts';
import type { TrackerConfig } from './confchange/changer.ts';
import type { Entry } from './entry.ts';
import { jointCommitted, jointVoteResult, type VoteResult } from './quorum/quorum.ts';
import { findConflict, lastIndex, termAt, type RaftLog } from './raft-log.ts';
import type { EntryId } from './trace.ts';

/**
 * The rules of Raft whose removal breaks a promise, one small function each. The algorithm asks them through the
 * table it is given, so a rule can be switched to a broken form, by name, without a second copy of the algorithm.
 */
export interface Rules {
  readonly higherTermDeposes: (isLeader: boolean) => boolean;
  readonly ignoresOldVotes: () => boolean;
  readonly asksFirst: (preVote: boolean) => boolean;
  readonly leaseHolds: (elapsedTicks: number, electionTick: number) => boolean;
  readonly randomizedTimeout: (dice: Dice, electionTick: number) => number;
  readonly maySupport: (vote: NodeId, lead: NodeId, candidate: NodeId) => boolean;
  readonly isUpToDate: (theirs: EntryId, own: EntryId) => boolean;
  readonly electionResult: (config: TrackerConfig, votes: VoteLookup) => VoteResult;
  readonly appendsNoop: () => boolean;
  readonly conflictIndex: (log: RaftLog, entries: readonly Entry[]) => LogIndex;
  readonly previousMatches: (log: RaftLog, previous: LogIndex, term: Term) => boolean;
  readonly ignoresOldAppends: () => boolean;
  readonly acknowledgedIndex: (lastProven: LogIndex, lastIndex: LogIndex) => LogIndex;
  readonly matchOf: (acknowledged: LogIndex, log: RaftLog) => LogIndex;
  readonly matchAtElection: (before: LogIndex) => LogIndex;
  readonly appendsAfter: (log: RaftLog) => LogIndex;
  readonly ownCopyWaits: () => boolean;
  readonly appliesOnlyCommitted: () => boolean;
  readonly isSnapshotOld: (index: LogIndex, committed: LogIndex) => boolean;
  readonly hearsSnapshotFate: () => boolean;
  readonly stepsDownWhenRemoved: (asked: boolean) => boolean;
  readonly confirmedPosition: (answered: number | undefined, asked: number) => number | undefined;
  readonly followerCommit: (leaderCommit: LogIndex, lastProven: LogIndex) => LogIndex;
  readonly heartbeatCommit: (match: LogIndex, commit: LogIndex) => LogIndex;
  readonly committedIndex: (config: TrackerConfig, matches: IndexLookup) => LogIndex;
  readonly commitsByCounting: (entryTerm: Term | undefined, term: Term) => boolean;
  readonly mayChangeManyVoters: () => boolean;
  readonly deposesSilentLeader: () => boolean;
  readonly answersOldLeader: (checkQuorum: boolean, preVote: boolean) => boolean;
  readonly answersOldPreCandidate: () => boolean;
  readonly learnersVote: () => boolean;
  readonly pendingConfAtElection: (lastIndex: LogIndex) => LogIndex;
  readonly confChangesApplied: (unapplied: boolean) => boolean;
  readonly confirmsReads: () => boolean;
  readonly readsAfterOwnCommit: (committedTerm: Term | undefined, term: Term) => boolean;
  readonly transferOverridesLease: (marked: boolean) => boolean;
  readonly grantedPreVoteTerm: (asked: Term, own: Term) => Term;
}

export type VoteLookup = (id: NodeId) => boolean | undefined;
export type IndexLookup = (id: NodeId) => LogIndex | undefined;
export type RuleName = keyof Rules;

/** One rule: where it is written, what it promises, how it is kept, and the names and forms of its breakings. */
export interface Rule<Name extends RuleName = RuleName> {
  readonly name: Name;
  /** Of the paper (In Search of an Understandable Consensus Algorithm) or, marked so, the thesis; or etcd. */
  readonly section: string;
  /** What it keeps true, by the name of the check. */
  readonly promises: PropertyName;
  readonly kept: Rules[Name];
  readonly broken: Readonly<Record<string, Rules[Name]>>;
}

const randomizedTimeout: Rule<'randomizedTimeout'> = {
  name: 'randomizedTimeout',
  section: 'paper 5.2',
  promises: 'EventuallyLeader',
  kept: (dice, electionTick) => drawInt(dice, electionTick, 2 * electionTick - 1),
  broken: { equalTimers: (_dice, electionTick) => electionTick },
};

/** One vote a term, first come first served; and none to a rival of a leader that is known. */
const maySupport: Rule<'maySupport'> = {
  name: 'maySupport',
  section: 'paper 5.2',
  promises: 'ElectionSafety',
  kept: (vote, lead, candidate) => vote === candidate || (vote === 0 && lead === 0),
  broken: { voteTwice: () => true },
};

/** The later term wins, then the longer log: whoever lacks a committed entry finds no quorum. */
const isUpToDate: Rule<'isUpToDate'> = {
  name: 'isUpToDate',
  section: 'paper 5.4.1',
  promises: 'LeaderCompleteness',
  kept: (theirs, own) => theirs.term > own.term || (theirs.term === own.term && theirs.index >= own.index),
  broken: {
    ignoreLogInVote: () => true,
    compareLengthOnly: (theirs, own) => theirs.index >= own.index,
  },
};

/** More than half of the voters; of both halves while the configuration is joint. */
const electionResult: Rule<'electionResult'> = {
  name: 'electionResult',
  section: 'paper 5.2 and 6',
  promises: 'ElectionSafety',
  kept: (config, votes) => jointVoteResult(config.incoming, config.outgoing, votes),
  broken: {
    electedByHalf: (config, votes) => resultByHalf(config, votes),
    leaveJointEarly: (config, votes) => jointVoteResult(config.incoming, NOBODY, votes),
  },
};

const appendsNoop: Rule<'appendsNoop'> = {
  name: 'appendsNoop',
  section: 'paper 8',
  promises: 'EventuallyCommitted',
  kept: () => true,
  broken: { noNoop: () => false },
};

/** Only a real conflict truncates: an old, short message must not remove what a newer one brought. */
const conflictIndex: Rule<'conflictIndex'> = {
  name: 'conflictIndex',
  section: 'paper 5.3',
  promises: 'QuorumDurability',
  kept: findConflict,
  broken: { truncateAlways: endOfMessage, replaceEqual: firstUncommitted },
};

/** The consistency check: induction over it is what makes equal (index, term) mean equal logs. */
const previousMatches: Rule<'previousMatches'> = {
  name: 'previousMatches',
  section: 'paper 5.3',
  promises: 'LogMatching',
  kept: (log, previous, term) => termAt(log, previous) === term,
  broken: { noPreviousCheck: (log, previous) => termAt(log, previous) !== undefined },
};

/** What an older leader sends may have been replaced since by what a newer one has committed. */
const ignoresOldAppends: Rule<'ignoresOldAppends'> = {
  name: 'ignoresOldAppends',
  section: 'paper 5.1',
  promises: 'QuorumDurability',
  kept: () => true,
  broken: { acceptOldAppends: () => false },
};

/** What the message proved, not what else happens to be in the log. */
const acknowledgedIndex: Rule<'acknowledgedIndex'> = {
  name: 'acknowledgedIndex',
  section: 'paper 5.3, figure 2',
  promises: 'QuorumDurability',
  kept: (lastProven) => lastProven,
  broken: { acknowledgeOwnLast: (_lastProven, lastIndex) => lastIndex },
};

/** At most up to the last entry that the message itself proved to match. */
const followerCommit: Rule<'followerCommit'> = {
  name: 'followerCommit',
  section: 'paper 5.3, figure 2',
  promises: 'StateMachineSafety',
  kept: Math.min,
  broken: { followerCommitsAll: (leaderCommit) => leaderCommit },
};

const heartbeatCommit: Rule<'heartbeatCommit'> = {
  name: 'heartbeatCommit',
  section: 'paper 5.3; etcd',
  promises: 'StateMachineSafety',
  kept: Math.min,
  broken: { rawHeartbeatCommit: (_match, commit) => commit },
};

/** What a majority has on disk; of both halves while the configuration is joint. */
const committedIndex: Rule<'committedIndex'> = {
  name: 'committedIndex',
  section: 'paper 5.3 and 6',
  promises: 'QuorumDurability',
  kept: (config, matches) => jointCommitted(config.incoming, config.outgoing, matches),
  broken: {
    commitByHalf: (config, matches) =>
      Math.min(indexOfHalf(config.incoming, matches), indexOfHalf(config.outgoing, matches)),
    leaveJointEarly: (config, matches) => jointCommitted(config.incoming, NOBODY, matches),
    learnersCount: (config, matches) =>
      jointCommitted([...config.incoming, ...config.learners], config.outgoing, matches),
  },
};

/** Entries of earlier terms are committed by what comes after them, never by counting (figure 8). */
const commitsByCounting: Rule<'commitsByCounting'> = {
  name: 'commitsByCounting',
  section: 'paper 5.4.2',
  promises: 'LeaderCompleteness',
  kept: (entryTerm, term) => entryTerm === term && term !== 0,
  broken: { commitOldTerms: (entryTerm) => entryTerm !== undefined },
};

/** One voter at a time, or through a joint configuration: majorities of before and after must meet. */
const mayChangeManyVoters: Rule<'mayChangeManyVoters'> = {
  name: 'mayChangeManyVoters',
  section: 'paper 6; thesis 4.1',
  promises: 'ElectionSafety',
  kept: () => false,
  broken: { arbitrary: () => true },
};

/** CheckQuorum: the price of the voters' lease. */
const deposesSilentLeader: Rule<'deposesSilentLeader'> = {
  name: 'deposesSilentLeader',
  section: 'thesis 6.2',
  promises: 'EventuallyCommitted',
  kept: () => true,
  broken: { noStepDown: () => false },
};

/**
 * An answer of a higher term frees a member that nobody lets campaign. The paper answers always; etcd only where
 * its vote requests may be ignored (`paperReply` adds the paper's rule).
 */
const answersOldLeader: Rule<'answersOldLeader'> = {
  name: 'answersOldLeader',
  section: 'paper 5.1; etcd',
  promises: 'EventuallyCaughtUp',
  kept: (checkQuorum, preVote) => checkQuorum || preVote,
  broken: { silentLowTerm: () => false, paperReply: () => true },
};

const answersOldPreCandidate: Rule<'answersOldPreCandidate'> = {
  name: 'answersOldPreCandidate',
  section: 'thesis 9.6; etcd',
  promises: 'EventuallyLeader',
  kept: () => true,
  broken: { silentLowPreVote: () => false },
};

/** A learner may be a voter by now without knowing it, and its vote the one that is missing. */
const learnersVote: Rule<'learnersVote'> = {
  name: 'learnersVote',
  section: 'paper 6; etcd',
  promises: 'EventuallyLeader',
  kept: () => true,
  broken: { unawareVoterRefuses: () => false },
};

/** There may be a change of members in what a new leader finds in its log: that one comes first. */
const pendingConfAtElection: Rule<'pendingConfAtElection'> = {
  name: 'pendingConfAtElection',
  section: 'thesis 4.1; etcd',
  promises: 'ElectionSafety',
  kept: (lastIndex) => lastIndex,
  broken: { changeMembersAtOnce: () => 0 },
};

/** Who knows of committed configurations that it has not applied does not know whom to ask for votes. */
const confChangesApplied: Rule<'confChangesApplied'> = {
  name: 'confChangesApplied',
  section: 'paper 6; etcd',
  promises: 'ElectionSafety',
  kept: (unapplied) => !unapplied,
  broken: { campaignUnapplied: () => true },
};

const confirmsReads: Rule<'confirmsReads'> = {
  name: 'confirmsReads',
  section: 'paper 8; thesis 6.4',
  promises: 'Linearizability',
  kept: () => true,
  broken: { readLocally: () => false },
};

/** Until an entry of its term is committed, a leader does not know what is. */
const readsAfterOwnCommit: Rule<'readsAfterOwnCommit'> = {
  name: 'readsAfterOwnCommit',
  section: 'paper 8; thesis 6.4',
  promises: 'Linearizability',
  kept: (committedTerm, term) => committedTerm === term,
  broken: { readBeforeCommit: () => true },
};

const transferOverridesLease: Rule<'transferOverridesLease'> = {
  name: 'transferOverridesLease',
  section: 'thesis 3.10 and 4.2.3',
  promises: 'TransferEnds',
  kept: (marked) => marked,
  broken: { transferWithoutMark: () => false },
};

/** The pre-candidate would throw a lower term away as old. */
const grantedPreVoteTerm: Rule<'grantedPreVoteTerm'> = {
  name: 'grantedPreVoteTerm',
  section: 'thesis 9.6; etcd',
  promises: 'EventuallyLeader',
  kept: (asked) => asked,
  broken: { preVoteOwnTerm: (_asked, own) => own },
};

/** Whoever hears of a newer term follows it: two leaders of one term cannot be. */
const higherTermDeposes: Rule<'higherTermDeposes'> = {
  name: 'higherTermDeposes',
  section: 'paper 5.1',
  promises: 'ElectionSafety',
  kept: () => true,
  broken: { staysLeader: (isLeader) => !isLeader },
};

/** A vote was given to a term, not to a candidate for all times. */
const ignoresOldVotes: Rule<'ignoresOldVotes'> = {
  name: 'ignoresOldVotes',
  section: 'paper 5.1 and 5.2',
  promises: 'ElectionSafety',
  kept: () => true,
  broken: { countOldVotes: () => false },
};

/** Whoever could not win does not raise its term, which would depose a leader that the others hear. */
const asksFirst: Rule<'asksFirst'> = {
  name: 'asksFirst',
  section: 'thesis 9.6',
  promises: 'LeaderStability',
  kept: (preVote) => preVote,
  broken: { disturbingReturn: () => false },
};

/** Who has heard a leader within an election timeout does not listen to candidates: reads by lease rest on it. */
const leaseHolds: Rule<'leaseHolds'> = {
  name: 'leaseHolds',
  section: 'paper 6; thesis 4.2.3 and 6.4.1',
  promises: 'LeaseDisjoint',
  kept: (elapsedTicks, electionTick) => elapsedTicks < electionTick,
  broken: { leaseOutlives: () => false, disturbingReturn: () => false },
};

/** A leader believes what was acknowledged, and not a step more. */
const matchOf: Rule<'matchOf'> = {
  name: 'matchOf',
  section: 'paper figure 2',
  promises: 'MatchIsTrue',
  kept: (acknowledged) => acknowledged,
  broken: { matchOffByOne: (acknowledged, log) => Math.min(acknowledged + 1, lastIndex(log)) },
};

/** What a member had in an earlier term it may have replaced since. */
const matchAtElection: Rule<'matchAtElection'> = {
  name: 'matchAtElection',
  section: 'paper figure 2',
  promises: 'MatchIsTrue',
  kept: () => 0,
  broken: { keepProgress: (before) => before },
};

/** A leader never overwrites or deletes entries in its log. */
const appendsAfter: Rule<'appendsAfter'> = {
  name: 'appendsAfter',
  section: 'paper 5.3, figure 3',
  promises: 'LeaderAppendOnly',
  kept: lastIndex,
  broken: { leaderEditsLog: (log) => Math.max(log.committed, lastIndex(log) - 1) },
};

/** The own copy counts when it is on the disk, as everybody's: a cluster of one would confirm what a crash takes. */
const ownCopyWaits: Rule<'ownCopyWaits'> = {
  name: 'ownCopyWaits',
  section: 'thesis 10.2.1; etcd issue 14370',
  promises: 'QuorumDurability',
  kept: () => true,
  broken: { applyBeforeDurable: () => false },
};

/** What is not committed may be replaced: whoever has applied it cannot take it back. */
const appliesOnlyCommitted: Rule<'appliesOnlyCommitted'> = {
  name: 'appliesOnlyCommitted',
  section: 'paper 5.3',
  promises: 'ApplyOnlyCommitted',
  kept: () => true,
  broken: { applyUncommitted: () => false },
};

/** State that is older than what is committed here would take back what has been applied. */
const isSnapshotOld: Rule<'isSnapshotOld'> = {
  name: 'isSnapshotOld',
  section: 'paper 7; etcd',
  promises: 'CommitMonotonic',
  kept: (index, committed) => index <= committed,
  broken: { acceptOldSnapshot: () => false },
};

/** A snapshot goes a way of its own: only its carrier knows that it was lost. */
const hearsSnapshotFate: Rule<'hearsSnapshotFate'> = {
  name: 'hearsSnapshotFate',
  section: 'etcd/raft: Progress, StateSnapshot; paper 7',
  promises: 'EventuallyCaughtUp',
  kept: () => true,
  broken: { ignoreSnapshotFate: () => false },
};

/** Its heartbeats would keep the others from electing somebody who may lead. */
const stepsDownWhenRemoved: Rule<'stepsDownWhenRemoved'> = {
  name: 'stepsDownWhenRemoved',
  section: 'paper 6; thesis 4.2.2',
  promises: 'EventuallyCommitted',
  kept: (asked) => asked,
  broken: { removedLeaderStays: () => false },
};

/** An answer confirms the reads that its question was asked for, and those before: not what has come since. */
const confirmedPosition: Rule<'confirmedPosition'> = {
  name: 'confirmedPosition',
  section: 'thesis 6.4; etcd',
  promises: 'ReadIndexFresh',
  kept: (answered) => answered,
  broken: { countOldConfirmations: (_answered, asked) => asked },
};

/** Every rule, in the order of the paper. */
export const RULES = [
  randomizedTimeout,
  higherTermDeposes,
  maySupport,
  electionResult,
  ignoresOldVotes,
  isUpToDate,
  previousMatches,
  conflictIndex,
  ignoresOldAppends,
  acknowledgedIndex,
  matchOf,
  matchAtElection,
  appendsAfter,
  followerCommit,
  heartbeatCommit,
  committedIndex,
  commitsByCounting,
  appendsNoop,
  ownCopyWaits,
  appliesOnlyCommitted,
  isSnapshotOld,
  hearsSnapshotFate,
  mayChangeManyVoters,
  pendingConfAtElection,
  confChangesApplied,
  learnersVote,
  stepsDownWhenRemoved,
  confirmsReads,
  readsAfterOwnCommit,
  confirmedPosition,
  leaseHolds,
  asksFirst,
  deposesSilentLeader,
  answersOldLeader,
  answersOldPreCandidate,
  grantedPreVoteTerm,
  transferOverridesLease,
] as const;

/** The table a node works by: every rule kept, but those with a switch among these; switches of other layers are passed over. */
export const rulesWith: (switches: readonly string[]) => Rules = tablesOf(
  Object.fromEntries(RULES.map((rule) => [rule.name, rule])) as unknown as RuleBook<Rules>,
);

/** The outgoing half, taken to be empty: it asks for nothing. */
const NOBODY: readonly NodeId[] = [];

function resultByHalf(config: TrackerConfig, votes: VoteLookup): VoteResult {
  const halves = [config.incoming, config.outgoing].filter((voters) => voters.length > 0);
  const enough = halves.every(
    (voters) =>
      voters.filter((id) => votes(id) === true).length >= Math.max(1, Math.floor(voters.length / 2)),
  );
  return enough ? 'won' : jointVoteResult(config.incoming, config.outgoing, votes);
}

function indexOfHalf(voters: readonly NodeId[], matches: IndexLookup): LogIndex {
  if (voters.length === 0) return Infinity;
  const descending = voters.map((id) => matches(id) ?? 0).sort((a, b) => b - a);
  return descending[Math.max(1, Math.floor(voters.length / 2)) - 1] ?? 0;
}

/** Pretends that the first entry it may replace is a conflict; 0 when all of them are committed here. */
function firstUncommitted(log: RaftLog, entries: readonly Entry[]): LogIndex {
  const conflict = findConflict(log, entries);
  const last = entries.at(-1)?.index ?? 0;
  const first = Math.max(entries[0]?.index ?? 0, log.committed + 1);
  return conflict !== 0 && conflict <= log.committed ? conflict : first <= last ? first : 0;
}

/** Pretends that the log has to end where the message does: the last entry is written again, and what follows it goes. */
function endOfMessage(log: RaftLog, entries: readonly Entry[]): LogIndex {
  const conflict = findConflict(log, entries);
  const last = entries.at(-1)?.index ?? 0;
  return conflict === 0 && last > log.committed && last < lastIndex(log) ? last : conflict;
}
