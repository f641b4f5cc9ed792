import type { ConcurrencyResult } from '../concurrency-request.ts';
import { errorText, grpcCode, type GrpcCode } from '../error.ts';
import type { EtcdErrorCode, OperationResult, ResponseIdentity, WatchResponse } from '../request.ts';
import { concurrencyTables, messageOfConcurrencyResult } from '../rpc/concurrency-message.ts';
import { jsonOfMessage, jsonOfText } from '../rpc/json-write.ts';
import { snapshotResponse } from '../../protobuf/etcdserverpb/maintenance.ts';
import { messageOfResult, resultTables } from '../rpc/result-message.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { messageOfWatchResponse } from '../rpc/watch-message.ts';
import { watchResponse } from '../../protobuf/etcdserverpb/watch.ts';
import type { HttpHead, HttpReply } from './http.ts';
import { grpcStatus, reasonPhrases } from './status.ts';

/** An error: etcd's by its code, or another by its words. */
export type GatewayError = EtcdErrorCode | { readonly code: GrpcCode; readonly text: string };

/** The answer to a call with one answer. */
export type GatewayAnswer =
  | { readonly ok: true; readonly result: OperationResult | ConcurrencyResult }
  | { readonly ok: false; readonly error: GatewayError };

/** A message of a stream. */
export type StreamItem =
  | { readonly type: 'watch'; readonly response: WatchResponse }
  | { readonly type: 'result'; readonly result: OperationResult | ConcurrencyResult }
  | { readonly type: 'snapshot'; readonly remainingBytes: number; readonly blob: Uint8Array };

/** Errors of the lock and election services, which call their member as its clients do, lose their code on the way. */
export function withoutCode(error: EtcdErrorCode): GatewayError {
  return { code: 'Unknown', text: errorText(error) };
}

const cors: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Headers': 'accept, content-type, authorization',
  'Access-Control-Allow-Methods': 'POST, GET, OPTIONS, PUT, DELETE',
  'Access-Control-Allow-Origin': '*',
};
const JSON_TYPE = { 'Content-Type': 'application/json' };
/** The content type of the gRPC call behind the answer: in its header, or of a call that failed in its trailer. */
const GRPC_HEADER = { 'Grpc-Metadata-Content-Type': 'application/grpc' };
const GRPC_TRAILER = { Trailer: 'Grpc-Trailer-Content-Type' };
const NO_BODY = new Uint8Array(0);

export function makeHead(status: number, headers: Readonly<Record<string, string>> = {}): HttpHead {
  return { status, headers: { ...cors, ...headers } };
}

/** For pages of the same server alone. */
export function withoutCors({ status, headers }: HttpHead): HttpHead {
  return { status, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !(name in cors))) };
}

/** What goes back for a unary or concurrency call. */
export function unaryReply(answer: GatewayAnswer, identity: ResponseIdentity): HttpReply {
  if (!answer.ok) return errorReply(answer.error, 'server');
  const body = encodeUtf8(jsonOfResult(answer.result, identity));
  return { head: makeHead(200, { ...JSON_TYPE, ...GRPC_HEADER }), body };
}

/** `by`: the gateway itself, or the server behind it, whose refusals come with a trailer. */
export function errorReply(error: GatewayError, by: 'gateway' | 'server'): HttpReply {
  const { text, number, http } = wordsOf(error);
  const quoted = jsonOfText(text);
  return {
    head: makeHead(http, by === 'server' ? { ...JSON_TYPE, ...GRPC_TRAILER } : JSON_TYPE),
    body: encodeUtf8(`{"error":${quoted},"message":${quoted},"code":${number}}`),
  };
}

/** What Go's http.Error says. */
export function plainReply(status: number, text: string = reasonPhrases[status] ?? ''): HttpReply {
  return {
    head: makeHead(status, {
      'Content-Type': 'text/plain; charset=utf-8',
      'X-Content-Type-Options': 'nosniff',
    }),
    body: encodeUtf8(`${text}\n`),
  };
}

/** `location`: a path as it stands in a URL. */
export function redirectReply(method: string, location: string): HttpReply {
  const hasText = method === 'GET' || method === 'HEAD';
  const headers = { ...(hasText ? { 'Content-Type': 'text/html; charset=utf-8' } : {}), Location: location };
  const text = `<a href="${escapeHtml(location)}">Moved Permanently</a>.\n\n`;
  return { head: makeHead(301, headers), body: method === 'GET' ? encodeUtf8(text) : NO_BODY };
}

/** The head of a stream, sent with its first message. */
export function streamHead(): HttpHead {
  return makeHead(200, { ...JSON_TYPE, ...GRPC_HEADER });
}

/** Of a stream whose client closed it before it asked for anything, and that ends without a word. */
export function emptyStreamReply(): HttpReply {
  return { head: makeHead(200, JSON_TYPE), body: NO_BODY };
}

/** One message of a stream, as a line. */
export function streamChunk(item: StreamItem, identity: ResponseIdentity): Uint8Array {
  return encodeUtf8(`{"result":${jsonOfItem(item, identity)}}\n`);
}

/** A stream that ends by an error: its head, which counts only if none has been sent, and its last bytes. */
export function streamError(error: GatewayError): HttpReply {
  const { text, number, http } = wordsOf(error);
  const reason = jsonOfText(reasonPhrases[http] ?? '');
  const fields = `"grpc_code":${number},"http_code":${http},"message":${jsonOfText(text)},"http_status":${reason}`;
  return {
    head: makeHead(http, JSON_TYPE),
    body: encodeUtf8(`{"error":{${fields}}}`),
  };
}

function jsonOfItem(item: StreamItem, identity: ResponseIdentity): string {
  if (item.type === 'watch') {
    return jsonOfMessage(watchResponse, messageOfWatchResponse(item.response, identity));
  }
  if (item.type === 'result') return jsonOfResult(item.result, identity);
  return jsonOfMessage(snapshotResponse, {
    remaining_bytes: BigInt(item.remainingBytes),
    blob: item.blob,
  });
}

function jsonOfResult(result: OperationResult | ConcurrencyResult, identity: ResponseIdentity): string {
  return isConcurrency(result)
    ? jsonOfMessage(concurrencyTables[result.type].response, messageOfConcurrencyResult(result, identity))
    : jsonOfMessage(resultTables[result.type], messageOfResult(result, identity));
}

function isConcurrency(result: OperationResult | ConcurrencyResult): result is ConcurrencyResult {
  return result.type in concurrencyTables;
}

function wordsOf(error: GatewayError): { text: string; number: number; http: number } {
  const { code, text } =
    typeof error === 'string' ? { code: grpcCode(error), text: errorText(error) } : error;
  return { text, ...grpcStatus[code] };
}

function escapeHtml(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&#34;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}
