import type { Revision } from '../../base/flavor.ts';
import type { KeyValue } from '../request.ts';

/**
 * When a change was made. `main` counts transactions that wrote something; `sub` counts the writes of one transaction
 * from 0, so that a transaction (or a delete of many keys) is one revision and its writes still have an order.
 */
export interface StoreRevision {
  readonly main: Revision;
  readonly sub: number;
}

/** One change of one key: a put, or a tombstone. Never changed once made: shared by stores and their clones. */
export interface KeyRecord {
  readonly key: Uint8Array;
  /** Empty for a tombstone. */
  readonly value: Uint8Array;
  readonly revision: StoreRevision;
  /** The put that began this life of the key; 0 for a tombstone. */
  readonly createRevision: Revision;
  /** Puts since then, this one included; 0 for a tombstone. */
  readonly version: number;
  /** 0: no lease. */
  readonly lease: number;
  readonly deleted: boolean;
}

/** What a client sees of a put. */
export function keyValueOf(record: KeyRecord, keysOnly = false): KeyValue {
  return {
    key: record.key,
    value: keysOnly ? NO_BYTES : record.value,
    createRevision: record.createRevision,
    modRevision: record.revision.main,
    version: record.version,
    lease: BigInt(record.lease),
  };
}

export const NO_BYTES = new Uint8Array(0);
