import * as raftpb from '../../protobuf/raftpb.ts';
import { decode } from '../../protobuf/wire-read.ts';
import { encode } from '../../protobuf/wire-write.ts';
import type { ConfChange, ConfChangeV2, EntryType } from '../entry.ts';
import { mapConfChange, SAME_IDS, type IdMap } from './id-map.ts';

const NO_BYTES = new Uint8Array(0);

/**
 * The change as an entry's type and data. The old form stays the old form; no change at all is the new form without
 * data, which is how a leader leaves a joint configuration by itself: of size 0, no limit can refuse it.
 * Source: etcd raftpb/confchange.go, MarshalConfChange.
 */
export function encodeConfChange(
  change: ConfChange<raftpb.RaftId> | ConfChangeV2<raftpb.RaftId> | undefined,
): {
  readonly type: EntryType;
  readonly data: Uint8Array | undefined;
} {
  if (change === undefined) return { type: 'EntryConfChangeV2', data: undefined };
  if (change.version === 1) return { type: 'EntryConfChange', data: encode(raftpb.confChange, change) };
  return { type: 'EntryConfChangeV2', data: encode(raftpb.confChangeV2, change) };
}

/** The change in an entry of this type, by the ids it has there; absent data is the empty change. Throws WireError. */
export function decodeWireChange(
  type: Exclude<EntryType, 'EntryNormal'>,
  data: Uint8Array | undefined,
): ConfChange<raftpb.RaftId> | ConfChangeV2<raftpb.RaftId> {
  return type === 'EntryConfChange'
    ? { version: 1, ...decode(raftpb.confChange, data ?? NO_BYTES) }
    : { version: 2, ...decode(raftpb.confChangeV2, data ?? NO_BYTES) };
}

/** The same by raft's numbers. Throws also where an id is nobody's. */
export function decodeConfChange(
  type: Exclude<EntryType, 'EntryNormal'>,
  data: Uint8Array | undefined,
  ids: IdMap = SAME_IDS,
): ConfChange | ConfChangeV2 {
  return mapConfChange(decodeWireChange(type, data), (id) => ids.fromWire(id));
}

/** The same change in the new form. */
export function asV2<Id>(change: ConfChange<Id> | ConfChangeV2<Id>): ConfChangeV2<Id> {
  if (change.version === 2) return change;
  return {
    version: 2,
    transition: 'ConfChangeTransitionAuto',
    changes: [{ type: change.type, nodeId: change.nodeId }],
    context: change.context,
  };
}
