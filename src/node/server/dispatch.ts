import { checkRequest } from '../../etcd/apply/request-checks.ts';
import { fitsQuota, isCharged } from '../../etcd/cluster/quota.ts';
import type { LeaseId, LeaseRequest, RangeRequest, TxnRequest } from '../../etcd/request.ts';
import { isReadOnlyTxn, isSerializableTxn } from '../../etcd/txn/txn-plan.ts';
import type { Asker, Call, CallOperation } from '../core/call.ts';
import { addCall, nextRequestId, refuse, setStage, succeed } from '../core/calls.ts';
import { raiseNoSpace } from './alarms.ts';
import { isLearner } from '../core/identity.ts';
import { leaseIds, takeLeaseCall } from './lease-calls.ts';
import { moveLeader, takeMaintenance } from './maintenance-calls.ts';
import { membersResult, takeConfChange, takeMemberChange } from './member-calls.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { propose } from './proposing.ts';
import { readIndexFor, serve } from './reading.ts';

/** A call comes in: refused at the door, or carried on as far as it goes without waiting. */
export function takeCall(
  state: MemberState,
  asker: Asker,
  operation: CallOperation,
  token: string | undefined,
  out: OutputBuilder,
): void {
  const call = addCall(state, asker, operation, token);
  if (asker.type !== 'own' && asker.type !== 'peer' && isLearner(state) && !isForLearners(operation)) {
    return refuse(state, call, 'notSupportedForLearner', out);
  }
  if (isCharged(operation) && !fitsQuota(operation, state.etcd.kv.sizeBytes, state.config.quotaBytes)) {
    raiseNoSpace(state, out);
    return setStage(state, call, { type: 'raisingAlarm' });
  }
  const { config } = state;
  const refusal =
    operation.type === 'confChange' || operation.type === 'v2' || operation.type === 'leaseCheckpoint'
      ? undefined
      : checkRequest(operation, { maxTxnOps: config.maxTxnOps });
  if (refusal !== undefined) return refuse(state, call, refusal, out);
  carryOn(state, call, out);
}

/** Begins with the call, or begins anew when what it waited for has come. */
export function carryOn(state: MemberState, call: Call, out: OutputBuilder): void {
  const { operation } = call;
  switch (operation.type) {
    case 'range':
      return read(state, call, operation, operation.consistency === 'serializable', out);
    case 'txn':
      if (!isReadOnlyTxn(operation)) return propose(state, call, operation, out);
      return read(state, call, operation, isSerializableTxn(operation), out);
    case 'authenticate':
      return readIndexFor(state, call);
    case 'leaseGrant':
      return propose(state, call, { ...operation, id: chosenId(state, operation) }, out);
    case 'leaseRevoke':
      return propose(state, call, { type: 'leaseRevoke', id: operation.id }, out);
    case 'leaseKeepAlive':
    case 'leaseTimeToLive':
      return takeLeaseCall(state, call, { ...operation, type: operation.type }, out);
    case 'leaseLeases': {
      const { revision } = state.etcd.kv;
      return succeed(state, call, { type: 'leaseLeases', revision, leases: leaseIds(state) }, out);
    }
    case 'memberList':
      return succeed(state, call, membersResult(state, operation, undefined), out);
    case 'memberAdd':
    case 'memberRemove':
    case 'memberPromote':
    case 'memberUpdate':
      return takeMemberChange(state, call, { ...operation }, out);
    case 'confChange':
      return takeConfChange(state, call, operation, out);
    case 'status':
    case 'defragment':
    case 'hash':
    case 'hashKv':
      return takeMaintenance(state, call, { ...operation }, out);
    case 'moveLeader':
      return moveLeader(state, call, operation.target, out);
    default:
      return propose(state, call, operation, out);
  }
}

function read(
  state: MemberState,
  call: Call,
  operation: RangeRequest | TxnRequest,
  isSerializable: boolean,
  out: OutputBuilder,
): void {
  if (isSerializable) serve(state, call, operation, 0, out);
  else readIndexFor(state, call);
}

/** A lease that nobody has named gets an id of this member's (etcd: LeaseGrant). */
function chosenId(
  state: MemberState,
  { id }: Extract<LeaseRequest, { readonly type: 'leaseGrant' }>,
): LeaseId {
  return id === 0n ? BigInt(nextRequestId(state)) : id;
}

/** etcd: isRPCSupportedForLearner. The page that asks for the health is no such call. */
export function isForLearners(operation: CallOperation): boolean {
  if (operation.type === 'range') return operation.consistency === 'serializable';
  return operation.type === 'status' || operation.type === 'v2';
}
