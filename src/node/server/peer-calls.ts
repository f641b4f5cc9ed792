import { assert } from '../../base/assert.ts';
import type { EtcdErrorCode, OperationResult } from '../../etcd/request.ts';
import type { Call, CallOutcome } from '../core/call.ts';
import { dropCall, refuse, setStage, succeed } from '../core/calls.ts';
import { electionTimeoutMs, type MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import type { PeerAnswer, PeerCall, PeerMessage } from '../core/peer-message.ts';

/**
 * Puts the call to the leader; when there is none, or it is this member and not ready yet, the call waits. Who is asked
 * by a peer asks nobody else: that one shall ask again.
 */
export function askLeader(state: MemberState, call: Call, out: OutputBuilder): void {
  const { raft, config } = state;
  if (call.asker.type === 'peer') return sendAnswer(state, call, { type: 'again' }, out);
  const againAtMs = state.nowMs + electionTimeoutMs(config);
  const { lead } = raft;
  const number = ++state.peerCounter;
  setStage(state, call, { type: 'asking', call: number, leader: lead, againAtMs });
  if (lead === 0 || lead === config.id) return;
  const { id: from } = config;
  out.peers.push({ type: 'PeerRequest', from, to: lead, term: raft.term, call: number, ask: askOf(call) });
}

/** The answer of the member that was asked; one that nobody waits for any more is passed over. */
export function takePeerAnswer(
  state: MemberState,
  message: Extract<PeerMessage, { type: 'PeerResponse' }>,
  out: OutputBuilder,
): void {
  const { answer } = message;
  for (const call of state.calls.values()) {
    const { stage } = call;
    if (stage.type !== 'asking' || stage.call !== message.call) continue;
    if (answer.type === 'ok') return succeed(state, call, retold(state, call, answer.result), out);
    if (answer.type === 'refused') return refuse(state, call, answer.error, out);
    return setStage(state, call, { ...stage, againAtMs: state.nowMs + state.config.tickMs });
  }
}

/** A call of a peer has ended. */
export function answerPeer(state: MemberState, call: Call, outcome: CallOutcome, out: OutputBuilder): void {
  if (outcome.status !== 'ok') {
    const answer: PeerAnswer = isHandedOn(state, call, outcome.error)
      ? { type: 'refused', error: outcome.error }
      : { type: 'again' };
    return send(state, call, answer, out);
  }
  assert(outcome.result.type !== 'confChange', 'peers ask for what clients ask');
  send(state, call, { type: 'ok', result: outcome.result }, out);
}

/**
 * Which refusals a peer can tell from all others; for those it asks again until its time is over (etcd:
 * promoteMemberHTTP). That a member was removed is another one than that there was none, and not among them.
 */
function isHandedOn({ etcd }: MemberState, { operation }: Call, error: EtcdErrorCode): boolean {
  if (error === 'learnerNotReady' || error === 'notLearner') return true;
  const wasRemoved = operation.type === 'memberPromote' && etcd.cluster.isRemoved(operation.id);
  return error === 'memberNotFound' && !wasRemoved;
}

function sendAnswer(state: MemberState, call: Call, answer: PeerAnswer, out: OutputBuilder): void {
  dropCall(state, call);
  send(state, call, answer, out);
}

function send(state: MemberState, { asker }: Call, answer: PeerAnswer, out: OutputBuilder): void {
  assert(asker.type === 'peer', 'a peer asked');
  const { id: from } = state.config;
  const term = state.raft.term;
  out.peers.push({ type: 'PeerResponse', from, to: asker.node, term, call: asker.call, answer });
}

/** The leader's answer under this member's own header. */
function retold(state: MemberState, call: Call, result: OperationResult): OperationResult {
  if (result.type === 'leaseKeepAlive') return { ...result, revision: call.revision };
  if (result.type === 'leaseTimeToLive') return { ...result, revision: state.etcd.kv.revision };
  return result;
}

function askOf({ operation }: Call): PeerCall {
  switch (operation.type) {
    case 'leaseKeepAlive':
      return { type: 'leaseKeepAlive', id: operation.id };
    case 'leaseTimeToLive':
      return { type: 'leaseTimeToLive', id: operation.id, keys: operation.keys === true };
    case 'memberPromote':
      return { type: 'memberPromote', id: operation.id };
    default:
      throw new Error(`${operation.type} is not asked of a leader`);
  }
}
