import { confChangeTransitionNumber, confChangeTypeNumber } from '../entry.ts';
import type { ConfChange, ConfChangeSingle, ConfChangeV2, EntryType } from '../entry.ts';
import { decodeWith, encodeWith, makeCodec } from './codec.ts';
import { bytes, named, nodeId, repeated, uint64 } from './fields.ts';

/** Type, member and transition are written even when 0: whoever makes a change names them. */
const confChangeCodec = makeCodec<Omit<ConfChange, 'version'>>('ConfChange', {
  id: uint64(1),
  type: named(2, confChangeTypeNumber, 'written'),
  nodeId: nodeId(3, 'written'),
  context: bytes(4),
});

const confChangeSingleCodec = makeCodec<ConfChangeSingle>('ConfChangeSingle', {
  type: named(1, confChangeTypeNumber, 'written'),
  nodeId: nodeId(2, 'written'),
});

const confChangeV2Codec = makeCodec<Omit<ConfChangeV2, 'version'>>('ConfChangeV2', {
  transition: named(1, confChangeTransitionNumber, 'written'),
  changes: repeated(2, () => confChangeSingleCodec),
  context: bytes(3),
});

/**
 * The change as an entry's type and data. The old form stays the old form; no change at all is the new form without
 * data, which is how a leader leaves a joint configuration by itself: of size 0, no limit can refuse it.
 * Source: etcd raftpb/confchange.go, MarshalConfChange.
 */
export function encodeConfChange(change: ConfChange | ConfChangeV2 | undefined): {
  readonly type: EntryType;
  readonly data: Uint8Array | undefined;
} {
  if (change === undefined) return { type: 'EntryConfChangeV2', data: undefined };
  if (change.version === 1) return { type: 'EntryConfChange', data: encodeWith(confChangeCodec, change) };
  return { type: 'EntryConfChangeV2', data: encodeWith(confChangeV2Codec, change) };
}

/** The change in an entry of this type; absent data is the empty change. Throws WireError. */
export function decodeConfChange(
  type: Exclude<EntryType, 'EntryNormal'>,
  data: Uint8Array | undefined,
): ConfChange | ConfChangeV2 {
  const found = data ?? new Uint8Array(0);
  return type === 'EntryConfChange'
    ? { version: 1, ...decodeWith(confChangeCodec, found) }
    : { version: 2, ...decodeWith(confChangeV2Codec, found) };
}

/** The same change in the new form. */
export function asV2(change: ConfChange | ConfChangeV2): ConfChangeV2 {
  if (change.version === 2) return change;
  return {
    version: 2,
    transition: 'ConfChangeTransitionAuto',
    changes: [{ type: change.type, nodeId: change.nodeId }],
    context: change.context,
  };
}
