import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import { assert } from '../base/assert.ts';
import { toConfState, type TrackerConfig } from './confchange/changer.ts';
import type { ConfState, Entry } from './entry.ts';
import { isFull } from './inflights.ts';
import { isPaused, type Progress } from './progress.ts';
import { firstIndex, lastIndex, slice } from './raft-log.ts';
import type { StateType } from './ready.ts';
import type { Raft } from './state.ts';
import { progressStatus, votesOf, type ProgressStatus, type RaftStatus } from './status.ts';
import type { Vote } from './tracker.ts';

/**
 * What of a node's status has changed since it was last reported. A field that is there has this value now; one that
 * is absent is as it was.
 */
export interface StatusChanges {
  state?: StateType;
  term?: Term;
  vote?: NodeId;
  lead?: NodeId;
  leadTransferee?: NodeId;
  commit?: LogIndex;
  applying?: LogIndex;
  first?: LogIndex;
  last?: LogIndex;
  stable?: LogIndex;
  pendingSnapshotIndex?: LogIndex;
  electionElapsed?: number;
  randomizedElectionTimeout?: number;
  heartbeatElapsed?: number;
  pendingConfIndex?: LogIndex;
  votes?: RaftStatus['votes'];
  confState?: ConfState;
  /** A leader's: those whose Progress has moved or is new. */
  progress?: readonly ProgressStatus[];
  /** Whose Progress there is from now on, ascending, where that has changed: nobody's once it leads no more. */
  progressOf?: readonly NodeId[];
  /** Entries from here on were there and are gone, before `appended` came. */
  truncatedFrom?: LogIndex;
  /** New at the end of the log, with consecutive indexes. What lies before `first` is gone. */
  appended?: readonly Entry[];
}

/** What has been reported of a node's status: what the next report is compared with. */
export interface ReportedStatus {
  state: StateType;
  term: Term;
  vote: NodeId;
  lead: NodeId;
  leadTransferee: NodeId;
  commit: LogIndex;
  applying: LogIndex;
  first: LogIndex;
  last: LogIndex;
  stable: LogIndex;
  pendingSnapshotIndex: LogIndex;
  electionElapsed: number;
  randomizedElectionTimeout: number;
  heartbeatElapsed: number;
  pendingConfIndex: LogIndex;
  /** The very list of votes, which is replaced by every reset and only grows in between, and its length. */
  votes: readonly Vote[] | undefined;
  voteCount: number;
  config: TrackerConfig | undefined;
  /** In the order of the tracker's. */
  readonly progress: ProgressStatus[];
}

/** Of a node that nothing has been said of: a follower of nobody with an empty log, in no configuration. */
export function nothingReported(): ReportedStatus {
  return {
    state: 'StateFollower',
    term: 0,
    vote: 0,
    lead: 0,
    leadTransferee: 0,
    commit: 0,
    applying: 0,
    first: 1,
    last: 0,
    stable: 0,
    pendingSnapshotIndex: 0,
    electionElapsed: 0,
    randomizedElectionTimeout: 0,
    heartbeatElapsed: 0,
    pendingConfIndex: 0,
    votes: undefined,
    voteCount: 0,
    config: undefined,
    progress: [],
  };
}

/**
 * Puts what has changed since `reported` into `changes`, and takes note of it. Costs some thirty comparisons, and what
 * has changed.
 */
export function reportStatus(raft: Raft, reported: ReportedStatus, changes: StatusChanges): void {
  const { log } = raft;
  const { unstable } = log;
  if (raft.role !== reported.state) changes.state = reported.state = raft.role;
  if (raft.term !== reported.term) changes.term = reported.term = raft.term;
  if (raft.vote !== reported.vote) changes.vote = reported.vote = raft.vote;
  if (raft.lead !== reported.lead) changes.lead = reported.lead = raft.lead;
  if (raft.leadTransferee !== reported.leadTransferee)
    changes.leadTransferee = reported.leadTransferee = raft.leadTransferee;
  if (log.committed !== reported.commit) changes.commit = reported.commit = log.committed;
  if (log.applying !== reported.applying) changes.applying = reported.applying = log.applying;
  const stable = unstable.offset - 1;
  if (stable !== reported.stable) changes.stable = reported.stable = stable;
  const pending = unstable.snapshot === undefined ? 0 : unstable.snapshot.index;
  if (pending !== reported.pendingSnapshotIndex)
    changes.pendingSnapshotIndex = reported.pendingSnapshotIndex = pending;
  if (raft.electionElapsed !== reported.electionElapsed)
    changes.electionElapsed = reported.electionElapsed = raft.electionElapsed;
  if (raft.randomizedElectionTimeout !== reported.randomizedElectionTimeout)
    changes.randomizedElectionTimeout = reported.randomizedElectionTimeout = raft.randomizedElectionTimeout;
  if (raft.heartbeatElapsed !== reported.heartbeatElapsed)
    changes.heartbeatElapsed = reported.heartbeatElapsed = raft.heartbeatElapsed;
  if (raft.pendingConfIndex !== reported.pendingConfIndex)
    changes.pendingConfIndex = reported.pendingConfIndex = raft.pendingConfIndex;
  reportLog(raft, reported, changes);
  reportConfiguration(raft, reported, changes);
  reportProgress(raft, reported, changes);
}

function reportLog({ log }: Raft, reported: ReportedStatus, changes: StatusChanges): void {
  const { unstable } = log;
  const first = firstIndex(log);
  const last = lastIndex(log);
  const before = { first: reported.first, last: reported.last };
  if (first !== before.first) changes.first = reported.first = first;
  if (last !== before.last) changes.last = reported.last = last;
  // A log that begins earlier than it did is said as a whole; it hardly ever happens.
  const written = first < before.first ? first : Math.max(first, unstable.writtenFrom);
  unstable.writtenFrom = Infinity;
  if (written === Infinity) return;
  if (written <= before.last) changes.truncatedFrom = written;
  if (written > last) return;
  const appended = slice(log, written, last + 1, Infinity);
  assert(appended !== undefined, 'what was just appended is in the log');
  changes.appended = appended;
}

function reportConfiguration(raft: Raft, reported: ReportedStatus, changes: StatusChanges): void {
  const { config, votes } = raft.tracker;
  const isSwitched = config !== reported.config;
  const isReset = votes !== reported.votes && (votes.length > 0 || reported.voteCount > 0);
  if (isSwitched) changes.confState = toConfState(config);
  if (isSwitched || isReset || votes.length !== reported.voteCount) changes.votes = votesOf(raft.tracker);
  reported.config = config;
  reported.votes = votes;
  reported.voteCount = votes.length;
}

const NOBODY: readonly NodeId[] = [];

function reportProgress(raft: Raft, reported: ReportedStatus, changes: StatusChanges): void {
  const known = reported.progress;
  if (raft.role !== 'StateLeader') {
    if (known.length === 0) return;
    known.length = 0;
    changes.progressOf = NOBODY;
    return;
  }
  const { progress } = raft.tracker;
  if (!isOfSame(progress, known)) {
    known.length = 0;
    for (const one of progress) known.push(progressStatus(one));
    changes.progressOf = known.map(({ id }) => id);
    changes.progress = known.slice();
    return;
  }
  let moved: ProgressStatus[] | undefined;
  for (let i = 0; i < progress.length; i++) {
    const one = progress[i] as Progress;
    if (!hasMoved(one, known[i] as ProgressStatus)) continue;
    known[i] = progressStatus(one);
    (moved ??= []).push(known[i] as ProgressStatus);
  }
  if (moved !== undefined) changes.progress = moved;
}

function isOfSame(progress: readonly Progress[], known: readonly ProgressStatus[]): boolean {
  if (progress.length !== known.length) return false;
  for (let i = 0; i < progress.length; i++) {
    if ((progress[i] as Progress).id !== (known[i] as ProgressStatus).id) return false;
  }
  return true;
}

function hasMoved(progress: Progress, known: ProgressStatus): boolean {
  return (
    progress.match !== known.match ||
    progress.next !== known.next ||
    progress.inflights.count !== known.inflight ||
    progress.state !== known.state ||
    progress.recentActive !== known.recentActive ||
    isPaused(progress) !== known.paused ||
    isFull(progress.inflights) !== known.inflightFull ||
    progress.pendingSnapshot !== known.pendingSnapshot ||
    progress.learner !== known.learner
  );
}
