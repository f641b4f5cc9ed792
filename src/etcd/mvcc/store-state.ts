import type { Revision } from '../../base/flavor.ts';
import { BTree, NODE_SIZE } from './btree.ts';
import { recordHash } from './content-hash.ts';
import type { EncodedRecords } from './encoded-records.ts';
import { addToIndex, cloneIndex, emptyIndex, type KeyIndex } from './key-index.ts';
import { compareRevisions, type KeyRecord, type StoreRevision } from './key-record.ts';
import { storedSize } from './stored-form.ts';

/** What a store is: two views of the same records, and a few numbers that follow them. */
export interface StoreState {
  /** By key (etcd: treeIndex). */
  readonly index: KeyIndex;
  /** By revision (etcd: the key bucket of its database). What watchers are fed from, and what is saved. */
  readonly changes: BTree<StoreRevision, KeyRecord>;
  /** The newest main revision; 1 for a store nothing was written to. */
  revision: Revision;
  /** The last compaction; -1 before any (so that a first compaction at 0 is allowed, as in etcd). */
  compacted: Revision;
  /**
   * Up to where that compaction has removed what it makes invisible; undefined: it is done. Records from here to
   * `compacted` may still be there and must not be shown (compaction.ts).
   */
  sweptTo: StoreRevision | undefined;
  /** A tombstone made at just the revision of a compaction outlives it. */
  readonly keepsTombstones: boolean;
  /** Keys that are there now. */
  liveKeys: number;
  /** Sum of recordHash over all records ever written, mod 2^32. */
  recordSum: number;
  /** Bytes of the records that are there, as etcd's database holds them. */
  bytesInUse: number;
  /** The most there ever were since the last defragmentation: a database file does not shrink by itself. */
  bytesAllocated: number;
  /** What of it has been encoded for snapshots; undefined: nothing yet. */
  encoded: EncodedRecords | undefined;
}

export function emptyState(keepsTombstones: boolean): StoreState {
  return {
    index: emptyIndex(),
    changes: new BTree<StoreRevision, KeyRecord>(undefined, compareRevisions, NODE_SIZE),
    revision: 1,
    compacted: -1,
    sweptTo: undefined,
    keepsTombstones,
    liveKeys: 0,
    recordSum: 0,
    bytesInUse: 0,
    bytesAllocated: 0,
    encoded: undefined,
  };
}

/** A state of its own that shares all nodes of the trees until one of the two writes. */
export function cloneState(state: StoreState): StoreState {
  return { ...state, index: cloneIndex(state.index), changes: state.changes.clone() };
}

/**
 * Whether two stores, of which one follows the other, have the very same records: they are as many, up to the same one, and both
 * have done with the same compaction.
 */
export function haveSameRecords(a: StoreState, b: StoreState): boolean {
  return (
    a.changes.maxKey() === b.changes.maxKey() &&
    a.revision === b.revision &&
    a.compacted === b.compacted &&
    a.sweptTo === undefined &&
    b.sweptTo === undefined &&
    a.keepsTombstones === b.keepsTombstones &&
    a.changes.size === b.changes.size &&
    a.index.newest.size === b.index.newest.size &&
    a.index.older.size === b.index.older.size
  );
}

/** Files a new record, on top of the key's newest one before it, by key and by revision and adds it to the sums. `revision` stays: that is the transaction's. */
export function addRecord(state: StoreState, record: KeyRecord, before: KeyRecord | undefined): void {
  fileRecord(state, record, before);
  state.recordSum = (state.recordSum + recordHash(record)) >>> 0;
  state.bytesInUse += storedSize(record);
  state.bytesAllocated = Math.max(state.bytesAllocated, state.bytesInUse);
}

/** The same without the sums, for a store that only answers reads. */
export function fileRecord(state: StoreState, record: KeyRecord, before: KeyRecord | undefined): void {
  addToIndex(state.index, record, before);
  const wasLive = before !== undefined && !before.deleted;
  state.changes.set(record, record);
  state.liveKeys += Number(!record.deleted) - Number(wasLive);
}
