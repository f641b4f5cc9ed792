import { unreachable } from '../../base/assert.ts';
import { formatAlarm } from '../../etcd/cluster/alarm-store.ts';
import { SERVER_VERSION } from '../../etcd/cluster/version.ts';
import { errorText } from '../../etcd/error.ts';
import type { EtcdErrorCode, MaintenanceRequest, MemberId, OperationResult } from '../../etcd/request.ts';
import type { Call } from '../core/call.ts';
import { callerOf, nameOf } from '../core/caller.ts';
import { refuse, setStage, succeed } from '../core/calls.ts';
import { isLearner } from '../core/identity.ts';
import type { MemberState } from '../core/member-state.ts';
import { nodeOf } from '../core/node-ids.ts';
import type { OutputBuilder } from '../core/output-builder.ts';

export type LocalMaintenance = Exclude<MaintenanceRequest, { readonly type: 'alarm' | 'moveLeader' }>;

/** What a member tells of itself, or does to itself (etcd: v3rpc/maintenance.go). */
export function takeMaintenance(
  state: MemberState,
  call: Call,
  request: LocalMaintenance,
  out: OutputBuilder,
): void {
  const refusal = call.asker.type === 'peer' ? undefined : adminRefusal(state, request, call.token);
  if (refusal === 'wait') return;
  if (refusal !== undefined) return refuse(state, call, refusal, out);
  const result = carryOut(state, request);
  if (typeof result === 'string') refuse(state, call, result, out);
  else succeed(state, call, result, out);
}

/** Why somebody may not look into the store as a whole. */
export function adminRefusal(
  state: MemberState,
  operation: { readonly type: 'status' | 'defragment' | 'hash' | 'hashKv' | 'snapshot' },
  token: string | undefined,
): EtcdErrorCode | 'wait' | undefined {
  if (operation.type === 'status') return undefined;
  const caller = callerOf(state, token);
  // A token from the future is taken for a wrong one: what only looks at this member has nothing to wait for.
  if (caller.type === 'invalid' || caller.type === 'wait') return 'maintenanceInvalidAuthToken';
  return state.etcd.auth.permits(...nameOf(caller), guarded(operation.type));
}

function guarded(type: 'defragment' | 'hash' | 'hashKv' | 'snapshot') {
  return type === 'hashKv' ? ({ type, revision: 0 } as const) : ({ type } as const);
}

/** Hands the leadership over; answered when the other one leads (etcd: server.go, MoveLeader). */
export function moveLeader(state: MemberState, call: Call, target: MemberId, out: OutputBuilder): void {
  const { raft, etcd, nodeIds } = state;
  if (!raft.isLeader) return refuse(state, call, 'notLeader', out);
  const member = etcd.cluster.member(target);
  const node = nodeOf(nodeIds, target);
  if (member === undefined || member.isLearner || node === undefined) {
    return refuse(state, call, 'badLeaderTransferee', out);
  }
  raft.transferLeader(node);
  setStage(state, call, { type: 'transferring', target: node });
}

function carryOut(state: MemberState, request: LocalMaintenance): OperationResult | EtcdErrorCode {
  const { kv } = state.etcd;
  switch (request.type) {
    case 'status':
      return statusOf(state);
    case 'defragment':
      kv.defragment();
      return { type: 'defragment', revision: 0 };
    case 'hash':
      return { type: 'hash', revision: kv.revision, hash: kv.hash() };
    case 'hashKv': {
      const found = kv.hashKv(request.revision);
      if (typeof found === 'string') return found;
      const { hash, compactRevision, revision } = found;
      return { type: 'hashKv', revision, hash, compactRevision };
    }
    default:
      return unreachable(request);
  }
}

function statusOf(state: MemberState): OperationResult {
  const { raft, etcd, nodeIds } = state;
  const { kv, alarms } = etcd;
  const errors = raft.lead === 0 ? [errorText('noLeader')] : [];
  return {
    type: 'status',
    revision: kv.revision,
    version: SERVER_VERSION,
    dbSize: kv.sizeBytes,
    dbSizeInUse: kv.sizeInUseBytes,
    leader: nodeIds.get(raft.lead) ?? 0n,
    raftIndex: raft.commit,
    raftTerm: state.appliedTerm,
    raftAppliedIndex: state.applied,
    errors: [...errors, ...alarms.alarms().map(formatAlarm)],
    isLearner: isLearner(state),
  };
}
