import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import { toConfState } from './confchange/changer.ts';
import type { ConfState, HardState } from './entry.ts';
import { isFull } from './inflights.ts';
import { isPaused, type Progress } from './progress.ts';
import { hardStateOf } from './raft.ts';
import { firstIndex, lastIndex, termAt } from './raft-log.ts';
import type { SoftState } from './ready.ts';
import type { Raft } from './state.ts';
import type { ProgressState } from './trace.ts';
import { voteOf, voterIds, type Tracker } from './tracker.ts';

export interface ProgressStatus {
  readonly id: NodeId;
  readonly state: ProgressState;
  readonly match: LogIndex;
  readonly next: LogIndex;
  readonly learner: boolean;
  readonly paused: boolean;
  readonly recentActive: boolean;
  readonly pendingSnapshot: LogIndex;
  readonly inflight: number;
  readonly inflightFull: boolean;
}

export interface RaftStatus {
  readonly id: NodeId;
  readonly hardState: HardState;
  readonly softState: SoftState;
  readonly applied: LogIndex;
  readonly applying: LogIndex;
  readonly leadTransferee: NodeId;
  readonly confState: ConfState;
  /** Ascending by id; empty unless leader. */
  readonly progress: readonly ProgressStatus[];
  readonly votes: readonly { readonly id: NodeId; readonly vote: 'granted' | 'rejected' | 'missing' }[];
  readonly firstIndex: LogIndex;
  readonly lastIndex: LogIndex;
  /** 0 when it is not known: in a log that a broken rule has torn, which can still be looked at. */
  readonly lastTerm: Term;
  /** unstable.offset - 1: everything up to here is known to be on disk. */
  readonly stableIndex: LogIndex;
  /** A received snapshot not yet on disk; 0 for none. */
  readonly pendingSnapshotIndex: LogIndex;
  readonly pendingConfIndex: LogIndex;
  readonly electionElapsed: number;
  readonly heartbeatElapsed: number;
  readonly electionTimeout: number;
  readonly randomizedElectionTimeout: number;
  readonly uncommittedSize: number;
}

/** All of a node's knowledge that others may look at, as values. */
export function statusOf(raft: Raft): RaftStatus {
  const { log, tracker } = raft;
  return {
    id: raft.id,
    hardState: hardStateOf(raft),
    softState: { lead: raft.lead, raftState: raft.role },
    applied: log.applied,
    applying: log.applying,
    leadTransferee: raft.leadTransferee,
    confState: toConfState(tracker.config),
    progress: raft.role === 'StateLeader' ? tracker.progress.map(progressStatus) : [],
    votes: votesOf(tracker),
    firstIndex: firstIndex(log),
    lastIndex: lastIndex(log),
    lastTerm: termAt(log, lastIndex(log)) ?? 0,
    stableIndex: log.unstable.offset - 1,
    pendingSnapshotIndex: log.unstable.snapshot?.index ?? 0,
    pendingConfIndex: raft.pendingConfIndex,
    electionElapsed: raft.electionElapsed,
    heartbeatElapsed: raft.heartbeatElapsed,
    electionTimeout: raft.config.electionTick,
    randomizedElectionTimeout: raft.randomizedElectionTimeout,
    uncommittedSize: raft.uncommittedSize,
  };
}

/** Of each voter, ascending. */
export function votesOf(tracker: Tracker): RaftStatus['votes'] {
  return voterIds(tracker.config).map((id) => ({ id, vote: voteStatus(voteOf(tracker, id)) }));
}

export function progressStatus(progress: Progress): ProgressStatus {
  return {
    id: progress.id,
    state: progress.state,
    match: progress.match,
    next: progress.next,
    learner: progress.learner,
    paused: isPaused(progress),
    recentActive: progress.recentActive,
    pendingSnapshot: progress.pendingSnapshot,
    inflight: progress.inflights.count,
    inflightFull: isFull(progress.inflights),
  };
}

function voteStatus(vote: boolean | undefined): 'granted' | 'rejected' | 'missing' {
  if (vote === undefined) return 'missing';
  return vote ? 'granted' : 'rejected';
}
