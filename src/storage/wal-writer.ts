import { present } from '../base/assert.ts';
import type { LogIndex } from '../base/flavor.ts';
import { joinPieces, lengthOf } from '../base/large-bytes.ts';
import type { RaftId } from '../protobuf/raftpb.ts';
import type { Entry, HardState } from '../raft/entry.ts';
import type { DiskOperation } from './disk.ts';
import { encodeFrames, frameParts, type FrameParts } from './wal-frame.ts';
import { formatSegmentName, type SegmentName } from './wal-name.ts';
import { encodeRecordData, walRecordNumber, type SnapshotMark, type WalRecord } from './wal-record.ts';

/** A segment that has grown to this size is followed by a new one. etcd's are 64 MB; ours are for people to look at. */
export const SEGMENT_BYTES = 64 * 1024;

/** Where the log is written next. A value: every write yields the next one. */
export interface WalPosition {
  /** Ascending; the last one is written to. Never empty. */
  readonly segments: readonly SegmentName[];
  /** Size of the last segment. */
  readonly size: number;
  /** The sum over all data so far. */
  readonly crc: number;
  /** Of the last entry or snapshot mark written; 0 before any (etcd: enti). */
  readonly lastIndex: LogIndex;
  /** What every segment repeats at its head. */
  readonly metadata: Uint8Array;
  readonly hardState: HardState<RaftId> | undefined;
}

/** One write: what a MsgStorageAppend asks for, or the mark of a snapshot of our own. */
export interface WalWrite {
  readonly snapshot?: SnapshotMark | undefined;
  readonly entries: readonly Entry[];
  readonly hardState?: HardState<RaftId> | undefined;
}

export interface WalOutput {
  readonly position: WalPosition;
  readonly operations: readonly DiskOperation[];
}

const NO_SNAPSHOT: SnapshotMark = { index: 0, term: 0, confState: undefined };

/** A new log with nothing in it (etcd: wal.Create). */
export function createWal(metadata: Uint8Array): WalOutput {
  const position: WalPosition = {
    segments: [],
    size: 0,
    crc: 0,
    lastIndex: 0,
    metadata,
    hardState: undefined,
  };
  return openSegment(position, [{ type: 'snapshot', mark: NO_SNAPSHOT }]);
}

/** A log that begins with this segment: those before it are gone, as after a purge. */
export function createWalAt(metadata: Uint8Array, segment: SegmentName): WalOutput {
  if (segment.sequence === 0) return createWal(metadata);
  const { sequence, firstIndex } = segment;
  // Seen from the segment before, which is not written.
  const before: WalPosition = {
    segments: [{ sequence: sequence - 1, firstIndex: 0 }],
    size: 0,
    crc: 0,
    lastIndex: firstIndex - 1,
    metadata,
    hardState: undefined,
  };
  const { position, operations } = openSegment(before, []);
  return { position: { ...position, segments: position.segments.slice(1) }, operations };
}

/**
 * Adds to the log (etcd: wal.Save, SaveSnapshot). Whatever part of it a crash leaves is consistent: a hard state never
 * names a commit index beyond the entries before it, and a snapshot counts only once a commit index has reached it.
 */
export function writeWal(position: WalPosition, write: WalWrite, segmentBytes = SEGMENT_BYTES): WalOutput {
  const records = recordsOf(write);
  if (records.length === 0) return { position, operations: [] };
  const { frames, crc } = framesOf(records, position.crc);
  const pieces = encodeFrames(frames);
  const file = fileOf(lastSegment(position));
  const { segments, size, lastIndex, metadata, hardState } = position;
  const written: WalPosition = {
    segments,
    size: size + lengthOf(pieces),
    crc,
    lastIndex: lastIndexAfter(lastIndex, write),
    metadata,
    hardState: write.hardState ?? hardState,
  };
  // One after the other, as one would be: a large entry's own data is a piece of the file.
  const operations = pieces.map((bytes): DiskOperation => ({ type: 'append', file, bytes }));
  if (written.size < segmentBytes) return { position: written, operations };
  const cut = openSegment(written, []);
  return { position: cut.position, operations: [...operations, ...cut.operations] };
}

/**
 * Removes the segments that a start from the snapshot at `index` has no use for: those before the one that holds the
 * entry at `index` (etcd: ReleaseLockTo).
 */
export function purgeWal(position: WalPosition, index: LogIndex): WalOutput {
  const kept = position.segments.findLastIndex((segment) => segment.firstIndex <= index);
  if (kept <= 0) return { position, operations: [] };
  return {
    position: { ...position, segments: position.segments.slice(kept) },
    operations: position.segments
      .slice(0, kept)
      .map((segment) => ({ type: 'remove', file: formatSegmentName(segment) })),
  };
}

function recordsOf({ snapshot, entries, hardState }: WalWrite): WalRecord[] {
  const records: WalRecord[] = [];
  if (snapshot !== undefined) {
    records.push({ type: 'snapshot', mark: snapshot });
    if (hardState !== undefined && entries.length > 0) {
      records.push({ type: 'state', hardState: { ...hardState, commit: snapshot.index } });
    }
  }
  for (const entry of entries) records.push({ type: 'entry', entry });
  if (hardState !== undefined) records.push({ type: 'state', hardState });
  return records;
}

function lastIndexAfter(before: LogIndex, { snapshot, entries }: WalWrite): LogIndex {
  return entries.at(-1)?.index ?? Math.max(before, snapshot?.index ?? 0);
}

/** A new last segment, all of it or nothing: the sum so far, the metadata, the hard state (etcd: wal.cut). */
function openSegment(position: WalPosition, first: readonly WalRecord[]): WalOutput {
  const before = position.segments.at(-1);
  const segment: SegmentName =
    before === undefined
      ? { sequence: 0, firstIndex: 0 }
      : { sequence: before.sequence + 1, firstIndex: position.lastIndex + 1 };
  const records: WalRecord[] = [{ type: 'metadata', metadata: position.metadata }];
  if (position.hardState !== undefined) records.push({ type: 'state', hardState: position.hardState });
  const sum = frameParts(walRecordNumber.crc, undefined, position.crc);
  const head = framesOf([...records, ...first], position.crc);
  const bytes = joinPieces(encodeFrames([sum, ...head.frames]));
  return {
    position: {
      ...position,
      segments: [...position.segments, segment],
      size: bytes.length,
      crc: head.crc,
    },
    operations: [{ type: 'replace', file: formatSegmentName(segment), chunks: [bytes] }],
  };
}

function framesOf(
  records: readonly WalRecord[],
  crcBefore: number,
): { frames: readonly FrameParts[]; crc: number } {
  let crc = crcBefore;
  const frames: FrameParts[] = [];
  for (const record of records) {
    const frame = frameParts(walRecordNumber[record.type], encodeRecordData(record), crc);
    crc = frame.crc;
    frames.push(frame);
  }
  return { frames, crc };
}

/** A segment's name is asked for with every write to it. */
const files = new WeakMap<SegmentName, string>();

function fileOf(segment: SegmentName): string {
  let file = files.get(segment);
  if (file === undefined) files.set(segment, (file = formatSegmentName(segment)));
  return file;
}

function lastSegment(position: WalPosition): SegmentName {
  return present(position.segments.at(-1), 'a log has a segment');
}
