import { assert } from '../../base/assert.ts';
import type { LogIndex } from '../../base/flavor.ts';
import type { EtcdErrorCode, RangeRequest, TxnRequest } from '../../etcd/request.ts';
import type { ReadState } from '../../raft/ready.ts';
import { count } from '../core/tally.ts';
import { countRead } from './counting.ts';
import { checkPasswordOf } from './authenticating.ts';
import type { Call } from '../core/call.ts';
import { callerOf, INVALID_TOKEN, nameOf } from '../core/caller.ts';
import { mustCall, nextRequestId, refuse, setStage, succeed } from '../core/calls.ts';
import { reqTimeoutMs, type MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { memberRulesWith } from '../core/rules.ts';
import { addRead, confirmRound, failRound, maybeBeginRound, takeReady, tickRound } from '../core/reads.ts';
import { decodeReadContext, encodeReadContext } from '../core/request-id.ts';

/** The call goes on when a ReadIndex that is asked for from now on has been applied. */
export function readIndexFor(state: MemberState, call: Call): void {
  setStage(state, call, { type: 'reading' });
  addRead(state.reads, { call: call.id });
  beginRound(state);
}

/** Answers a range or a transaction of ranges from what is applied (etcd: doSerialize). index 0: nobody was asked. */
export function serve(
  state: MemberState,
  call: Call,
  operation: RangeRequest | TxnRequest,
  index: LogIndex,
  out: OutputBuilder,
): void {
  const caller = callerOf(state, call.token);
  if (caller.type === 'invalid') return refuse(state, call, INVALID_TOKEN, out);
  if (caller.type === 'wait') return setStage(state, call, { type: 'token', index: caller.index });
  const answer = state.etcd.read(operation, ...nameOf(caller));
  if (!answer.ok) return refuse(state, call, answer.error, out);
  countRead(state, operation.type === 'range' ? 1 : operation.success.length);
  const { asker } = call;
  if (asker.type === 'client') {
    out.note({ type: 'readServed', request: asker.request, index, applied: state.applied });
  }
  succeed(state, call, answer.result, out);
}

/** A read index that has not come for long is asked for again; one that has not come at all fails its reads. */
export function tickReads(state: MemberState, out: OutputBuilder): void {
  const { config, reads } = state;
  if (reads.round === undefined) return;
  const context = tickRound(reads, config.readIndexRetryTicks, () => nextRequestId(state));
  if (context !== undefined) state.raft.readIndex(encodeReadContext(context));
  if ((reads.round?.ticks ?? 0) * config.tickMs >= reqTimeoutMs(config)) failReads(state, 'timeout', out);
}

/** The reads of the round under way fail; the next round may begin. */
export function failReads(state: MemberState, error: EtcdErrorCode, out: OutputBuilder): void {
  count(state.tally, 'etcd_server_read_indexes_failed_total');
  for (const { call } of failRound(state.reads)) refuse(state, mustCall(state, call), error, out);
  beginRound(state);
}

/** Read indexes have come; the next round may begin. */
export function takeReadStates(
  state: MemberState,
  readStates: readonly ReadState[],
  out: OutputBuilder,
): void {
  for (const { index, requestCtx } of readStates) {
    const context = decodeReadContext(requestCtx);
    if (context !== undefined) confirmRound(state.reads, context, index);
    else out.note({ type: 'readConfirmed', context: requestCtx, index });
  }
  beginRound(state);
}

/** Serves the reads whose index has been applied. */
export function serveReads(state: MemberState, out: OutputBuilder): void {
  if (state.reads.confirmed.length === 0) return;
  const upTo = memberRulesWith(state.config.brokenRules).servesUpTo(state.applied);
  for (const { call: id, index } of takeReady(state.reads, upTo)) {
    const call = mustCall(state, id);
    const { operation } = call;
    if (operation.type === 'authenticate') {
      checkPasswordOf(state, call, operation, out);
    } else {
      assert(operation.type === 'range' || operation.type === 'txn', 'ranges and transactions are read');
      serve(state, call, operation, index, out);
    }
  }
}

export function beginRound(state: MemberState): void {
  if (state.reads.queue.length === 0) return;
  const context = maybeBeginRound(state.reads, () => nextRequestId(state));
  if (context !== undefined) state.raft.readIndex(encodeReadContext(context));
}
