import type { LogIndex, NodeId, Revision, Term } from '../../base/flavor.ts';
import type { ConfState, EntryType } from '../../raft/entry.ts';
import type { ProgressState } from '../../raft/trace.ts';
import type { StateType } from '../../raft/ready.ts';

/** A leader's view of one peer (etcd: tracker.Progress), as plain data. */
export interface ProgressView {
  readonly id: NodeId;
  readonly state: ProgressState;
  readonly match: LogIndex;
  readonly next: LogIndex;
  readonly paused: boolean;
  readonly recentActive: boolean;
  readonly learner: boolean;
  readonly pendingSnapshot: LogIndex;
  readonly inflight: number;
  readonly inflightFull: boolean;
}

/** Everything about a living member that is small: made after an input, never live state. */
export interface MemberView {
  readonly id: NodeId;
  readonly state: StateType;
  readonly term: Term;
  readonly vote: NodeId;
  readonly lead: NodeId;
  readonly leadTransferee: NodeId;
  readonly commit: LogIndex;
  readonly applied: LogIndex;
  readonly applying: LogIndex;
  /** Beyond applied + 1 only while a received snapshot is not on disk yet. */
  readonly first: LogIndex;
  readonly last: LogIndex;
  /** Everything up to here is on the member's own disk. */
  readonly stable: LogIndex;
  readonly snapshotIndex: LogIndex;
  readonly snapshotTerm: Term;
  /** A received snapshot that is not on disk yet; 0 for none. */
  readonly pendingSnapshotIndex: LogIndex;
  /** What of term, vote and commit is on the member's own disk. */
  readonly hardState: { readonly term: Term; readonly vote: NodeId; readonly commit: LogIndex };
  readonly electionElapsed: number;
  readonly electionTimeout: number;
  readonly randomizedElectionTimeout: number;
  readonly heartbeatElapsed: number;
  /** A candidate's tally; voters in ascending order. */
  readonly votes: readonly { readonly id: NodeId; readonly vote: 'granted' | 'rejected' | 'missing' }[];
  readonly confState: ConfState;
  readonly pendingConfIndex: LogIndex;
  /** A leader's, ascending by id; empty otherwise. */
  readonly progress: readonly ProgressView[];
  /** Requests waiting here: for their entry to be applied, for a read index, for applied to reach it. */
  readonly pendingProposals: number;
  /** index: 0 as long as it is not known. queued: the ReadIndex that is out is of earlier reads; this one's is asked for after it. */
  readonly pendingReads: readonly {
    readonly request: number;
    readonly index: LogIndex;
    readonly queued?: true;
  }[];
  /** Raft has a Ready that may be taken; where they are not taken by hand, none is left when an input is done. */
  readonly hasReady: boolean;
  readonly appendQueue: number;
  readonly applyQueue: number;
  readonly revision: Revision;
  readonly compactRevision: Revision;
  readonly keyCount: number;
  readonly kvHash: number;
}

/** One cell of a log. */
export interface EntryView {
  readonly index: LogIndex;
  readonly term: Term;
  readonly type: EntryType;
  /** put, del, compact: the command; conf: a change of members; empty: a new leader's. */
  readonly kind: 'empty' | 'put' | 'del' | 'compact' | 'conf' | 'other';
  /** Short and in the field's own words: `a=1`, `del a`, `+4`, `` for an empty entry. Never longer than 24 characters. */
  readonly label: string;
}
