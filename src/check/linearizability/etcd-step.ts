import { unreachable } from '../../base/assert.ts';
import { EtcdWrite, keysOf, keysOfLease, type EtcdState, type KeyChange } from './etcd-state.ts';
import type {
  EtcdCompare,
  EtcdDelete,
  EtcdKeyValue,
  EtcdPut,
  EtcdRange,
  EtcdRefusal,
  EtcdRequest,
  EtcdTxn,
  EtcdTxnOperation,
} from './history.ts';

/** What a request does to a store and what it answers, all of it told. */
export type Done =
  | {
      readonly ok: true;
      readonly state: EtcdState;
      readonly result: FullResult;
      /** What was written, by keys. */
      readonly changes: ReadonlyMap<string, KeyChange>;
    }
  | { readonly ok: false; readonly error: EtcdRefusal };

/** As `EtcdResult`, with nothing left out; a range's keys in no particular order, and all of them whatever its limit. */
export type FullResult =
  | { readonly type: 'put'; readonly previous: FullKeyValue | null }
  | { readonly type: 'range'; readonly kvs: readonly FullKeyValue[] }
  | { readonly type: 'delete'; readonly previous: readonly FullKeyValue[] }
  | { readonly type: 'txn'; readonly succeeded: boolean; readonly results: readonly FullResult[] }
  | { readonly type: 'compact' | 'leaseGrant' | 'leaseRevoke' };

export type FullKeyValue = Required<EtcdKeyValue>;

/**
 * etcd as a function: what one request does to the store and what it answers. A transaction is one revision if a put
 * happened or a key was really deleted; guards are judged before anything is done, and compare what is absent as 0; a key that
 * is made again begins at version 1; a lease takes its keys with it in one revision.
 */
export function stepEtcd(state: EtcdState, request: EtcdRequest): Done {
  switch (request.type) {
    case 'compact':
      return compact(state, request.revision);
    case 'leaseGrant': {
      const { lease } = request;
      if (state.leases?.get(lease) === true) return { ok: false, error: 'leaseExists' };
      const leases = state.leases?.set(lease, true);
      return { ok: true, state: { ...state, leases }, result: { type: 'leaseGrant' }, changes: NOTHING };
    }
    case 'leaseRevoke':
      return revoke(state, request.lease);
    default: {
      const write = new EtcdWrite(state);
      const result = operate(write, request);
      if (typeof result === 'string') return { ok: false, error: result };
      return { ok: true, state: write.end(), result, changes: write.changes };
    }
  }
}

const NOTHING: ReadonlyMap<string, KeyChange> = new Map();

function compact(state: EtcdState, revision: number): Done {
  if (revision <= state.compacted) return { ok: false, error: 'compacted' };
  if (revision > state.revision) return { ok: false, error: 'futureRevision' };
  return {
    ok: true,
    state: { ...state, compacted: revision },
    result: { type: 'compact' },
    changes: NOTHING,
  };
}

function revoke(state: EtcdState, lease: string): Done {
  if (state.leases !== undefined && state.leases.get(lease) === undefined) {
    return { ok: false, error: 'leaseNotFound' };
  }
  const write = new EtcdWrite(state);
  for (const key of keysOfLease(state, lease)) write.delete(key);
  const leases = state.leases?.delete(lease);
  return {
    ok: true,
    state: { ...write.end(), leases },
    result: { type: 'leaseRevoke' },
    changes: write.changes,
  };
}

function operate(write: EtcdWrite, operation: EtcdTxnOperation): FullResult | EtcdRefusal {
  switch (operation.type) {
    case 'put':
      return put(write, operation);
    case 'range':
      return range(write, operation);
    case 'delete':
      return remove(write, operation);
    case 'txn':
      return transact(write, operation);
    default:
      return unreachable(operation);
  }
}

function put(write: EtcdWrite, operation: EtcdPut): FullResult | EtcdRefusal {
  const { key, value, lease, ignoreValue, ignoreLease } = operation;
  const before = write.now(key);
  const refusal = write.put(
    key,
    ignoreValue === true ? undefined : value,
    ignoreLease === true ? undefined : (lease ?? '0'),
  );
  return refusal ?? { type: 'put', previous: before === undefined ? null : keyValueOf(key, before) };
}

function range(write: EtcdWrite, operation: EtcdRange): FullResult | EtcdRefusal {
  const { before } = write;
  const asked = operation.revision ?? 0;
  // A revision that the transaction itself makes is not there yet when its ranges are checked.
  if (asked > before.revision) return 'futureRevision';
  if (asked > 0 && asked < before.compacted) return 'compacted';
  const kvs = asked > 0 ? [...keysOf(before, operation, asked)] : write.range(operation);
  return { type: 'range', kvs: kvs.map(([key, change]) => keyValueOf(key, change)) };
}

function remove(write: EtcdWrite, operation: EtcdDelete): FullResult {
  const found = write.range(operation);
  for (const [key] of found) write.delete(key);
  return { type: 'delete', previous: found.map(([key, change]) => keyValueOf(key, change)) };
}

function transact(write: EtcdWrite, operation: EtcdTxn): FullResult | EtcdRefusal {
  const succeeded = operation.compare.every((compare) => holds(write.before, compare));
  const results: FullResult[] = [];
  for (const each of succeeded ? operation.success : operation.failure) {
    const result = operate(write, each);
    if (typeof result === 'string') return result;
    results.push(result);
  }
  return { type: 'txn', succeeded, results };
}

/** For every key of its range; where there is none a value never compares, and everything else is 0. */
function holds(state: EtcdState, compare: EtcdCompare): boolean {
  const found = [...keysOf(state, compare, state.revision)];
  if (found.length === 0) return compare.target !== 'value' && holdsFor(undefined, compare);
  return found.every(([, change]) => holdsFor(change, compare));
}

function holdsFor(change: KeyChange | undefined, { target, result, value }: EtcdCompare): boolean {
  const order = orderOf(change, target, value);
  switch (result) {
    case 'equal':
      return order === 0;
    case 'notEqual':
      return order !== 0;
    case 'greater':
      return order > 0;
    case 'less':
      return order < 0;
    default:
      return unreachable(result);
  }
}

function orderOf(
  change: KeyChange | undefined,
  target: EtcdCompare['target'],
  value: number | string,
): number {
  switch (target) {
    case 'value':
      return compareText(change?.value ?? '', String(value));
    case 'lease': {
      const [own, other] = [BigInt(change?.lease ?? '0'), BigInt(value)];
      return own < other ? -1 : own > other ? 1 : 0;
    }
    case 'mod':
    case 'create':
    case 'version':
      return (change?.[target] ?? 0) - Number(value);
    default:
      return unreachable(target);
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function keyValueOf(key: string, { value, create, mod, version, lease }: KeyChange): FullKeyValue {
  return { key, value, create, mod, version, lease };
}
