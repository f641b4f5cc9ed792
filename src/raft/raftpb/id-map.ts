import type { NodeId } from '../../base/flavor.ts';
import type { RaftId } from '../../protobuf/raftpb.ts';
import type { ConfChange, ConfChangeV2, ConfState, HardState } from '../entry.ts';

/**
 * Members by the numbers that raft works with here, and by the ids of 64 bits that they have on the wire and in files.
 * Local threads (below 0) and nobody (0) are the same in both.
 */
export interface IdMap {
  toWire(node: NodeId): RaftId;
  /** Throws where nobody has this id. */
  fromWire(id: RaftId): NodeId;
}

/** Raft by itself, as its transcripts have it: the numbers are the ids. */
export const SAME_IDS: IdMap = {
  toWire: (node) => node,
  fromWire(id) {
    if (typeof id === 'number') return id;
    throw new Error(`${id} is larger than 2^53-1, and no member of this raft`);
  },
};

export function hardStateOnWire(hardState: HardState, ids: IdMap): HardState<RaftId> {
  return { ...hardState, vote: ids.toWire(hardState.vote) };
}

export function hardStateFromWire(hardState: HardState<RaftId>, ids: IdMap): HardState {
  return { ...hardState, vote: ids.fromWire(hardState.vote) };
}

/** Ids ascend on both sides: etcd keeps them sorted. */
export function confStateOnWire(confState: ConfState, ids: IdMap): ConfState<RaftId> {
  return mapConfState(confState, (id) => ids.toWire(id));
}

export function confStateFromWire(confState: ConfState<RaftId>, ids: IdMap): ConfState {
  return mapConfState(confState, (id) => ids.fromWire(id));
}

function mapConfState<From, To extends RaftId>(
  confState: ConfState<From>,
  map: (id: From) => To,
): ConfState<To> {
  const { voters, votersOutgoing, learners, learnersNext, autoLeave } = confState;
  const mapped = (list: readonly From[]): readonly To[] =>
    list.map(map).sort((a, b) => (a < b ? -1 : Number(a > b)));
  return {
    voters: mapped(voters),
    votersOutgoing: mapped(votersOutgoing),
    learners: mapped(learners),
    learnersNext: mapped(learnersNext),
    autoLeave,
  };
}

/** The same change of members by other ids. */
export function mapConfChange<From, To>(
  change: ConfChange<From> | ConfChangeV2<From>,
  map: (id: From) => To,
): ConfChange<To> | ConfChangeV2<To> {
  return change.version === 1
    ? { ...change, nodeId: map(change.nodeId) }
    : { ...change, changes: change.changes.map(({ type, nodeId }) => ({ type, nodeId: map(nodeId) })) };
}
