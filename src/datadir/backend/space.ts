import type { Revision } from '../../base/flavor.ts';
import type { Db } from '../../bbolt/db.ts';
import type { PageReport } from '../../bbolt/report.ts';
import { REVISION_KEY_BYTES } from '../../etcd/mvcc/stored-form.ts';
import { KeyNames } from './key-names.ts';
import type { KeyTimes } from './key-times.ts';

/** What a leaf page spends on an element beside its key and value. */
const ELEMENT_BYTES = 16;

/** Records and their bytes, as they take room in leaf pages. */
export interface Share {
  readonly records: number;
  readonly bytes: number;
}

/** What the records of some keys take. */
export interface Spent {
  /** What a reader sees now. */
  readonly live: Share;
  /** Puts that a newer record of the key stands behind: here for reads in the past. */
  readonly old: Share;
  readonly tombstones: Share;
}

export interface PrefixSpace extends Spent {
  /** Empty: keys that have no separator. */
  readonly prefix: Uint8Array;
  /** Keys with this prefix, those that are deleted by now among them. */
  readonly keys: number;
}

/** Bytes of a record in a leaf page. */
export function recordBytes(times: KeyTimes, position: number): number {
  return (
    ELEMENT_BYTES + REVISION_KEY_BYTES + Number(times.isTombstone(position)) + times.keyValueBytes(position)
  );
}

/** A share that is being added up. */
interface Count {
  records: number;
  bytes: number;
}

interface Sums {
  keys: number;
  readonly live: Count;
  readonly old: Count;
  readonly tombstones: Count;
}

function noCount(): Count {
  return { records: 0, bytes: 0 };
}

function noSums(): Sums {
  return { keys: 0, live: noCount(), old: noCount(), tombstones: noCount() };
}

function add(count: Count | undefined, bytes: number): void {
  if (count === undefined) return;
  count.records++;
  count.bytes += bytes;
}

function bytesOf(sums: Sums | undefined): number {
  return sums === undefined ? 0 : sums.live.bytes + sums.old.bytes + sums.tombstones.bytes;
}

/** Of all keys together. */
export function spaceOfKeys(times: KeyTimes): Spent {
  const sums = noSums();
  addRecords(times, () => sums);
  const { live, old, tombstones } = sums;
  return { live, old, tombstones };
}

export interface PrefixOptions {
  /** A byte; '/' if nothing is said. */
  readonly separator?: number;
  /** A prefix ends with its so many-th separator; one at the beginning of the key is not counted. 2 if nothing is said. */
  readonly depth?: number;
  /** So many prefixes are told, the largest first; what is left is one sum. 100 if nothing is said. */
  readonly most?: number;
}

/** Where the bytes are: by what the keys begin with. */
export function spaceByPrefix(
  times: KeyTimes,
  { separator = 0x2f, depth = 2, most = 100 }: PrefixOptions = {},
): { readonly prefixes: readonly PrefixSpace[]; readonly rest: Spent & { readonly prefixes: number } } {
  const { names } = times;
  const prefixes = new KeyNames();
  const groups = new Uint32Array(names.size);
  const sums: Sums[] = [];
  for (let number = 0; number < groups.length; number++) {
    const key = names.at(number);
    const group = prefixes.numberOf(key, 0, prefixEnd(key, separator, depth));
    groups[number] = group;
    (sums[group] ??= noSums()).keys++;
  }
  addRecords(times, (position) => sums[groups[times.keyNumber(position)] ?? 0]);
  const order = sums.map((_, group) => group).sort((a, b) => bytesOf(sums[b]) - bytesOf(sums[a]));
  const told = order.slice(0, most);
  const rest = { ...noSums(), prefixes: order.length - told.length };
  for (const group of order.slice(most)) {
    for (const kind of ['live', 'old', 'tombstones'] as const) {
      rest[kind].records += sums[group]?.[kind].records ?? 0;
      rest[kind].bytes += sums[group]?.[kind].bytes ?? 0;
    }
  }
  return {
    prefixes: told.map((group) => {
      const { keys, live, old, tombstones } = sums[group] ?? noSums();
      return { prefix: prefixes.at(group), keys, live, old, tombstones };
    }),
    rest,
  };
}

function addRecords(times: KeyTimes, sumsOf: (position: number) => Sums | undefined): void {
  const newest = times.newestAt(Infinity);
  for (let position = 0; position < times.length; position++) {
    const sums = sumsOf(position);
    const bytes = recordBytes(times, position);
    if (times.isTombstone(position)) add(sums?.tombstones, bytes);
    else if (newest[times.keyNumber(position)] === position + 1) add(sums?.live, bytes);
    else add(sums?.old, bytes);
  }
}

function prefixEnd(key: Uint8Array, separator: number, depth: number): number {
  let end = key[0] === separator ? 1 : 0;
  let found = 0;
  for (let i = 1; i < key.length && found < depth; i++) {
    if (key[i] !== separator) continue;
    end = i + 1;
    found++;
  }
  return end;
}

/**
 * What a compaction at `revision` would remove: all records of it and older ones that nobody who reads at it or later sees.
 * From 3.5.16 and 3.6 on a tombstone of that very revision stays, for a watch that begins there (`keepsTombstones`).
 */
export function compactionGain(times: KeyTimes, revision: Revision, keepsTombstones: boolean): Share {
  const newest = times.newestAt(revision);
  const gain = noCount();
  const end = times.countUpTo(revision);
  for (let position = 0; position < end; position++) {
    const isNewest = newest[times.keyNumber(position)] === position + 1;
    const stays = times.isTombstone(position)
      ? keepsTombstones && times.main(position) === revision
      : isNewest;
    if (!(stays && isNewest)) add(gain, recordBytes(times, position));
  }
  return gain;
}

/** What a whole file takes, and what could be had back. */
export interface Space {
  readonly fileBytes: number;
  /** Up to the high water mark; what is beyond the file has been made longer by, ahead of its need. */
  readonly pageBytes: number;
  /** As `etcdctl endpoint status` has it (`dbSizeInUse`): pages that are not free. */
  readonly inUseBytes: number;
  /** Pages that nothing uses: etcd fills them again, and gives none back before a defragmentation. */
  readonly freeBytes: number;
  /** Bytes within the pages in use that hold something. */
  readonly filledBytes: number;
  /** The part of the pages in use that holds nothing, 0 to 1: half empty pages. */
  readonly fragmentation: number;
  readonly buckets: readonly BucketSpace[];
  readonly keys: Spent;
  /** About the length of the file after a defragmentation. */
  readonly afterDefrag: number;
}

export interface BucketSpace {
  readonly name: Uint8Array;
  readonly keys: number;
  /** Its own pages; 0: it is so small that it is kept within the list of buckets, and so are its bytes. */
  readonly pageBytes: number;
  readonly filledBytes: number;
}

export function spaceOf(db: Db, times: KeyTimes, report: PageReport): Space {
  const { pageSize } = db;
  const pageBytes = report.pages * pageSize;
  const filledBytes = report.trees.reduce((sum, tree) => sum + tree.usedBytes, 0);
  const fileBytes = db.size;
  return {
    fileBytes,
    pageBytes,
    inUseBytes: report.inUseBytes,
    freeBytes: report.free * pageSize,
    filledBytes,
    fragmentation: report.inUseBytes === 0 ? 0 : Math.max(0, 1 - filledBytes / report.inUseBytes),
    // The file's own buckets are those in the first tree, the list of them.
    buckets: report.trees
      .filter(({ parent }) => parent === 0)
      .map(({ name, branches, leaves, overflow, keys, usedBytes }) => {
        return { name, keys, pageBytes: (branches + leaves + overflow) * pageSize, filledBytes: usedBytes };
      }),
    keys: spaceOfKeys(times),
    afterDefrag: defragEstimate(report, pageSize),
  };
}

/** A page of the file that a defragmentation writes is filled so far (backend.go: defragdb). */
const DEFRAG_FILL = 0.9;

/**
 * About the length of the file after a defragmentation: what each bucket's pages hold, in pages filled to nine tenths, less half an
 * element, as a page ends where the next one would not fit; and the pages that every file has (two metas, one of free pages, the list of
 * buckets). Real ones are a few percent longer: some pages are left free behind the last transaction.
 */
export function defragEstimate({ trees }: PageReport, pageSize: number): number {
  let pages = 4;
  for (const { rootPage, overflow, keys, usedBytes } of trees) {
    if (rootPage === 0) continue;
    // Values that are longer than a page keep theirs.
    const bytes = Math.max(0, usedBytes - overflow * pageSize);
    const element = Math.min(bytes / Math.max(1, keys), pageSize / 2);
    pages += overflow + Math.max(1, Math.ceil(bytes / (pageSize * DEFRAG_FILL - element / 2)));
  }
  return pages * pageSize;
}
