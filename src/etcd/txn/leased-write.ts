import type { Revision } from '../../base/flavor.ts';
import { NO_LEASE, type LeaseStore } from '../lease/lease-store.ts';
import type { KeyRange } from '../mvcc/key-range.ts';
import { keyValueOf } from '../mvcc/key-record.ts';
import type { KvStore } from '../mvcc/kv-store.ts';
import type { RangeAnswer } from '../mvcc/range-read.ts';
import type { WriteTransaction } from '../mvcc/write-transaction.ts';
import type {
  DeleteRangeRequest,
  DeleteRangeResult,
  EtcdErrorCode,
  PutRequest,
  PutResult,
  RangeRequest,
} from '../request.ts';

/**
 * A write transaction in which the leases follow the keys (etcd: storeTxnWrite with its lessor): a key that is put
 * leaves its lease for the one of the put, a key that is deleted leaves its lease.
 */
export class LeasedWrite {
  readonly #write: WriteTransaction;
  readonly #leases: LeaseStore;

  constructor(kv: KvStore, leases: LeaseStore) {
    this.#write = kv.beginWrite();
    this.#leases = leases;
  }

  /** keyNotFound if the put needs what was there before and there is nothing. Its lease is there. */
  put(request: PutRequest): PutResult | EtcdErrorCode {
    const { key } = request;
    const before = needsBefore(request) || request.prevKv === true ? this.#write.get(key) : undefined;
    if (needsBefore(request) && before === undefined) return 'keyNotFound';
    const value = request.ignoreValue === true && before !== undefined ? before.value : request.value;
    const lease =
      request.ignoreLease === true && before !== undefined ? before.lease : (request.lease ?? NO_LEASE);
    this.#write.put(key, value, lease);
    this.#leases.keyPut(key, lease);
    const { revision } = this.#write;
    return request.prevKv === true && before !== undefined
      ? { type: 'put', revision, prevKv: keyValueOf(before) }
      : { type: 'put', revision };
  }

  deleteRange(request: DeleteRangeRequest): DeleteRangeResult {
    const before = request.prevKv === true ? this.#write.range(request) : [];
    const deleted = this.deleteKeys(request);
    const prevKvs = before.map((record) => keyValueOf(record));
    return { type: 'deleteRange', revision: this.#write.revision, deleted, prevKvs };
  }

  /** How many keys went. */
  deleteKeys(range: KeyRange): number {
    const deleted = this.#write.deleteRange(range);
    this.#leases.keysDeleted(range);
    return deleted;
  }

  /** Sees what was written here so far. */
  range(request: RangeRequest): RangeAnswer {
    return this.#write.read(request);
  }

  /** The store's revision: a new one if anything was written. */
  end(): Revision {
    return this.#write.end();
  }
}

/** Whether a put keeps something of the key's present record, so that there has to be one. */
export function needsBefore({ ignoreValue, ignoreLease }: PutRequest): boolean {
  return ignoreValue === true || ignoreLease === true;
}
