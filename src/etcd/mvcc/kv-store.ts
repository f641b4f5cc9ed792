import { unreachable } from '../../base/assert.ts';
import type { Revision } from '../../base/flavor.ts';
import type { EtcdErrorCode, KeyValue, OperationResult, StoreRequest } from '../request.ts';
import { storeHash } from './content-hash.ts';
import { recordsOf } from './key-index.ts';
import { keyValueOf, type KeyRecord } from './key-record.ts';
import { decodeStore, encodeStore } from './snapshot-codec.ts';
import { cloneState, compactState, emptyState, liveRecords, type StoreState } from './store-state.ts';
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

/**
 * etcd's multi-version store (server/mvcc): every revision since the last compaction can be read. A pure function of
 * the operations applied to it, in order. Keys and values are kept as they are given: nobody may change their bytes
 * afterwards.
 */
export class KvStore {
  readonly #state: StoreState;

  private constructor(state: StoreState) {
    this.#state = state;
  }

  static create(): KvStore {
    return new KvStore(emptyState());
  }

  /** Of the last write; 1 for a fresh store. */
  get revision(): Revision {
    return this.#state.revision;
  }

  /** Reads below it fail; 0 before any compaction. */
  get compactRevision(): Revision {
    return Math.max(0, this.#state.compacted);
  }

  /** Keys that are there now. */
  get keyCount(): number {
    return this.#state.liveKeys;
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
        return this.#compact(operation);
      default:
        return unreachable(operation);
    }
  }

  /** Reads; whether from a fresh enough store (`consistency`) is for the caller to know. */
  range(operation: Operation<'range'>): StoreAnswer {
    if (operation.key.length === 0) return refused('emptyKey');
    const { revision } = this.#state;
    if (operation.revision > revision) return refused('futureRevision');
    const at = operation.revision <= 0 ? revision : operation.revision;
    if (at < this.#state.compacted) return refused('compacted');
    const found = liveRecords(this.#state, operation, at);
    const limit = operation.limit !== undefined && operation.limit > 0 ? operation.limit : Infinity;
    const shown = operation.countOnly === true ? [] : found.slice(0, limit);
    return done({
      type: 'range',
      revision,
      kvs: shown.map((record) => keyValueOf(record, operation.keysOnly)),
      count: found.length,
      more: operation.countOnly !== true && shown.length < found.length,
    });
  }

  /** Several writes as one revision. */
  beginWrite(): WriteTransaction {
    return new WriteTransaction(this.#state);
  }

  /** Equal on stores with equal revisions and equal records, history included. uint32. */
  hash(): number {
    return storeHash(this.revision, this.compactRevision, this.#state.recordSum);
  }

  /** Every change of the key that is still known, oldest first. */
  keyHistory(key: Uint8Array): (KeyValue & { readonly deleted: boolean })[] {
    const history: (KeyValue & { readonly deleted: boolean })[] = [];
    for (const record of recordsOf(this.#state.keys.get(key))) {
      history.push({ ...keyValueOf(record), deleted: record.deleted });
    }
    return history;
  }

  /** The last changes, oldest first, at most `limit`. */
  recentChanges(limit: number): StoreChange[] {
    const recent: StoreChange[] = [];
    for (const [, records] of this.#state.changes.entriesReversed()) {
      for (let i = records.length - 1; i >= 0 && recent.length < limit; i--) {
        const record = records[i];
        if (record !== undefined) recent.push(changeOf(record));
      }
      if (recent.length >= limit) break;
    }
    return recent.reverse();
  }

  /**
   * The changes from `revision` on, one item a revision, its writes in order: what a watch from there replays.
   * 'compacted' if some of them are no longer known.
   */
  changesFrom(revision: Revision): (readonly KeyRecord[])[] | 'compacted' {
    if (revision < this.#state.compacted) return 'compacted';
    return [...this.#state.changes.values(revision)];
  }

  save(): Uint8Array {
    return encodeStore(this.#state);
  }

  /** The store that `save` wrote. Throws StoreFormatError on anything else. */
  static restore(bytes: Uint8Array): KvStore {
    return new KvStore(decodeStore(bytes));
  }

  /** A store of its own, at constant cost: the trees are shared until one of the two writes. */
  clone(): KvStore {
    return new KvStore(cloneState(this.#state));
  }

  #put(operation: Operation<'put'>): StoreAnswer {
    if (operation.key.length === 0) return refused('emptyKey');
    const write = this.beginWrite();
    const before = operation.prevKv === true ? write.range({ key: operation.key })[0] : undefined;
    write.put(operation.key, operation.value);
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

  #compact(operation: Operation<'compact'>): StoreAnswer {
    const { revision, compacted } = this.#state;
    if (operation.revision <= compacted) return refused('compacted');
    if (operation.revision > revision) return refused('futureRevision');
    compactState(this.#state, operation.revision);
    return done({ type: 'compact', revision });
  }
}

function done(result: OperationResult): StoreAnswer {
  return { ok: true, result };
}

function refused(error: EtcdErrorCode): StoreAnswer {
  return { ok: false, error };
}

function changeOf(record: KeyRecord): StoreChange {
  return {
    revision: record.revision.main,
    key: record.key,
    type: record.deleted ? 'delete' : 'put',
  };
}
