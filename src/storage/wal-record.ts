import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { unreachable } from '../base/assert.ts';
import type { LogIndex, Term } from '../base/flavor.ts';
import type { ConfState, Entry, HardState } from '../raft/entry.ts';
import {
  decodeConfState,
  decodeEntry,
  decodeHardState,
  encodeConfState,
  encodeEntryPieces,
  encodeHardState,
} from '../raft/raftpb/entry.ts';

/** Where a snapshot belongs in the log (walpb.Snapshot): its data is in a file of its own. */
export interface SnapshotMark {
  readonly index: LogIndex;
  readonly term: Term;
  readonly confState: ConfState | undefined;
}

/** A record of the write-ahead log, but for the crc record, which is part of the framing. */
export type WalRecord =
  /** Whose log this is: opaque here, the same in every segment. */
  | { readonly type: 'metadata'; readonly metadata: Uint8Array }
  /** Replaces whatever was written before at its index and after it. */
  | { readonly type: 'entry'; readonly entry: Entry }
  | { readonly type: 'state'; readonly hardState: HardState }
  | { readonly type: 'snapshot'; readonly mark: SnapshotMark };

/** etcd: wal.go, MetadataType and on. */
export const walRecordNumber = { metadata: 1, entry: 2, state: 3, crc: 4, snapshot: 5 } as const;

/** The record's data in pieces, of which an entry's large data is one. */
export function encodeRecordData(record: WalRecord): readonly Uint8Array[] {
  switch (record.type) {
    case 'metadata':
      return [record.metadata];
    case 'entry':
      return encodeEntryPieces(record.entry);
    case 'state':
      return [encodeHardState(record.hardState)];
    case 'snapshot':
      return [encodeSnapshotMark(record.mark)];
    default:
      return unreachable(record);
  }
}

/** The record with this type number; undefined if there is no such type. Throws for data that is not of that type. */
export function decodeRecord(type: number, data: Uint8Array): WalRecord | undefined {
  switch (type) {
    case walRecordNumber.metadata:
      return { type: 'metadata', metadata: data };
    case walRecordNumber.entry:
      return { type: 'entry', entry: decodeEntry(data) };
    case walRecordNumber.state:
      return { type: 'state', hardState: decodeHardState(data) };
    case walRecordNumber.snapshot:
      return { type: 'snapshot', mark: decodeSnapshotMark(data) };
    default:
      return undefined;
  }
}

function encodeSnapshotMark(mark: SnapshotMark): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).uint64(mark.index);
  writer.tag(2, WireType.Varint).uint64(mark.term);
  if (mark.confState !== undefined) {
    writer.tag(3, WireType.LengthDelimited).bytes(encodeConfState(mark.confState));
  }
  return writer.finish();
}

function decodeSnapshotMark(data: Uint8Array): SnapshotMark {
  const reader = new BinaryReader(data);
  let index: LogIndex = 0;
  let term: Term = 0;
  let confState: ConfState | undefined;
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 1) index = Number(reader.uint64());
    else if (field === 2) term = toTerm(BigInt(reader.uint64()));
    else if (field === 3) confState = decodeConfState(reader.bytes());
    else reader.skip(wireType);
  }
  return { index, term, confState };
}

function toTerm(value: bigint): Term {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}
