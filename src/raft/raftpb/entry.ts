import { LARGE_BYTES } from '../../base/large-bytes.ts';
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
export const encodeEntry = (entry: Entry): Uint8Array =>
  isCount(entry.term) && isCount(entry.index)
    ? encodeUsualEntry(entry, entry.term)
    : encodeWith(entryCodec, entry);
/** The same bytes in pieces: large data is the last of them, as it is. */
export function encodeEntryPieces(entry: Entry): readonly Uint8Array[] {
  const { data, ...head } = entry;
  if (data === undefined || data.length < LARGE_BYTES) return [encodeEntry(entry)];
  const length = new Uint8Array(1 + varintBytes(data.length));
  length[0] = TAG_DATA;
  writeVarint(length, 1, data.length);
  return [encodeEntry({ ...head, data: undefined }), length, data];
}

export const decodeEntry = (encoded: Uint8Array): Entry => decodeWith(entryCodec, encoded);

export const encodeHardState = (hardState: HardState): Uint8Array => encodeWith(hardStateCodec, hardState);
export const decodeHardState = (encoded: Uint8Array): HardState => decodeWith(hardStateCodec, encoded);

export const encodeConfState = (confState: ConfState): Uint8Array => encodeWith(confStateCodec, confState);
export const decodeConfState = (encoded: Uint8Array): ConfState => decodeWith(confStateCodec, encoded);

export const encodeSnapshot = (snapshot: Snapshot): Uint8Array => encodeWith(snapshotCodec, snapshot);
export const decodeSnapshot = (encoded: Uint8Array): Snapshot => decodeWith(snapshotCodec, encoded);

function isCount(value: number | bigint): value is number {
  return Number.isSafeInteger(value) && value >= 0;
}

/** What the codec gives, by hand: entries are most of what a disk is given. */
function encodeUsualEntry({ type, index, data }: Entry, term: number): Uint8Array {
  const number = entryTypeNumber[type];
  const fields = fieldBytes(number) + fieldBytes(term) + fieldBytes(index);
  const dataBytes = data === undefined ? 0 : 1 + varintBytes(data.length) + data.length;
  const bytes = new Uint8Array(fields + dataBytes);
  let at = writeNumber(bytes, 0, TAG_TYPE, number);
  at = writeNumber(bytes, at, TAG_TERM, term);
  at = writeNumber(bytes, at, TAG_INDEX, index);
  if (data === undefined) return bytes;
  bytes[at] = TAG_DATA;
  bytes.set(data, writeVarint(bytes, at + 1, data.length));
  return bytes;
}

const TAG_TYPE = 0x08;
const TAG_TERM = 0x10;
const TAG_INDEX = 0x18;
const TAG_DATA = 0x22;

/** A field that is 0 is left out. */
function fieldBytes(value: number): number {
  return value === 0 ? 0 : 1 + varintBytes(value);
}

function writeNumber(bytes: Uint8Array, at: number, tag: number, value: number): number {
  if (value === 0) return at;
  bytes[at] = tag;
  return writeVarint(bytes, at + 1, value);
}

/** Up to 2^53-1; gives where the next byte goes. */
function writeVarint(bytes: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 0x80;
  bytes[at++] = rest;
  return at;
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}
