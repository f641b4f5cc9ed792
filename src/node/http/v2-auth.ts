import { hashPassword } from '../../etcd/auth/password-hash.ts';
import type { HttpReply } from '../../etcd/gateway/http.ts';
import { makeHead } from '../../etcd/gateway/reply.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { jsonOfText } from '../../etcd/rpc/json-write.ts';
import { jsonOfV2Error, statusOfV2Error } from '../../etcd/v2/error.ts';
import type { V2Answer } from '../../etcd/v2/store.ts';
import { cleanPath } from '../../etcd/gateway/path.ts';
import { V2AuthError } from '../../etcd/v2auth/auth-error.ts';
import { NotReadable } from '../../etcd/v2auth/json.ts';
import { isNothing, jsonOfRole, readRole } from '../../etcd/v2auth/role.ts';
import { jsonOfUser, readUser } from '../../etcd/v2auth/user.ts';
import { ENABLED, V2Auth, V2StoreRefusal, type Working } from '../../etcd/v2auth/v2-auth.ts';
import type { V2Request } from '../../etcd/command.ts';
import type { Call, CallOutcome } from '../core/call.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { doV2, readV2, v2AnswerOf } from '../server/v2-calls.ts';
import { JSON_TYPE, notAllowed, page, sendReply } from './respond.ts';
import type { DoorRequest } from './router.ts';
import { rootRefusal } from './v2-access.ts';
import { internalError, jsonReply, messageReply, withClusterId } from './v2-reply.ts';

const PREFIX = '/v2/auth';

/** /v2/auth/..: users, roles, and whether anybody asks for them (etcd: v2http/client_auth.go). */
export function takeV2Auth(
  state: MemberState,
  request: number,
  http: DoorRequest,
  out: OutputBuilder,
): HttpReply | undefined {
  const place = placeOf(http.path);
  if (place === undefined) return messageReply(400, 'Invalid path');
  const { methods } = place;
  if (!methods.includes(http.method)) return notAllowed(methods.join());
  const refusal = rootRefusal(state, http, place.type === 'enable' ? 'free' : 'guarded');
  if (refusal !== undefined) return refusal;
  state.v2AuthWork.set(request, { http, answers: [], isEnsured: state.isV2AuthEnsured });
  goOn(state, request, out);
  return undefined;
}

/** A step of such a request has come through the log. */
export function answerV2Auth(
  state: MemberState,
  request: number,
  { operation }: Call,
  outcome: CallOutcome,
  out: OutputBuilder,
): void {
  const work = state.v2AuthWork.get(request);
  if (work === undefined) return;
  const answer = v2AnswerOf(outcome);
  if (operation.type === 'v2' && isEnsuring(operation) && isThere(answer)) state.isV2AuthEnsured = true;
  state.v2AuthWork.set(request, { ...work, answers: [...work.answers, answer] });
  goOn(state, request, out);
}

/** Does what is to be done next, until the log is to answer or there is a reply. */
function goOn(state: MemberState, request: number, out: OutputBuilder): void {
  for (;;) {
    const work = state.v2AuthWork.get(request);
    if (work === undefined) return;
    const step = replayed(serve(work.http, authOf(state, request, work.isEnsured)), work.answers);
    if (step.done === true) {
      state.v2AuthWork.delete(request);
      return sendReply(state, request, withClusterId(state, step.value), out);
    }
    const asked = step.value;
    if (asked.method !== 'GET') {
      doV2(state, request, { type: 'v2Auth' }, asked, out);
      return;
    }
    state.v2AuthWork.set(request, { ...work, answers: [...work.answers, readV2(state, asked)] });
  }
}

function replayed(
  working: Working<HttpReply>,
  answers: readonly V2Answer[],
): IteratorResult<V2Request, HttpReply> {
  let step = working.next();
  for (const answer of answers) if (step.done !== true) step = working.next(answer);
  return step;
}

function authOf({ config, etcd }: MemberState, request: number, isEnsured: boolean): V2Auth {
  const seed = `v2 ${config.seed} ${config.id} ${config.incarnation} ${request}`;
  return new V2Auth({
    isEnsured,
    hash: (password) => hashPassword(password, seed, etcd.options.bcryptCost),
  });
}

type Place =
  | { readonly type: 'enable' | 'users' | 'roles'; readonly methods: readonly string[] }
  | { readonly type: 'user' | 'role'; readonly name: string; readonly methods: readonly string[] };

const CHANGES = ['GET', 'PUT', 'DELETE'];

/** Undefined: a path with something behind the name. */
function placeOf(path: string): Place | undefined {
  if (path === `${PREFIX}/enable`) return { type: 'enable', methods: CHANGES };
  const [, kind, name, ...more] = cleanPath(path.slice(PREFIX.length)).replace(/\/$/, '').split('/');
  if (more.length > 0) return undefined;
  const isOfUsers = kind === 'users';
  if (name === undefined) return { type: isOfUsers ? 'users' : 'roles', methods: ['GET'] };
  return { type: isOfUsers ? 'user' : 'role', name, methods: CHANGES };
}

/** The whole of a request, in the words in which etcd refuses. */
function* serve(http: DoorRequest, auth: V2Auth): Working<HttpReply> {
  try {
    return yield* carryOut(http, auth);
  } catch (error) {
    if (error instanceof V2AuthError) return messageReply(error.status, error.message);
    if (error instanceof NotReadable) return messageReply(400, 'Invalid JSON in request body.');
    if (error instanceof V2StoreRefusal) return storeRefusal(error);
    throw error;
  }
}

function* carryOut(http: DoorRequest, auth: V2Auth): Working<HttpReply> {
  const place = placeOf(http.path);
  switch (place?.type) {
    case 'enable':
      return yield* serveEnable(http, auth);
    case 'users':
      return yield* listUsers(auth);
    case 'user':
      return yield* serveUser(http, place.name, auth);
    case 'roles':
      return yield* listRoles(auth);
    case 'role':
      return yield* serveRole(http, place.name, auth);
    default:
      return messageReply(400, 'Invalid path');
  }
}

function* serveEnable({ method }: DoorRequest, auth: V2Auth): Working<HttpReply> {
  const isEnabled = yield* auth.isEnabled();
  if (method === 'GET') return jsonReply(200, `{"enabled":${isEnabled}}`);
  yield* method === 'PUT' ? auth.enable() : auth.disable();
  return nothing();
}

function* listRoles(auth: V2Auth): Working<HttpReply> {
  const roles: string[] = [];
  for (const name of yield* auth.roleNames()) roles.push(jsonOfRole(yield* auth.role(name)));
  return jsonReply(200, `{"roles":${jsonList(roles)}}`);
}

function* listUsers(auth: V2Auth): Working<HttpReply> {
  const users: string[] = [];
  for (const name of yield* auth.userNames()) users.push(yield* userWithRoles(name, auth, 'passOver'));
  return jsonReply(200, `{"users":${jsonList(users)}}`);
}

function* serveUser({ method, body }: DoorRequest, name: string, auth: V2Auth): Working<HttpReply> {
  if (method === 'GET') return jsonReply(200, yield* userWithRoles(name, auth, 'refuse'));
  if (method === 'DELETE') {
    yield* auth.deleteUser(name);
    return nothing();
  }
  const asked = readUser(body);
  if (asked.user !== name) return messageReply(400, 'User JSON name does not match the name in the URL');
  const { roles = [], grant = [], revoke = [] } = asked;
  const isChange = grant.length + revoke.length > 0;
  if (isChange && roles.length > 0) {
    return messageReply(400, 'User JSON contains both roles and grant/revoke');
  }
  if (isChange) return jsonReply(200, jsonOfUser({ ...(yield* auth.updateUser(asked)), password: '' }));
  // With roles it can only be a new one, and is told as if it were not.
  if (roles.length > 0)
    return jsonReply(200, jsonOfUser({ ...(yield* auth.createUser(asked)), password: '' }));
  const { user, isNew } = yield* auth.createOrUpdateUser(asked);
  return jsonReply(isNew ? 201 : 200, jsonOfUser({ ...user, password: '' }));
}

function* serveRole({ method, body }: DoorRequest, name: string, auth: V2Auth): Working<HttpReply> {
  if (method === 'GET') return jsonReply(200, jsonOfRole(yield* auth.role(name)));
  if (method === 'DELETE') {
    yield* auth.deleteRole(name);
    return nothing();
  }
  const asked = readRole(body);
  if (asked.role !== name) return messageReply(400, 'Role JSON name does not match the name in the URL');
  if (isNothing(asked.grant) && isNothing(asked.revoke)) {
    yield* auth.createRole(asked);
    return jsonReply(201, jsonOfRole(asked));
  }
  if (!isNothing(asked.permissions)) {
    return messageReply(400, 'Role JSON contains both permissions and grant/revoke');
  }
  return jsonReply(200, jsonOfRole(yield* auth.updateRole(asked)));
}

/** A user without its password, its roles as they are. `unknown`: what becomes of a role that is not there. */
function* userWithRoles(name: string, auth: V2Auth, unknown: 'passOver' | 'refuse'): Working<string> {
  const user = yield* auth.user(name);
  const roles: string[] = [];
  for (const role of user.roles ?? []) {
    try {
      roles.push(jsonOfRole(yield* auth.role(role)));
    } catch (error) {
      if (unknown === 'refuse' || !(error instanceof V2AuthError)) throw error;
    }
  }
  const list = roles.length === 0 ? '' : `,"roles":[${roles.join()}]`;
  return `{"user":${jsonOfText(user.user)}${list}}`;
}

/** Go has no list where nothing was put into one. */
function jsonList(items: readonly string[]): string {
  return items.length === 0 ? 'null' : `[${items.join()}]`;
}

function nothing(): HttpReply {
  return page(200, { 'Content-Type': JSON_TYPE }, '');
}

/** What raft did not carry out has no words of its own. */
function storeRefusal({ refusal }: V2StoreRefusal): HttpReply {
  if (refusal.code === 300) return internalError();
  const headers = { 'Content-Type': JSON_TYPE, 'X-Etcd-Index': String(refusal.index) };
  return {
    head: makeHead(statusOfV2Error(refusal.code), headers),
    body: encodeUtf8(`${jsonOfV2Error(refusal)}\n`),
  };
}

function isEnsuring({ method, path, prevExist }: V2Request): boolean {
  return method === 'PUT' && path === ENABLED && prevExist === false;
}

function isThere(answer: V2Answer): boolean {
  return answer.ok || answer.error.code === 105;
}
