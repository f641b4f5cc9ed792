import { assert, present } from '../../base/assert.ts';
import type { Revision } from '../../base/flavor.ts';
import { isAuthOperation } from '../../etcd/auth/auth-operation.ts';
import { sharedCommand, type InternalRaftRequest, type LoggedOperation } from '../../etcd/command.ts';
import type { Answer } from '../../etcd/etcd-state.ts';
import type { OperationResult, TxnOperation } from '../../etcd/request.ts';
import type { ConfState, Entry } from '../../raft/entry.ts';
import type { MsgStorageApply } from '../../raft/message.ts';
import { decodeWireChange } from '../../raft/raftpb/conf-change.ts';
import { confStateFromWire } from '../../raft/raftpb/id-map.ts';
import { raiseNoSpace } from './alarms.ts';
import { isPasswordStale } from './authenticating.ts';
import type { Call } from '../core/call.ts';
import { endCall, refuse, setStage, succeed } from '../core/calls.ts';
import { adopt } from '../core/conf-change.ts';
import { contextOf } from '../core/conf-context.ts';
import { idMapWith, type WireChange } from '../core/id-map.ts';
import { carryOn } from './dispatch.ts';
import { countApplied } from './counting.ts';
import type { ApplyWork } from '../io.ts';
import { ownMemberId } from '../core/identity.ts';
import { promoteLeases } from './lease-calls.ts';
import { membersResult } from './member-calls.ts';
import type { MemberState } from '../core/member-state.ts';
import { applyMemberChange, idInContext } from '../core/membership.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { tellIfRemoved } from '../core/removal.ts';
import { memberRulesWith } from '../core/rules.ts';
import { disturbed } from './random-apply.ts';
import { sayWatched } from './streams.ts';
import { attributesPath } from '../../etcd/cluster/cluster-store.ts';
import { wallClock } from '../core/wall-clock.ts';
import { maybeSetVersion } from './v2-request.ts';

/** Hands committed entries to the apply thread. */
export function queueApply(state: MemberState, message: MsgStorageApply): ApplyWork {
  const { applying } = state;
  const first = present(message.entries[0], 'there is something to apply').index;
  applying.waiting.push(message);
  return { id: applying.nextId++, first, last: first + message.entries.length - 1 };
}

/** The apply thread has had its time for the oldest piece of work: it is done now. */
export function finishApply(state: MemberState, id: number, out: OutputBuilder): MsgStorageApply {
  const { applying } = state;
  const oldest = applying.nextId - applying.waiting.length;
  assert(id === oldest && applying.waiting.length > 0, `apply ${id} is done, and ${oldest} is the oldest`);
  const done = present(applying.waiting.shift(), 'there is something to apply');
  applyEntries(state, done.entries, out);
  return done;
}

/** Entries that a snapshot installed in the meantime contains are passed over. */
function applyEntries(state: MemberState, entries: readonly Entry[], out: OutputBuilder): void {
  const first = state.applied + 1;
  for (const entry of entries) {
    if (entry.index <= state.applied) continue;
    assert(entry.index === state.applied + 1, `entry ${entry.index} is applied after ${state.applied}`);
    const { revision } = state.etcd.kv;
    applyEntry(state, entry, out);
    if (state.etcd.kv.revision > revision) noteWrites(state, revision + 1, out);
    sayWatched(state, state.watch.sync(state.etcd.kv), out);
  }
  if (state.applied < first) return;
  out.note({ type: 'applied', first, last: state.applied, revision: state.etcd.kv.revision });
}

/** Here and not when the input is over: a compaction later in the same input may forget some of them. */
function noteWrites({ etcd }: MemberState, from: Revision, { records }: OutputBuilder): void {
  etcd.kv.visitChanges(from, (record) => records.push(record));
}

/** An answer says the entry's own term: it is noted as applied before whoever waits is told. */
function applyEntry(state: MemberState, entry: Entry, out: OutputBuilder): void {
  state.applied = entry.index;
  state.appliedTerm = entry.term;
  if (entry.type !== 'EntryNormal') applyChange(state, decodeWireChange(entry.type, entry.data), out);
  else if (entry.data !== undefined && entry.data.length > 0) applyCommand(state, entry.data, out);
  else if (state.raft.isLeader) firstOfTerm(state, out);
}

/** A leader has applied all that was before its term: now it knows every lease, and whether a version is set. */
function firstOfTerm(state: MemberState, out: OutputBuilder): void {
  promoteLeases(state, out);
  maybeSetVersion(state, out);
}

function applyCommand(state: MemberState, data: Uint8Array, out: OutputBuilder): void {
  const command = sharedCommand(data);
  const { kv, auth } = state.etcd;
  const before = { keys: kv.revision, rights: auth.revision };
  const op = withoutRanges(state, command.id, disturbed(state, command.op));
  const ownCommand = op === command.op ? command : { ...command, op };
  const now = op.type === 'v2' ? wallClock(state) : 0n;
  const outcome = refusalForLackOfRights(state, command) ?? state.etcd.apply(ownCommand, now);
  const answer = afterwards(state, command, outcome, out);
  if (auth.revision !== before.rights) state.lacksRights = false;
  countApplied(state, command, answer);
  if (kv.revision !== before.keys || auth.revision !== before.rights) state.consistentIndex = state.applied;
  const isFull = !answer.ok && answer.error === 'noSpace' && state.etcd.alarms.alarms('NOSPACE').length === 0;
  if (isFull) raiseNoSpace(state, out);
  const call = takeProposal(state, command.id);
  if (call === undefined) return;
  if (isFull) setStage(state, call, { type: 'raisingAlarm' });
  else conclude(state, call, answer, out);
}

/** By a broken rule: who is not asked for the answer leaves the ranges of a transaction out, and what would refuse them with it. */
function withoutRanges({ config, proposals }: MemberState, id: number, op: LoggedOperation): LoggedOperation {
  if (op.type !== 'txn' || memberRulesWith(config.brokenRules).appliesAllRanges() || proposals.has(id))
    return op;
  return { ...op, success: op.success.filter(isWrite), failure: op.failure.filter(isWrite) };
}

function isWrite({ type }: TxnOperation): boolean {
  return type !== 'range';
}

/** By a broken rule: a member that does not know what users may do refuses them everything. */
function refusalForLackOfRights(
  { lacksRights, etcd }: MemberState,
  { op, username }: InternalRaftRequest,
): Answer | undefined {
  if (!lacksRights || !etcd.auth.enabled || username === undefined || isAuthOperation(op)) return undefined;
  return { ok: false, error: 'permissionDenied' };
}

/** What a command means for what this member knows for itself: the ends of leases, tokens, whether it is published. */
function afterwards(
  state: MemberState,
  { op }: InternalRaftRequest,
  answer: Answer,
  out: OutputBuilder,
): Answer {
  if (!answer.ok) return answer;
  const { leaseClock, etcd, nowMs, tokens } = state;
  switch (op.type) {
    case 'leaseGrant':
      out.leases.add(op.id);
      leaseClock.granted(present(etcd.leases.lookup(op.id), 'a lease that was granted'), nowMs);
      return answer;
    case 'leaseRevoke':
      out.leases.add(op.id);
      leaseClock.revoked(op.id);
      return answer;
    case 'leaseCheckpoint':
      for (const { id } of op.checkpoints) {
        out.leases.add(id);
        const lease = etcd.leases.lookup(id);
        if (lease !== undefined) leaseClock.checkpointApplied(lease, nowMs);
      }
      return answer;
    case 'v2':
      tellV2Watches(state, answer.result, out);
      // What an earlier life said is said again, as etcd does at every start.
      if (op.path === attributesPath(ownMemberId(state)) && state.applied > state.replayedTo) {
        state.published = true;
      }
      return answer;
    default:
      // A restarted member has forgotten the tokens of its earlier life, whatever its log says of them.
      if (op.type === 'authenticateInternal' && state.applied <= state.replayedTo) return answer;
      return isAuthOperation(op) ? tokens.applied(op, answer, state.applied, nowMs) : answer;
  }
}

/** Those who watch the v2 tree at this member hear of what an entry has done to it, in order. */
function tellV2Watches({ v2Watch }: MemberState, result: OperationResult, out: OutputBuilder): void {
  if (result.type !== 'v2') return;
  for (const notice of result.notices) for (const told of v2Watch.notify(notice)) out.v2Told.push(told);
}

function conclude(state: MemberState, call: Call, answer: Answer, out: OutputBuilder): void {
  const { operation } = call;
  if (!answer.ok) return refuse(state, call, answer.error, out);
  if (operation.type === 'authenticate' && isPasswordStale(state, call)) return carryOn(state, call, out);
  if (operation.type === 'compact' && operation.physical === true && state.etcd.kv.isCompacting) {
    return setStage(state, call, { type: 'compacting', result: answer.result });
  }
  succeed(state, call, answer.result, out);
}

/**
 * A change that cannot be made is not made, on no member (etcd: ValidateConfigurationChange). Nor is one that came to the
 * apply thread before a snapshot came to raft: raft has the snapshot's configuration already, the change within it.
 */
function applyChange(state: MemberState, change: WireChange, out: OutputBuilder): void {
  const { raft } = state;
  const status = raft.status();
  if (status.pendingSnapshotIndex !== 0) return;
  const context = contextOf(change);
  if (context?.confState !== undefined && isEmpty(status.confState))
    adopt(raft, confStateFromWire(context.confState, idMapWith(state, context.machines)));
  const removedBefore = state.removedIds;
  const outcome = applyMemberChange(state, change, context);
  // The leader goes on to nobody who is no member: who has not heard by now would never hear of it.
  for (const node of raft.isLeader ? state.removedIds.keys() : []) {
    if (!removedBefore.has(node)) tellIfRemoved(state, node, out);
  }
  const call = context === undefined ? undefined : takeProposal(state, context.id);
  if (call === undefined) return;
  if (typeof outcome === 'string') return refuse(state, call, outcome, out);
  const { operation } = call;
  switch (operation.type) {
    case 'memberAdd':
    case 'memberRemove':
    case 'memberUpdate':
    case 'memberPromote': {
      const added = context?.member === undefined ? undefined : idInContext(context.member);
      return succeed(state, call, membersResult(state, operation, added), out);
    }
    default:
      return endCall(state, call, { status: 'ok', result: { type: 'confChange', confState: outcome } }, out);
  }
}

/** The call whose entry this is, if it was made here and is still waited for. */
function takeProposal(state: MemberState, id: number): Call | undefined {
  const call = state.proposals.get(id);
  if (call === undefined) return undefined;
  state.proposals.delete(id);
  return state.calls.get(call);
}

function isEmpty(confState: ConfState): boolean {
  return confState.voters.length === 0;
}
