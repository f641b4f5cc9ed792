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
export function readTarget({ method, path: asked }: HttpRequest): Target {
  const target = splitTarget(asked);
  if (target === undefined) return { type: 'reply', reply: badRequest() };
  if (method === 'OPTIONS') return { type: 'reply', reply: { head: makeHead(200), body: new Uint8Array(0) } };
  const path = target.path.replace(/^\/v3beta\//, '/v3/');
  const cleaned = cleanPath(path);
  if (cleaned === '/v3') return { type: 'reply', reply: redirectReply(method, `/v3/${target.query}`) };
  if (cleaned !== path) {
    return { type: 'reply', reply: redirectReply(method, `${escapePath(cleaned)}${target.query}`) };
  }
  return { type: 'path', path, query: target.query };
}

/** Go's server answers this before any handler sees the request. */
function badRequest(): HttpReply {
  const { body } = plainReply(400, '400 Bad Request');
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' };
  return { head: { status: 400, headers }, body: body.subarray(0, body.length - 1) };
}
