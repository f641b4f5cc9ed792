import { answered, refused, withRevision, type Answer } from '../answer.ts';
import type { InternalRaftRequest } from '../command.ts';
import { fitsQuota, isCharged } from '../cluster/quota.ts';
import { LeasedWrite } from '../txn/leased-write.ts';
import { runTxn } from '../txn/run-txn.ts';
import { NO_LEASE } from '../lease/lease-store.ts';
import type { DeleteRangeRequest, PutRequest } from '../request.ts';
import type { AppliedState } from './applied-state.ts';
import { refusalByAlarm } from './alarm-refusal.ts';
import { applyCheckpoints, applyGrant, applyRevoke } from './lease-operations.ts';
import type { Nanos } from '../v2/time.ts';
import { applyV2, nothingWritten } from './v2-operations.ts';
import { v2WriteOf } from '../cluster/cluster-operation.ts';

/**
 * Carries out one command of the log (etcd: applierV3 and what is laid around it): first what an alarm forbids, then
 * what its caller may not, then the command itself. After an error nothing has changed, with one exception, which is
 * etcd's: a command that finds too little room left is carried out all the same and then answered with `noSpace`, so
 * that the member that hears it raises the alarm, which stops the next one.
 */
export function applyCommand(state: AppliedState, command: InternalRaftRequest, now: Nanos): Answer {
  const { op } = command;
  const refusal = refusalByAlarm(op, state.alarms.effect) ?? refusalByAuth(state, command);
  if (refusal !== undefined) return refused(refusal);
  const hasRoom = !isCharged(op) || fitsQuota(op, state.kv.sizeBytes, state.options.quotaBytes);
  const answer = carryOut(state, command, now);
  return answer.ok && !hasRoom ? refused('noSpace') : answer;
}

function refusalByAuth({ auth, leases }: AppliedState, { op, username, authRevision }: InternalRaftRequest) {
  return auth.permits(username, authRevision, op, (lease) => leases.keys(lease));
}

function carryOut(state: AppliedState, { id, op }: InternalRaftRequest, now: Nanos): Answer {
  const { kv, leases } = state;
  switch (op.type) {
    case 'put':
      return put(state, op);
    case 'range':
      return kv.range(op);
    case 'deleteRange':
      return deleteRange(state, op);
    case 'txn':
      return runTxn(op, kv, leases);
    case 'compact':
      return kv.apply(op);
    case 'leaseGrant':
      return applyGrant(state, op.id, op.ttl);
    case 'leaseRevoke':
      return applyRevoke(state, op.id);
    case 'leaseCheckpoint':
      return applyCheckpoints(state, op.checkpoints);
    case 'alarm':
      return state.alarms.apply(op);
    case 'keyServerPut':
      state.keys.put(op);
      return answered({ type: 'keyServerPut', revision: kv.revision });
    case 'v2':
      return answered({ type: 'v2', revision: kv.revision, ...applyV2(state, op, now) });
    case 'authStatus':
    case 'clusterVersionSet':
    case 'clusterMemberAttrSet':
    case 'downgradeInfoSet': {
      const write = v2WriteOf(op);
      const written = write === undefined ? nothingWritten(state) : applyV2(state, write, now);
      return answered({ type: 'v2', revision: kv.revision, ...written });
    }
    default:
      return withRevision(state.auth.apply(op, id), kv.revision);
  }
}

/** Unlike in a transaction, the lease is looked for before the key. */
function put({ kv, leases }: AppliedState, request: PutRequest): Answer {
  if (request.key.length === 0) return refused('emptyKey');
  const lease = request.lease ?? NO_LEASE;
  if (lease !== NO_LEASE && leases.lookup(lease) === undefined) return refused('leaseNotFound');
  const write = new LeasedWrite(kv, leases);
  const result = write.put(request);
  write.end();
  return typeof result === 'string' ? refused(result) : answered(result);
}

function deleteRange({ kv, leases }: AppliedState, request: DeleteRangeRequest): Answer {
  if (request.key.length === 0) return refused('emptyKey');
  const write = new LeasedWrite(kv, leases);
  const result = write.deleteRange(request);
  write.end();
  return answered(result);
}
