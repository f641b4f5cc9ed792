import { assert } from '../../base/assert.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { isRecipeError, type ProgramOutcome } from '../../client/effect.ts';
import { CLUSTER_VERSION_UNKNOWN, SERVER_VERSION } from '../../etcd/cluster/version.ts';
import type { ConcurrencyRequest, ConcurrencyResult } from '../../etcd/concurrency-request.ts';
import { readMetadata } from '../../etcd/gateway/call-metadata.ts';
import type { HttpHead, HttpReply, HttpRequest } from '../../etcd/gateway/http.ts';
import { MESSAGE_OVERHEAD_BYTES, parseGateway } from '../../etcd/gateway/parse.ts';
import {
  emptyStreamReply,
  makeHead,
  plainReply,
  streamChunk,
  streamError,
  streamHead,
  unaryReply,
  withoutCode,
  type GatewayError,
  type StreamItem,
} from '../../etcd/gateway/reply.ts';
import type { EtcdErrorCode } from '../../etcd/request.ts';
import type { Call, CallOutcome } from '../core/call.ts';
import { forgetCall } from '../core/calls.ts';
import { takeCall } from '../server/dispatch.ts';
import { identityOf } from '../core/identity.ts';
import { interceptedBy, isStream, streamsWithoutLeader, type PassedCall } from '../server/interceptors.ts';
import type { ClientStreamMessage } from '../io.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { abandonPrograms, startProgram } from '../server/programs.ts';
import type { RunningProgram } from '../core/running-program.ts';
import { closeStream, finishStream, openStream, sendStream } from '../server/streams.ts';
import { v2Operation } from '../server/v2-request.ts';

const NO_BODY = new Uint8Array(0);
const DEADLINE_EXCEEDED: GatewayError = { code: 'DeadlineExceeded', text: 'context deadline exceeded' };

/** An HTTP request at the client port: the v3 gateway, and the two pages by which etcd tells that it is there. */
export function takeHttp(state: MemberState, request: number, http: HttpRequest, out: OutputBuilder): void {
  const [path] = http.path.split('?');
  if (http.method !== 'OPTIONS' && (path === '/version' || path === '/health')) {
    if (http.method !== 'GET') return sendReply(state, request, onlyGet(http.method), out);
    return path === '/health'
      ? askHealth(state, request, out)
      : sendReply(state, request, versionPage(state), out);
  }
  const call = parseGateway(http, state.config.maxRequestBytes + MESSAGE_OVERHEAD_BYTES);
  if (call.type === 'reply') {
    return sendReply(state, request, http.method === 'HEAD' ? { ...call, body: NO_BODY } : call, out);
  }
  if (call.type === 'hangUp') return end(state, request, out);
  const { timeoutMs, needsLeader } = readMetadata(http.headers);
  if (timeoutMs !== undefined) {
    if (timeoutMs < 1) return fail(state, request, DEADLINE_EXCEEDED, out);
    state.httpDeadlines.set(request, state.nowMs + timeoutMs);
  }
  const refusal = interceptedBy(state, call, needsLeader);
  if (refusal !== undefined) {
    return isStream(call) ? breakOff(state, request, refusal, out) : fail(state, request, refusal, out);
  }
  if (needsLeader && isStream(call)) state.leaderBound.add(request);
  carryOut(state, request, call, out);
}

function carryOut(state: MemberState, request: number, call: PassedCall, out: OutputBuilder): void {
  const listener = { type: 'http', request } as const;
  switch (call.type) {
    case 'unary':
      return takeCall(state, listener, call.operation, call.token, out);
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

/** After a tick: whoever wanted to wait no longer is told so, and what was begun is taken back. */
export function expireHttp(state: MemberState, out: OutputBuilder): void {
  for (const [request, dueMs] of state.httpDeadlines) {
    if (dueMs > state.nowMs) continue;
    const hasBegun = state.begunHttp.has(request);
    dropHttp(state, request, out);
    if (hasBegun) out.http.push({ request, type: 'body', bytes: streamError(DEADLINE_EXCEEDED).body });
    if (hasBegun) end(state, request, out);
    else fail(state, request, DEADLINE_EXCEEDED, out);
  }
}

/** After a tick: streams that need a leader and have had none for long are told so, and end. */
export function endLeaderless(state: MemberState, out: OutputBuilder): void {
  for (const request of streamsWithoutLeader(state)) {
    const hasBegun = state.begunHttp.has(request);
    dropHttp(state, request, out);
    if (hasBegun) state.begunHttp.add(request);
    breakOff(state, request, 'noLeader', out);
  }
}

/** The client has hung up. */
export function dropHttp(state: MemberState, request: number, out: OutputBuilder): void {
  closeStream(state, { type: 'http', request });
  for (const call of state.calls.values()) {
    if (call.asker.type === 'http' && call.asker.request === request) forgetCall(state, call);
  }
  abandonPrograms(state, request, out);
  state.begunHttp.delete(request);
  state.httpDeadlines.delete(request);
  state.leaderBound.delete(request);
}

/** A unary call has its answer. */
export function answerHttp(state: MemberState, call: Call, outcome: CallOutcome, out: OutputBuilder): void {
  const { asker, operation } = call;
  assert(asker.type === 'http', 'it was asked over HTTP');
  const { request } = asker;
  if (operation.type === 'v2') return sendReply(state, request, healthPage(outcome.status === 'ok'), out);
  if (outcome.status !== 'ok') {
    return fail(state, request, asker.unlocks === true ? withoutCode(outcome.error) : outcome.error, out);
  }
  const { result } = outcome;
  assert(result.type !== 'confChange', 'the gateway asks for what clients ask');
  const told = asker.unlocks === true ? ({ type: 'unlock', revision: result.revision } as const) : result;
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
  begin(state, request, out);
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
    return state.begunHttp.has(request)
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
    return takeCall(state, { type: 'http', request, unlocks: true }, operation, token, out);
  }
  if (!startProgram(state, request, asked, token, out))
    fail(state, request, withoutCode('leaderKeyMissing'), out);
}

/** By a write that changes nothing: what is applied here shows that the cluster works (etcd: etcdhttp, checkHealth). */
function askHealth(state: MemberState, request: number, out: OutputBuilder): void {
  if (state.etcd.alarms.alarms().length > 0 || state.raft.lead === 0) {
    return sendReply(state, request, healthPage(false), out);
  }
  takeCall(state, { type: 'http', request }, v2Operation('QGET', ''), undefined, out);
}

function healthPage(isHealthy: boolean): HttpReply {
  const body = `{"health":"${isHealthy}"}`;
  if (isHealthy) return page(200, { 'Content-Type': PLAIN_TEXT }, body);
  return page(503, { 'Content-Type': PLAIN_TEXT, 'X-Content-Type-Options': 'nosniff' }, `${body}\n`);
}

function versionPage({ etcd }: MemberState): HttpReply {
  const version = etcd.cluster.version ?? CLUSTER_VERSION_UNKNOWN;
  return page(
    200,
    { 'Content-Type': 'application/json' },
    `{"etcdserver":"${SERVER_VERSION}","etcdcluster":"${version}"}`,
  );
}

function onlyGet(method: string): HttpReply {
  const { head, body } = plainReply(405);
  const headers = { ...head.headers, Allow: 'GET' };
  return { head: { ...head, headers }, body: method === 'HEAD' ? NO_BODY : body };
}

function page(status: number, headers: HttpHead['headers'], text: string): HttpReply {
  return { head: makeHead(status, headers), body: encodeUtf8(text) };
}

/** What Go takes an answer without a type for. */
const PLAIN_TEXT = 'text/plain; charset=utf-8';

function fail(state: MemberState, request: number, error: GatewayError, out: OutputBuilder): void {
  sendReply(state, request, unaryReply({ ok: false, error }, identityOf(state)), out);
}

function sendReply(state: MemberState, request: number, { head, body }: HttpReply, out: OutputBuilder): void {
  out.http.push({ request, type: 'head', head });
  if (body.length > 0) out.http.push({ request, type: 'body', bytes: body });
  end(state, request, out);
}

function chunk(state: MemberState, request: number, item: StreamItem, out: OutputBuilder): void {
  begin(state, request, out);
  out.http.push({ request, type: 'body', bytes: streamChunk(item, identityOf(state)) });
}

/** A stream's answer begins with the first thing that is said on it. */
function begin(state: MemberState, request: number, out: OutputBuilder): void {
  if (state.begunHttp.has(request)) return;
  state.begunHttp.add(request);
  out.http.push({ request, type: 'head', head: streamHead() });
}

function breakOff(state: MemberState, request: number, error: EtcdErrorCode, out: OutputBuilder): void {
  const { head, body } = streamError(error);
  if (!state.begunHttp.has(request)) out.http.push({ request, type: 'head', head });
  out.http.push({ request, type: 'body', bytes: body });
  end(state, request, out);
}

function end(state: MemberState, request: number, out: OutputBuilder): void {
  state.begunHttp.delete(request);
  state.httpDeadlines.delete(request);
  state.leaderBound.delete(request);
  out.http.push({ request, type: 'end' });
}
