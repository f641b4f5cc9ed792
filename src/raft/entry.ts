import type { LogIndex, NodeId, Term } from '../base/flavor.ts';

/** raftpb.EntryType. The number is the one on the wire. */
export type EntryType = 'EntryNormal' | 'EntryConfChange' | 'EntryConfChangeV2';
export const entryTypeNumber: Readonly<Record<EntryType, number>> = {
  EntryNormal: 0,
  EntryConfChange: 1,
  EntryConfChangeV2: 2,
};

/** One position of the log (raftpb.Entry). Never changed once made: shared between nodes, logs and checkpoints. */
export interface Entry {
  readonly type: EntryType;
  readonly term: Term;
  readonly index: LogIndex;
  /** Absent for the empty entry of a new leader; an encoded ConfChange(V2) for the conf change types. */
  readonly data: Uint8Array | undefined;
}

/** What must be on disk before a message that speaks of it leaves (raftpb.HardState; paper, figure 2). */
export interface HardState {
  readonly term: Term;
  readonly vote: NodeId;
  readonly commit: LogIndex;
}

/** The configuration as it is stored (raftpb.ConfState). Ids ascending. Joint while votersOutgoing is not empty. */
export interface ConfState {
  readonly voters: readonly NodeId[];
  readonly votersOutgoing: readonly NodeId[];
  readonly learners: readonly NodeId[];
  readonly learnersNext: readonly NodeId[];
  readonly autoLeave: boolean;
}

/** The state machine after `index` (raftpb.Snapshot). */
export interface Snapshot {
  readonly index: LogIndex;
  readonly term: Term;
  readonly confState: ConfState;
  readonly data: Uint8Array | undefined;
}

export type ConfChangeType =
  'ConfChangeAddNode' | 'ConfChangeRemoveNode' | 'ConfChangeUpdateNode' | 'ConfChangeAddLearnerNode';
export const confChangeTypeNumber: Readonly<Record<ConfChangeType, number>> = {
  ConfChangeAddNode: 0,
  ConfChangeRemoveNode: 1,
  ConfChangeUpdateNode: 2,
  ConfChangeAddLearnerNode: 3,
};

export type ConfChangeTransition =
  'ConfChangeTransitionAuto' | 'ConfChangeTransitionJointImplicit' | 'ConfChangeTransitionJointExplicit';
export const confChangeTransitionNumber: Readonly<Record<ConfChangeTransition, number>> = {
  ConfChangeTransitionAuto: 0,
  ConfChangeTransitionJointImplicit: 1,
  ConfChangeTransitionJointExplicit: 2,
};

/** raftpb.ConfChange: one change, the old form. */
export interface ConfChange {
  readonly version: 1;
  readonly id: number;
  readonly type: ConfChangeType;
  readonly nodeId: NodeId;
  readonly context: Uint8Array | undefined;
}

export interface ConfChangeSingle {
  readonly type: ConfChangeType;
  readonly nodeId: NodeId;
}

/** raftpb.ConfChangeV2: any number of changes; none at all means "leave the joint configuration". */
export interface ConfChangeV2 {
  readonly version: 2;
  readonly transition: ConfChangeTransition;
  readonly changes: readonly ConfChangeSingle[];
  readonly context: Uint8Array | undefined;
}
