import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import { isPassword } from '../../etcd/auth/password-hash.ts';
import type { HttpReply, HttpRequest } from '../../etcd/gateway/http.ts';
import { decodeBase64 } from '../../etcd/rpc/base64.ts';
import { v2Error, type V2Error } from '../../etcd/v2/error.ts';
import { NotReadable } from '../../etcd/v2auth/json.ts';
import { GUEST, mayAccess, ROOT } from '../../etcd/v2auth/role.ts';
import type { User } from '../../etcd/v2auth/user.ts';
import { V2AuthError } from '../../etcd/v2auth/auth-error.ts';
import { V2Auth, V2StoreRefusal, type Working } from '../../etcd/v2auth/v2-auth.ts';
import type { MemberState } from '../core/member-state.ts';
import { readV2 } from '../server/v2-calls.ts';
import { messageReply } from './v2-reply.ts';

/** Reads alone: nothing is written, and nobody's password hashed. */
const auth = new V2Auth({ isEnsured: true, hash: (password) => password });

/** Why the key may not be read or written by who asks; undefined: it may (etcd: client_auth.go, hasKeyPrefixAccess). */
export function keyRefusal(
  state: MemberState,
  http: HttpRequest,
  key: string,
  isRecursive: boolean,
): V2Error | undefined {
  const mayUse = readOnly(state, accessToKey(http, key, isRecursive));
  return mayUse ? undefined : v2Error(110, 'Insufficient credentials', 0);
}

/** Why somebody may not change what is not a key; undefined: it may. `reads`: reading is free. */
export function rootRefusal(
  state: MemberState,
  http: HttpRequest,
  reads: 'free' | 'guarded',
): HttpReply | undefined {
  if (reads === 'free' && isRead(http)) return undefined;
  return readOnly(state, accessAsRoot(http)) ? undefined : messageReply(401, 'Insufficient credentials');
}

/** Carries work out that only reads what is applied here. */
export function readOnly<T>(state: MemberState, working: Working<T>): T {
  for (let step = working.next(); ; step = working.next(readV2(state, step.value))) {
    if (step.done === true) return step.value;
  }
}

function* accessToKey(http: HttpRequest, key: string, isRecursive: boolean): Working<boolean> {
  if (!(yield* auth.isEnabled())) return true;
  const isWrite = !isRead(http);
  if ((http.headers['authorization'] ?? '') === '') {
    const guest = yield* maybe(auth.role(GUEST));
    return guest !== undefined && mayAccess(guest, key, isWrite, false);
  }
  const user = yield* whoAsks(http);
  for (const name of user?.roles ?? []) {
    const role = yield* maybe(auth.role(name));
    if (role !== undefined && mayAccess(role, key, isWrite, isRecursive)) return true;
  }
  return false;
}

function* accessAsRoot(http: HttpRequest): Working<boolean> {
  if (!(yield* auth.isEnabled())) return true;
  const user = yield* whoAsks(http);
  return user?.roles?.includes(ROOT) === true;
}

/** Whose name and password the request shows; undefined: nobody's. */
function* whoAsks({ headers }: HttpRequest): Working<User | undefined> {
  const shown = basicAuth(headers['authorization'] ?? '');
  if (shown === undefined) return undefined;
  const user = yield* maybe(auth.user(shown.name));
  return user !== undefined && isPassword(shown.password, user.password) ? user : undefined;
}

/** Go's Request.BasicAuth. */
function basicAuth(header: string): { readonly name: string; readonly password: string } | undefined {
  const [, encoded] = /^basic (.*)$/is.exec(header) ?? [];
  if (encoded === undefined) return undefined;
  const decoded = decodeBase64(encodeUtf8(encoded));
  if (!decoded.ok) return undefined;
  const text = decodeUtf8(decoded.bytes);
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Undefined where it is not there, or cannot be read. */
function* maybe<T>(looking: Working<T>): Working<T | undefined> {
  try {
    return yield* looking;
  } catch (error) {
    if (error instanceof V2AuthError || error instanceof V2StoreRefusal || error instanceof NotReadable) {
      return undefined;
    }
    throw error;
  }
}

function isRead({ method }: HttpRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}
