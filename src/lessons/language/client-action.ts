import type { RegisterOperation } from '../../check/linearizability/register-model.ts';
import type { NodeId, Revision } from '../../base/flavor.ts';
import type { CompareResult, SortOrder, SortTarget } from '../../etcd/request.ts';

/** What the clients of a script do. Keys, values and names as written; leases by the names the script gives them. */

/** Which keys: one; from `key` up to `end`; all that begin with `prefix`; all from `from` on. */
export type KeySelector =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'range'; readonly key: string; readonly end: string }
  | { readonly type: 'prefix'; readonly prefix: string }
  | { readonly type: 'from'; readonly key: string };

export interface PutCall {
  readonly type: 'put';
  readonly key: string;
  readonly value: string;
  readonly lease: string | undefined;
  readonly prevKv: boolean;
  readonly ignoreValue: boolean;
  readonly ignoreLease: boolean;
}

export interface GetCall {
  readonly type: 'get';
  readonly keys: KeySelector;
  readonly revision: Revision;
  readonly limit: number;
  readonly sortOrder: SortOrder;
  readonly sortTarget: SortTarget;
  readonly keysOnly: boolean;
  readonly countOnly: boolean;
  readonly serializable: boolean;
}

export interface DeleteCall {
  readonly type: 'del';
  readonly keys: KeySelector;
  readonly prevKv: boolean;
}

export interface TxnCall {
  readonly type: 'txn';
  readonly compare: readonly TxnCompare[];
  readonly success: readonly TxnCallOperation[];
  readonly failure: readonly TxnCallOperation[];
}

export type TxnCallOperation = PutCall | GetCall | DeleteCall | TxnCall;

export interface TxnCompare {
  readonly target: 'VERSION' | 'CREATE' | 'MOD' | 'VALUE' | 'LEASE';
  readonly keys: KeySelector;
  readonly result: CompareResult;
  /** A number, a value, or the name of a lease, as written. */
  readonly value: string;
}

/** ttl in ticks. */
export type LeaseCall =
  | { readonly type: 'leaseGrant'; readonly lease: string; readonly ttl: number }
  | { readonly type: 'leaseRevoke' | 'leaseKeepAlive' | 'leaseTimeToLive'; readonly lease: string };

/** One call with one answer. */
export type ScriptCall =
  | PutCall
  | GetCall
  | DeleteCall
  | TxnCall
  | LeaseCall
  | { readonly type: 'compact'; readonly revision: Revision };

export interface WatchAsked {
  readonly watch: string;
  readonly keys: KeySelector;
  /** 0: from now on. */
  readonly from: Revision;
  readonly progress: boolean;
  readonly prevKv: boolean;
  readonly filters: readonly ('NOPUT' | 'NODELETE')[];
}

/** `c1 [at=i] …`. */
export interface ClientAction {
  readonly type: 'clientAct';
  readonly client: string;
  /** Where it turns to from now on; undefined: where it was. */
  readonly at: NodeId | undefined;
  readonly act: ClientAct;
}

export type ClientAct =
  | { readonly type: 'move' | 'retry' | 'pause' | 'wake' }
  | { readonly type: 'call'; readonly call: ScriptCall }
  | { readonly type: 'watch'; readonly watch: WatchAsked }
  /** from undefined: after the last that was received. */
  | { readonly type: 'resume'; readonly watch: string; readonly from: Revision | undefined }
  | { readonly type: 'cancel' | 'progress'; readonly watch: string }
  | { readonly type: 'lock'; readonly lock: string; readonly lease: string }
  | { readonly type: 'unlock'; readonly lock: string }
  /** token undefined: none is shown, or, to a fencing store, that of the lock the client believes to hold. */
  | {
      readonly type: 'write';
      readonly store: string;
      readonly value: string;
      readonly token: number | undefined;
    };

/** A call in a history, as its client saw it. */
export interface HistoryCall {
  readonly id: string;
  readonly invokedAt: number;
  /** undefined: nobody knows. */
  readonly returnedAt: number | undefined;
  readonly key: string;
  readonly operation: RegisterOperation;
}
