import type { Revision } from '../../base/flavor.ts';
import { NO_BYTES, type KeyRecord, type StoreRevision } from './key-record.ts';

/**
 * All that is known of one key, newest first (etcd: keyIndex, key_index.go). A tombstone ends one generation of the
 * key; the put after it begins the next, with createRevision and version counting anew:
 *
 *     put a (2), put a (3), del a (5), put a (8)
 *
 *     revision   8 ──▶ 5 ──▶ 3 ──▶ 2
 *                put   del   put   put
 *     create     8     -     2     2
 *     version    1     -     2     1
 *                └ 2nd ┘└ 1st generation ┘
 *
 * etcd keeps a list of generations, each a list of revisions, and looks the values up in its database. Here a cell
 * holds the record itself, and the cells form a list that shares its tail with the list before: a put is one new
 * cell, and clones of a store share everything.
 */
export interface KeyIndex {
  readonly newest: KeyRecord;
  readonly older: KeyIndex | undefined;
}

/** The record of a put on top of what there is. */
export function nextPut(
  index: KeyIndex | undefined,
  key: Uint8Array,
  value: Uint8Array,
  lease: number,
  revision: StoreRevision,
): KeyRecord {
  const before = index === undefined || index.newest.deleted ? undefined : index.newest;
  return {
    key: before?.key ?? key,
    value,
    revision,
    createRevision: before?.createRevision ?? revision.main,
    version: (before?.version ?? 0) + 1,
    lease,
    deleted: false,
  };
}

export function tombstone(key: Uint8Array, revision: StoreRevision): KeyRecord {
  return { key, value: NO_BYTES, revision, createRevision: 0, version: 0, lease: 0, deleted: true };
}

/** What a reader at revision `at` sees of the key; undefined if it was not there (yet, or any more). */
export function recordAt(index: KeyIndex, at: Revision): KeyRecord | undefined {
  for (let cell: KeyIndex | undefined = index; cell !== undefined; cell = cell.older) {
    if (cell.newest.revision.main <= at) return cell.newest.deleted ? undefined : cell.newest;
  }
  return undefined;
}

/** Oldest first. */
export function recordsOf(index: KeyIndex | undefined): KeyRecord[] {
  const records: KeyRecord[] = [];
  for (let cell = index; cell !== undefined; cell = cell.older) records.push(cell.newest);
  return records.reverse();
}

/**
 * What a compaction at revision `at` leaves: everything after `at`, and of the rest only what a reader at `at` sees,
 * so that reads at `at` itself still work. The same object if nothing goes; undefined if nothing is left and the key
 * is forgotten. What goes is added to `dropped`.
 */
export function compactIndex(index: KeyIndex, at: Revision, dropped: KeyRecord[]): KeyIndex | undefined {
  const kept: KeyRecord[] = [];
  let cell: KeyIndex | undefined = index;
  while (cell !== undefined && cell.newest.revision.main > at) {
    kept.push(cell.newest);
    cell = cell.older;
  }
  if (cell === undefined) return index;
  if (!cell.newest.deleted) {
    if (cell.older === undefined) return index;
    kept.push(cell.newest);
    cell = cell.older;
  }
  for (; cell !== undefined; cell = cell.older) dropped.push(cell.newest);
  return listOf(kept);
}

/** Records newest first, as an index. */
function listOf(records: readonly KeyRecord[]): KeyIndex | undefined {
  return records.reduceRight<KeyIndex | undefined>((older, newest) => ({ newest, older }), undefined);
}
