import type { LogIndex, Term } from '../base/flavor.ts';

export const WAL_FOLDER = 'wal/';
export const SNAPSHOT_FOLDER = 'snap/';

/** A file of the write-ahead log. Its first entry, if it has any, is `firstIndex` or one that replaces an older entry. */
export interface SegmentName {
  /** Counts up by one from file to file. */
  readonly sequence: number;
  /** One more than the last entry written before it. */
  readonly firstIndex: LogIndex;
}

/** A snapshot's file is named after the last entry it contains. */
export interface SnapshotName {
  readonly term: Term;
  readonly index: LogIndex;
}

/** etcd: walName. */
export function formatSegmentName({ sequence, firstIndex }: SegmentName): string {
  return `${WAL_FOLDER}${hex16(sequence)}-${hex16(firstIndex)}.wal`;
}

export function parseSegmentName(file: string): SegmentName | undefined {
  const match = /^wal\/([0-9a-f]{16})-([0-9a-f]{16})\.wal$/.exec(file);
  if (match === null) return undefined;
  return { sequence: Number(`0x${match[1]}`), firstIndex: Number(`0x${match[2]}`) };
}

export function formatSnapshotName({ term, index }: SnapshotName): string {
  return `${SNAPSHOT_FOLDER}${hex16(term)}-${hex16(index)}.snap`;
}

export function parseSnapshotName(file: string): SnapshotName | undefined {
  const match = /^snap\/([0-9a-f]{16})-([0-9a-f]{16})\.snap$/.exec(file);
  if (match === null) return undefined;
  const term = BigInt(`0x${match[1]}`);
  return {
    term: term <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(term) : term,
    index: Number(`0x${match[2]}`),
  };
}

function hex16(value: number | bigint): string {
  return value.toString(16).padStart(16, '0');
}
