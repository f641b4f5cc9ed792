import { assert } from '../../base/assert.ts';
import { isRecipeError, type ProgramOutcome } from '../../client/effect.ts';
import type { ConcurrencyRequest, ConcurrencyResult } from '../../etcd/concurrency-request.ts';
import { readMetadata } from '../../etcd/gateway/call-metadata.ts';
import type { HttpRequest } from '../../etcd/gateway/http.ts';
import { MESSAGE_OVERHEAD_BYTES, parseGatewayAt } from '../../etcd/gateway/parse.ts';
import {
  emptyStreamReply,
  streamChunk,
  streamError,
  streamHead,
  unaryReply,
  withoutCode,
  type GatewayError,
  type StreamItem,
} from '../../etcd/gateway/reply.ts';
import type { EtcdErrorCode } from '../../etcd/request.ts';
import type { CallOutcome } from '../core/call.ts';
import type { AnswerDoor } from '../core/http-session.ts';
import { identityOf } from '../core/identity.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import type { RunningProgram } from '../core/running-program.ts';
import type { ClientStreamMessage } from '../io.ts';
import { countRequest } from '../server/counting.ts';
import { takeCall } from '../server/dispatch.ts';
import { interceptedBy, isStream, type PassedCall } from '../server/interceptors.ts';
import { startProgram } from '../server/programs.ts';
import { finishStream, openStream, sendStream } from '../server/streams.ts';
import { begin, changeSession, end, hasBegun, sendBody, sendReply } from './respond.ts';

export const DEADLINE_EXCEEDED: GatewayError = {
  code: 'DeadlineExceeded',
  text: 'context deadline exceeded',
};

/** A request for the v3 gateway: /v3/.., as JSON. */
export function takeGateway(
  state: MemberState,
  request: number,
  path: string,
  http: HttpRequest,
  out: OutputBuilder,
): void {
  const call = parseGatewayAt(path, http, state.config.maxRequestBytes + MESSAGE_OVERHEAD_BYTES);
  if (call.type === 'reply') return sendReply(state, request, call, out);
  if (call.type === 'hangUp') return end(state, request, out);
  const { timeoutMs, needsLeader } = readMetadata(http.headers);
  if (timeoutMs !== undefined) {
    if (timeoutMs < 1) return fail(state, request, DEADLINE_EXCEEDED, out);
    changeSession(state, request, { deadlineMs: state.nowMs + timeoutMs });
  }
  countRequest(state, 'unknown', isStream(call) ? 'stream' : 'unary');
  const refusal = interceptedBy(state, call, needsLeader);
  if (refusal !== undefined) {
    return isStream(call) ? breakOff(state, request, refusal, out) : fail(state, request, refusal, out);
  }
  if (needsLeader && isStream(call)) changeSession(state, request, { isLeaderBound: true });
  carryOut(state, request, call, out);
}

function carryOut(state: MemberState, request: number, call: PassedCall, out: OutputBuilder): void {
  const listener = { type: 'http', request } as const;
  switch (call.type) {
    case 'unary':
      return takeCall(state, { ...listener, door: { type: 'gateway' } }, call.operation, call.token, out);
    case 'watch':
      openStream(state, listener, 'watch', call.token, out);
      for (const each of call.requests) sendStream(state, listener, each, out);
      return;
    case 'leaseKeepAlive':
      if (call.ids.length === 0) return sendReply(state, request, emptyStreamReply(), out);
      openStream(state, listener, 'leaseKeepAlive', call.token, out);
      for (const id of call.ids) sendStream(state, listener, { type: 'keepAlive', id }, out);
      return finishStream(state, listener, out);
    case 'snapshot':
      return openStream(state, listener, 'snapshot', call.token, out);
    case 'concurrency':
      return takeConcurrency(state, request, call.request, call.token, out);
  }
}

/** A unary call has its answer. */
export function answerGateway(
  state: MemberState,
  request: number,
  { unlocks }: Extract<AnswerDoor, { readonly type: 'gateway' }>,
  outcome: CallOutcome,
  out: OutputBuilder,
): void {
  if (outcome.status !== 'ok') {
    return fail(state, request, unlocks === true ? withoutCode(outcome.error) : outcome.error, out);
  }
  const { result } = outcome;
  assert(result.type !== 'confChange', 'the gateway asks for what clients ask');
  const told = unlocks === true ? ({ type: 'unlock', revision: result.revision } as const) : result;
  sendReply(state, request, unaryReply({ ok: true, result: told }, identityOf(state)), out);
}

/** Something was said on a stream whose listener is an HTTP client. */
export function sayHttp(
  state: MemberState,
  request: number,
  message: ClientStreamMessage,
  out: OutputBuilder,
): void {
  if (!('type' in message)) return chunk(state, request, { type: 'watch', response: message }, out);
  if (message.type === 'snapshot') return chunk(state, request, message, out);
  if (message.type !== 'end') return chunk(state, request, { type: 'result', result: message }, out);
  if (message.error !== undefined) return breakOff(state, request, message.error, out);
  begin(state, request, streamHead(), out);
  end(state, request, out);
}

/** A leader was seen by an observer. */
export function sayObserved(
  state: MemberState,
  { request }: RunningProgram,
  result: Extract<ConcurrencyResult, { readonly type: 'observe' | 'leader' }>,
  out: OutputBuilder,
): void {
  if (request !== undefined) chunk(state, request, { type: 'result', result }, out);
}

/** A lock or election has ended. */
export function answerConcurrency(
  state: MemberState,
  { request, asked, placedAs }: RunningProgram,
  outcome: ProgramOutcome,
  out: OutputBuilder,
): void {
  if (request === undefined) return;
  if (outcome.type === 'failed') {
    const { error } = outcome;
    const code = isRecipeError(error) ? 'stopped' : error;
    if (asked.type !== 'observe') return fail(state, request, withoutCode(code), out);
    // Whoever observes is not told why it ends (etcd: election.go, Observe).
    return hasBegun(state, request)
      ? end(state, request, out)
      : sendReply(state, request, emptyStreamReply(), out);
  }
  const result = resultOf(asked, outcome);
  if (result === undefined) return end(state, request, out);
  // A campaign answers with the header of its own transaction, however long it has waited since (etcd: Election.Header).
  const identity = (result.type === 'campaign' ? placedAs : undefined) ?? identityOf(state);
  sendReply(state, request, unaryReply({ ok: true, result }, identity), out);
}

function resultOf(asked: ConcurrencyRequest, outcome: ProgramOutcome): ConcurrencyResult | undefined {
  switch (outcome.type) {
    case 'locked':
      return { type: 'lock', revision: outcome.revision, key: outcome.key };
    case 'elected': {
      const { name, key, createRevision: rev, lease, revision } = outcome;
      return { type: 'campaign', revision, leader: { name, key, rev, lease } };
    }
    case 'leader':
      return { type: 'leader', revision: outcome.revision, kv: outcome.kv };
    case 'released':
    case 'finished':
      if (asked.type !== 'proclaim' && asked.type !== 'resign') return undefined;
      return { type: asked.type, revision: outcome.revision };
    default:
      return undefined;
  }
}

function takeConcurrency(
  state: MemberState,
  request: number,
  asked: ConcurrencyRequest,
  token: string | undefined,
  out: OutputBuilder,
): void {
  if (asked.type === 'unlock') {
    const operation = { type: 'deleteRange', key: asked.key } as const;
    const door = { type: 'gateway', unlocks: true } as const;
    return takeCall(state, { type: 'http', request, door }, operation, token, out);
  }
  if (!startProgram(state, request, asked, token, out))
    fail(state, request, withoutCode('leaderKeyMissing'), out);
}

export function fail(state: MemberState, request: number, error: GatewayError, out: OutputBuilder): void {
  sendReply(state, request, unaryReply({ ok: false, error }, identityOf(state)), out);
}

/** A stream's answer begins with the first thing that is said on it. */
function chunk(state: MemberState, request: number, item: StreamItem, out: OutputBuilder): void {
  begin(state, request, streamHead(), out);
  sendBody(state, request, streamChunk(item, identityOf(state)), out);
}

/** A stream ends by an error. */
export function breakOff(
  state: MemberState,
  request: number,
  error: EtcdErrorCode,
  out: OutputBuilder,
): void {
  sendReply(state, request, streamError(error), out);
}
