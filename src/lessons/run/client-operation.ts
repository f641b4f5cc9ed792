import type {
  ClientOperation,
  Compare,
  CompareTarget,
  LeaseId,
  TxnOperation,
  TxnRequest,
} from '../../etcd/request.ts';
import { prefixEnd } from '../../client/operations.ts';
import type {
  DeleteCall,
  GetCall,
  KeySelector,
  PutCall,
  ScriptCall,
  TxnCall,
  TxnCompare,
} from '../language/client-action.ts';
import { bytesOf } from '../language/text.ts';

/** What a lease of that name is called in etcd. */
export type LeaseNames = (name: string) => LeaseId;

/** The request that a line of a script stands for. */
export function operationOf(call: ScriptCall, leases: LeaseNames): ClientOperation {
  switch (call.type) {
    case 'put':
      return putOf(call, leases);
    case 'get':
      return getOf(call);
    case 'del':
      return deleteOf(call);
    case 'txn':
      return txnOf(call, leases);
    case 'compact':
      return { type: 'compact', revision: call.revision };
    case 'leaseGrant':
      return { type: 'leaseGrant', ttl: call.ttl, id: leases(call.lease) };
    default:
      return { type: call.type, id: leases(call.lease) };
  }
}

function putOf(call: PutCall, leases: LeaseNames): Extract<TxnOperation, { type: 'put' }> {
  const { prevKv, ignoreValue, ignoreLease } = call;
  return {
    type: 'put',
    key: bytesOf(call.key),
    value: bytesOf(call.value),
    ...(call.lease === undefined ? {} : { lease: leases(call.lease) }),
    prevKv,
    ignoreValue,
    ignoreLease,
  };
}

export function getOf(call: GetCall): Extract<TxnOperation, { type: 'range' }> {
  const { revision, limit, sortOrder, sortTarget, keysOnly, countOnly } = call;
  return {
    type: 'range',
    ...rangeOf(call.keys),
    revision,
    limit,
    sortOrder,
    sortTarget,
    keysOnly,
    countOnly,
    consistency: call.serializable ? 'serializable' : 'linearizable',
  };
}

function deleteOf(call: DeleteCall): Extract<TxnOperation, { type: 'deleteRange' }> {
  return { type: 'deleteRange', ...rangeOf(call.keys), prevKv: call.prevKv };
}

function txnOf(call: TxnCall, leases: LeaseNames): TxnRequest {
  const operation = (each: TxnCall['success'][number]): TxnOperation => {
    if (each.type === 'put') return putOf(each, leases);
    if (each.type === 'get') return getOf(each);
    return each.type === 'del' ? deleteOf(each) : txnOf(each, leases);
  };
  return {
    type: 'txn',
    compare: call.compare.map((compare) => compareOf(compare, leases)),
    success: call.success.map(operation),
    failure: call.failure.map(operation),
  };
}

function compareOf({ target, keys, result, value }: TxnCompare, leases: LeaseNames): Compare {
  return { result, target: targetOf(target, value, leases), ...rangeOf(keys) };
}

function targetOf(target: TxnCompare['target'], value: string, leases: LeaseNames): CompareTarget {
  switch (target) {
    case 'VALUE':
      return { type: target, value: bytesOf(value) };
    case 'LEASE':
      return { type: target, value: value === '0' ? 0n : leases(value) };
    default:
      return { type: target, value: Number(value) };
  }
}

const ALL = Uint8Array.of(0);

/** Key and end of what is selected; the end is missing for one key. */
export function rangeOf(keys: KeySelector): { readonly key: Uint8Array; readonly rangeEnd?: Uint8Array } {
  switch (keys.type) {
    case 'key':
      return { key: bytesOf(keys.key) };
    case 'range':
      return { key: bytesOf(keys.key), rangeEnd: bytesOf(keys.end) };
    case 'from':
      return { key: keys.key === '' ? ALL : bytesOf(keys.key), rangeEnd: ALL };
    default: {
      const prefix = bytesOf(keys.prefix);
      return prefix.length === 0 ? { key: ALL, rangeEnd: ALL } : { key: prefix, rangeEnd: prefixEnd(prefix) };
    }
  }
}
