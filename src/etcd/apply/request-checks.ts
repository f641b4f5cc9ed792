import { unreachable } from '../../base/assert.ts';
import type {
  ClientOperation,
  DeleteRangeRequest,
  EtcdErrorCode,
  PutRequest,
  RangeRequest,
  TxnOperation,
  TxnRequest,
} from '../request.ts';
import { findDuplicateKey } from './duplicate-keys.ts';

export interface RequestLimits {
  /** Compares, or operations of a branch, of a transaction and all within it. */
  readonly maxTxnOps: number;
}

/** What is refused before anything is proposed or read (etcd: api/v3rpc/key.go). */
export function checkRequest(operation: ClientOperation, limits: RequestLimits): EtcdErrorCode | undefined {
  switch (operation.type) {
    case 'range':
    case 'deleteRange':
      return checkKey(operation);
    case 'put':
      return checkPut(operation);
    case 'txn':
      return (
        checkTxn(operation, limits.maxTxnOps) ??
        findDuplicateKey(operation.success) ??
        findDuplicateKey(operation.failure)
      );
    default:
      return undefined;
  }
}

function checkKey(request: RangeRequest | DeleteRangeRequest): EtcdErrorCode | undefined {
  return request.key.length === 0 ? 'emptyKey' : undefined;
}

function checkPut(request: PutRequest): EtcdErrorCode | undefined {
  if (request.key.length === 0) return 'emptyKey';
  if (request.ignoreValue === true && request.value.length > 0) return 'valueProvided';
  if (request.ignoreLease === true && (request.lease ?? 0n) !== 0n) return 'leaseProvided';
  return undefined;
}

/** Both branches, also the one that will not be taken. What is within has only what is left of the limit. */
function checkTxn(request: TxnRequest, maxTxnOps: number): EtcdErrorCode | undefined {
  const { compare, success, failure } = request;
  const operations = Math.max(compare.length, success.length, failure.length);
  if (operations > maxTxnOps) return 'tooManyOps';
  if (compare.some(({ key }) => key.length === 0)) return 'emptyKey';
  for (const operation of [...success, ...failure]) {
    const error = checkOperation(operation, maxTxnOps - operations);
    if (error !== undefined) return error;
  }
  return undefined;
}

function checkOperation(operation: TxnOperation, maxTxnOps: number): EtcdErrorCode | undefined {
  switch (operation.type) {
    case 'range':
    case 'deleteRange':
      return checkKey(operation);
    case 'put':
      return checkPut(operation);
    case 'txn':
      return checkTxn(operation, maxTxnOps);
    case 'empty':
      return 'keyNotFound';
    default:
      return unreachable(operation);
  }
}
