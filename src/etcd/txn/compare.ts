import { unreachable } from '../../base/assert.ts';
import { compareKeys } from '../mvcc/key-range.ts';
import { NO_BYTES } from '../mvcc/key-record.ts';
import type { KvStore } from '../mvcc/kv-store.ts';
import type { Compare, CompareResult, CompareTarget, KeyValue } from '../request.ts';

/** What the targets other than VALUE see where there is no key. */
const absent: KeyValue = {
  key: NO_BYTES,
  value: NO_BYTES,
  createRevision: 0,
  modRevision: 0,
  version: 0,
  lease: 0n,
};

/**
 * Whether all compares hold in the store as it is (etcd: applyCompares). A compare of a range has to hold for every
 * key in it. Where there is no key a value never compares, not even as different; everything else is 0.
 */
export function holdCompares(compares: readonly Compare[], kv: KvStore): boolean {
  return compares.every((compare) => holds(compare, kv));
}

function holds(compare: Compare, kv: KvStore): boolean {
  const found = presentKeys(compare, kv);
  if (found.length === 0) return compare.target.type !== 'VALUE' && holdsFor(compare, absent);
  return found.every((keyValue) => holdsFor(compare, keyValue));
}

function presentKeys({ key, rangeEnd }: Compare, kv: KvStore): readonly KeyValue[] {
  const range = rangeEnd === undefined ? { key } : { key, rangeEnd };
  const answer = kv.range({ type: 'range', ...range, revision: 0, consistency: 'serializable' });
  return answer.ok && answer.result.type === 'range' ? answer.result.kvs : [];
}

function holdsFor(compare: Compare, keyValue: KeyValue): boolean {
  return isOrder(compare.result, order(compare.target, keyValue));
}

/** Below 0 where the key's is less than what it is compared to; what the request leaves out is 0 or empty. */
function order(target: CompareTarget, keyValue: KeyValue): number {
  switch (target.type) {
    case 'VALUE':
      return compareKeys(keyValue.value, target.value ?? NO_BYTES);
    case 'CREATE':
      return keyValue.createRevision - (target.value ?? 0);
    case 'MOD':
      return keyValue.modRevision - (target.value ?? 0);
    case 'VERSION':
      return keyValue.version - (target.value ?? 0);
    case 'LEASE': {
      const lease = target.value ?? 0n;
      return keyValue.lease === lease ? 0 : keyValue.lease < lease ? -1 : 1;
    }
    default:
      return unreachable(target);
  }
}

function isOrder(result: CompareResult, order: number): boolean {
  switch (result) {
    case 'EQUAL':
      return order === 0;
    case 'NOT_EQUAL':
      return order !== 0;
    case 'GREATER':
      return order > 0;
    case 'LESS':
      return order < 0;
    default:
      return unreachable(result);
  }
}
