import { concatenate } from '../../../base/large-bytes.ts';
import type { HttpHead, HttpRequest } from '../../../etcd/gateway/http.ts';
import { isKnownHost, listenerAt } from '../../kernel/address-book.ts';
import { any, type HttpReply, type Process, type Running, type Waitable } from '../../kernel/process.ts';

/** So long is waited after a head whether the answer is whole already: then its length is told with it, as a server does. */
const WHOLE_WITHIN_MS = 1;
/** Go's server tells no length for an answer that did not fit into its buffer. */
const BUFFER_BYTES = 2048;

/** What a connection cannot be made to. */
export type Unreached = 'noHost' | 'refused';

export function unreached(process: Process, host: string, port: string): Unreached | undefined {
  const listener = listenerAt(process.book, `${host}:${port}`);
  if (listener !== undefined && listener.machine.status !== 'killed') return undefined;
  return isKnownHost(process.book, host) || /^[\d.]+$|:/.test(host) ? 'refused' : 'noHost';
}

/** Where an answer goes, piece by piece. */
export interface Takes {
  /** `length`: of the body; undefined: it comes in chunks, as long as it takes. */
  readonly head: (head: HttpHead, length: number | undefined) => void;
  readonly body: (bytes: Uint8Array) => void;
}

/**
 * One HTTP call, handed on as it comes. `until`: whatever ends it before its time, undefined: nothing does. Hangs up where it is
 * interrupted.
 */
export function* exchange(
  process: Process,
  endpoint: string,
  request: HttpRequest,
  takes: Takes,
  until?: Waitable,
): Running<'served' | 'broken' | 'late'> {
  const reply = process.http(endpoint, request);
  const late = until === undefined ? [] : [until];
  try {
    let head = reply.head;
    while (head === undefined && reply.end === undefined) {
      yield* any(reply, ...late);
      head = reply.head;
      if (until?.isReady === true && head === undefined) return 'late';
    }
    if (head === undefined) return 'broken';
    const begun = yield* beginning(process, reply);
    const isWhole = reply.end !== undefined && begun.length <= BUFFER_BYTES;
    // What answers HEAD says how long the body would be.
    takes.head(head, isWhole ? begun.length : undefined);
    if (request.method !== 'HEAD' && begun.length > 0) takes.body(begun);
    for (;;) {
      const piece = reply.take();
      if (piece !== undefined) takes.body(piece);
      else if (reply.end !== undefined) return reply.end;
      else if (until?.isReady === true) return 'late';
      else yield* any(reply, ...late);
    }
  } finally {
    reply.close();
  }
}

/** What is there of the body right after the head. */
function* beginning(process: Process, reply: HttpReply): Running<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const timer = process.timer(WHOLE_WITHIN_MS);
  for (;;) {
    for (let piece = reply.take(); piece !== undefined; piece = reply.take()) pieces.push(piece);
    if (reply.end !== undefined || timer.isReady) break;
    yield* any(reply, timer);
  }
  timer.cancel();
  return concatenate(pieces);
}
