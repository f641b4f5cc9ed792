import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { joinBytes } from '../etcdctl/bytes.ts';
import { listenerAt } from '../kernel/address-book.ts';
import { any, type HttpReply, type Process, type Running } from '../kernel/process.ts';
import type { GoUrl } from '../text/go-url.ts';
import { formatUrl } from '../text/go-url.ts';
import { ClientError, DeadlineError } from './client-error.ts';

const HTTP_PORT = '80';
const HTTPS_PORT = '443';

export interface HttpCall {
  readonly method: string;
  readonly url: GoUrl;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: none at all. */
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Instants of the run; Infinity: none. `head` is for the answer to begin, `whole` for all of it. */
export interface Deadlines {
  readonly head: number;
  readonly whole: number;
}

/** One call at one address, as Go's http.Transport makes it. Throws ClientError in its words. */
export function* roundTrip(process: Process, call: HttpCall, deadlines: Deadlines): Running<HttpAnswer> {
  if (process.nowMs >= deadlines.whole) throw new DeadlineError();
  if (process.nowMs >= deadlines.head) throw tooLate(call.url);
  const { method, url, headers, body = '' } = call;
  const path = `${formatUrl({ ...url, scheme: '', host: '', query: '' })}${url.query}`;
  const reply = process.http(connect(process, url), {
    method,
    path: path.startsWith('/') ? path : `/${path}`,
    headers: { 'user-agent': 'Go-http-client/1.1', ...headers },
    body: encodeUtf8(body),
  });
  try {
    return yield* answerOf(process, reply, url, deadlines);
  } finally {
    reply.close();
  }
}

function* answerOf(
  process: Process,
  reply: HttpReply,
  url: GoUrl,
  deadlines: Deadlines,
): Running<HttpAnswer> {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const { head } = reply;
    for (let piece = reply.take(); piece !== undefined; piece = reply.take()) pieces.push(piece);
    if (reply.end !== undefined) {
      if (head === undefined) throw new ClientError('EOF', false);
      if (reply.end === 'broken') throw new ClientError('unexpected EOF', false);
      return { status: head.status, headers: head.headers, body: decodeUtf8(joinBytes(pieces)) };
    }
    const until = head === undefined ? Math.min(deadlines.head, deadlines.whole) : deadlines.whole;
    if (process.nowMs >= until) throw until === deadlines.whole ? new DeadlineError() : tooLate(url);
    if (until === Infinity) yield* any(reply);
    else {
      const timer = process.timer(until - process.nowMs);
      yield* any(reply, timer);
      timer.cancel();
    }
  }
}

function tooLate(url: GoUrl): ClientError {
  const endpoint = formatUrl({ ...url, path: '', query: '' });
  return new ClientError(`client: endpoint ${endpoint} exceeded header timeout`, false);
}

/** Gives the `host:port` where somebody listens. */
function connect({ book }: Process, { scheme, host }: GoUrl): string {
  if (scheme !== 'http' && scheme !== 'https') {
    throw new ClientError(`unsupported protocol scheme "${scheme}"`, false);
  }
  if (host === '') throw new ClientError('http: no Host in request URL', false);
  const name = host.replace(/:\d*$/, '');
  const [, port = ''] = /:(\d*)$/.exec(host) ?? [];
  const at = `${name}:${port === '' ? (scheme === 'http' ? HTTP_PORT : HTTPS_PORT) : port}`;
  const listener = listenerAt(book, at);
  if (listener === undefined || listener.machine.status === 'killed')
    throw notThere(at, listener !== undefined);
  // Nobody speaks TLS here.
  if (scheme === 'https') throw new ClientError('EOF', false);
  return at;
}

function notThere(at: string, isKnown: boolean): ClientError {
  const name = at.replace(/:\d*$/, '');
  const isAddress = /^[\d.]+$|^\[/.test(name) || name === 'localhost' || isKnown;
  if (!isAddress) return new ClientError(`dial tcp: lookup ${name}: no such host`, true);
  const address = /^[\d.]+$|^\[/.test(name) ? at : at.replace(name, '127.0.0.1');
  return new ClientError(`dial tcp ${address}: connect: connection refused`, true);
}
