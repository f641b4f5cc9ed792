import type { FullKeyValue, FullResult } from './etcd-step.ts';
import type { EtcdKeyValue, EtcdRequest, EtcdResult } from './history.ts';

/** Whether a result is what the answer says, as far as it says something. */
export function isAnsweredBy(request: EtcdRequest, full: FullResult, seen: EtcdResult | undefined): boolean {
  if (seen === undefined) return true;
  switch (full.type) {
    case 'put':
      return seen.type === 'put' && isPrevious(full.previous, seen.previous);
    case 'range':
      return seen.type === 'range' && isRange(request, full.kvs, seen);
    case 'delete':
      return (
        seen.type === 'delete' &&
        (seen.deleted === undefined || seen.deleted === full.previous.length) &&
        (seen.previous === undefined || areSame(full.previous, seen.previous))
      );
    case 'txn':
      return seen.type === 'txn' && isTxn(request, full, seen);
    default:
      return seen.type === full.type;
  }
}

function isTxn(
  request: EtcdRequest,
  full: Extract<FullResult, { type: 'txn' }>,
  seen: Extract<EtcdResult, { type: 'txn' }>,
): boolean {
  if (seen.succeeded !== undefined && seen.succeeded !== full.succeeded) return false;
  if (seen.results === undefined) return true;
  if (request.type !== 'txn' || seen.results.length !== full.results.length) return false;
  const branch = full.succeeded ? request.success : request.failure;
  return full.results.every((result, i) => {
    const asked = branch[i];
    return asked !== undefined && isAnsweredBy(asked, result, seen.results?.[i]);
  });
}

function isPrevious(full: FullKeyValue | null, seen: EtcdKeyValue | null | undefined): boolean {
  if (seen === undefined) return true;
  if (seen === null || full === null) return seen === full;
  return isSame(full, seen);
}

function isRange(
  request: EtcdRequest,
  full: readonly FullKeyValue[],
  seen: Extract<EtcdResult, { type: 'range' }>,
): boolean {
  if (request.type !== 'range') return false;
  if (seen.count !== undefined && request.isPartial !== true && seen.count !== full.length) return false;
  if (seen.kvs === undefined || request.countOnly === true) return true;
  const isWhole = (request.limit ?? 0) <= 0 && request.isPartial !== true;
  const kvs = request.keysOnly === true ? seen.kvs.map(withoutValue) : seen.kvs;
  if (isWhole) return areSame(full, kvs);
  return kvs.length <= full.length && areAmong(full, kvs);
}

function withoutValue(kv: EtcdKeyValue): EtcdKeyValue {
  const { value, ...others } = kv;
  return value === undefined ? kv : others;
}

function areSame(full: readonly FullKeyValue[], seen: readonly EtcdKeyValue[]): boolean {
  return full.length === seen.length && areAmong(full, seen);
}

function areAmong(full: readonly FullKeyValue[], seen: readonly EtcdKeyValue[]): boolean {
  if (seen.length === 0) return true;
  const [only, asked] = [full[0], seen[0]];
  if (full.length === 1 && seen.length === 1 && only !== undefined && asked !== undefined) {
    return only.key === asked.key && isSame(only, asked);
  }
  const byKey = new Map(full.map((each) => [each.key, each]));
  return seen.every((each) => {
    const own = byKey.get(each.key);
    return own !== undefined && isSame(own, each);
  });
}

function isSame(full: FullKeyValue, seen: EtcdKeyValue): boolean {
  return (
    (seen.value === undefined || seen.value === full.value) &&
    (seen.create === undefined || seen.create === full.create) &&
    (seen.mod === undefined || seen.mod === full.mod) &&
    (seen.version === undefined || seen.version === full.version) &&
    (seen.lease === undefined || seen.lease === full.lease)
  );
}
