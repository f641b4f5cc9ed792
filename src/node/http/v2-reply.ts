import type { HttpReply, HttpRequest } from '../../etcd/gateway/http.ts';
import { jsonOfText } from '../../etcd/rpc/json-write.ts';
import type { MemberState } from '../core/member-state.ts';
import { JSON_TYPE, page } from './respond.ts';

/** An error of the old API beside its keys (etcd: httptypes.HTTPError). */
export function messageReply(status: number, message: string): HttpReply {
  return page(status, { 'Content-Type': JSON_TYPE }, `{"message":${jsonOfText(message)}}`);
}

/** What etcd says of an error that it has no better words for. */
export function internalError(): HttpReply {
  return messageReply(500, 'Internal Server Error');
}

/** A value with a line end, as Go's encoders write it. */
export function jsonReply(status: number, json: string): HttpReply {
  return page(status, { 'Content-Type': JSON_TYPE }, `${json}\n`);
}

export function textsJson(texts: readonly string[]): string {
  return `[${texts.map(jsonOfText).join()}]`;
}

export function withClusterId({ etcd }: MemberState, { head, body }: HttpReply): HttpReply {
  const id = etcd.options.clusterId.toString(16);
  return { head: { ...head, headers: { ...head.headers, 'X-Etcd-Cluster-Id': id } }, body };
}

/** Why a body is not read as JSON; undefined: it may be (etcd: unmarshalRequest). */
export function wrongContentType({ headers }: HttpRequest): HttpReply | undefined {
  const whole = headers['content-type'] ?? '';
  const at = whole.indexOf(';');
  const type = at < 0 ? whole : whole.slice(0, at).toLowerCase().trim();
  if (type === JSON_TYPE) return undefined;
  return messageReply(415, `Bad Content-Type ${type}, accept application/json`);
}
