import { present } from '../../base/assert.ts';
import type { EtcdErrorCode, OperationResult } from '../../etcd/request.ts';
import type { Asker, Call, CallOperation, CallOutcome, Stage } from './call.ts';
import type { MemberState } from './member-state.ts';
import type { OutputBuilder } from './output-builder.ts';
import { forgetRead } from './reads.ts';
import { makeRequestId } from './request-id.ts';

/** Calls under way, in the order in which they came. A call is in the table exactly until it is answered. */
export function addCall(
  state: MemberState,
  asker: Asker,
  operation: CallOperation,
  token: string | undefined,
): Call {
  const call: Call = {
    id: ++state.callCounter,
    asker,
    operation,
    token,
    startedAtMs: state.nowMs,
    revision: state.etcd.kv.revision,
    stage: { type: 'reading' },
  };
  state.calls.set(call.id, call);
  return call;
}

export function setStage(state: MemberState, call: Call, stage: Stage): void {
  state.calls.set(call.id, { ...call, stage });
  if (stage.type === 'reading' || stage.type === 'proposed') state.waiting.delete(call.id);
  else state.waiting.add(call.id);
}

export function mustCall(state: MemberState, id: number): Call {
  return present(state.calls.get(id), `call ${id} is under way`);
}

/** The call is over; who asked hears of it before the input is done. */
export function endCall(state: MemberState, call: Call, outcome: CallOutcome, out: OutputBuilder): void {
  dropCall(state, call);
  out.ended.push({ call, outcome });
}

export function succeed(state: MemberState, call: Call, result: OperationResult, out: OutputBuilder): void {
  endCall(state, call, { status: 'ok', result }, out);
}

/** The call leaves the table without a word. */
export function dropCall(state: MemberState, { id }: Call): void {
  state.calls.delete(id);
  state.waiting.delete(id);
}

/** Certainly without effect. */
export function refuse(state: MemberState, call: Call, error: EtcdErrorCode, out: OutputBuilder): void {
  endCall(state, call, { status: 'failed', error }, out);
}

/** Nobody waits for it any more: whatever becomes of it, nobody is told. */
export function forgetCall(state: MemberState, call: Call): void {
  dropCall(state, call);
  forgetRead(state.reads, call.id);
  for (const [entry, waiting] of state.proposals) if (waiting === call.id) state.proposals.delete(entry);
}

export function nextRequestId(state: MemberState): number {
  state.requestCounter++;
  return makeRequestId(state.config.id, state.config.incarnation, state.requestCounter);
}
