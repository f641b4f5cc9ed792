import { encodeUtf8 } from '../../base/utf8.ts';
import { makeHead } from '../../etcd/gateway/reply.ts';
import type { HttpReply } from '../../etcd/gateway/http.ts';
import { formatMemberId } from '../../etcd/cluster/member-id.ts';
import type { V2Request } from '../../etcd/command.ts';
import { jsonOfV2Error, statusOfV2Error, v2Error, type V2Error } from '../../etcd/v2/error.ts';
import { isCreated, jsonOfEvent, type V2Event } from '../../etcd/v2/event.ts';
import { readForm } from '../../etcd/v2/form.ts';
import { readKeyRequest } from '../../etcd/v2/key-request.ts';
import type { V2Answer } from '../../etcd/v2/store.ts';
import { KEYS_ROOT } from '../../etcd/v2/tree.ts';
import type { V2Told } from '../../etcd/v2/watch-hub.ts';
import type { Call, CallOutcome } from '../core/call.ts';
import type { AnswerDoor } from '../core/http-session.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { count, HTTP_DURATIONS, observe } from '../core/tally.ts';
import { wallClock } from '../core/wall-clock.ts';
import { doV2, v2AnswerOf } from '../server/v2-calls.ts';
import { keyRefusal } from './v2-access.ts';
import { begin, end, JSON_TYPE, notAllowed, sendBody, sendReply } from './respond.ts';
import type { DoorRequest } from './router.ts';

const KEYS_PATH = '/v2/keys';
const METHODS = ['HEAD', 'GET', 'PUT', 'POST', 'DELETE'];

/** /v2/keys/..: the tree of keys of the v2 API (etcd: v2http, keysHandler). */
export function takeV2Keys(
  state: MemberState,
  request: number,
  http: DoorRequest,
  out: OutputBuilder,
): HttpReply | undefined {
  const { method, path, query } = http;
  if (!METHODS.includes(method)) return notAllowed(METHODS.join(','));
  const read = readForm(http, query);
  if (read.type === 'wrong') return refusal(state, v2Error(210, read.problem, 0));
  const asked = readKeyRequest(method, path.slice(KEYS_PATH.length), read.form, wallClock(state));
  if ('code' in asked) return refusal(state, asked);
  const { request: operation, noValueOnSuccess } = asked;
  const denied = keyRefusal(state, http, path.slice(KEYS_PATH.length), operation.recursive);
  if (denied !== undefined) return refusal(state, denied);
  if (method === 'GET' && operation.wait && !operation.quorum) {
    count(state.tally, 'etcd_debugging_store_watch_requests_total');
    beginWatch(state, request, operation, out);
    return undefined;
  }
  count(state.tally, `etcd_http_received_total{method="${method}"}`);
  const door = { type: 'v2Keys', noValueOnSuccess } as const;
  const answer = doV2(state, request, door, operation, out);
  return answer && counted(state, method, 0, replyTo(state, answer, noValueOnSuccess));
}

/** A request that went through the log has its answer. */
export function answerV2Keys(
  state: MemberState,
  request: number,
  { noValueOnSuccess }: Extract<AnswerDoor, { readonly type: 'v2Keys' }>,
  call: Call,
  outcome: CallOutcome,
  out: OutputBuilder,
): void {
  const { method = '' } = state.http.get(request) ?? {};
  const tookMs = state.nowMs - call.startedAtMs;
  const reply = replyTo(state, v2AnswerOf(outcome), noValueOnSuccess);
  sendReply(state, request, counted(state, method, tookMs, reply), out);
}

/** A watch hears of an event. Only a stream goes on after it. */
export function tellV2Watcher(state: MemberState, { watcher, event }: V2Told, out: OutputBuilder): void {
  sendBody(state, watcher.id, lineOf(event), out);
  if (!watcher.stream) end(state, watcher.id, out);
}

/** The head goes out at once, so that the client knows that somebody watches. */
function beginWatch(state: MemberState, request: number, operation: V2Request, out: OutputBuilder): void {
  const { path: key, recursive, stream, since } = operation;
  const begun = state.v2Watch.watch(state.etcd.v2, {
    id: request,
    key,
    recursive,
    stream,
    // Beyond what numbers hold exactly there is no event either.
    since: Number(since),
  });
  if (begun.type === 'refused') return sendReply(state, request, refusal(state, begun.error), out);
  begin(state, request, makeHead(200, headersAt(state, begun.index)), out);
  if (begun.type === 'waits') return;
  sendBody(state, request, lineOf(begun.event), out);
  // A stream that finds its first event in the history hears of no other, as at etcd, and stays open.
  if (!stream) end(state, request, out);
}

/** etcd: v2http/metrics.go. */
function counted({ tally }: MemberState, method: string, tookMs: number, reply: HttpReply): HttpReply {
  const { status } = reply.head;
  if (status >= 400) count(tally, `etcd_http_failed_total{code="${status}",method="${method}"}`);
  else
    observe(tally, `etcd_http_successful_duration_seconds method="${method}"`, tookMs / 1000, HTTP_DURATIONS);
  return reply;
}

function replyTo(state: MemberState, answer: V2Answer, noValueOnSuccess: boolean): HttpReply {
  if (!answer.ok) return refusal(state, answer.error);
  const { event, index } = answer;
  if (event === undefined) {
    return refusal(state, v2Error(300, 'received response with no Event/Watcher!', 0));
  }
  const isShort = noValueOnSuccess && WRITES.has(event.action);
  return {
    head: makeHead(isCreated(event) ? 201 : 200, headersAt(state, index)),
    body: lineOf(event, isShort),
  };
}

const WRITES: ReadonlySet<string> = new Set(['set', 'compareAndSwap', 'create', 'update']);

/** An error of the tree, with the key as the client knows it. */
function refusal(state: MemberState, error: V2Error): HttpReply {
  const { code, cause, index } = error;
  const shown = cause.startsWith(KEYS_ROOT) ? { ...error, cause: cause.slice(KEYS_ROOT.length) } : error;
  const headers = {
    'Content-Type': JSON_TYPE,
    'X-Etcd-Cluster-Id': clusterIdOf(state),
    'X-Etcd-Index': String(index),
  };
  return {
    head: makeHead(statusOfV2Error(code), headers),
    body: encodeUtf8(`${jsonOfV2Error(shown)}\n`),
  };
}

function headersAt(state: MemberState, index: number): Readonly<Record<string, string>> {
  const { raft } = state;
  return {
    'Content-Type': JSON_TYPE,
    'X-Etcd-Cluster-Id': clusterIdOf(state),
    'X-Etcd-Index': String(index),
    'X-Raft-Index': String(raft.commit),
    'X-Raft-Term': String(raft.term),
  };
}

function clusterIdOf({ etcd }: MemberState): string {
  return formatMemberId(etcd.options.clusterId);
}

function lineOf(event: V2Event, isShort = false): Uint8Array {
  return encodeUtf8(`${jsonOfEvent(event, KEYS_ROOT, isShort)}\n`);
}
