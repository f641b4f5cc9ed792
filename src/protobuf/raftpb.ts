import { enumTable, wholeTable, type MessageTable, type NameOf } from './table.ts';
import {
  all,
  always,
  each,
  flag,
  maybeBytes,
  maybeBytesCopied,
  maybeWithin,
  memberId,
  named,
  whole,
  wide,
  within,
} from './whole-fields.ts';

/** An id of a member, or of a local thread (below 0): a number while it is safe, a bigint beyond. */
export type RaftId = number | bigint;

export const entryType = enumTable('raftpb.EntryType', [
  'EntryNormal',
  'EntryConfChange',
  'EntryConfChangeV2',
]);

export interface Entry {
  readonly type: NameOf<typeof entryType>;
  readonly term: number | bigint;
  readonly index: number;
  readonly data: Uint8Array | undefined;
}
export const entry = wholeTable<Entry>('raftpb.Entry', {
  type: named(1, entryType),
  term: wide(2),
  index: whole(3),
  data: maybeBytesCopied(4),
});

export interface HardState {
  readonly term: number | bigint;
  readonly vote: RaftId;
  readonly commit: number;
}
export const hardState = wholeTable<HardState>('raftpb.HardState', {
  term: wide(1),
  vote: memberId(2),
  commit: whole(3),
});

export interface ConfState {
  readonly voters: readonly RaftId[];
  readonly learners: readonly RaftId[];
  readonly votersOutgoing: readonly RaftId[];
  readonly learnersNext: readonly RaftId[];
  readonly autoLeave: boolean;
}
/** Ids one after the other, each with its tag (proto2's default); the packed form is read too. */
export const confState = wholeTable<ConfState>('raftpb.ConfState', {
  voters: each(memberId(1)),
  learners: each(memberId(2)),
  votersOutgoing: each(memberId(3)),
  learnersNext: each(memberId(4)),
  autoLeave: flag(5),
});

export interface SnapshotMetadata {
  readonly confState: ConfState;
  readonly index: number;
  readonly term: number | bigint;
}
export const snapshotMetadata = wholeTable<SnapshotMetadata>('raftpb.SnapshotMetadata', {
  confState: within(1, () => confState),
  index: whole(2),
  term: wide(3),
});

export interface Snapshot {
  readonly data: Uint8Array | undefined;
  readonly metadata: SnapshotMetadata;
}
export const snapshot = wholeTable<Snapshot>('raftpb.Snapshot', {
  data: maybeBytes(1),
  metadata: within(2, () => snapshotMetadata),
});

export const messageType = enumTable('raftpb.MessageType', [
  'MsgHup',
  'MsgBeat',
  'MsgProp',
  'MsgApp',
  'MsgAppResp',
  'MsgVote',
  'MsgVoteResp',
  'MsgSnap',
  'MsgHeartbeat',
  'MsgHeartbeatResp',
  'MsgUnreachable',
  'MsgSnapStatus',
  'MsgCheckQuorum',
  'MsgTransferLeader',
  'MsgTimeoutNow',
  'MsgReadIndex',
  'MsgReadIndexResp',
  'MsgPreVote',
  'MsgPreVoteResp',
  'MsgStorageAppend',
  'MsgStorageAppendResp',
  'MsgStorageApply',
  'MsgStorageApplyResp',
  'MsgForgetLeader',
]);

/** One record with the fields of all types. */
export interface Message {
  readonly type: NameOf<typeof messageType>;
  readonly to: RaftId;
  readonly from: RaftId;
  readonly term: number | bigint;
  readonly logTerm: number | bigint;
  readonly index: number;
  readonly entries: readonly Entry[];
  readonly commit: number;
  readonly snapshot: Snapshot | undefined;
  readonly reject: boolean;
  readonly rejectHint: number;
  readonly context: Uint8Array | undefined;
  readonly vote: RaftId;
  readonly responses: readonly Message[];
}
export const message: MessageTable<Message> = wholeTable<Message>('raftpb.Message', {
  type: named(1, messageType),
  to: memberId(2),
  from: memberId(3),
  term: wide(4),
  logTerm: wide(5),
  index: whole(6),
  entries: all(7, () => entry),
  commit: whole(8),
  snapshot: maybeWithin(9, () => snapshot),
  reject: flag(10),
  rejectHint: whole(11),
  context: maybeBytesCopied(12),
  vote: memberId(13),
  responses: all(14, () => message),
});

export const confChangeType = enumTable('raftpb.ConfChangeType', [
  'ConfChangeAddNode',
  'ConfChangeRemoveNode',
  'ConfChangeUpdateNode',
  'ConfChangeAddLearnerNode',
]);
export const confChangeTransition = enumTable('raftpb.ConfChangeTransition', [
  'ConfChangeTransitionAuto',
  'ConfChangeTransitionJointImplicit',
  'ConfChangeTransitionJointExplicit',
]);

export interface ConfChange {
  /** By which whoever asked for it knows it again: real etcd's are beyond what a number holds. */
  readonly id: number | bigint;
  readonly type: NameOf<typeof confChangeType>;
  readonly nodeId: RaftId;
  readonly context: Uint8Array | undefined;
}
/** Type, member and transition are written even when 0: whoever makes a change names them. */
export const confChange = wholeTable<ConfChange>('raftpb.ConfChange', {
  id: wide(1),
  type: always(named(2, confChangeType)),
  nodeId: always(memberId(3)),
  context: maybeBytesCopied(4),
});

export interface ConfChangeSingle {
  readonly type: NameOf<typeof confChangeType>;
  readonly nodeId: RaftId;
}
export const confChangeSingle = wholeTable<ConfChangeSingle>('raftpb.ConfChangeSingle', {
  type: always(named(1, confChangeType)),
  nodeId: always(memberId(2)),
});

export interface ConfChangeV2 {
  readonly transition: NameOf<typeof confChangeTransition>;
  readonly changes: readonly ConfChangeSingle[];
  readonly context: Uint8Array | undefined;
}
export const confChangeV2 = wholeTable<ConfChangeV2>('raftpb.ConfChangeV2', {
  transition: always(named(1, confChangeTransition)),
  changes: all(2, () => confChangeSingle),
  context: maybeBytesCopied(3),
});
