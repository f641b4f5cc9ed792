import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import * as raftpb from '../protobuf/raftpb.ts';
import { numbersOf, type NameOf } from '../protobuf/table.ts';

/** raftpb.EntryType. The number is the one on the wire. */
export type EntryType = NameOf<typeof raftpb.entryType>;
export const entryTypeNumber = numbersOf(raftpb.entryType);

/** One position of the log (raftpb.Entry). Never changed once made: shared between nodes, logs and checkpoints. */
export interface Entry {
  readonly type: EntryType;
  readonly term: Term;
  readonly index: LogIndex;
  /** Absent for the empty entry of a new leader; an encoded ConfChange(V2) for the conf change types. */
  readonly data: Uint8Array | undefined;
}

/** What must be on disk before a message that speaks of it leaves (raftpb.HardState; paper, figure 2). */
export interface HardState<Id = NodeId> {
  readonly term: Term;
  readonly vote: Id;
  readonly commit: LogIndex;
}

/** The configuration as it is stored (raftpb.ConfState). Ids ascending. Joint while votersOutgoing is not empty. */
export interface ConfState<Id = NodeId> {
  readonly voters: readonly Id[];
  readonly votersOutgoing: readonly Id[];
  readonly learners: readonly Id[];
  readonly learnersNext: readonly Id[];
  readonly autoLeave: boolean;
}

/** The state machine after `index` (raftpb.Snapshot). */
export interface Snapshot<Id = NodeId> {
  readonly index: LogIndex;
  readonly term: Term;
  readonly confState: ConfState<Id>;
  readonly data: Uint8Array | undefined;
}

export type ConfChangeType = NameOf<typeof raftpb.confChangeType>;
export type ConfChangeTransition = NameOf<typeof raftpb.confChangeTransition>;

/** raftpb.ConfChange: one change, the old form. */
export interface ConfChange<Id = NodeId> {
  readonly version: 1;
  /** A number; in logs of real etcd mostly beyond what one holds. */
  readonly id: number | bigint;
  readonly type: ConfChangeType;
  readonly nodeId: Id;
  readonly context: Uint8Array | undefined;
}

export interface ConfChangeSingle<Id = NodeId> {
  readonly type: ConfChangeType;
  readonly nodeId: Id;
}

/** raftpb.ConfChangeV2: any number of changes; none at all means "leave the joint configuration". */
export interface ConfChangeV2<Id = NodeId> {
  readonly version: 2;
  readonly transition: ConfChangeTransition;
  readonly changes: readonly ConfChangeSingle<Id>[];
  readonly context: Uint8Array | undefined;
}
