import type { KvStore } from '../mvcc/kv-store.ts';
import type { DeleteRangeRequest, PutRequest, RangeRequest, TxnOperation, TxnRequest } from '../request.ts';
import { holdCompares } from './compare.ts';

/**
 * A transaction with its branches chosen. All compares, of inner transactions too, look at the store before the
 * transaction (etcd: compareToPath), so the choice is made before anything is done:
 *
 *     txn  a = 1 ?                          plan  succeeded
 *       then put a 2                          put a 2
 *            txn  a = 2 ? then put b 1        txn  not succeeded
 *                         else put c 1          put c 1
 */
export interface TxnPlan {
  readonly succeeded: boolean;
  readonly steps: readonly PlannedStep[];
}

export type PlannedStep =
  | RangeRequest
  | PutRequest
  | DeleteRangeRequest
  | { readonly type: 'txn'; readonly plan: TxnPlan }
  | { readonly type: 'empty' };

export function planTxn(request: TxnRequest, kv: KvStore): TxnPlan {
  const succeeded = holdCompares(request.compare, kv);
  const chosen = succeeded ? request.success : request.failure;
  return { succeeded, steps: chosen.map((operation) => planOperation(operation, kv)) };
}

function planOperation(operation: TxnOperation, kv: KvStore): PlannedStep {
  return operation.type === 'txn' ? { type: 'txn', plan: planTxn(operation, kv) } : operation;
}

/** The steps in the order in which they are taken, those of inner transactions in their place. */
export function* flatSteps(plan: TxnPlan): Generator<Exclude<PlannedStep, { type: 'txn' }>> {
  for (const step of plan.steps) {
    if (step.type === 'txn') yield* flatSteps(step.plan);
    else yield step;
  }
}

/** Whether it can be answered without the log: nothing but ranges, whichever branch is taken (etcd: isTxnReadonly). */
export function isReadOnlyTxn(request: TxnRequest): boolean {
  return [...request.success, ...request.failure].every((operation) => operation.type === 'range');
}

/** Whether one member may answer it alone (etcd: isTxnSerializable). */
export function isSerializableTxn(request: TxnRequest): boolean {
  return [...request.success, ...request.failure].every(
    (operation) => operation.type === 'range' && operation.consistency === 'serializable',
  );
}
