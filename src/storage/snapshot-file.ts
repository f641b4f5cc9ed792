import { gatherPieces, LARGE_BYTES, piecesOf } from '../base/large-bytes.ts';
import * as raftpb from '../protobuf/raftpb.ts';
import * as snappb from '../protobuf/snappb.ts';
import { decode } from '../protobuf/wire-read.ts';
import { encodePieces } from '../protobuf/wire-write.ts';
import type { Snapshot } from '../raft/entry.ts';
import { snapshotFromWire } from '../raft/raftpb/entry.ts';
import { crc32c } from './crc32c.ts';
import type { DiskImage, DiskOperation } from './disk.ts';
import { fileNames, isUnreadable, readFile } from './disk-image.ts';
import { inSharedBlocks } from './shared-blocks.ts';
import { StorageError } from './storage-error.ts';
import { formatSnapshotName, parseSnapshotName, SNAPSHOT_FOLDER, type SnapshotName } from './wal-name.ts';

/** How many snapshots are kept: the newest, and one to fall back on should that be broken. */
export const SNAPSHOTS_KEPT = 2;

/** A snapshot whose data is in pieces: large values, which are in the store anyway, are some of them. */
export interface PiecedSnapshot<Id = raftpb.RaftId> extends Omit<Snapshot<Id>, 'data'> {
  readonly pieces: readonly Uint8Array[];
}

/** Writes the snapshot's file, whole or not at all: its sum and the raftpb.Snapshot. */
export function snapshotFileOperation(snapshot: PiecedSnapshot): Extract<DiskOperation, { type: 'replace' }> {
  const { pieces, ...metadata } = snapshot;
  const data = encodePieces(raftpb.snapshot, { data: pieces, metadata });
  const crc = data.reduce((sum, piece) => crc32c(piece, sum), 0);
  const chunks = gatherPieces(encodePieces(snappb.snapshot, { crc, data }), isOfOthers);
  const file = formatSnapshotName(snapshot);
  return {
    type: 'replace',
    file,
    chunks: chunks.flatMap((chunk) => (isOfOthers(chunk) ? [chunk] : inSharedBlocks(chunk))),
  };
}

/** A large part of other memory, an entry's for one: it is there anyway. */
function isOfOthers(piece: Uint8Array): boolean {
  return piece.length >= LARGE_BYTES && piece.length < piece.buffer.byteLength;
}

/** A snapshot that came as one, in pieces again: those large ones that its data was joined from are found once more. */
export function pieced<Id>({ data, ...rest }: Snapshot<Id>): PiecedSnapshot<Id> {
  return { ...rest, pieces: data === undefined ? [] : piecesOf(data) };
}

/**
 * Throws StorageError for a file that is not as it was written. The data lies where it was, so that what it was joined from
 * can be found again.
 */
export function decodeSnapshotFile(file: string, bytes: Uint8Array): Snapshot<raftpb.RaftId> {
  try {
    const { crc, data } = decode(snappb.snapshot, bytes);
    if (data === undefined || data.length === 0) throw new Error('an empty snapshot');
    if (crc !== crc32c(data)) throw new Error('crc mismatch');
    return snapshotFromWire(decode(raftpb.snapshot, data));
  } catch (error) {
    throw new StorageError(file, 0, error instanceof Error ? error.message : String(error));
  }
}

/** The snapshots of an image that can be read, ascending by index. Broken files are passed over (etcd: Snapshotter). */
export function readSnapshots(image: DiskImage): Snapshot<raftpb.RaftId>[] {
  const snapshots: Snapshot<raftpb.RaftId>[] = [];
  for (const file of fileNames(image, SNAPSHOT_FOLDER)) {
    if (isUnreadable(image, file)) continue;
    const name = parseSnapshotName(file);
    const bytes = readFile(image, file);
    if (name === undefined || bytes === undefined) continue;
    try {
      const snapshot = decodeSnapshotFile(file, bytes);
      if (snapshot.index === name.index && snapshot.term === name.term) snapshots.push(snapshot);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
    }
  }
  return snapshots.sort((a, b) => a.index - b.index);
}

/** Which snapshots go when there are these, ascending: all but the newest few. */
export function purgeSnapshots(names: readonly SnapshotName[]): {
  kept: readonly SnapshotName[];
  operations: readonly DiskOperation[];
} {
  const kept = names.slice(-SNAPSHOTS_KEPT);
  const gone = names.slice(0, names.length - kept.length);
  return { kept, operations: gone.map((name) => ({ type: 'remove', file: formatSnapshotName(name) })) };
}
