import type { EtcdErrorCode } from '../../etcd/request.ts';
import type { Call } from '../core/call.ts';
import { endCall, refuse, succeed } from '../core/calls.ts';
import { activeSinceMs, countConnectedSince } from '../core/contacts.ts';
import { carryOn } from './dispatch.ts';
import { refuseLate, serveLease } from './lease-calls.ts';
import { electionTimeoutMs, reqTimeoutMs, type MemberState } from '../core/member-state.ts';
import { count } from '../core/tally.ts';
import { nodeOf } from '../core/node-ids.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { askLeader } from './peer-calls.ts';

/** A page that asks for the health waits no longer (etcd: etcdhttp, checkHealth). */
const HEALTH_TIMEOUT_MS = 1000;

/** Calls whose waiting is over go on, in the order in which they came. */
export function resumeCalls(state: MemberState, out: OutputBuilder): void {
  if (state.waiting.size === 0) return;
  for (const id of [...state.waiting].sort((a, b) => a - b)) {
    const call = state.calls.get(id);
    if (call !== undefined) resume(state, call, out);
  }
}

function resume(state: MemberState, call: Call, out: OutputBuilder): void {
  const { raft, applied, config } = state;
  const { stage } = call;
  switch (stage.type) {
    case 'reading':
    case 'proposed':
      return;
    case 'token':
      return stage.index > BigInt(applied) ? undefined : carryOn(state, call, out);
    case 'leader':
      return raft.lead === 0 ? undefined : carryOn(state, call, out);
    case 'catchingUp':
    case 'expiring':
      return resumeLease(state, call, out);
    case 'asking':
      if (raft.lead === config.id && raft.isLeader) return resumeAtLeader(state, call, out);
      if (raft.lead !== 0 && raft.lead !== stage.leader) askLeader(state, call, out);
      return;
    case 'transferring':
      if (raft.lead === stage.target) succeed(state, call, { type: 'moveLeader', revision: 0 }, out);
      return;
    case 'raisingAlarm':
      return isRaisingAlarm(state) ? undefined : refuse(state, call, 'noSpace', out);
    case 'compacting':
      return state.etcd.kv.isCompacting ? undefined : succeed(state, call, stage.result, out);
  }
}

/** A lease call at a leader, or at one that has just been. */
function resumeLease(state: MemberState, call: Call, out: OutputBuilder): void {
  const { operation, stage } = call;
  if (operation.type !== 'leaseKeepAlive' && operation.type !== 'leaseTimeToLive') return;
  if (!state.raft.isLeader) return askLeader(state, call, out);
  if (stage.type === 'catchingUp' && state.applied < stage.index) return;
  const wasExpiring = stage.type === 'expiring';
  if (wasExpiring && operation.type === 'leaseKeepAlive') {
    const renewal = state.leaseClock.remainingMs(operation.id, state.nowMs);
    if (state.etcd.leases.lookup(operation.id) !== undefined && renewal !== undefined) return;
  }
  serveLease(state, call, { ...operation, type: operation.type }, out);
}

/** This member has become the one to ask; leases it can tell of only once it counts them. */
function resumeAtLeader(state: MemberState, call: Call, out: OutputBuilder): void {
  const isAboutLeases = call.operation.type !== 'memberPromote';
  if (!isAboutLeases || state.leaseClock.isPrimary) carryOn(state, call, out);
}

function isRaisingAlarm({ calls }: MemberState): boolean {
  for (const { asker, operation } of calls.values()) {
    if (asker.type === 'own' && operation.type === 'alarm' && operation.alarm === 'NOSPACE') return true;
  }
  return false;
}

/** After a tick: who has waited too long is told so, in etcd's words; who asks a peer asks again. */
export function tickCalls(state: MemberState, out: OutputBuilder): void {
  if (state.calls.size === 0) return;
  for (const call of state.calls.values()) tickCall(state, call, out);
}

function tickCall(state: MemberState, call: Call, out: OutputBuilder): void {
  const { nowMs } = state;
  const { stage } = call;
  switch (stage.type) {
    case 'catchingUp':
      if (nowMs >= stage.untilMs) refuseLate(state, call, out);
      return;
    case 'asking':
      if (nowMs - call.startedAtMs >= reqTimeoutMs(state.config)) {
        const error = state.raft.lead === 0 ? 'noLeader' : 'timeout';
        const status = call.operation.type === 'memberPromote' ? 'unknown' : 'failed';
        endCall(state, call, { status, error }, out);
      } else if (nowMs >= stage.againAtMs) {
        askLeader(state, call, out);
      }
      return;
    case 'leader':
    case 'proposed':
      if (nowMs - call.startedAtMs < timeoutOf(state, call)) return;
      count(state.tally, 'etcd_server_proposals_failed_total');
      // Without a leader nothing was proposed, and etcd says it in Go's words.
      if (stage.type === 'leader') {
        const error = call.operation.type === 'v2' ? timeoutWords(state, call) : 'deadlineExceeded';
        return refuse(state, call, error, out);
      }
      return endCall(state, call, { status: 'unknown', error: timeoutWords(state, call) }, out);
    default:
      return;
  }
}

/** A change of members waits as long as its client does (etcd: configure); the old API waits for it as for others. */
function timeoutOf({ config }: MemberState, { asker, operation }: Call): number {
  const door = asker.type === 'http' ? asker.door.type : undefined;
  switch (operation.type) {
    case 'memberAdd':
    case 'memberRemove':
    case 'memberUpdate':
    case 'memberPromote':
    case 'confChange':
      return door === 'members' ? reqTimeoutMs(config) : Infinity;
    default:
      return door === 'health' ? HEALTH_TIMEOUT_MS : reqTimeoutMs(config);
  }
}

/** etcd: server.go, parseProposeCtxErr. */
function timeoutWords(state: MemberState, { startedAtMs }: Call): EtcdErrorCode {
  const { raft, config, electedAtMs } = state;
  const lostAtMs = electedAtMs - 2 * electionTimeoutMs(config);
  if (startedAtMs > lostAtMs && startedAtMs < electedAtMs) return 'timeoutLeaderFail';
  if (raft.lead === 0) return 'timeout';
  if (raft.lead === config.id) {
    const members = state.etcd.cluster.members().flatMap(({ id }) => nodeOf(state.nodeIds, id) ?? []);
    const connected = countConnectedSince(state, members, startedAtMs);
    return connected >= Math.floor(members.length / 2) + 1 ? 'timeout' : 'timeoutConnectionLost';
  }
  const active = activeSinceMs(state, raft.lead);
  return active !== undefined && active < startedAtMs ? 'timeout' : 'timeoutConnectionLost';
}
