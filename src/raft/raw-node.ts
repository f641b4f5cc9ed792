import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import type { RaftConfig } from './config.ts';
import type { ConfChange, ConfChangeV2, ConfState, HardState } from './entry.ts';
import type { Message } from './message.ts';
import type { Ready, SoftState } from './ready.ts';
import type { Storage } from './storage.ts';
import type { ProgressState, RaftTrace } from './trace.ts';

/** etcd: ErrProposalDropped, ErrStepLocalMsg, ErrStepPeerNotFound. */
export type RaftErrorCode = 'proposalDropped' | 'stepLocalMsg' | 'stepPeerNotFound';

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

/** A thread-free, clock-free raft node (etcd: RawNode, rawnode.go). */
export declare class RawNode {
  constructor(config: RaftConfig);
  tick(): void;
  campaign(): RaftErrorCode | undefined;
  propose(data: Uint8Array): RaftErrorCode | undefined;
  proposeConfChange(change: ConfChange | ConfChangeV2): RaftErrorCode | undefined;
  /** Called by the application when it applies a configuration entry. */
  applyConfChange(change: ConfChange | ConfChangeV2): ConfState;
  step(message: Message): RaftErrorCode | undefined;
  hasReady(): boolean;
  /** Hands out and accepts the outstanding work. Synchronous storage: handle it, then advance(). */
  ready(): Ready;
  /** Synchronous storage only. */
  advance(): void;
  reportUnreachable(id: NodeId): void;
  reportSnapshot(id: NodeId, status: 'finish' | 'failure'): void;
  transferLeader(transferee: NodeId): void;
  forgetLeader(): void;
  readIndex(requestCtx: Uint8Array): void;
  status(): RaftStatus;
  /** Entry terms etc. of the whole log, stable and unstable: for pictures and checks. */
  logEntry(index: LogIndex): import('./entry.ts').Entry | undefined;
  /** For scripts and transcripts: until the next reset. */
  setRandomizedElectionTimeout(ticks: number): void;
  takeTrace(): RaftTrace[];
  /** A node of its own on `storage` (a clone of this node's), sharing entries, which never change. */
  clone(storage: Storage): RawNode;
  /** Plain data for structured clone. */
  save(): RawNodeState;
  static load(state: RawNodeState, config: RaftConfig): RawNode;
}

/** Opaque plain data. */
export interface RawNodeState {
  readonly version: number;
}
