import type { PutRequest, TxnOperation, TxnRequest } from '../request.ts';

/** etcd's --quota-backend-bytes when it is 0. */
export const DEFAULT_QUOTA_BYTES = 2 * 1024 * 1024 * 1024;
/** Beside key and value, what a put is taken to cost. */
const KEY_OVERHEAD_BYTES = 256;
const LEASE_COST_BYTES = 64;

/** What may need room, and is measured before it is proposed and again when it is applied (etcdserver/quota.go). */
export type ChargedOperation = PutRequest | TxnRequest | { readonly type: 'leaseGrant' };

export function isCharged<T extends { readonly type: string }>(
  operation: T,
): operation is Extract<T, ChargedOperation> {
  return operation.type === 'put' || operation.type === 'txn' || operation.type === 'leaseGrant';
}

/** In bytes, an estimate. Of a transaction the costlier branch; puts of nested ones are not seen. */
export function costOf(operation: ChargedOperation): number {
  switch (operation.type) {
    case 'put':
      return KEY_OVERHEAD_BYTES + operation.key.length + operation.value.length;
    case 'txn':
      return Math.max(costOfBranch(operation.success), costOfBranch(operation.failure));
    default:
      return LEASE_COST_BYTES;
  }
}

/**
 * Whether the operation still fits. What costs nothing always does. sizeBytes: of the database as it is.
 * quotaBytes 0: the default; below 0: no limit.
 */
export function fitsQuota(operation: ChargedOperation, sizeBytes: number, quotaBytes: number): boolean {
  if (quotaBytes < 0) return true;
  const cost = costOf(operation);
  return cost === 0 || sizeBytes + cost < (quotaBytes === 0 ? DEFAULT_QUOTA_BYTES : quotaBytes);
}

function costOfBranch(operations: readonly TxnOperation[]): number {
  let cost = 0;
  for (const operation of operations) if (operation.type === 'put') cost += costOf(operation);
  return cost;
}
