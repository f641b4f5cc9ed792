import type { ByteSource } from '../../base/byte-source.ts';

/** A file of the log, as its name says. */
export interface SegmentFile {
  readonly source: ByteSource;
  readonly name: string;
  /** Counts up by one from file to file. */
  readonly sequence: number;
  /** One more than the last entry written before it. */
  readonly firstIndex: number;
}

export interface SegmentFiles {
  /** By name, which is the order in which etcd reads them. */
  readonly segments: readonly SegmentFile[];
  /** Files that a start leaves aside: `0.tmp`, what a repair has put away (`.wal.broken`), anything else. */
  readonly ignored: readonly string[];
}

/**
 * Which of a directory's files are of the log (etcd: wal/util.go): names of two hexadecimal numbers that end in `.wal`. etcd is not strict
 * about what lies between the second number and the end, and about how many digits there are; neither is this.
 */
export function segmentFiles(sources: readonly ByteSource[]): SegmentFiles {
  const segments: SegmentFile[] = [];
  const ignored: string[] = [];
  for (const source of sources) {
    const numbers = numbersOf(source.name);
    if (numbers === undefined) ignored.push(source.name);
    else segments.push({ source, name: source.name, ...numbers });
  }
  segments.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { segments, ignored };
}

function numbersOf(name: string): { sequence: number; firstIndex: number } | undefined {
  const match = /^([0-9a-fA-F]{1,16})-([0-9a-fA-F]{1,16})\.wal/.exec(name);
  if (match === null || !name.endsWith('.wal')) return undefined;
  return { sequence: Number(`0x${match[1]}`), firstIndex: Number(`0x${match[2]}`) };
}

/** The last segment whose name does not begin beyond this index; -1 for none (etcd: searchIndex). */
export function segmentOfIndex(segments: readonly SegmentFile[], index: number): number {
  return segments.findLastIndex((segment) => segment.firstIndex <= index);
}

/** Where a file is missing from here on, by etcd's measure, which does not see one that is missing after number 0 (isValidSeq). */
export function brokenSequence(segments: readonly SegmentFile[], from: number): number {
  let last = 0;
  for (let i = from; i < segments.length; i++) {
    const sequence = segments[i]?.sequence ?? 0;
    if (last !== 0 && last !== sequence - 1) return i;
    last = sequence;
  }
  return -1;
}
