import { describe, expect, test } from 'vitest';
import { costOf, DEFAULT_QUOTA_BYTES, fitsQuota, isCharged } from '../../../src/etcd/cluster/quota.ts';
import type { PutRequest, TxnOperation, TxnRequest } from '../../../src/etcd/request.ts';

function put(keyBytes: number, valueBytes: number): PutRequest {
  return { type: 'put', key: new Uint8Array(keyBytes), value: new Uint8Array(valueBytes) };
}

function txn(success: readonly TxnOperation[], failure: readonly TxnOperation[] = []): TxnRequest {
  return { type: 'txn', compare: [], success, failure };
}

const erase: TxnOperation = { type: 'deleteRange', key: Uint8Array.of(1) };

describe('what an operation is charged', () => {
  test('a put: its key, its value and 256 bytes', () => {
    expect(costOf(put(3, 1000))).toBe(1259);
  });

  test('a lease: 64 bytes', () => {
    expect(costOf({ type: 'leaseGrant' })).toBe(64);
  });

  test('a transaction: the puts of its costlier branch, without those of nested ones', () => {
    expect(costOf(txn([put(1, 1), put(1, 1)], [put(1, 10)]))).toBe(516);
    expect(costOf(txn([put(1, 1)], [put(1, 10), erase]))).toBe(267);
    expect(costOf(txn([txn([put(1, 1)]), erase]))).toBe(0);
  });

  test('nothing else', () => {
    expect(
      ['put', 'txn', 'leaseGrant', 'deleteRange', 'compact', 'range'].map((type) => isCharged({ type })),
    ).toEqual([true, true, true, false, false, false]);
  });
});

describe('the quota', () => {
  test('must stay above the size after the operation', () => {
    expect(fitsQuota(put(1, 1), 741, 1000)).toBe(true);
    expect(fitsQuota(put(1, 1), 742, 1000)).toBe(false);
  });

  test('does not stop what costs nothing', () => {
    expect(fitsQuota(txn([erase]), 5000, 1000)).toBe(true);
    expect(fitsQuota(txn([put(1, 1)]), 5000, 1000)).toBe(false);
  });

  test('is 2 GiB when it is 0, and none below', () => {
    expect(fitsQuota(put(1, 1), DEFAULT_QUOTA_BYTES - 259, 0)).toBe(true);
    expect(fitsQuota(put(1, 1), DEFAULT_QUOTA_BYTES - 258, 0)).toBe(false);
    expect(fitsQuota(put(1, 1), DEFAULT_QUOTA_BYTES * 10, -1)).toBe(true);
  });
});
