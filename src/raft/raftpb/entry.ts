import { entryTypeNumber } from '../entry.ts';
import type { ConfState, Entry, HardState, Snapshot } from '../entry.ts';
import { decodeWith, encodeWith, makeCodec } from './codec.ts';
import type { Codec } from './codec.ts';
import { bool, bytes, named, nested, nodeId, nodeIds, term, uint64 } from './fields.ts';

/** raftpb.Entry. Its encoded length is what etcd's size limits count. */
export const entryCodec = makeCodec<Entry>('Entry', {
  type: named(1, entryTypeNumber),
  term: term(2),
  index: uint64(3),
  data: bytes(4),
});

const hardStateCodec = makeCodec<HardState>('HardState', {
  term: term(1),
  vote: nodeId(2),
  commit: uint64(3),
});

const confStateCodec = makeCodec<ConfState>('ConfState', {
  voters: nodeIds(1),
  learners: nodeIds(2),
  votersOutgoing: nodeIds(3),
  learnersNext: nodeIds(4),
  autoLeave: bool(5),
});

/** On the wire index, term and configuration are a message of their own within the snapshot. */
const snapshotMetadataCodec = makeCodec<Pick<Snapshot, 'confState' | 'index' | 'term'>>('SnapshotMetadata', {
  confState: nested(1, confStateCodec),
  index: uint64(2),
  term: term(3),
});

const wireSnapshotCodec = makeCodec<{
  data: Uint8Array | undefined;
  metadata: Pick<Snapshot, 'confState' | 'index' | 'term'>;
}>('Snapshot', { data: bytes(1), metadata: nested(2, snapshotMetadataCodec) });

/** raftpb.Snapshot. */
export const snapshotCodec: Codec<Snapshot> = {
  name: wireSnapshotCodec.name,
  absent: { ...snapshotMetadataCodec.absent, data: undefined },
  write: (writer, snapshot) => wireSnapshotCodec.write(writer, { data: snapshot.data, metadata: snapshot }),
  read(reader, end) {
    const { data, metadata } = wireSnapshotCodec.read(reader, end);
    return { ...metadata, data };
  },
};

/** Each decoder throws WireError for bytes that are no such message, and accepts fields it does not know. */
export const encodeEntry = (entry: Entry): Uint8Array => encodeWith(entryCodec, entry);
export const decodeEntry = (encoded: Uint8Array): Entry => decodeWith(entryCodec, encoded);

export const encodeHardState = (hardState: HardState): Uint8Array => encodeWith(hardStateCodec, hardState);
export const decodeHardState = (encoded: Uint8Array): HardState => decodeWith(hardStateCodec, encoded);

export const encodeConfState = (confState: ConfState): Uint8Array => encodeWith(confStateCodec, confState);
export const decodeConfState = (encoded: Uint8Array): ConfState => decodeWith(confStateCodec, encoded);

export const encodeSnapshot = (snapshot: Snapshot): Uint8Array => encodeWith(snapshotCodec, snapshot);
export const decodeSnapshot = (encoded: Uint8Array): Snapshot => decodeWith(snapshotCodec, encoded);
