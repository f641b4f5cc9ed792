import { joinPieces } from '../../base/large-bytes.ts';
import { unreachable } from '../../base/assert.ts';
import type { Revision } from '../../base/flavor.ts';
import type { EtcdErrorCode, KeyValue, OperationResult, StoreRequest } from '../request.ts';
import { beginCompaction, compactStep, isForgotten, visitChanges } from './compaction.ts';
import { storeHash } from './content-hash.ts';
import { hashKv, type HashKv } from './hash-kv.ts';
import { versionsOf } from './key-index.ts';
import { keyValueOf, type KeyRecord } from './key-record.ts';
import { readRange, type RangeAnswer } from './range-read.ts';
import {
  decodeStore,
  encodeStore,
  storeOfBucket,
  type BucketCompaction,
  type StoredRecord,
} from './snapshot-codec.ts';
import {
  addRecord,
  cloneState,
  emptyState,
  fileRecord,
  haveSameRecords,
  type StoreState,
} from './store-state.ts';
import { WriteTransaction } from './write-transaction.ts';

export type StoreAnswer =
  | { readonly ok: true; readonly result: OperationResult }
  | { readonly ok: false; readonly error: EtcdErrorCode };

type Operation<Type extends StoreRequest['type']> = Extract<StoreRequest, { type: Type }>;

/** A change as the store's pictures name it. */
export interface StoreChange {
  readonly revision: Revision;
  readonly key: Uint8Array;
  readonly type: 'put' | 'delete';
}

/** Records a compaction looks at in one piece: less than a millisecond (etcd: defaultCompactBatchLimit, 1000, every 10 ms). */
export const COMPACTION_BATCH = 100;

/** An empty database of etcd's has five pages. */
const PAGE_BYTES = 4096;
const EMPTY_PAGES = 5;

/**
 * etcd's multi-version store (server/mvcc): every revision since the last compaction can be read. A pure function of
 * the operations applied to it, in order. Keys and values are kept as they are given: nobody may change their bytes
 * afterwards.
 */
export class KvStore {
  #state: StoreState;

  private constructor(state: StoreState) {
    this.#state = state;
  }

  /** `keepsTombstones`: a deletion made at just the revision of a compaction is still told to watches that begin there. */
  static create(keepsTombstones = false): KvStore {
    return new KvStore(emptyState(keepsTombstones));
  }

  /** Of the last write; 1 for a fresh store. */
  get revision(): Revision {
    return this.#state.revision;
  }

  /** Reads below it fail; 0 before any compaction. */
  get compactRevision(): Revision {
    return Math.max(0, this.#state.compacted);
  }

  /** The same, but -1 before any compaction, as etcd counts: -1 is then still a revision that may be asked for. */
  get firstRevision(): Revision {
    return this.#state.compacted;
  }

  /** As etcd keeps it: -1 before any compaction, and after one at 0 it is 0. */
  get lastCompaction(): Revision {
    return this.#state.compacted;
  }

  /** Keys that are there now. */
  get keyCount(): number {
    return this.#state.liveKeys;
  }

  /** Whether a compaction has records left to remove: `compactStep` goes on with it. */
  get isCompacting(): boolean {
    return this.#state.sweptTo !== undefined;
  }

  /** What a database file with these records would take, in bytes: it only grows, until `defragment`. */
  get sizeBytes(): number {
    return pages(this.#state.bytesAllocated);
  }

  /** What of it is in use. A member's own matter, like `sizeBytes`: it depends on how far a compaction has come. */
  get sizeInUseBytes(): number {
    return pages(this.#state.bytesInUse);
  }

  /** Does one operation. Errors: emptyKey, compacted, futureRevision; then nothing has changed. */
  apply(operation: StoreRequest): StoreAnswer {
    switch (operation.type) {
      case 'put':
        return this.#put(operation);
      case 'range':
        return this.range(operation);
      case 'deleteRange':
        return this.#deleteRange(operation);
      case 'compact':
        return this.compact(operation.revision);
      default:
        return unreachable(operation);
    }
  }

  /** Reads; whether from a fresh enough store (`consistency`) is for the caller to know. */
  range(operation: Operation<'range'>): RangeAnswer | { readonly ok: false; readonly error: 'emptyKey' } {
    if (operation.key.length === 0) return { ok: false, error: 'emptyKey' };
    return readRange(this.#state, operation, this.#state.revision);
  }

  /** Several writes as one revision. */
  beginWrite(): WriteTransaction {
    return new WriteTransaction(this.#state);
  }

  /**
   * Forgets what nobody reading at or after `revision` can see. Reads below it fail at once; of the records, this call
   * looks at no more than `records`. Errors: compacted, futureRevision.
   */
  compact(revision: Revision, records = COMPACTION_BATCH): StoreAnswer {
    if (revision <= this.#state.compacted) return refused('compacted');
    if (revision > this.#state.revision) return refused('futureRevision');
    beginCompaction(this.#state, revision);
    this.compactStep(records);
    return done({ type: 'compact', revision: this.#state.revision });
  }

  /**
   * Goes on removing what the last compaction has hidden: looks at no more than `records` records, so that nobody has
   * to wait for all of them. Whether there is more to do. Changes no answer, no hash and nothing that is saved.
   */
  compactStep(records = COMPACTION_BATCH): boolean {
    return compactStep(this.#state, records);
  }

  /** Gives the room of removed records back: `sizeBytes` becomes what is in use. */
  defragment(): void {
    this.#state.bytesAllocated = this.#state.bytesInUse;
  }

  /** Equal on stores with equal revisions and equal histories. uint32. Cheap, and not etcd's: that is `hashKv`. */
  hash(): number {
    return storeHash(this.revision, this.compactRevision, this.#state.recordSum);
  }

  /** etcd's hash of everything up to `revision` (0: the newest); looks at every record. */
  hashKv(revision: Revision): HashKv | 'compacted' | 'futureRevision' {
    return hashKv(this.#state, revision);
  }

  /** Every change of the key that is still known, oldest first. */
  keyHistory(key: Uint8Array): (KeyValue & { readonly deleted: boolean })[] {
    return versionsOf(this.#state.index, key)
      .filter((record) => !isForgotten(this.#state, record))
      .map((record) => Object.assign(keyValueOf(record), { deleted: record.deleted }));
  }

  /** The last changes, oldest first, at most `limit`. */
  recentChanges(limit: number): StoreChange[] {
    const recent: StoreChange[] = [];
    for (const [, record] of this.#state.changes.entriesReversed()) {
      if (recent.length >= limit) break;
      if (!isForgotten(this.#state, record)) recent.push(changeOf(record));
    }
    return recent.reverse();
  }

  /**
   * The changes from `revision` on, one item a revision, its writes in order: what a watch from there replays.
   * 'compacted' if some of them are no longer known. From exactly the compacted revision only what a reader there sees
   * is known: of its deletions nothing, as in etcd 3.4, unless tombstones are kept.
   */
  changesFrom(revision: Revision): (readonly KeyRecord[])[] | 'compacted' {
    if (revision < this.#state.compacted) return 'compacted';
    const changes: KeyRecord[][] = [];
    visitChanges(this.#state, revision, (record) => {
      const last = changes.at(-1);
      if (last?.[0]?.main === record.main) last.push(record);
      else changes.push([record]);
    });
    return changes;
  }

  /** Calls `visit` with each change from main revision `from` on, in order, until it returns false. */
  visitChanges(from: Revision, visit: (record: KeyRecord) => boolean | void): void {
    visitChanges(this.#state, from, visit);
  }

  /**
   * Takes over what has been written to another store that was equal to this one: its records in order, and up to which
   * revision it has been compacted since, if it has been. Then this one answers reads as the other; hash and sizes it
   * does not follow. `replaced` hears of every
   * record, and of the newest of its key before it.
   */
  follow(
    records: readonly KeyRecord[],
    compacted: Revision | undefined,
    replaced: (record: KeyRecord, before: KeyRecord | undefined) => void,
  ): void {
    const state = this.#state;
    for (const record of records) {
      const before = state.index.newest.get(record.key);
      fileRecord(state, record, before);
      state.revision = record.main;
      replaced(record, before);
    }
    if (compacted === undefined) return;
    beginCompaction(state, compacted);
    compactStep(state, Infinity);
  }

  /** The store comes from a snapshot: `restoredRevision` says how far it is, of what the snapshot says and its newest record. */
  setRestored(restoredRevision: (saved: Revision, newest: Revision) => Revision): void {
    const newest = this.#state.changes.maxKey()?.main ?? 1;
    this.#state.revision = restoredRevision(this.#state.revision, newest);
  }

  /** Keys of another store that are not here stay, as if nobody had deleted them. */
  leaveKeysOf(other: KvStore): void {
    for (const record of other.#state.index.newest.values()) {
      const isLeft = !record.deleted && this.#state.index.newest.get(record.key) === undefined;
      if (isLeft) addRecord(this.#state, record, undefined);
    }
  }

  /** Equal stores give equal bytes. */
  save(): Uint8Array {
    return joinPieces(this.savePieces());
  }

  /** The same bytes in pieces, of which large values are some. */
  savePieces(): readonly Uint8Array[] {
    return encodeStore(this.#state);
  }

  /** The store that `save` wrote. Throws StoreFormatError on anything else. */
  static restore(bytes: Uint8Array, keepsTombstones = false): KvStore {
    return new KvStore(decodeStore(bytes, keepsTombstones));
  }

  /** The store that etcd's key bucket holds. Throws StoreFormatError. */
  static ofBucket(records: Iterable<StoredRecord>, compaction: BucketCompaction): KvStore {
    return new KvStore(storeOfBucket(records, compaction));
  }

  /** A store of its own, at constant cost: the trees are shared until one of the two writes. */
  clone(): KvStore {
    return new KvStore(cloneState(this.#state));
  }

  /**
   * Keeps the trees of a store that has followed the same writes, or was followed, in the place of its own equal ones: the two take
   * the room of one until either writes. Whether it did: while either still removes what a compaction has hidden, it does not.
   */
  shareTreesOf(other: KvStore): boolean {
    if (!haveSameRecords(this.#state, other.#state)) return false;
    const { index, changes } = cloneState(other.#state);
    this.#state = { ...this.#state, index, changes };
    return true;
  }

  #put(operation: Operation<'put'>): StoreAnswer {
    if (operation.key.length === 0) return refused('emptyKey');
    const write = this.beginWrite();
    const before = operation.prevKv === true ? write.get(operation.key) : undefined;
    write.put(operation.key, operation.value, operation.lease);
    const revision = write.end();
    return done(
      before === undefined
        ? { type: 'put', revision }
        : { type: 'put', revision, prevKv: keyValueOf(before) },
    );
  }

  #deleteRange(operation: Operation<'deleteRange'>): StoreAnswer {
    if (operation.key.length === 0) return refused('emptyKey');
    const write = this.beginWrite();
    const before = operation.prevKv === true ? write.range(operation) : [];
    const deleted = write.deleteRange(operation);
    const revision = write.end();
    return done({
      type: 'deleteRange',
      revision,
      deleted,
      prevKvs: before.map((record) => keyValueOf(record)),
    });
  }
}

function done(result: OperationResult): StoreAnswer {
  return { ok: true, result };
}

function refused(error: EtcdErrorCode): StoreAnswer {
  return { ok: false, error };
}

function pages(bytes: number): number {
  return (EMPTY_PAGES + Math.ceil(bytes / PAGE_BYTES)) * PAGE_BYTES;
}

function changeOf(record: KeyRecord): StoreChange {
  return {
    revision: record.main,
    key: record.key,
    type: record.deleted ? 'delete' : 'put',
  };
}
