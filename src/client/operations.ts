import type { Revision } from '../base/flavor.ts';
import type {
  Compare,
  CompareResult,
  DeleteRangeRequest,
  LeaseId,
  PutRequest,
  RangeRequest,
  TxnOperation,
  TxnRequest,
  WatchRequest,
} from '../etcd/request.ts';

/** Requests as etcd's client library makes them (clientv3/op.go, compare.go). */

export const NO_BYTES = new Uint8Array(0);
export const FROM_KEY = Uint8Array.of(0);

/** The end of the range of all keys that begin so; a single zero byte when there is no key beyond them. */
export function prefixEnd(prefix: Uint8Array): Uint8Array {
  for (let i = prefix.length - 1; i >= 0; i--) {
    const byte = prefix[i] ?? 0;
    if (byte < 0xff) return Uint8Array.of(...prefix.subarray(0, i), byte + 1);
  }
  return FROM_KEY;
}

/** The key and end that select everything under a prefix; an empty prefix is every key. */
export function underPrefix(prefix: Uint8Array): { readonly key: Uint8Array; readonly rangeEnd: Uint8Array } {
  return prefix.length === 0
    ? { key: FROM_KEY, rangeEnd: FROM_KEY }
    : { key: prefix, rangeEnd: prefixEnd(prefix) };
}

export function get(key: Uint8Array): RangeRequest {
  return { type: 'range', key, revision: 0, consistency: 'linearizable' };
}

export function getPrefix(prefix: Uint8Array): RangeRequest {
  return { type: 'range', ...underPrefix(prefix), revision: 0, consistency: 'linearizable' };
}

/** The first key under a prefix by this order. */
export function getFirst(
  prefix: Uint8Array,
  sortTarget: 'KEY' | 'CREATE' | 'MOD',
  sortOrder: 'ASCEND' | 'DESCEND',
): RangeRequest {
  return { ...getPrefix(prefix), limit: 1, sortOrder, sortTarget };
}

export function put(key: Uint8Array, value: Uint8Array, lease?: LeaseId): PutRequest {
  return { type: 'put', key, value, ...(lease === undefined ? {} : { lease }) };
}

export function del(key: Uint8Array): DeleteRangeRequest {
  return { type: 'deleteRange', key };
}

export function compareRevision(
  target: 'CREATE' | 'MOD' | 'VERSION',
  key: Uint8Array,
  result: CompareResult,
  value: number,
): Compare {
  return { result, target: { type: target, value }, key };
}

export function txn(
  compare: readonly Compare[],
  success: readonly TxnOperation[],
  failure: readonly TxnOperation[] = [],
): TxnRequest {
  return { type: 'txn', compare, success, failure };
}

/** rangeEnd empty: one key. */
export function watch(
  key: Uint8Array,
  rangeEnd: Uint8Array,
  startRevision: Revision,
): Extract<WatchRequest, { type: 'create' }> {
  return {
    type: 'create',
    key,
    rangeEnd,
    startRevision,
    progressNotify: false,
    filters: [],
    prevKv: false,
    watchId: 0n,
    fragment: false,
  };
}

/** `prefix`, then the lease in hexadecimal as Go prints it: a negative number with its sign. */
export function leaseKey(prefix: Uint8Array, lease: LeaseId): Uint8Array {
  return Uint8Array.of(...prefix, ...ascii(lease.toString(16)));
}

/** `name/` */
export function slashed(name: Uint8Array): Uint8Array {
  return Uint8Array.of(...name, 0x2f);
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
