import { encodeCommand } from '../etcd/command.ts';
import type { ClientOperation, EtcdErrorCode } from '../etcd/request.ts';
import type { ConfChange, ConfChangeV2 } from '../raft/entry.ts';
import { refusalOf, withContext } from './conf-change.ts';
import { identityOf } from './identity.ts';
import type { MemberState } from './member-state.ts';
import type { OutputBuilder } from './output-builder.ts';
import {
  addRead,
  confirmRound,
  forgetRead,
  maybeBeginRound,
  takeReady,
  tickRound,
  type RangeOperation,
} from './reads.ts';
import { decodeReadContext, encodeReadContext, makeRequestId } from './request-id.ts';
import type { ReadState } from '../raft/ready.ts';

/** etcd: DefaultMaxRequestBytes, 1.5 MiB. */
const REQUEST_BYTES_MAX = 1.5 * 1024 * 1024;
/** etcd: maxGapBetweenApplyAndCommitIndex. */
const APPLY_GAP_MAX = 5000;

/** A client's call: answered at once, or when its entry is applied here, or when its read index is. */
export function takeRequest(
  state: MemberState,
  request: number,
  operation: ClientOperation,
  out: OutputBuilder,
): void {
  if ('key' in operation && operation.key.length === 0) {
    out.answer(request, { status: 'failed', error: 'emptyKey' });
  } else if (operation.type !== 'range') {
    propose(state, request, operation, out);
  } else if (operation.consistency === 'serializable') {
    serve(state, request, operation, 0, out);
  } else {
    addRead(state.reads, { request, operation });
    beginRound(state);
  }
}

/** Proposes a change of members, unless it is plainly wrong. */
export function takeConfChange(
  state: MemberState,
  request: number,
  change: ConfChange | ConfChangeV2,
  out: OutputBuilder,
): void {
  const { raft, config } = state;
  const { confState, softState } = raft.status();
  const refusal = refusalOf(confState, change, config.brokenRules);
  if (refusal !== undefined) {
    out.answer(request, { status: 'failed', error: refusal });
    return;
  }
  const id = nextRequestId(state);
  const dropped = raft.proposeConfChange(withContext(change, { id, confState }));
  const isRefused =
    softState.raftState === 'StateLeader' &&
    out.takeDecisions().some((one) => one.type === 'confChangeRefused');
  if (dropped !== undefined || isRefused) fail(state, request, out);
  else state.proposals.set(id, request);
}

/** The client has gone: whatever becomes of its call, nobody is told. */
export function forgetRequest(state: MemberState, request: number): void {
  forgetRead(state.reads, request);
  for (const [id, waiting] of state.proposals) if (waiting === request) state.proposals.delete(id);
  beginRound(state);
}

/** A read index that has not come for long is asked for again. */
export function tickReads(state: MemberState): void {
  const context = tickRound(state.reads, state.config.readIndexRetryTicks, () => nextRequestId(state));
  if (context !== undefined) state.raft.readIndex(encodeReadContext(context));
}

/** Read indexes have come; the next round may begin. */
export function takeReadStates(state: MemberState, readStates: readonly ReadState[]): void {
  for (const { index, requestCtx } of readStates) {
    const context = decodeReadContext(requestCtx);
    if (context !== undefined) confirmRound(state.reads, context, index);
  }
  beginRound(state);
}

/** Serves the reads whose index has been applied. */
export function serveReads(state: MemberState, out: OutputBuilder): void {
  for (const { request, operation, index } of takeReady(state.reads, state.applied)) {
    serve(state, request, operation, index, out);
  }
}

function propose(state: MemberState, request: number, operation: ClientOperation, out: OutputBuilder): void {
  const { raft } = state;
  const id = nextRequestId(state);
  const data = encodeCommand(id, operation);
  if (data.length > REQUEST_BYTES_MAX) refuse(request, 'requestTooLarge', out);
  else if (raft.status().hardState.commit - state.applied > APPLY_GAP_MAX)
    refuse(request, 'tooManyRequests', out);
  else if (raft.propose(data) !== undefined) fail(state, request, out);
  else state.proposals.set(id, request);
}

function serve(
  state: MemberState,
  request: number,
  operation: RangeOperation,
  index: number,
  out: OutputBuilder,
): void {
  const answer = state.store.range(operation);
  if (answer.ok) {
    out.note({ type: 'readServed', request, index, applied: state.applied });
    out.answer(request, { status: 'ok', result: answer.result, identity: identityOf(state) });
  } else {
    refuse(request, answer.error, out);
  }
}

function beginRound(state: MemberState): void {
  const context = maybeBeginRound(state.reads, () => nextRequestId(state));
  if (context !== undefined) state.raft.readIndex(encodeReadContext(context));
}

/** raft has not taken a proposal: it certainly has no effect. */
function fail(state: MemberState, request: number, out: OutputBuilder): void {
  refuse(request, state.raft.status().softState.lead === 0 ? 'noLeader' : 'proposalDropped', out);
}

function refuse(request: number, error: EtcdErrorCode, out: OutputBuilder): void {
  out.answer(request, { status: 'failed', error });
}

function nextRequestId(state: MemberState): number {
  state.requestCounter++;
  return makeRequestId(state.config.id, state.config.incarnation, state.requestCounter);
}
