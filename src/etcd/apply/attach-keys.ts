import type { LeaseStore } from '../lease/lease-store.ts';
import { NO_LEASE } from '../lease/lease-store.ts';
import type { KvStore } from '../mvcc/kv-store.ts';

const ALL = Uint8Array.of(0);

/** Gives leases that were read back the keys whose newest records name them (etcd: store.restore). */
export function attachKeys({ kv, leases }: { readonly kv: KvStore; readonly leases: LeaseStore }): void {
  if (leases.size === 0) return;
  const answer = kv.range({
    type: 'range',
    key: ALL,
    rangeEnd: ALL,
    revision: 0,
    keysOnly: true,
    consistency: 'serializable',
  });
  if (!answer.ok || answer.result.type !== 'range') return;
  // A lease that is not there is passed over, as etcd does: only stores from elsewhere name one.
  for (const { key, lease } of answer.result.kvs) {
    if (lease !== NO_LEASE && leases.lookup(lease) !== undefined) leases.keyPut(key, lease);
  }
}
