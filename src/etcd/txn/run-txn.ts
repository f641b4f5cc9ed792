import { assert, unreachable } from '../../base/assert.ts';
import { answered, refused, type Answer } from '../answer.ts';
import type { LeaseStore } from '../lease/lease-store.ts';
import type { KvStore } from '../mvcc/kv-store.ts';
import type { TxnOperationResult, TxnRequest, TxnResult } from '../request.ts';
import { LeasedWrite } from './leased-write.ts';
import { checkPlan } from './txn-checks.ts';
import { planTxn, type PlannedStep, type TxnPlan } from './txn-plan.ts';

/**
 * A whole transaction, inner ones included (etcd: applierV3backend.Txn): the branches are chosen by the store before
 * it, everything is checked, then everything is done, as one revision if anything is written at all. Errors:
 * keyNotFound, leaseNotFound, futureRevision, compacted; then nothing has changed.
 */
export function runTxn(request: TxnRequest, kv: KvStore, leases: LeaseStore): Answer {
  const plan = planTxn(request, kv);
  const error = checkPlan(plan, kv, leases);
  if (error !== undefined) return refused(error);
  const write = new LeasedWrite(kv, leases);
  const result = carryOut(plan, write);
  return answered({ ...result, revision: write.end() });
}

/** Of an inner transaction the revision stays 0: its header is empty. */
function carryOut(plan: TxnPlan, write: LeasedWrite): TxnResult {
  const responses = plan.steps.map((step) => carryOutStep(step, write));
  return { type: 'txn', revision: 0, succeeded: plan.succeeded, responses };
}

function carryOutStep(step: PlannedStep, write: LeasedWrite): TxnOperationResult {
  switch (step.type) {
    case 'range': {
      const answer = write.range(step);
      assert(answer.ok, 'a range that was checked before is answered');
      return answer.result;
    }
    case 'put': {
      const result = write.put(step);
      assert(typeof result !== 'string', 'a put that was checked before is carried out');
      return result;
    }
    case 'deleteRange':
      return write.deleteRange(step);
    case 'txn':
      return carryOut(step.plan, write);
    case 'empty':
      return step;
    default:
      return unreachable(step);
  }
}
