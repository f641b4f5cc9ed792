import { unreachable } from '../base/assert.ts';
import type { LogIndex } from '../base/flavor.ts';
import { originalOf } from '../base/large-bytes.ts';
import type { RaftId } from '../protobuf/raftpb.ts';
import type { HardState } from '../raft/entry.ts';
import { crc32c } from './crc32c.ts';
import type { DiskImage, DiskOperation } from './disk.ts';
import { fileNames, isUnreadable, readFile } from './disk-image.ts';
import { hasUnwrittenSector } from './frame-scan.ts';
import { StorageError } from './storage-error.ts';
import { decodeFrame, isFrame, type Frame } from './wal-frame.ts';
import { formatSegmentName, parseSegmentName, WAL_FOLDER, type SegmentName } from './wal-name.ts';
import { decodeRecord, walRecordNumber, type WalRecord } from './wal-record.ts';
import type { WalPosition } from './wal-writer.ts';

export interface WalContents {
  readonly records: readonly WalRecord[];
  /** Where to go on once `repairs` are done. */
  readonly position: WalPosition;
  /** Of a record at the very end that a crash has cut short. */
  readonly tornBytes: number;
  /** What takes the torn bytes away, so that the next record follows the last whole one. */
  readonly repairs: readonly DiskOperation[];
}

/** What reading has come to: the records so far and all that a position is made of. */
interface Reading {
  /** All of them first, as etcd does, which looks for marks of snapshots before it reads the rest. */
  readonly frames: { readonly file: string; readonly offset: number; readonly frame: Frame }[];
  readonly records: WalRecord[];
  crc: number;
  lastIndex: LogIndex;
  metadata: Uint8Array | undefined;
  hardState: HardState<RaftId> | undefined;
}

/**
 * Reads the write-ahead log of an image; undefined if it has none. Only the last record of the last segment may be
 * incomplete. Throws StorageError, with file and offset, for anything else that is not as it was written.
 */
export function readWal(image: DiskImage): WalContents | undefined {
  const segments = segmentsOf(image);
  const reading: Reading = {
    frames: [],
    records: [],
    crc: 0,
    lastIndex: 0,
    metadata: undefined,
    hardState: undefined,
  };
  let size = 0;
  let tornBytes = 0;
  const repairs: DiskOperation[] = [];
  for (const [i, segment] of segments.entries()) {
    const file = formatSegmentName(segment);
    if (isUnreadable(image, file)) {
      throw new StorageError(
        file,
        0,
        'the device has an error',
        `etcdmain: read ${file}: input/output error`,
      );
    }
    const bytes = readFile(image, file) ?? new Uint8Array(0);
    const isLast = i === segments.length - 1;
    const end = readSegment(reading, file, bytes, isLast);
    size = end;
    if (end === bytes.length || !isLast) continue;
    tornBytes = Math.max(0, bytes.findLastIndex((byte) => byte !== 0) + 1 - end);
    repairs.push({ type: 'replace', file, chunks: [bytes.slice(0, end)] });
  }
  for (const { file, offset, frame } of reading.frames) takeFrame(reading, file, offset, frame);
  const last = segments.at(-1);
  if (last === undefined) return undefined;
  const { frames: _, records, metadata, ...state } = reading;
  if (metadata === undefined) {
    throw new StorageError(formatSegmentName(last), size, 'no metadata record', 'cannot use none as id');
  }
  return { records, position: { segments, size, metadata, ...state }, tornBytes, repairs };
}

/** The log's files, ascending, none missing between the first and the last. */
function segmentsOf(image: DiskImage): SegmentName[] {
  const segments: SegmentName[] = [];
  for (const file of fileNames(image, WAL_FOLDER)) {
    const segment = parseSegmentName(file);
    if (segment === undefined) continue;
    const before = segments.at(-1);
    if (before !== undefined && before.sequence + 1 !== segment.sequence) {
      throw new StorageError(file, 0, `segment ${before.sequence + 1} before it is missing`);
    }
    segments.push(segment);
  }
  return segments;
}

/** Reads one segment and answers where its last whole record ends. */
function readSegment(reading: Reading, file: string, bytes: Uint8Array, isLast: boolean): number {
  let offset = 0;
  while (offset < bytes.length) {
    const found = decodeFrame(bytes, offset);
    if (isFrame(found)) {
      const problem = crcProblem(reading.crc, found);
      if (problem !== undefined) {
        if (isLast && hasUnwrittenSector(bytes, offset, found.end)) return offset;
        const words = found.type === walRecordNumber.crc ? 'wal: crc mismatch' : 'walpb: crc mismatch';
        throw new StorageError(file, offset, problem, `etcdmain: ${words}`);
      }
      reading.crc = found.crc;
      reading.frames.push({ file, offset, frame: found });
      offset = found.end;
    } else if (found.type === 'end') {
      return offset;
    } else if (found.type === 'torn') {
      if (isLast) return offset;
      const reason = 'a record is cut short, and the log goes on in another file';
      throw new StorageError(file, offset, reason, unrepaired('unexpected EOF'));
    } else {
      if (isLast && hasUnwrittenSector(bytes, offset, found.end)) return offset;
      throw new StorageError(file, offset, 'no record', `etcdmain: ${found.reason}`);
    }
  }
  return offset;
}

/** What the second reading finds, that of all records: the first one looks for marks of snapshots alone. */
export function unrepaired(problem: string): string {
  return `etcdserver: read wal error (${problem}) and cannot be repaired`;
}

/** A crc record states the sum so far (at the head of the first segment we have, it is where we begin). */
function crcProblem(crcBefore: number, frame: Frame): string | undefined {
  const isSum = frame.type === walRecordNumber.crc;
  if (isSum && crcBefore === 0) return undefined;
  const expected = isSum ? crcBefore : crc32c(frame.data, crcBefore);
  if (expected === frame.crc) return undefined;
  return `crc mismatch: the record says ${hex(frame.crc)}, its data ${hex(expected)}`;
}

function takeFrame(reading: Reading, file: string, offset: number, frame: Frame): void {
  if (frame.type === walRecordNumber.crc) return;
  const record = decodeOrFail(file, offset, frame);
  reading.records.push(record);
  switch (record.type) {
    case 'metadata':
      if (reading.metadata !== undefined && !isEqual(reading.metadata, record.metadata)) {
        throw new StorageError(
          file,
          offset,
          'the metadata is not that of the segment before',
          unrepaired('wal: conflicting metadata found'),
        );
      }
      reading.metadata = record.metadata;
      return;
    case 'entry':
      reading.lastIndex = record.entry.index;
      return;
    case 'state':
      reading.hardState = record.hardState;
      return;
    case 'snapshot':
      reading.lastIndex = Math.max(reading.lastIndex, record.mark.index);
      return;
    default:
      unreachable(record);
  }
}

function decodeOrFail(file: string, offset: number, frame: Frame): WalRecord {
  let record: WalRecord | undefined;
  try {
    record = lasting(decodeRecord(frame.type, frame.data), frame.data);
  } catch (error) {
    throw new StorageError(file, offset, error instanceof Error ? error.message : String(error));
  }
  if (record === undefined) {
    const reason = `unknown record type ${frame.type}`;
    throw new StorageError(file, offset, reason, unrepaired(`unexpected block type ${frame.type}`));
  }
  return record;
}

/**
 * Records outlive the joined bytes of their file, so they share nothing with them. What an entry carries is a copy then,
 * but a large one, which ends its record, is on the disk as a piece of its own, and shared with it.
 */
function lasting(record: WalRecord | undefined, bytes: Uint8Array): WalRecord | undefined {
  if (record?.type === 'metadata') return { type: 'metadata', metadata: record.metadata.slice() };
  if (record?.type !== 'entry' || record.entry.data === undefined) return record;
  const { data } = record.entry;
  const piece = originalOf(bytes.subarray(bytes.length - data.length));
  if (piece === undefined || !isEqual(piece, data)) return record;
  return { type: 'entry', entry: { ...record.entry, data: piece } };
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
