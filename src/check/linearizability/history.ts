import type { RegisterOperation } from './register-model.ts';

/** A call as its client saw it. Times are of one clock; only their order matters. */
export interface Observed<Operation> {
  readonly operation: Operation;
  readonly invokedAt: number;
  /** undefined: nobody knows whether it took effect: at any time after its invocation, or never. */
  readonly returnedAt: number | undefined;
}

/**
 * What clients saw, as plain data: everything that the judge of histories (judge-history.ts) is told. Calls that said
 * nothing and did nothing (a read that failed, a write that was refused before it could enter the log) are left out;
 * maintenance is no part of the order.
 *
 *     register   every key a register by itself: write, read, compare-and-set; nothing but values is known
 *     etcd       one store with revisions: whole transactions, ranges, leases, compaction (etcd-model.ts)
 *
 * Registers begin without a value, a store empty at revision 1.
 */
export type History =
  | { readonly model: 'register'; readonly calls: readonly Observed<RegisterOperation>[] }
  | { readonly model: 'etcd'; readonly calls: readonly Observed<EtcdOperation>[] };

/** A request and what came of it. An answer that is undefined is not known. */
export interface EtcdOperation {
  readonly request: EtcdRequest;
  readonly answer: EtcdAnswer | undefined;
}

/**
 * Keys and values are strings with a character a byte, so that their order is the order of bytes (`binaryText` in
 * observed-call.ts makes them). Ids of leases are decimal numbers as strings.
 */
export type EtcdRequest =
  | EtcdTxnOperation
  | { readonly type: 'compact'; readonly revision: number }
  | { readonly type: 'leaseGrant'; readonly lease: string }
  | { readonly type: 'leaseRevoke'; readonly lease: string };

export type EtcdTxnOperation = EtcdPut | EtcdRange | EtcdDelete | EtcdTxn;

export interface EtcdPut {
  readonly type: 'put';
  readonly key: string;
  readonly value: string;
  readonly lease?: string;
  readonly ignoreValue?: boolean;
  readonly ignoreLease?: boolean;
}

/** `end` absent: one key; '\0': everything from key on; else key <= k < end. */
export interface EtcdRange {
  readonly type: 'range';
  readonly key: string;
  readonly end?: string;
  /** Absent or 0: the newest. */
  readonly revision?: number;
  /** Absent or 0: all. Which ones are left depends on the order that was asked for; a judge counts and compares them. */
  readonly limit?: number;
  readonly countOnly?: boolean;
  /** Answers without values. */
  readonly keysOnly?: boolean;
  /** What it sorts and filters by is not told, so only those keys that it names are compared. */
  readonly isPartial?: boolean;
}

export interface EtcdDelete {
  readonly type: 'delete';
  readonly key: string;
  readonly end?: string;
}

export interface EtcdTxn {
  readonly type: 'txn';
  readonly compare: readonly EtcdCompare[];
  readonly success: readonly EtcdTxnOperation[];
  readonly failure: readonly EtcdTxnOperation[];
}

export interface EtcdCompare {
  readonly key: string;
  readonly end?: string;
  readonly target: 'version' | 'create' | 'mod' | 'value' | 'lease';
  readonly result: 'equal' | 'notEqual' | 'greater' | 'less';
  /** A number for version, create and mod; a value or the id of a lease. */
  readonly value: number | string;
}

/** Fields that are absent were not told, or are not known; they are not compared. */
export type EtcdAnswer =
  | { readonly ok: true; readonly revision?: number; readonly result?: EtcdResult }
  /** Refused for what the store was like: it had no effect, and says something about the store. */
  | { readonly ok: false; readonly error: EtcdRefusal };

export type EtcdRefusal = 'compacted' | 'futureRevision' | 'leaseNotFound' | 'leaseExists' | 'keyNotFound';

export type EtcdResult =
  /** null: there was none. */
  | { readonly type: 'put'; readonly previous?: EtcdKeyValue | null }
  | { readonly type: 'range'; readonly kvs?: readonly EtcdKeyValue[]; readonly count?: number }
  | {
      readonly type: 'delete';
      readonly deleted?: number;
      readonly previous?: readonly EtcdKeyValue[];
    }
  | {
      readonly type: 'txn';
      readonly succeeded?: boolean;
      /** One for each operation of the branch that was taken. */
      readonly results?: readonly EtcdResult[];
    }
  | { readonly type: 'compact' | 'leaseGrant' | 'leaseRevoke' };

export interface EtcdKeyValue {
  readonly key: string;
  readonly value?: string;
  readonly create?: number;
  readonly mod?: number;
  readonly version?: number;
  /** '0': none. */
  readonly lease?: string;
}
