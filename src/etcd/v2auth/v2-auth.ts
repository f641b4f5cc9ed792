import { encodeUtf8 } from '../../base/utf8.ts';
import type { V2Request } from '../command.ts';
import type { V2Error } from '../v2/error.ts';
import type { V2NodeView } from '../v2/event.ts';
import { cleanKey } from '../v2/path.ts';
import { v2Operation } from '../v2/request.ts';
import type { V2Answer } from '../v2/store.ts';
import { V2AuthError } from './auth-error.ts';
import { sorted } from './json.ts';
import { changedRole, GUEST, guestRole, jsonOfRole, readRole, ROOT, rootRole, type Role } from './role.ts';
import { changedUser, jsonOfUser, readUser, withRootRole, type User } from './user.ts';

/** Where users and roles lie in the v2 tree. */
export const AUTH_ROOT = '/2';
/** Whether authentication is on: `true` or `false`. */
export const ENABLED = `${AUTH_ROOT}/enabled`;

/** Work on the v2 tree, request by request; each is answered before the next. A GET is answered from what is applied here. */
export type Working<T> = Generator<V2Request, T, V2Answer>;

/** The v2 tree has refused something that nobody expected it to. */
export class V2StoreRefusal extends Error {
  override name = 'V2StoreRefusal';
  readonly refusal: V2Error;

  constructor(refusal: V2Error) {
    super(refusal.cause);
    this.refusal = refusal;
  }
}

const KEY_NOT_FOUND = 100;
const NODE_EXIST = 105;

/** What a member knows and decides for itself. */
export interface V2AuthSettings {
  /** The directories are known to be there. */
  readonly isEnsured: boolean;
  readonly hash: (password: string) => string;
}

/**
 * Users and roles of the v2 API (etcd: v2auth): values in the v2 tree like any others, written through the log one after the other, so
 * that two who change the same at once may both be heard, as at etcd.
 */
export class V2Auth {
  readonly #settings: V2AuthSettings;

  constructor(settings: V2AuthSettings) {
    this.#settings = settings;
  }

  *isEnabled(): Working<boolean> {
    const found = yield request('GET', ENABLED);
    return found.ok && found.event?.node.value === 'true';
  }

  *enable(): Working<void> {
    if (yield* this.isEnabled()) throw new V2AuthError(409, 'already enabled');
    if (!(yield* exists(this.user(ROOT, true)))) {
      throw new V2AuthError(409, 'No root user available, please create one');
    }
    if (!(yield* exists(this.role(GUEST, true)))) yield* this.createRole(guestRole);
    yield* this.#write(ENABLED, 'true', true);
  }

  *disable(): Working<void> {
    if (!(yield* this.isEnabled())) throw new V2AuthError(409, 'already disabled');
    yield* this.#write(ENABLED, 'false', true);
  }

  *userNames(): Working<readonly string[]> {
    return sorted(yield* names(`${AUTH_ROOT}/users`));
  }

  *user(name: string, isQuorum = false): Working<User> {
    const found = yield request(isQuorum ? 'QGET' : 'GET', userKey(name));
    if (!found.ok && found.error.code === KEY_NOT_FOUND) {
      throw new V2AuthError(404, `User ${name} does not exist.`);
    }
    return withRootRole(readUser(encodeUtf8(valueOf(found))));
  }

  *createUser(asked: User): Working<User> {
    const { user, password } = asked;
    if (password === '') throw new V2AuthError(400, `Cannot create user ${user} with an empty password`);
    const created = { ...withRootRole(asked), password: this.#settings.hash(password) };
    const answer = yield* this.#put(userKey(user), jsonOfUser(created), false);
    if (!answer.ok && answer.error.code === NODE_EXIST) {
      throw new V2AuthError(409, `User ${user} already exists.`);
    }
    refuseIfRefused(answer);
    return created;
  }

  /** A password alone does not say which of the two is meant. */
  *createOrUpdateUser(asked: User): Working<{ readonly user: User; readonly isNew: boolean }> {
    if (yield* exists(this.user(asked.user, true))) {
      return { user: yield* this.updateUser(asked), isNew: false };
    }
    return { user: yield* this.createUser(asked), isNew: true };
  }

  *updateUser(asked: User): Working<User> {
    const old = yield* this.user(asked.user, true);
    const changed = changedUser(old, asked, this.#settings.hash);
    if (changed === undefined) {
      throw new V2AuthError(400, 'User not updated. Use grant/revoke/password to update the user.');
    }
    yield* this.#write(userKey(asked.user), jsonOfUser(changed), true);
    return changed;
  }

  *deleteUser(name: string): Working<void> {
    if (name === ROOT && (yield* this.isEnabled())) {
      throw new V2AuthError(403, 'Cannot delete root user while auth is enabled.');
    }
    yield* this.#delete(userKey(name), `User ${name} does not exist`);
  }

  *roleNames(): Working<readonly string[]> {
    return sorted([ROOT, ...(yield* names(`${AUTH_ROOT}/roles`))]);
  }

  *role(name: string, isQuorum = false): Working<Role> {
    if (name === ROOT) return rootRole;
    const found = yield request(isQuorum ? 'QGET' : 'GET', roleKey(name));
    if (!found.ok && found.error.code === KEY_NOT_FOUND) {
      throw new V2AuthError(404, `Role ${name} does not exist.`);
    }
    return readRole(encodeUtf8(valueOf(found)));
  }

  *createRole(role: Role): Working<void> {
    refuseRoot(role.role);
    const answer = yield* this.#put(roleKey(role.role), jsonOfRole(role), false);
    if (!answer.ok && answer.error.code === NODE_EXIST) {
      throw new V2AuthError(409, `Role ${role.role} already exists.`);
    }
    refuseIfRefused(answer);
  }

  *updateRole(asked: Role): Working<Role> {
    refuseRoot(asked.role);
    const changed = changedRole(yield* this.role(asked.role, true), asked);
    if (changed === undefined) {
      throw new V2AuthError(400, 'Role not updated. Use grant/revoke to update the role.');
    }
    yield* this.#write(roleKey(asked.role), jsonOfRole(changed), true);
    return changed;
  }

  *deleteRole(name: string): Working<void> {
    refuseRoot(name);
    yield* this.#delete(roleKey(name), `Role ${name} doesn't exist.`);
  }

  *#write(key: string, value: string, prevExist: boolean): Working<void> {
    refuseIfRefused(yield* this.#put(key, value, prevExist));
  }

  *#put(key: string, value: string, prevExist: boolean): Working<V2Answer> {
    yield* this.#ensure();
    return yield v2Operation('PUT', key, value, { prevExist });
  }

  *#delete(key: string, missing: string): Working<void> {
    yield* this.#ensure();
    const answer = yield v2Operation('DELETE', key, '', { prevExist: true });
    if (!answer.ok && answer.error.code === KEY_NOT_FOUND) throw new V2AuthError(404, missing);
    refuseIfRefused(answer);
  }

  /** The directories, and that authentication is off, where nobody has written them yet: once in a member's life. */
  *#ensure(): Working<void> {
    if (this.#settings.isEnsured) return;
    for (const key of [AUTH_ROOT, `${AUTH_ROOT}/users/`, `${AUTH_ROOT}/roles/`]) {
      const answer = yield v2Operation('PUT', key, '', { dir: true, prevExist: false });
      if (answer.ok || answer.error.code === NODE_EXIST) continue;
      throw new V2StoreRefusal(answer.error);
    }
    const answer = yield v2Operation('PUT', ENABLED, 'false', { prevExist: false });
    if (!answer.ok && answer.error.code !== NODE_EXIST) throw new V2StoreRefusal(answer.error);
  }
}

/** False where something is not there, or cannot be had. */
function* exists(looking: Working<unknown>): Working<boolean> {
  try {
    yield* looking;
    return true;
  } catch (error) {
    if (error instanceof V2AuthError || error instanceof V2StoreRefusal) return false;
    throw error;
  }
}

function* names(key: string): Working<readonly string[]> {
  const found = yield request('GET', key);
  if (!found.ok && found.error.code === KEY_NOT_FOUND) return [];
  const nodes: readonly V2NodeView[] = nodeOf(found).nodes ?? [];
  return nodes.map(({ key: each }) => each.slice(each.lastIndexOf('/') + 1));
}

function refuseRoot(name: string): void {
  if (name === ROOT) throw new V2AuthError(403, `Cannot modify role ${name}: is root role.`);
}

function refuseIfRefused(answer: V2Answer): void {
  if (!answer.ok) throw new V2StoreRefusal(answer.error);
}

function nodeOf(answer: V2Answer): V2NodeView {
  if (!answer.ok) throw new V2StoreRefusal(answer.error);
  if (answer.event === undefined) throw new V2AuthError(500, 'nothing was found');
  return answer.event.node;
}

function valueOf(answer: V2Answer): string {
  return nodeOf(answer).value ?? '';
}

function request(method: 'GET' | 'QGET', key: string): V2Request {
  return v2Operation(method, key);
}

function userKey(name: string): string {
  return cleanKey(`${AUTH_ROOT}/users/${name}`);
}

function roleKey(name: string): string {
  return cleanKey(`${AUTH_ROOT}/roles/${name}`);
}
