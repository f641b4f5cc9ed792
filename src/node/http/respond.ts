import { encodeUtf8 } from '../../base/utf8.ts';
import type { HttpHead, HttpReply, HttpRequest } from '../../etcd/gateway/http.ts';
import { makeHead, plainReply, withoutCors } from '../../etcd/gateway/reply.ts';
import type { HttpSession } from '../core/http-session.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';

/** What Go takes an answer without a type for. */
export const PLAIN_TEXT = 'text/plain; charset=utf-8';
export const JSON_TYPE = 'application/json';
const NO_BODY = new Uint8Array(0);

/** From now on the request is under way. */
export function openSession(state: MemberState, request: number, { method, port }: HttpRequest): void {
  const isOpenToPages = port === undefined;
  state.http.set(request, {
    method,
    isOpenToPages,
    hasBegun: false,
    deadlineMs: undefined,
    isLeaderBound: false,
  });
}

export function changeSession(state: MemberState, request: number, change: Partial<HttpSession>): void {
  const session = state.http.get(request);
  if (session !== undefined) state.http.set(request, { ...session, ...change });
}

/** The whole answer at once. Of HEAD only its head goes out, as Go's server has it. */
export function sendReply(
  state: MemberState,
  request: number,
  { head, body }: HttpReply,
  out: OutputBuilder,
): void {
  begin(state, request, head, out);
  sendBody(state, request, body, out);
  end(state, request, out);
}

/** The head of an answer, if it has not gone out yet. */
export function begin(state: MemberState, request: number, head: HttpHead, out: OutputBuilder): void {
  if (hasBegun(state, request)) return;
  const isOpenToPages = state.http.get(request)?.isOpenToPages === true;
  changeSession(state, request, { hasBegun: true });
  out.http.push({ request, type: 'head', head: isOpenToPages ? head : withoutCors(head) });
}

export function hasBegun({ http }: MemberState, request: number): boolean {
  return http.get(request)?.hasBegun === true;
}

/** Some more of an answer that has begun. */
export function sendBody(state: MemberState, request: number, bytes: Uint8Array, out: OutputBuilder): void {
  if (bytes.length === 0 || state.http.get(request)?.method === 'HEAD') return;
  out.http.push({ request, type: 'body', bytes });
}

/** The answer is over, or, where nothing has been said, the connection is closed without a word. */
export function end(state: MemberState, request: number, out: OutputBuilder): void {
  state.http.delete(request);
  out.http.push({ request, type: 'end' });
}

export function page(status: number, headers: HttpHead['headers'], text: string): HttpReply {
  return { head: makeHead(status, headers), body: text === '' ? NO_BODY : encodeUtf8(text) };
}

/** What goes back for a method that a page does not know. `allowed`: as etcd lists them. */
export function notAllowed(allowed: string): HttpReply {
  const { head, body } = plainReply(405);
  return { head: { ...head, headers: { ...head.headers, Allow: allowed } }, body };
}

export function notFound(): HttpReply {
  return plainReply(404, '404 page not found');
}
