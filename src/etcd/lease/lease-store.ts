import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import { assert } from '../../base/assert.ts';
import { BTree } from '../mvcc/btree.ts';
import { compareKeys, isBeyondRange, type KeyRange } from '../mvcc/key-range.ts';
import { NO_BYTES } from '../mvcc/key-record.ts';
import type { EtcdErrorCode, LeaseId } from '../request.ts';

/** 0: no lease (etcd: lease.NoLease). */
export const NO_LEASE: LeaseId = 0n;
/** Seconds (etcd: lease.MaxLeaseTTL). */
export const MAX_LEASE_TTL = 9_000_000_000;

/** What every member knows of a lease. When it ends only the leader knows: lease-clock.ts. Never changed once made. */
export interface Lease {
  readonly id: LeaseId;
  /** Seconds, as granted. */
  readonly ttl: number;
  /** Seconds left at the last checkpoint; 0: there was none, or the lease was renewed since. */
  readonly remainingTtl: number;
}

interface Attachment {
  readonly lease: LeaseId;
  readonly key: Uint8Array;
}

/** Bytes that are not saved leases. */
export class LeaseFormatError extends Error {
  override name = 'LeaseFormatError';
}

/** Grows when the form changes; a reader knows its own and the older ones. */
const VERSION = 1;

/**
 * The leases and the keys attached to them (etcd: lessor, lease/lessor.go), as far as the log decides them: no clock
 * in here. A key is attached to at most one lease, and it is the one its newest record names: who writes keys says so
 * here. So the attachments are not saved, but found again from the keys.
 */
export class LeaseStore {
  readonly #minTtl: number;
  readonly #leases: BTree<LeaseId, Lease>;
  /** Which lease a key is attached to (etcd: itemMap). */
  readonly #leaseOf: BTree<Uint8Array, LeaseId>;
  /** The same, in order of lease and then of key. */
  readonly #attached: BTree<Attachment, undefined>;

  private constructor(
    minTtl: number,
    leases: BTree<LeaseId, Lease>,
    leaseOf: BTree<Uint8Array, LeaseId>,
    attached: BTree<Attachment, undefined>,
  ) {
    this.#minTtl = minTtl;
    this.#leases = leases;
    this.#leaseOf = leaseOf;
    this.#attached = attached;
  }

  /** minTtl: seconds; a shorter lease is made as long as this. */
  static create(minTtl: number): LeaseStore {
    return new LeaseStore(
      minTtl,
      new BTree<LeaseId, Lease>(undefined, compareIds),
      new BTree<Uint8Array, LeaseId>(undefined, compareKeys),
      new BTree<Attachment, undefined>(undefined, compareAttachments),
    );
  }

  get size(): number {
    return this.#leases.size;
  }

  /** Keys with a lease, all together. */
  get attachedKeys(): number {
    return this.#leaseOf.size;
  }

  lookup(id: LeaseId): Lease | undefined {
    return this.#leases.get(id);
  }

  /** By ascending id. */
  leases(): Lease[] {
    return [...this.#leases.values()];
  }

  /** Errors, in this order: leaseNotFound (no id), leaseTtlTooLarge, leaseExists. */
  grant(id: LeaseId, ttl: number): Lease | EtcdErrorCode {
    if (id === NO_LEASE) return 'leaseNotFound';
    if (ttl > MAX_LEASE_TTL) return 'leaseTtlTooLarge';
    if (this.#leases.has(id)) return 'leaseExists';
    const lease = { id, ttl: Math.max(ttl, this.#minTtl), remainingTtl: 0 };
    this.#leases.set(id, lease);
    return lease;
  }

  /** Forgets a lease, whose keys are gone by now. */
  remove(id: LeaseId): void {
    assert(this.keys(id).length === 0, 'a lease goes after its keys');
    this.#leases.delete(id);
  }

  /** Seconds left, 0: the full ttl again. A lease that is gone is passed over. */
  checkpoint(id: LeaseId, remainingTtl: number): void {
    const lease = this.#leases.get(id);
    if (lease !== undefined) this.#leases.set(id, { ...lease, remainingTtl });
  }

  /** The key was written: it now belongs to this lease, or to none. The lease is there. */
  keyPut(key: Uint8Array, lease: LeaseId): void {
    this.#detach(key);
    if (lease === NO_LEASE) return;
    assert(this.#leases.has(lease), `lease ${lease} is there when a key is attached to it`);
    this.#leaseOf.set(key, lease);
    this.#attached.set({ lease, key }, undefined);
  }

  /** All keys of the range were deleted. */
  keysDeleted(range: KeyRange): void {
    const gone: Uint8Array[] = [];
    for (const key of this.#leaseOf.keys(range.key)) {
      if (isBeyondRange(range, key)) break;
      gone.push(key);
    }
    for (const key of gone) this.#detach(key);
  }

  /** NO_LEASE if it has none. */
  leaseOf(key: Uint8Array): LeaseId {
    return this.#leaseOf.get(key) ?? NO_LEASE;
  }

  /** The keys attached to a lease, ascending: the order in which its end deletes them. */
  keys(id: LeaseId): Uint8Array[] {
    const keys: Uint8Array[] = [];
    for (const { lease, key } of this.#attached.keys({ lease: id, key: NO_BYTES })) {
      if (lease !== id) break;
      keys.push(key);
    }
    return keys;
  }

  /** A store of its own, at constant cost: the trees are shared until one of the two writes. */
  clone(): LeaseStore {
    return new LeaseStore(this.#minTtl, this.#leases.clone(), this.#leaseOf.clone(), this.#attached.clone());
  }

  /** The leases without their keys. Equal leases give equal bytes. */
  save(): Uint8Array {
    const writer = new BinaryWriter().uint32(VERSION).uint32(this.#leases.size);
    for (const { id, ttl, remainingTtl } of this.#leases.values()) {
      writer.sint64(id).sint64(ttl).sint64(remainingTtl);
    }
    return writer.finish();
  }

  /** These leases, as etcd's database holds them; their keys come by `keyPut`. */
  static of(leases: Iterable<Lease>, minTtl: number): LeaseStore {
    const store = LeaseStore.create(minTtl);
    for (const lease of leases) store.#leases.set(lease.id, lease);
    return store;
  }

  /** The leases that `save` wrote; their keys come by `keyPut`. Throws LeaseFormatError on anything else. */
  static restore(bytes: Uint8Array, minTtl: number): LeaseStore {
    const store = LeaseStore.create(minTtl);
    try {
      readLeases(new BinaryReader(bytes), store.#leases);
    } catch (error) {
      if (error instanceof LeaseFormatError) throw error;
      throw new LeaseFormatError(`saved leases: ${error instanceof Error ? error.message : String(error)}`);
    }
    return store;
  }

  #detach(key: Uint8Array): void {
    const lease = this.#leaseOf.get(key);
    if (lease === undefined) return;
    this.#leaseOf.delete(key);
    this.#attached.delete({ lease, key });
  }
}

function readLeases(reader: BinaryReader, leases: BTree<LeaseId, Lease>): void {
  const version = reader.uint32();
  if (version !== VERSION) throw new LeaseFormatError(`saved leases of version ${version}, not ${VERSION}`);
  const count = reader.uint32();
  for (let i = 0; i < count; i++) {
    const id = BigInt(reader.sint64());
    leases.set(id, { id, ttl: Number(reader.sint64()), remainingTtl: Number(reader.sint64()) });
  }
  if (reader.pos !== reader.len) throw new LeaseFormatError('saved leases with bytes after the last');
}

function compareIds(a: LeaseId, b: LeaseId): number {
  return a < b ? -1 : Number(a > b);
}

function compareAttachments(a: Attachment, b: Attachment): number {
  return a.lease === b.lease ? compareKeys(a.key, b.key) : compareIds(a.lease, b.lease);
}
