import type { HttpReply, HttpRequest } from './http.ts';
import { cleanPath, escapePath, splitTarget } from './path.ts';
import { makeHead, plainReply, redirectReply } from './reply.ts';

/** What a request line asks for, before anybody looks at who serves it. */
export type Target =
  /** Answered before any door is reached: no path at all, OPTIONS, a path that is written otherwise. */
  | { readonly type: 'reply'; readonly reply: HttpReply }
  /** `path` is clean and without escapes; `query` begins with its question mark, or is empty. */
  | { readonly type: 'path'; readonly path: string; readonly query: string };

/**
 * What all doors of etcd's client port have in common (etcd: accessController, and Go's ServeMux): the old name of the
 * gateway, OPTIONS for scripts of other pages, and the one spelling that each path has.
 */
export function readTarget(request: HttpRequest): Target {
  const target = splitTarget(request.path);
  if (target === undefined) return reply(badRequest());
  if (request.method === 'OPTIONS') return reply({ head: makeHead(200), body: new Uint8Array(0) });
  const path = target.path.replace(/^\/v3beta\//, '/v3/');
  if (cleanPath(path) === '/v3') return reply(redirectReply(request.method, `/v3/${target.query}`));
  return cleaned(request.method, path, target.query);
}

/** The same at the port for peers, which knows no scripts of other pages and no gateway. */
export function readPeerTarget({ method, path }: HttpRequest): Target {
  const target = splitTarget(path);
  return target === undefined ? reply(badRequest()) : cleaned(method, target.path, target.query);
}

function cleaned(method: string, path: string, query: string): Target {
  const clean = cleanPath(path);
  if (clean !== path) return reply(redirectReply(method, `${escapePath(clean)}${query}`));
  return { type: 'path', path, query };
}

function reply(answer: HttpReply): Target {
  return { type: 'reply', reply: answer };
}

/** Go's server answers this before any handler sees the request. */
function badRequest(): HttpReply {
  const { body } = plainReply(400, '400 Bad Request');
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' };
  return { head: { status: 400, headers }, body: body.subarray(0, body.length - 1) };
}
