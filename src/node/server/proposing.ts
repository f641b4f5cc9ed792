import { LARGE_BYTES, keepInstead, withKept } from '../../base/large-bytes.ts';
import {
  decodeCommand,
  encodeCommand,
  type InternalRaftRequest,
  type LoggedOperation,
} from '../../etcd/command.ts';
import type { Call } from '../core/call.ts';
import { callerOf, INVALID_TOKEN, rootOf, type Caller } from '../core/caller.ts';
import { nextRequestId, refuse, setStage, succeed } from '../core/calls.ts';
import { ownMemberId } from '../core/identity.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { memberRulesWith } from '../core/rules.ts';
import { count } from '../core/tally.ts';
import { missingIdBytes } from '../core/request-id.ts';

/** etcd: maxGapBetweenApplyAndCommitIndex. */
const APPLY_GAP_MAX = 5000;

/** Puts an operation into the log; the call is answered when its entry is applied here (etcd: processInternalRaftRequestOnce). */
export function propose(state: MemberState, call: Call, op: LoggedOperation, out: OutputBuilder): void {
  const { raft, config } = state;
  const id = nextRequestId(state);
  // Of v2 requests etcd looks neither at their number nor at their size.
  const isLimited = op.type !== 'v2';
  if (isLimited && raft.commit - state.applied > APPLY_GAP_MAX)
    return refuse(state, call, 'tooManyRequests', out);
  const caller = call.asker.type === 'own' ? rootOf(state) : callerOf(state, call.token);
  if (caller.type === 'invalid') {
    // An alarm's error goes out as the server has it (etcd: maintenance.go, Alarm).
    return refuse(state, call, op.type === 'alarm' ? 'maintenanceInvalidAuthToken' : INVALID_TOKEN, out);
  }
  if (caller.type === 'wait') return setStage(state, call, { type: 'token', index: caller.index });
  const data = encodeCommand({ id, ...headerOf(caller, op), op });
  const size = data.length + missingIdBytes(id, ownMemberId(state));
  if (isLimited && size > config.maxRequestBytes) return refuse(state, call, 'requestTooLarge', out);
  if (hasStopped(state)) return refuse(state, call, 'raftStopped', out);
  if (mustWaitForLeader(state)) return setStage(state, call, { type: 'leader' });
  noteLate(call, out);
  if (raft.propose(data) !== undefined) {
    return waitsAnyway(state, call)
      ? setStage(state, call, { type: 'proposed' })
      : refuseDropped(state, call, out);
  }
  if (data.length >= LARGE_BYTES) keepInstead(op, decodeCommand(data).op);
  if (raft.isLeader && !memberRulesWith(config.brokenRules).answersWhenApplied()) {
    return answerEarly(state, call, { id, ...headerOf(caller, op), op }, out);
  }
  state.proposals.set(id, call.id);
  setStage(state, { ...call, operation: withKept(call.operation) }, { type: 'proposed' });
}

/** By a broken rule: with what will come of it if nothing comes in between, while it is not even on a disk. */
function answerEarly(state: MemberState, call: Call, command: InternalRaftRequest, out: OutputBuilder): void {
  const answer = state.etcd.clone().apply(command);
  if (answer.ok) succeed(state, call, answer.result, out);
  else refuse(state, call, answer.error, out);
}

/** A call that waited for a leader or its token: the record tells whose the proposal is. In the input that brought it, it is plain. */
export function noteLate({ asker, stage }: Call, out: OutputBuilder): void {
  const hasWaited = stage.type === 'leader' || stage.type === 'token';
  if (hasWaited && asker.type === 'client') out.note({ type: 'proposedLate', request: asker.request });
}

/** A member that has been removed serves no log any more, in what is left of its life. */
export function hasStopped({ removal, nodeIds, config }: MemberState): boolean {
  return removal !== undefined && !nodeIds.has(config.id);
}

/** raft has not taken a proposal: it certainly has no effect. */
export function refuseDropped(state: MemberState, call: Call, out: OutputBuilder): void {
  count(state.tally, 'etcd_server_proposals_failed_total');
  refuse(state, call, state.raft.lead === 0 ? 'noLeader' : 'proposalDropped', out);
}

/** Whoever asks for the v2 tree hears only by its patience that raft has not taken the proposal (etcd: processRaftRequest). */
function waitsAnyway({ config }: MemberState, { asker, operation }: Call): boolean {
  return config.bootstrap === 'etcd' && operation.type === 'v2' && asker.type === 'http';
}

/** etcd takes no proposals while it knows of no leader: they wait. A lab with a plain log says so at once. */
export function mustWaitForLeader({ raft, config }: MemberState): boolean {
  return config.bootstrap === 'etcd' && raft.lead === 0;
}

function headerOf(caller: Caller, { type }: LoggedOperation): { username?: string; authRevision?: number } {
  if (caller.type !== 'user' || type === 'v2') return {};
  return { username: caller.username, authRevision: caller.authRevision };
}
