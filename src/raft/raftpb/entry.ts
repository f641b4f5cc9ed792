import * as raftpb from '../../protobuf/raftpb.ts';
import { decode, emptyMessage } from '../../protobuf/wire-read.ts';
import { encode, encodePieces } from '../../protobuf/wire-write.ts';
import type { ConfState, Entry, HardState, Snapshot } from '../entry.ts';

/** Each decoder throws a WireError for bytes that are no such message, and accepts fields it does not know. */
export const encodeEntry = (entry: Entry): Uint8Array => encode(raftpb.entry, entry);
/** The same bytes in pieces: large data is the last of them, as it is. */
export const encodeEntryPieces = (entry: Entry): readonly Uint8Array[] => encodePieces(raftpb.entry, entry);
export const decodeEntry = (encoded: Uint8Array): Entry => decode(raftpb.entry, encoded);

export const encodeHardState = (hardState: HardState<raftpb.RaftId>): Uint8Array =>
  encode(raftpb.hardState, hardState);
export const decodeHardState = (encoded: Uint8Array): HardState<raftpb.RaftId> =>
  decode(raftpb.hardState, encoded);

export const encodeConfState = (confState: ConfState<raftpb.RaftId>): Uint8Array =>
  encode(raftpb.confState, confState);
export const decodeConfState = (encoded: Uint8Array): ConfState<raftpb.RaftId> =>
  decode(raftpb.confState, encoded);

/** On the wire index, term and configuration are a message of their own within the snapshot. */
export function snapshotOnWire({ data, ...metadata }: Snapshot<raftpb.RaftId>): raftpb.Snapshot {
  return { data, metadata };
}

export function snapshotFromWire({ data, metadata }: raftpb.Snapshot): Snapshot<raftpb.RaftId> {
  return { ...metadata, data };
}

export const encodeSnapshot = (snapshot: Snapshot<raftpb.RaftId>): Uint8Array =>
  encode(raftpb.snapshot, snapshotOnWire(snapshot));
/** Its data shares memory with `encoded`. */
export const decodeSnapshot = (encoded: Uint8Array): Snapshot<raftpb.RaftId> =>
  snapshotFromWire(decode(raftpb.snapshot, encoded));

export const EMPTY_SNAPSHOT: Snapshot<raftpb.RaftId> = snapshotFromWire(emptyMessage(raftpb.snapshot));
