import { NO_LEASE, type LeaseStore } from '../lease/lease-store.ts';
import { compareKeys, isBeyondRange } from '../mvcc/key-range.ts';
import type { KvStore } from '../mvcc/kv-store.ts';
import type { DeleteRangeRequest, EtcdErrorCode, PutRequest, RangeRequest } from '../request.ts';
import { needsBefore } from './leased-write.ts';
import { flatSteps, type TxnPlan } from './txn-plan.ts';

/**
 * Why the chosen branches cannot be carried out, before anything of them is (etcd: checkRequests): first all puts,
 * then all ranges, each against the store before the transaction.
 */
export function checkPlan(plan: TxnPlan, kv: KvStore, leases: LeaseStore): EtcdErrorCode | undefined {
  for (const step of flatSteps(plan)) {
    const error = step.type === 'put' ? checkPut(step, kv, leases) : undefined;
    if (error !== undefined) return error;
  }
  for (const step of flatSteps(plan)) {
    const error = step.type === 'range' ? checkRange(step, kv) : undefined;
    if (error !== undefined) return error;
  }
  return checkKeptKeys(plan);
}

function checkPut(put: PutRequest, kv: KvStore, leases: LeaseStore): EtcdErrorCode | undefined {
  if (needsBefore(put) && !isPresent(put.key, kv)) return 'keyNotFound';
  const lease = put.lease ?? NO_LEASE;
  return lease !== NO_LEASE && leases.lookup(lease) === undefined ? 'leaseNotFound' : undefined;
}

function isPresent(key: Uint8Array, kv: KvStore): boolean {
  const answer = kv.range({ type: 'range', key, revision: 0, countOnly: true, consistency: 'serializable' });
  return answer.ok && answer.result.type === 'range' && answer.result.count > 0;
}

/** Unlike outside of a transaction, a revision below 0 is a revision, which a compaction has left behind. */
function checkRange({ revision }: RangeRequest, kv: KvStore): EtcdErrorCode | undefined {
  if (revision === 0) return undefined;
  if (revision > kv.revision) return 'futureRevision';
  return revision < kv.firstRevision ? 'compacted' : undefined;
}

/**
 * A put that keeps the value or lease of a key which the same transaction has deleted before it. Only an open-ended
 * deletion gets so far (duplicate-keys.ts); etcd then panics, on every member and at every start. Here it is refused.
 */
function checkKeptKeys(plan: TxnPlan): EtcdErrorCode | undefined {
  const deletions: DeleteRangeRequest[] = [];
  for (const step of flatSteps(plan)) {
    if (step.type === 'deleteRange') deletions.push(step);
    if (step.type !== 'put' || !needsBefore(step)) continue;
    if (deletions.some((deletion) => isInRange(deletion, step.key))) return 'keyNotFound';
  }
  return undefined;
}

function isInRange(range: DeleteRangeRequest, key: Uint8Array): boolean {
  return compareKeys(range.key, key) <= 0 && !isBeyondRange(range, key);
}
