import type { Revision } from '../../base/flavor.ts';
import type { KeyValue, LeaseId } from '../request.ts';

/**
 * When a change was made. `main` counts transactions that wrote something; `sub` counts the writes of one transaction
 * from 0, so that a transaction (or a delete of many keys) is one revision and its writes still have an order.
 */
export interface StoreRevision {
  readonly main: Revision;
  readonly sub: number;
}

/** One change of one key: a put, or a tombstone. Never changed once made: shared by stores and their clones. */
export interface KeyRecord extends StoreRevision {
  readonly key: Uint8Array;
  /** Empty for a tombstone. */
  readonly value: Uint8Array;
  /** The put that began this life of the key; 0 for a tombstone. */
  readonly createRevision: Revision;
  /** Puts since then, this one included; 0 for a tombstone. */
  readonly version: number;
  /** 0n: no lease. */
  readonly lease: LeaseId;
  readonly deleted: boolean;
}

/** Order of changes. */
export function compareRevisions(a: StoreRevision, b: StoreRevision): number {
  return a.main - b.main || a.sub - b.sub;
}

/** What a client sees of a put. */
export function keyValueOf(record: KeyRecord, keysOnly = false): KeyValue {
  return {
    key: record.key,
    value: keysOnly ? NO_BYTES : record.value,
    createRevision: record.createRevision,
    modRevision: record.main,
    version: record.version,
    lease: record.lease,
  };
}

export const NO_BYTES = new Uint8Array(0);
