import * as v from 'valibot';
import { jsonOfText } from '../../etcd/rpc/json-write.ts';
import type { Running } from '../kernel/process.ts';
import { pathBeneath, type Action, type Client } from './client.ts';
import { ClientError } from './client-error.ts';
import { expectStatus } from './members-api.ts';
import { jsonTextList, readJson } from './read-json.ts';

const AUTH = '/v2/auth';
const JSON_TYPE = 'application/json';

const namesSchema = v.nullish(v.array(v.string()));
const messageSchema = v.object({ message: v.optional(v.string(), '') });
const userSchema = v.object({
  user: v.optional(v.string(), ''),
  // Asked for one user, a member tells the roles with what they may.
  roles: v.nullish(v.array(v.union([v.string(), v.object({ role: v.string() })]))),
});
const usersSchema = v.object({ users: v.nullish(v.array(userSchema)) });
const rolesSchema = v.object({ roles: v.nullish(v.array(v.object({ role: v.string() }))) });
const permissionSchema = v.object({ read: namesSchema, write: namesSchema });
const roleSchema = v.object({
  role: v.optional(v.string(), ''),
  permissions: v.object({ kv: permissionSchema }),
});

export interface User {
  readonly name: string;
  readonly roles: readonly string[];
}

/** Its paths; undefined: the member told no list, which is another thing than an empty one where two are compared. */
export interface Role {
  readonly name: string;
  readonly read: readonly string[] | undefined;
  readonly write: readonly string[] | undefined;
}

export type Access = 'read' | 'write' | 'readwrite';

/** All of these throw ClientError: what the member answered, or why it did not. */
export function* setAuth(client: Client, isOn: boolean, until: number): Running<void> {
  yield* ask(client, action(isOn ? 'PUT' : 'DELETE', ['enable']), [200, 201], until);
}

export function* listUsers(client: Client, until: number): Running<readonly string[]> {
  const body = yield* ask(client, { ...action('GET', ['users']), type: JSON_TYPE }, [200], until);
  return (readJson(usersSchema, body).users ?? []).map(({ user }) => user);
}

/** One who is there already gets the password. */
export function* addUser(client: Client, name: string, password: string, until: number): Running<void> {
  yield* ask(client, put(['users', name], userJson(name, { password })), [200, 201], until);
}

export function* removeUser(client: Client, name: string, until: number): Running<void> {
  yield* ask(client, action('DELETE', ['users', name]), [200, 201], until);
}

export function* getUser(client: Client, name: string, until: number): Running<User> {
  return userOf(yield* ask(client, action('GET', ['users', name]), [200], until));
}

export function* changeUser(client: Client, name: string, change: UserChange, until: number): Running<User> {
  return userOf(yield* ask(client, put(['users', name], userJson(name, change)), [200], until));
}

export function* listRoles(client: Client, until: number): Running<readonly string[]> {
  const asked = { ...action('GET', ['roles']), type: JSON_TYPE } as const;
  const { status, body } = yield* client.do(asked, until);
  expectStatus(status, [200]);
  return (readJson(rolesSchema, body).roles ?? []).map(({ role }) => role);
}

export function* addRole(client: Client, name: string, until: number): Running<void> {
  yield* ask(client, put(['roles', name], roleJson(name, '')), [200, 201], until);
}

export function* removeRole(client: Client, name: string, until: number): Running<void> {
  yield* ask(client, action('DELETE', ['roles', name]), [200, 201], until);
}

export function* getRole(client: Client, name: string, until: number): Running<Role> {
  return roleOf(yield* ask(client, action('GET', ['roles', name]), [200], until));
}

export function* changeRole(
  client: Client,
  name: string,
  change: { readonly type: 'grant' | 'revoke'; readonly path: string; readonly access: Access },
  until: number,
): Running<Role> {
  const { type, path, access } = change;
  const list = (isIt: boolean) => (isIt ? jsonTextList([path]) : 'null');
  const kv = `{"read":${list(access !== 'write')},"write":${list(access !== 'read')}}`;
  const json = roleJson(name, `,"${type}":{"kv":${kv}}`);
  return roleOf(yield* ask(client, put(['roles', name], json), [200], until));
}

export type UserChange =
  | { readonly password: string }
  | { readonly grant: readonly string[] }
  | { readonly revoke: readonly string[] };

function userJson(name: string, change: UserChange): string {
  const user = `{"user":${jsonOfText(name)}`;
  if ('password' in change) {
    // An empty password is left out.
    const password = change.password === '' ? '' : `,"password":${jsonOfText(change.password)}`;
    return `${user}${password},"roles":null}`;
  }
  const [field, roles] = 'grant' in change ? ['grant', change.grant] : ['revoke', change.revoke];
  return `${user},"roles":null,"${field}":${jsonTextList(roles)}}`;
}

function roleJson(name: string, change: string): string {
  return `{"role":${jsonOfText(name)},"permissions":{"kv":{"read":null,"write":null}}${change}}`;
}

function action(method: string, path: readonly string[]): Action {
  return { method, pathAt: pathBeneath(AUTH, ...path) };
}

function put(path: readonly string[], body: string): Action {
  return { ...action('PUT', path), type: JSON_TYPE, body };
}

function* ask(client: Client, asked: Action, good: readonly number[], until: number): Running<string> {
  const { status, body } = yield* client.do(asked, until);
  if (!good.includes(status)) throw new ClientError(readJson(messageSchema, body).message, false);
  return body;
}

function userOf(body: string): User {
  const { user, roles } = readJson(userSchema, body);
  return { name: user, roles: (roles ?? []).map((role) => (typeof role === 'string' ? role : role.role)) };
}

function roleOf(body: string): Role {
  const { role, permissions } = readJson(roleSchema, body);
  return { name: role, read: permissions.kv.read ?? undefined, write: permissions.kv.write ?? undefined };
}
