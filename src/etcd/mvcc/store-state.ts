import { BTree } from './btree.ts';
import { present } from '../../base/assert.ts';
import type { Revision } from '../../base/flavor.ts';
import { recordHash } from './content-hash.ts';
import { compactIndex, recordAt, type KeyIndex } from './key-index.ts';
import { compareKeys, isBeyondRange, type KeyRange } from './key-range.ts';
import type { KeyRecord } from './key-record.ts';

/** What a store is: two views of the same records, and four numbers that follow them. */
export interface StoreState {
  /** By key (etcd: treeIndex). Holds deleted keys too, until a compaction forgets them. */
  keys: BTree<Uint8Array, KeyIndex>;
  /** By main revision, the writes of each in order of sub (etcd: the key bucket). What watchers are fed from. */
  changes: BTree<Revision, readonly KeyRecord[]>;
  /** The newest main revision; 1 for a store nothing was written to. */
  revision: Revision;
  /** The last compaction; -1 before any (so that a first compaction at 0 is allowed, as in etcd). */
  compacted: Revision;
  /** Keys that are there now. */
  liveKeys: number;
  /** Sum of recordHash over all records, mod 2^32. */
  recordSum: number;
}

export function emptyState(): StoreState {
  return {
    keys: new BTree<Uint8Array, KeyIndex>(undefined, compareKeys),
    changes: new BTree<Revision, readonly KeyRecord[]>(undefined, (a, b) => a - b),
    revision: 1,
    compacted: -1,
    liveKeys: 0,
    recordSum: 0,
  };
}

/** A state of its own that shares all nodes of the trees until one of the two writes. */
export function cloneState(state: StoreState): StoreState {
  return { ...state, keys: state.keys.clone(), changes: state.changes.clone() };
}

/** Puts a new record on top of its key and into the sums; the caller files it under its revision. */
export function addRecord(state: StoreState, record: KeyRecord): void {
  const older = state.keys.get(record.key);
  const wasLive = older !== undefined && !older.newest.deleted;
  state.keys.set(record.key, { newest: record, older });
  state.liveKeys += Number(!record.deleted) - Number(wasLive);
  state.recordSum = (state.recordSum + recordHash(record)) >>> 0;
}

/** What is there at revision `at` in the range, ascending by key. */
export function liveRecords(state: StoreState, range: KeyRange, at: Revision): KeyRecord[] {
  const found: KeyRecord[] = [];
  for (const [key, index] of state.keys.entries(range.key)) {
    if (isBeyondRange(range, key)) break;
    const record = recordAt(index, at);
    if (record !== undefined) found.push(record);
  }
  return found;
}

/** Forgets what no reader at or after revision `at` can see. */
export function compactState(state: StoreState, at: Revision): void {
  const touched: { key: Uint8Array; left: KeyIndex | undefined }[] = [];
  const dropped: KeyRecord[] = [];
  for (const [key, index] of state.keys.entries()) {
    const left = compactIndex(index, at, dropped);
    if (left !== index) touched.push({ key, left });
  }
  for (const { key, left } of touched) {
    if (left === undefined) state.keys.delete(key);
    else state.keys.set(key, left);
  }
  dropChanges(state, dropped);
  state.compacted = at;
}

function dropChanges(state: StoreState, dropped: readonly KeyRecord[]): void {
  const gone = new Set(dropped);
  for (const main of new Set(dropped.map((record) => record.revision.main))) {
    const records = present(state.changes.get(main), 'a record is filed under its revision');
    const kept = records.filter((record) => !gone.has(record));
    if (kept.length === 0) state.changes.delete(main);
    else state.changes.set(main, kept);
  }
  for (const record of dropped) state.recordSum = (state.recordSum - recordHash(record)) >>> 0;
}
