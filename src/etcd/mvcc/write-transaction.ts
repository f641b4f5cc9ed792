import { assert } from '../../base/assert.ts';
import type { Revision } from '../../base/flavor.ts';
import type { LeaseId, RangeRequest } from '../request.ts';
import { nextPut, recordAt, tombstone, visitRange } from './key-index.ts';
import type { KeyRange } from './key-range.ts';
import type { KeyRecord, StoreRevision } from './key-record.ts';
import { readRange, type RangeAnswer } from './range-read.ts';
import { addRecord, type StoreState } from './store-state.ts';

/**
 * Writes that become one revision (etcd: storeTxnWrite, kvstore_txn.go). Its own reads see its writes. One at a time
 * on a store, and nothing else on that store until `end`.
 */
export class WriteTransaction {
  readonly #state: StoreState;
  readonly #records: KeyRecord[] = [];
  #ended = false;

  constructor(state: StoreState) {
    this.#state = state;
  }

  /** What an answer given now has to carry: the store's revision, or the one being made once something is written. */
  get revision(): Revision {
    return this.#records.length === 0 ? this.#state.revision : this.#state.revision + 1;
  }

  /** What was written so far, in order. */
  get changes(): readonly KeyRecord[] {
    return this.#records;
  }

  put(key: Uint8Array, value: Uint8Array, lease: LeaseId = 0n): void {
    const before = this.#state.index.newest.get(key);
    this.#add(nextPut(before, { key, value, lease }, this.#nextRevision()), before);
  }

  /** How many keys went; each gets a tombstone with a sub-revision of its own, in ascending order of key. */
  deleteRange(range: KeyRange): number {
    const live = this.range(range);
    for (const record of live) this.#add(tombstone(record, this.#nextRevision()), record);
    return live.length;
  }

  /** What is there now of the key, this transaction's writes included. */
  get(key: Uint8Array): KeyRecord | undefined {
    return recordAt(this.#state.index, key, this.revision);
  }

  /** What is there now in the range, this transaction's writes included, ascending by key. */
  range(range: KeyRange): KeyRecord[] {
    const found: KeyRecord[] = [];
    visitRange(this.#state.index, range, this.revision, (record) => {
      found.push(record);
    });
    return found;
  }

  /** A whole range request, seen from within the transaction. */
  read(request: RangeRequest): RangeAnswer {
    return readRange(this.#state, request, this.revision);
  }

  /** Makes the writes a revision of the store; without any, the revision stays. Returns the store's revision. */
  end(): Revision {
    assert(!this.#ended, 'a write transaction ends once');
    this.#ended = true;
    this.#state.revision = this.revision;
    return this.#state.revision;
  }

  #nextRevision(): StoreRevision {
    return { main: this.#state.revision + 1, sub: this.#records.length };
  }

  #add(record: KeyRecord, before: KeyRecord | undefined): void {
    assert(!this.#ended, 'a write transaction that has ended takes no more writes');
    addRecord(this.#state, record, before);
    this.#records.push(record);
  }
}
