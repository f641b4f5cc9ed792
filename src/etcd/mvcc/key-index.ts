import { assert } from '../../base/assert.ts';
import type { Revision } from '../../base/flavor.ts';
import { BTree, NODE_SIZE } from './btree.ts';
import { compareKeys, isBeyondRange, isOneKey, type KeyRange } from './key-range.ts';
import { compareRevisions, NO_BYTES, type KeyRecord, type StoreRevision } from './key-record.ts';

/**
 * What is known of every key, by key (etcd: treeIndex of keyIndexes, key_index.go). A life of a key, from the put that
 * makes it to the tombstone that ends it, is a generation; the put after a tombstone begins the next, with
 * createRevision and version counting anew:
 *
 *     put a (2), put a (3), del a (5), put a (8)        and b: put b (4)
 *
 *     key        a                          b
 *                ┌ generation 1 ┐ ┌ 2 ┐     ┌ 1 ┐
 *     revision   2      3      5t   8         4           t: tombstone
 *     create     2      2      -    8         4
 *     version    1      2      -    1         1
 *
 *     newest     { a: 8, b: 4 }          one record a key, also if that is a tombstone
 *     older      { a2, a3, a5t }         the superseded ones, by key and then by revision
 *
 * A read of the present looks into `newest` only. A read at revision 4 finds a8 too young and asks `older` for the last
 * record of `a` at or before 4: a3. At 5 it finds the tombstone: not there. Where etcd keeps a list of revisions for
 * each generation and walks it from its end, a tree finds its place in it, however often the key was written; a key
 * that was written once is not in it at all.
 *
 * A compaction at 4 forgets a2 (nobody at or after 4 sees it) and keeps a3 (a reader at 4 does). A compaction at 5
 * forgets a2, a3 and the tombstone itself: to a reader at 5 the key is gone either way. A compaction at 8 leaves a8
 * and b4: the newest put of a key outlives every compaction.
 */
export interface KeyIndex {
  readonly newest: BTree<Uint8Array, KeyRecord>;
  readonly older: BTree<KeyVersion, KeyRecord>;
}

/** One version of one key, to look for. */
export type KeyVersion = Pick<KeyRecord, 'key' | 'main' | 'sub'>;

export function emptyIndex(): KeyIndex {
  return {
    newest: new BTree<Uint8Array, KeyRecord>(undefined, compareKeys, NODE_SIZE),
    older: new BTree<KeyVersion, KeyRecord>(undefined, compareVersions, NODE_SIZE),
  };
}

/** An index of its own: nodes of the trees are shared until one of the two writes. */
export function cloneIndex(index: KeyIndex): KeyIndex {
  return { newest: index.newest.clone(), older: index.older.clone() };
}

/** The record of a put on top of the key's newest one. All records of a key share its bytes. */
export function nextPut(
  newest: KeyRecord | undefined,
  put: Pick<KeyRecord, 'key' | 'value' | 'lease'>,
  at: StoreRevision,
): KeyRecord {
  const before = newest === undefined || newest.deleted ? undefined : newest;
  return {
    key: newest?.key ?? put.key,
    value: put.value,
    main: at.main,
    sub: at.sub,
    createRevision: before?.createRevision ?? at.main,
    version: (before?.version ?? 0) + 1,
    lease: put.lease,
    deleted: false,
  };
}

/** The record that ends the life of the key. */
export function tombstone({ key }: KeyRecord, { main, sub }: StoreRevision): KeyRecord {
  const nothing = { value: NO_BYTES, createRevision: 0, version: 0, lease: 0n };
  return { key, main, sub, ...nothing, deleted: true };
}

/** Makes the record the newest of its key, on top of `before`. */
export function addToIndex(index: KeyIndex, record: KeyRecord, before: KeyRecord | undefined): void {
  if (before !== undefined) {
    assert(compareRevisions(before, record) < 0, 'the changes of a key come in order');
    index.older.set(before, before);
  }
  index.newest.set(record.key, record);
}

/**
 * Forgets the record if nobody reading at or after revision `at` (its own, or a later one) sees it: a tombstone, or a
 * put after which came another change up to `at`. Whether it went. With `keepsTombstones` one made at just that revision
 * stays, for watches that begin there.
 */
export function forgetUnseen(
  index: KeyIndex,
  record: KeyRecord,
  at: Revision,
  keepsTombstones: boolean,
): boolean {
  const newest = index.newest.get(record.key);
  if (!isUnseen(index, record, newest, at, keepsTombstones)) return false;
  if (newest === record) index.newest.delete(record.key);
  else index.older.delete(record);
  return true;
}

/** Whether `forgetUnseen` would forget it. */
export function isUnseenAt(
  index: KeyIndex,
  record: KeyRecord,
  at: Revision,
  keepsTombstones: boolean,
): boolean {
  return isUnseen(index, record, index.newest.get(record.key), at, keepsTombstones);
}

function isUnseen(
  index: KeyIndex,
  record: KeyRecord,
  newest: KeyRecord | undefined,
  at: Revision,
  keepsTombstones: boolean,
): boolean {
  if (record.deleted) return !keepsTombstones || record.main !== at;
  if (newest === undefined || newest === record) return false;
  return newest.main <= at || seenAt(index, newest, at) !== record;
}

/** What a reader at revision `at` sees of the key; undefined if it was not there (yet, or any more). */
export function recordAt(index: KeyIndex, key: Uint8Array, at: Revision): KeyRecord | undefined {
  const newest = index.newest.get(key);
  return newest === undefined ? undefined : seenAt(index, newest, at);
}

/** Calls `visit` with each record that a reader at revision `at` sees in the range, ascending by key. */
export function visitRange(
  index: KeyIndex,
  range: KeyRange,
  at: Revision,
  visit: (record: KeyRecord) => void,
): void {
  if (isOneKey(range)) {
    const record = recordAt(index, range.key, at);
    if (record !== undefined) visit(record);
    return;
  }
  const last = index.newest.maxKey();
  if (last === undefined) return;
  index.newest.forRange(range.key, last, true, (key, newest) => {
    if (isBeyondRange(range, key)) return { break: true };
    const record = seenAt(index, newest, at);
    if (record !== undefined) visit(record);
    return undefined;
  });
}

/** All of the key that is in the index, oldest first. */
export function versionsOf(index: KeyIndex, key: Uint8Array): KeyRecord[] {
  const newest = index.newest.get(key);
  if (newest === undefined) return [];
  const versions: KeyRecord[] = [];
  index.older.forRange({ key: newest.key, main: 0, sub: 0 }, newest, false, (_, record) => {
    versions.push(record);
  });
  versions.push(newest);
  return versions;
}

function seenAt(index: KeyIndex, newest: KeyRecord, at: Revision): KeyRecord | undefined {
  if (newest.main <= at) return newest.deleted ? undefined : newest;
  const { key } = newest;
  const found = index.older.nextLowerPair({ key, main: at + 1, sub: 0 })?.[1];
  return found === undefined || found.deleted || compareSharedKeys(found.key, key) !== 0 ? undefined : found;
}

export function compareVersions(a: KeyVersion, b: KeyVersion): number {
  return compareSharedKeys(a.key, b.key) || a.main - b.main || a.sub - b.sub;
}

/** As compareKeys: mostly it is a key and itself. */
function compareSharedKeys(a: Uint8Array, b: Uint8Array): number {
  return a === b ? 0 : compareKeys(a, b);
}
