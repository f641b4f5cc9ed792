import type { HttpReply, HttpRequest } from '../../../src/etcd/gateway/http.ts';
import { parseGateway, type GatewayCall } from '../../../src/etcd/gateway/parse.ts';
import { bytes, text } from '../operations.ts';

/** What the gateway makes of a POST. */
export function post(path: string, body: string, headers: HttpRequest['headers'] = {}): GatewayCall {
  return parseGateway({ method: 'POST', path, headers, body: bytes(body) });
}

export function ask(method: string, path: string): GatewayCall {
  return parseGateway({ method, path, headers: {}, body: bytes('{}') });
}

/** Status and body of an answer that the gateway gives by itself. */
export function shown(call: GatewayCall): readonly [number, string] | GatewayCall['type'] {
  return call.type === 'reply' ? [call.head.status, text(call.body)] : call.type;
}

export function shownReply({ head, body }: HttpReply): readonly [number, string] {
  return [head.status, text(body)];
}
