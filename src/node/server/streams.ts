import { sha256 } from '@noble/hashes/sha2.js';
import type { EtcdErrorCode, WatchRequest, WatchResponse } from '../../etcd/request.ts';
import type { MayRead, StreamMessage } from '../../etcd/watch/watcher.ts';
import type { Call, CallOutcome } from '../core/call.ts';
import { callerOf, INVALID_TOKEN, nameOf } from '../core/caller.ts';
import { forgetCall } from '../core/calls.ts';
import { takeCall } from './dispatch.ts';
import { isLearner } from '../core/identity.ts';
import type { ClientStreamMessage, StreamKind, StreamRequest } from '../io.ts';
import { adminRefusal } from './maintenance-calls.ts';
import type { MemberState } from '../core/member-state.ts';
import { streamKey, type Listener, type OpenStream } from '../core/open-stream.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { count } from '../core/tally.ts';

/** etcd: snapshotSendBufferSize. */
const SNAPSHOT_CHUNK_BYTES = 32 * 1024;

export function openStream(
  state: MemberState,
  listener: Listener,
  kind: StreamKind,
  token: string | undefined,
  out: OutputBuilder,
  needsLeader = false,
): void {
  const key = streamKey(listener);
  state.streams.set(key, { kind, token, needsLeader, listener, queue: [], busy: false, ends: false });
  if (isLearner(state)) return endStream(state, key, 'notSupportedForLearner', out);
  if (needsLeader && state.raft.lead === 0) return endStream(state, key, 'noLeader', out);
  if (kind === 'watch') state.watch.open(key);
  if (kind === 'snapshot') sendSnapshot(state, key, token, out);
}

export function sendStream(
  state: MemberState,
  listener: Listener,
  message: StreamRequest,
  out: OutputBuilder,
): void {
  const key = streamKey(listener);
  const stream = state.streams.get(key);
  if (stream === undefined) return;
  if (message.type === 'keepAlive') {
    if (stream.kind !== 'leaseKeepAlive') return;
    state.streams.set(key, { ...stream, queue: [...stream.queue, message.id] });
    nextKeepAlive(state, key, out);
  } else if (stream.kind === 'watch') {
    askWatch(state, key, stream, message, out);
  }
}

/** The client says no more; of a lease stream what it has asked is answered still. */
export function finishStream(state: MemberState, listener: Listener, out: OutputBuilder): void {
  const key = streamKey(listener);
  const stream = state.streams.get(key);
  if (stream === undefined) return;
  state.streams.set(key, { ...stream, ends: true });
  nextKeepAlive(state, key, out);
}

/** The client has gone. */
export function closeStream(state: MemberState, listener: Listener): void {
  const key = streamKey(listener);
  const stream = state.streams.get(key);
  if (stream === undefined) return;
  if (stream.kind === 'watch') state.watch.close(key);
  state.streams.delete(key);
  for (const call of state.calls.values()) {
    if (call.asker.type === 'stream' && call.asker.stream === key) forgetCall(state, call);
  }
}

/** There has been no leader for long: the streams that need one are told so, and end. */
export function endLeaderlessStreams(state: MemberState, out: OutputBuilder): void {
  for (const [key, { needsLeader }] of state.streams) {
    if (needsLeader) endStream(state, key, 'noLeader', out);
  }
}

/** What the watches have to say. */
export function sayWatched(state: MemberState, messages: readonly StreamMessage[], out: OutputBuilder): void {
  for (const { stream, response } of messages) {
    count(state.tally, 'etcd_debugging_mvcc_events_total', response.events.length);
    say(state, stream, response, out);
  }
}

/** A keep-alive is answered: the next one may be looked at. */
export function answerKeepAlive(
  state: MemberState,
  { asker }: Call,
  outcome: CallOutcome,
  out: OutputBuilder,
): void {
  const key = asker.type === 'stream' ? asker.stream : 0;
  const stream = state.streams.get(key);
  if (stream === undefined) return;
  if (outcome.status !== 'ok') return endStream(state, key, outcome.error, out);
  if (outcome.result.type === 'leaseKeepAlive') say(state, key, outcome.result, out);
  state.streams.set(key, { ...stream, busy: false });
  nextKeepAlive(state, key, out);
}

/** One after the other, as etcd reads a stream (v3rpc/lease.go, leaseKeepAlive). */
function nextKeepAlive(state: MemberState, key: number, out: OutputBuilder): void {
  const stream = state.streams.get(key);
  if (stream === undefined || stream.busy) return;
  const [id, ...queue] = stream.queue;
  if (id === undefined) {
    if (stream.ends) endStream(state, key, undefined, out);
    return;
  }
  state.streams.set(key, { ...stream, queue, busy: true });
  takeCall(state, { type: 'stream', stream: key }, { type: 'leaseKeepAlive', id }, stream.token, out);
}

function askWatch(
  state: MemberState,
  key: number,
  { token }: OpenStream,
  request: WatchRequest,
  out: OutputBuilder,
): void {
  const { watch, etcd } = state;
  const mayRead: MayRead = (from, rangeEnd) => {
    const caller = callerOf(state, token);
    if (caller.type === 'invalid' || caller.type === 'wait') return INVALID_TOKEN;
    return etcd.auth.watchRefusal(...nameOf(caller), from, rangeEnd) ?? true;
  };
  sayWatched(state, watch.request(key, request, etcd.kv, mayRead), out);
}

/** The whole store in pieces, then their hash (etcd: v3rpc/maintenance.go, Snapshot). */
function sendSnapshot(state: MemberState, key: number, token: string | undefined, out: OutputBuilder): void {
  const refusal = adminRefusal(state, { type: 'snapshot' }, token);
  if (refusal !== undefined && refusal !== 'wait') return endStream(state, key, refusal, out);
  const bytes = state.etcd.save();
  for (let from = 0; from < bytes.length; from += SNAPSHOT_CHUNK_BYTES) {
    const blob = bytes.slice(from, from + SNAPSHOT_CHUNK_BYTES);
    say(state, key, { type: 'snapshot', remainingBytes: bytes.length - from - blob.length, blob }, out);
  }
  say(state, key, { type: 'snapshot', remainingBytes: 0, blob: sha256(bytes) }, out);
  endStream(state, key, undefined, out);
}

function endStream(
  state: MemberState,
  key: number,
  error: EtcdErrorCode | undefined,
  out: OutputBuilder,
): void {
  const stream = state.streams.get(key);
  if (stream === undefined) return;
  say(state, key, error === undefined ? { type: 'end' } : { type: 'end', error }, out);
  closeStream(state, stream.listener);
}

function say(
  state: MemberState,
  key: number,
  message: ClientStreamMessage | WatchResponse,
  out: OutputBuilder,
): void {
  const stream = state.streams.get(key);
  if (stream !== undefined) out.said.push({ listener: stream.listener, message });
}
