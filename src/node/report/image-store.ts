import { LazyFold } from '../../base/lazy-fold.ts';
import { BTree } from '../../etcd/mvcc/btree.ts';
import { compareKeys } from '../../etcd/mvcc/key-range.ts';
import { NO_BYTES, type KeyRecord } from '../../etcd/mvcc/key-record.ts';
import { KvStore } from '../../etcd/mvcc/kv-store.ts';
import type { LeaseId } from '../../etcd/request.ts';
import type { LeaseTimes, MemberChanges, MemberConstants } from './changes.ts';
import type { StoreView } from './store-view.ts';

interface Stored {
  readonly kv: KvStore;
  /** Which keys belong to which lease: those whose newest record names it, in order of lease and then of key. */
  readonly attached: BTree<Attachment, undefined>;
}

interface Attachment {
  readonly lease: LeaseId;
  readonly key: Uint8Array;
}

/** A store that has been written the same records as the member's. */
export type StoreImage = LazyFold<Stored, StoreStep>;

interface StoreStep {
  readonly replaced: MemberChanges['replaced'];
  readonly records: MemberChanges['records'];
  readonly compacted: MemberChanges['compacted'];
  readonly keepsTombstones: boolean;
}

/** What a record says of the store. */
export function storeStep(
  { replaced, records, compacted }: MemberChanges,
  { keepsTombstones }: MemberConstants,
): StoreStep {
  return { replaced, records, compacted, keepsTombstones };
}

export const NO_STORE: StoreImage = LazyFold.of(emptyStored(false), (before, steps) => {
  let stored: Stored = { kv: before.kv.clone(), attached: before.attached.clone() };
  for (const { replaced, records, compacted, keepsTombstones } of steps) {
    if (replaced === true) stored = emptyStored(keepsTombstones);
    const { kv, attached } = stored;
    kv.follow(records ?? [], compacted, (record, newestBefore) => {
      if (newestBefore !== undefined) attached.delete(newestBefore);
      if (record.lease !== NO_LEASE) attached.set({ lease: record.lease, key: record.key }, undefined);
    });
  }
  return stored;
});

/** The keys attached to a lease, ascending, at most `limit`. */
export function keysOf({ attached }: Stored, id: LeaseId, limit: number): Uint8Array[] {
  const keys: Uint8Array[] = [];
  for (const { lease, key } of attached.keys({ lease: id, key: NO_BYTES })) {
    if (lease !== id || keys.length >= limit) break;
    keys.push(key);
  }
  return keys;
}

/** By ascending id. */
export type LeasesImage = LazyFold<BTree<LeaseId, LeaseTimes>, LeasesStep>;

type LeasesStep = Pick<MemberChanges, 'replaced' | 'countsLeases' | 'leases'>;

export const NO_LEASES: LeasesImage = LazyFold.of(
  new BTree<LeaseId, LeaseTimes>(undefined, compareIds),
  (before, steps) => {
    const leases = before.clone();
    for (const step of steps) changeLeases(leases, step);
    return leases;
  },
);

/** A member that counts no more knows of no lease when it ends. */
function changeLeases(leases: BTree<LeaseId, LeaseTimes>, step: LeasesStep): void {
  if (step.replaced === true) leases.clear();
  if (step.countsLeases === false) {
    for (const [id, times] of leases.toArray()) leases.set(id, { ...times, endsAtMs: undefined });
  }
  for (const { id, lease } of step.leases ?? []) {
    if (lease === undefined) leases.delete(id);
    else leases.set(id, lease);
  }
}

/** What of a store's view is one value each. */
export type StoreNumbers = Pick<
  StoreView,
  'countsLeases' | 'consistentIndex' | 'sizeBytes' | 'sizeInUseBytes' | 'isCompacting'
> & { readonly toldRevision: number };

export const NO_NUMBERS: StoreNumbers = {
  countsLeases: false,
  consistentIndex: 0,
  sizeBytes: 0,
  sizeInUseBytes: 0,
  isCompacting: false,
  toldRevision: 0,
};

const NO_LEASE: KeyRecord['lease'] = 0n;

function emptyStored(keepsTombstones: boolean): Stored {
  return {
    kv: KvStore.create(keepsTombstones),
    attached: new BTree<Attachment, undefined>(undefined, compareAttachments),
  };
}

function compareAttachments(a: Attachment, b: Attachment): number {
  return a.lease === b.lease ? compareKeys(a.key, b.key) : compareIds(a.lease, b.lease);
}

function compareIds(a: LeaseId, b: LeaseId): number {
  return a < b ? -1 : Number(a > b);
}
