import { describe, expect, it } from 'vitest';
import { LeaseFormatError, LeaseStore } from '../../../src/etcd/lease/lease-store.ts';
import { bytes, text } from '../operations.ts';

function storeWith(...ids: readonly bigint[]): LeaseStore {
  const store = LeaseStore.create(2);
  for (const id of ids) store.grant(id, 60);
  return store;
}

const restore = (bad: Uint8Array) => () => LeaseStore.restore(bad, 2);

describe('the store of leases', () => {
  it('lists leases by id, negative ones first', () => {
    const store = storeWith(5n, -3n, 9_223_372_036_854_775_807n, 1n);
    expect(store.leases().map((lease) => lease.id)).toEqual([-3n, 1n, 5n, 9_223_372_036_854_775_807n]);
    expect(store.size).toBe(4);
  });

  it('tells the lease of a key and the keys of a lease, in order of bytes', () => {
    const store = storeWith(1n, 2n);
    for (const key of ['b', 'a', 'a\0', 'ü']) store.keyPut(bytes(key), 1n);
    store.keyPut(bytes('a'), 2n);
    expect(store.keys(1n).map(text)).toEqual(['a\0', 'b', 'ü']);
    expect(store.keys(2n).map(text)).toEqual(['a']);
    expect([store.leaseOf(bytes('a')), store.leaseOf(bytes('z'))]).toEqual([2n, 0n]);
    expect(store.attachedKeys).toBe(4);
  });

  it('will not forget a lease before its keys, nor attach keys to what is not there', () => {
    const store = storeWith(1n);
    store.keyPut(bytes('a'), 1n);
    expect(() => store.remove(1n)).toThrow('a lease goes after its keys');
    expect(() => store.keyPut(bytes('b'), 2n)).toThrow('lease 2 is there');
  });

  it('brings back ids, lives and checkpoints from its bytes, and no keys', () => {
    const store = storeWith(5n, -3n);
    store.checkpoint(5n, 30);
    store.keyPut(bytes('a'), 5n);
    const restored = LeaseStore.restore(store.save(), 2);
    expect(restored.leases()).toEqual(store.leases());
    expect(restored.attachedKeys).toBe(0);
  });

  it('refuses bytes that are not saved leases', () => {
    const saved = storeWith(5n).save();
    expect(restore(saved.subarray(0, saved.length - 1))).toThrow(LeaseFormatError);
    expect(restore(Uint8Array.of(9, ...saved.subarray(1)))).toThrow('saved leases of version 9, not 1');
    expect(restore(Uint8Array.of(...saved, 0))).toThrow('bytes after the last');
  });
});
