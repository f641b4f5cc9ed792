import { unreachable } from '../base/assert.ts';
import type { LogIndex, Term } from '../base/flavor.ts';
import { Recent } from '../base/recent.ts';
import type { RaftId } from '../protobuf/raftpb.ts';
import { decode } from '../protobuf/wire-read.ts';
import { encode } from '../protobuf/wire-write.ts';
import * as walpb from '../protobuf/walpb.ts';
import type { ConfState, Entry, HardState } from '../raft/entry.ts';
import { decodeEntry, decodeHardState, encodeEntryPieces, encodeHardState } from '../raft/raftpb/entry.ts';

/** Where a snapshot belongs in the log (walpb.Snapshot): its data is in a file of its own. */
export interface SnapshotMark {
  readonly index: LogIndex;
  readonly term: Term;
  readonly confState: ConfState<RaftId> | undefined;
}

/** A record of the write-ahead log, but for the crc record, which is part of the framing. */
export type WalRecord =
  /** Whose log this is: opaque here, the same in every segment. */
  | { readonly type: 'metadata'; readonly metadata: Uint8Array }
  /** Replaces whatever was written before at its index and after it. */
  | { readonly type: 'entry'; readonly entry: Entry }
  | { readonly type: 'state'; readonly hardState: HardState<RaftId> }
  | { readonly type: 'snapshot'; readonly mark: SnapshotMark };

const NOTHING: HardState<RaftId> = { term: 0, vote: 0, commit: 0 };

/** etcd: wal.go, MetadataType and on. */
export const walRecordNumber = { metadata: 1, entry: 2, state: 3, crc: 4, snapshot: 5 } as const;

/** What members of one thread write one after the other is encoded once: an entry, and the hard state that commits it. */
const recentEntries = new Recent<Entry, readonly Uint8Array[]>();
let recentState = { hardState: NOTHING, data: [encodeHardState(NOTHING)] };

/** The record's data in pieces, of which an entry's large data is one. */
export function encodeRecordData(record: WalRecord): readonly Uint8Array[] {
  switch (record.type) {
    case 'metadata':
      return [record.metadata];
    case 'entry':
      return entryData(record.entry);
    case 'state':
      return stateData(record.hardState);
    case 'snapshot':
      return [encode(walpb.snapshot, record.mark)];
    default:
      return unreachable(record);
  }
}

function entryData(entry: Entry): readonly Uint8Array[] {
  const known = recentEntries.get(entry.index, entry);
  if (known !== undefined) return known;
  const data = encodeEntryPieces(entry);
  // Large ones are not copied, and not held on to.
  if (data.length === 1) recentEntries.set(entry.index, entry, data);
  return data;
}

function stateData(hardState: HardState<RaftId>): readonly Uint8Array[] {
  const { term, vote, commit } = recentState.hardState;
  const isKnown = hardState.term === term && hardState.vote === vote && hardState.commit === commit;
  if (!isKnown) recentState = { hardState, data: [encodeHardState(hardState)] };
  return recentState.data;
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
      return { type: 'snapshot', mark: decode(walpb.snapshot, data) };
    default:
      return undefined;
  }
}
