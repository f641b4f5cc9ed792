import type { LeaseId, LeaseRequest, OperationResult } from '../../etcd/request.ts';
import type { Call } from '../core/call.ts';
import { addCall, refuse, setStage, succeed } from '../core/calls.ts';
import { electionTimeoutMs, type MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { count } from '../core/tally.ts';
import { askLeader } from './peer-calls.ts';
import { propose } from './proposing.ts';

/** etcd: applyTimeout. */
const CATCH_UP_MS = 1000;

export type LeaderLeaseRequest = Extract<
  LeaseRequest,
  { readonly type: 'leaseTimeToLive' | 'leaseRevoke' | 'leaseKeepAlive' }
> & { readonly type: 'leaseTimeToLive' | 'leaseKeepAlive' };

/**
 * What only the leader can say, since nobody else counts (etcd: v3_server.go, LeaseRenew and LeaseTimeToLive): others
 * ask it over the peer network. The leader first catches up with what was committed when the call came.
 */
export function takeLeaseCall(
  state: MemberState,
  call: Call,
  request: LeaderLeaseRequest,
  out: OutputBuilder,
): void {
  const { raft, applied } = state;
  if (!raft.isLeader) return askLeader(state, call, out);
  if (applied >= raft.commit) return serveLease(state, call, request, out);
  setStage(state, call, { type: 'catchingUp', index: raft.commit, untilMs: state.nowMs + CATCH_UP_MS });
}

/** At the leader, which has applied enough. */
export function serveLease(
  state: MemberState,
  call: Call,
  request: LeaderLeaseRequest,
  out: OutputBuilder,
): void {
  if (request.type === 'leaseKeepAlive') renew(state, call, request.id, out);
  else succeed(state, call, timeToLive(state, request.id, request.keys === true), out);
}

/** How a list of all leases names them: by their end where that is known. */
export function leaseIds({ leaseClock, etcd }: MemberState): readonly LeaseId[] {
  return leaseClock.byExpiry(etcd.leases);
}

function renew(state: MemberState, call: Call, id: LeaseId, out: OutputBuilder): void {
  const renewal = state.leaseClock.renew(id, state.nowMs, state.etcd.leases);
  switch (renewal.type) {
    case 'renewed':
      count(state.tally, 'etcd_debugging_lease_renewed_total');
      out.leases.add(id);
      if (renewal.clearCheckpoint) {
        const checkpoints = [{ id, remainingTtl: 0 }];
        proposeOwn(state, { type: 'leaseCheckpoint', checkpoints }, out);
      }
      return succeed(state, call, kept(call, id, renewal.ttl), out);
    case 'notFound':
      return succeed(state, call, kept(call, id, 0), out);
    case 'expiring':
      return setStage(state, call, { type: 'expiring' });
    case 'notPrimary':
      return askLeader(state, call, out);
  }
}

/** Its header tells of the store as it was when the call came. A lease that is gone has 0 s. */
function kept({ revision }: Call, id: LeaseId, ttl: number): OperationResult {
  return { type: 'leaseKeepAlive', revision, id, ttl };
}

/** Whole seconds left, cut off; a lease whose end nobody has set yet (etcd: expiry zero) lasts for ever. */
function timeToLive(state: MemberState, id: LeaseId, withKeys: boolean): OperationResult {
  const { leases, kv } = state.etcd;
  const lease = leases.lookup(id);
  const { revision } = kv;
  if (lease === undefined) return { type: 'leaseTimeToLive', revision, id, ttl: -1, grantedTtl: 0, keys: [] };
  return {
    type: 'leaseTimeToLive',
    revision,
    id,
    ttl: state.leaseClock.remainingSeconds(id, state.nowMs) ?? FOREVER_S,
    grantedTtl: lease.ttl,
    keys: withKeys ? leases.keys(id) : [],
  };
}

/** The longest time Go can say, in seconds. */
const FOREVER_S = 9_223_372_036;

/** The leader's own work: leases whose end has come go through the log, and so does what long ones have left. */
export function tickLeases(state: MemberState, out: OutputBuilder): void {
  const { leaseClock, nowMs, etcd } = state;
  for (const id of leaseClock.expired(nowMs)) {
    count(state.tally, 'etcd_debugging_server_lease_expired_total');
    proposeOwn(state, { type: 'leaseRevoke', id }, out);
  }
  if (!etcd.options.leaseCheckpoints) return;
  for (const checkpoints of leaseClock.checkpointsDue(nowMs, etcd.leases)) {
    proposeOwn(state, { type: 'leaseCheckpoint', checkpoints }, out);
  }
}

/** The first entry of the own term is applied: every lease is known, their time begins anew (etcd: lessor.Promote). */
export function promoteLeases(state: MemberState, out: OutputBuilder): void {
  out.allLeases = true;
  state.leaseClock.promote(state.nowMs, electionTimeoutMs(state.config), state.etcd.leases);
}

type OwnLeaseOperation =
  | Extract<Parameters<typeof propose>[2], { readonly type: 'leaseCheckpoint' }>
  | { readonly type: 'leaseRevoke'; readonly id: LeaseId };

function proposeOwn(state: MemberState, operation: OwnLeaseOperation, out: OutputBuilder): void {
  propose(state, addCall(state, { type: 'own' }, operation, undefined), operation, out);
}

/** The leader did not catch up in time. */
export function refuseLate(state: MemberState, call: Call, out: OutputBuilder): void {
  refuse(state, call, 'timeoutWaitAppliedIndex', out);
}
