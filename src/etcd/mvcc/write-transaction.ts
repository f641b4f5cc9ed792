import { assert } from '../../base/assert.ts';
import type { Revision } from '../../base/flavor.ts';
import { nextPut, tombstone } from './key-index.ts';
import type { KeyRange } from './key-range.ts';
import type { KeyRecord, StoreRevision } from './key-record.ts';
import { addRecord, liveRecords, type StoreState } from './store-state.ts';

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

  put(key: Uint8Array, value: Uint8Array, lease = 0): void {
    this.#add(nextPut(this.#state.keys.get(key), key, value, lease, this.#nextRevision()));
  }

  /** How many keys went; each gets a tombstone with a sub-revision of its own, in ascending order of key. */
  deleteRange(range: KeyRange): number {
    const live = this.range(range);
    for (const record of live) this.#add(tombstone(record.key, this.#nextRevision()));
    return live.length;
  }

  /** What is there now, this transaction's writes included, ascending by key. */
  range(range: KeyRange): KeyRecord[] {
    return liveRecords(this.#state, range, this.revision);
  }

  /** Makes the writes a revision of the store; without any, the revision stays. Returns the store's revision. */
  end(): Revision {
    assert(!this.#ended, 'a write transaction ends once');
    this.#ended = true;
    const first = this.#records[0];
    if (first !== undefined) {
      this.#state.revision = first.revision.main;
      this.#state.changes.set(first.revision.main, this.#records);
    }
    return this.#state.revision;
  }

  #nextRevision(): StoreRevision {
    return { main: this.#state.revision + 1, sub: this.#records.length };
  }

  #add(record: KeyRecord): void {
    assert(!this.#ended, 'a write transaction that has ended takes no more writes');
    addRecord(this.#state, record);
    this.#records.push(record);
  }
}
