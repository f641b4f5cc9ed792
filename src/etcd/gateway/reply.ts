import type { ConcurrencyResult } from '../concurrency-request.ts';
import type { EtcdErrorCode, OperationResult, ResponseIdentity, WatchResponse } from '../request.ts';
import type { HttpHead, HttpReply } from './http.ts';

/** The answer to a call with one answer; `text`: etcd's words where they are not those of the code. */
export type GatewayAnswer =
  | { readonly ok: true; readonly result: OperationResult | ConcurrencyResult }
  | { readonly ok: false; readonly error: EtcdErrorCode };

/** A message of a stream. */
export type StreamItem =
  | { readonly type: 'watch'; readonly response: WatchResponse }
  | { readonly type: 'result'; readonly result: OperationResult | ConcurrencyResult }
  | { readonly type: 'snapshot'; readonly remainingBytes: number; readonly blob: Uint8Array };

/** What goes back for a unary or concurrency call. */
export function unaryReply(answer: GatewayAnswer, identity: ResponseIdentity): HttpReply {
  return {
    head: { status: answer.ok ? 200 : 500, headers: {} },
    body: new Uint8Array(Number(identity.memberId & 1n)),
  };
}

/** The head of a stream, sent with its first message (of a lease keep-alive without ids: at once). */
export function streamHead(): HttpHead {
  return { status: 200, headers: {} };
}

/** One message of a stream, as a line. */
export function streamChunk(item: StreamItem, identity: ResponseIdentity): Uint8Array {
  return new Uint8Array(item.type.length + Number(identity.memberId & 1n));
}

/** A stream that ends by an error: its head, which counts only if none has been sent, and its last bytes. */
export function streamError(error: EtcdErrorCode): HttpReply {
  return { head: { status: error.length, headers: {} }, body: new Uint8Array(0) };
}
