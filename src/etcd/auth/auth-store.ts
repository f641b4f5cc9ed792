import { unreachable } from '../../base/assert.ts';
import { decodeUtf8OrUndefined, encodeUtf8 } from '../../base/utf8.ts';
import { answered, refused, type Answer } from '../answer.ts';
import type { EtcdErrorCode } from '../request.ts';
import { decodeBase64 } from '../rpc/base64.ts';
import { decodeAuth, encodeAuth } from './auth-codec.ts';
import type { AuthOperation, GuardedOperation } from './auth-operation.ts';
import {
  emptyAuthState,
  hasRootRole,
  sortedRoles,
  sortedUsers,
  type AuthState,
  type Role,
  type User,
} from './auth-state.ts';
import { MergedPermissions } from './merged-permissions.ts';
import { hashPassword, isPassword } from './password-hash.ts';
import { demandsOf, type Demand, type LeaseKeys } from './request-permission.ts';
import { addRole, deleteRole, grantPermission, revokePermission } from './role-changes.ts';
import {
  addUser,
  changePassword,
  deleteUser,
  disableAuth,
  enableAuth,
  grantRole,
  revokeRole,
  type AuthChange,
} from './user-changes.ts';

export interface AuthOptions {
  /** Work of one password hash, 4 to 31; etcd's --bcrypt-cost, there 10. */
  readonly bcryptCost: number;
}

const noLeaseKeys: LeaseKeys = () => [];

/**
 * Users, roles and what they may do: replicated, a pure function of the operations applied (etcd: auth/store.go and
 * etcdserver/apply_auth.go). Answers carry revision 0; who knows the store's revision puts it in.
 */
export class AuthStore {
  readonly #options: AuthOptions;
  #state: AuthState;
  /** Of the state as it is; made when first asked for, forgotten with every change. */
  #permissions = new Map<string, MergedPermissions>();

  private constructor(options: AuthOptions, state: AuthState) {
    this.#options = options;
    this.#state = state;
  }

  static create(options: AuthOptions): AuthStore {
    return new AuthStore(options, emptyAuthState);
  }

  get enabled(): boolean {
    return this.#state.enabled;
  }

  /** From 1. A call whose caller was known at an older one is refused when it is applied: authOldRevision. */
  get revision(): number {
    return this.#state.revision;
  }

  /** commandId: of the command in the log, the same on all members; salts of passwords come from it. */
  apply(operation: AuthOperation, commandId: number): Answer {
    switch (operation.type) {
      case 'authenticateInternal':
        return this.#authenticate(operation.name, operation.simpleToken);
      case 'authUserGet': {
        const user = this.#state.users.get(operation.name);
        if (user === undefined) return refused('userNotFound');
        return answered({ type: 'authUserGet', revision: 0, roles: user.roles });
      }
      case 'authRoleGet': {
        const role = this.#state.roles.get(operation.role);
        if (role === undefined) return refused('roleNotFound');
        return answered({ type: 'authRoleGet', revision: 0, perm: role.permissions });
      }
      case 'authUserList':
        return answered({ type: 'authUserList', revision: 0, users: this.users().map(({ name }) => name) });
      case 'authRoleList':
        return answered({ type: 'authRoleList', revision: 0, roles: this.roles().map(({ name }) => name) });
      case 'authEnable':
        return this.#after(operation.type, enableAuth(this.#state));
      case 'authDisable':
        return this.#after(operation.type, disableAuth(this.#state));
      case 'authUserAdd': {
        const { name, noPassword = false } = operation;
        const passwordHash = noPassword ? '' : this.#hash(operation, commandId);
        return this.#after(operation.type, addUser(this.#state, { name, passwordHash, noPassword }));
      }
      case 'authUserDelete':
        return this.#after(operation.type, deleteUser(this.#state, operation.name));
      case 'authUserChangePassword': {
        const passwordHash = this.#hash(operation, commandId);
        return this.#after(operation.type, changePassword(this.#state, operation.name, passwordHash));
      }
      case 'authUserGrantRole':
        return this.#after(operation.type, grantRole(this.#state, operation.user, operation.role));
      case 'authUserRevokeRole':
        return this.#after(operation.type, revokeRole(this.#state, operation.name, operation.role));
      case 'authRoleAdd':
        return this.#after(operation.type, addRole(this.#state, operation.name));
      case 'authRoleDelete':
        return this.#after(operation.type, deleteRole(this.#state, operation.role));
      case 'authRoleGrantPermission':
        return this.#after(operation.type, grantPermission(this.#state, operation.name, operation.perm));
      case 'authRoleRevokePermission':
        return this.#after(operation.type, revokePermission(this.#state, operation.role, operation));
      default:
        return unreachable(operation);
    }
  }

  /**
   * What a member asks before it proposes authenticateInternal. `revision`: if the store has another one when the
   * answer comes back, the password may have been changed in between, and the member asks again.
   */
  checkPassword(
    name: string,
    password: string,
  ):
    { readonly ok: true; readonly revision: number } | { readonly ok: false; readonly error: EtcdErrorCode } {
    if (!this.enabled) return { ok: false, error: 'authNotEnabled' };
    const user = this.#state.users.get(name);
    if (user === undefined) return { ok: false, error: 'authFailed' };
    if (user.noPassword) return { ok: false, error: 'noPasswordUser' };
    if (!isPassword(password, user.passwordHash)) return { ok: false, error: 'authFailed' };
    return { ok: true, revision: this.revision };
  }

  /**
   * Why somebody may not do this, or undefined. Asked when a command is applied, by the name and auth revision in its
   * header; before a local read, and before what never reaches the log, by those of the token. Nobody: '' and 0.
   */
  permits(
    username = '',
    authRevision = 0,
    operation: GuardedOperation,
    leaseKeys: LeaseKeys = noLeaseKeys,
  ): EtcdErrorCode | undefined {
    if (!this.enabled) return undefined;
    for (const demand of demandsOf(operation, leaseKeys)) {
      const refusal = this.#refusal(username, authRevision, demand);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  /** Why no watch may be opened. etcd has turned the end of a watch from a key on into no end by then: one key. */
  watchRefusal(
    username = '',
    authRevision = 0,
    key: Uint8Array,
    rangeEnd?: Uint8Array,
  ): EtcdErrorCode | undefined {
    if (!this.enabled) return undefined;
    return this.#refusal(username, authRevision, { type: 'keys', access: 'READ', key, rangeEnd });
  }

  /** In order of their names. */
  users(): readonly User[] {
    return sortedUsers(this.#state);
  }

  /** In order of their names. */
  roles(): readonly Role[] {
    return sortedRoles(this.#state);
  }

  /** Another object after every change: as long as it is the same, so is everything in here. */
  get mark(): object {
    return this.#state;
  }

  /** Shares everything: states are never changed. */
  clone(): AuthStore {
    const clone = new AuthStore(this.#options, this.#state);
    clone.#permissions = this.#permissions;
    return clone;
  }

  /** Equal stores give equal bytes. */
  save(): Uint8Array {
    return encodeAuth(this.#state);
  }

  /** Throws AuthFormatError. */
  static restore(bytes: Uint8Array, options: AuthOptions): AuthStore {
    return new AuthStore(options, decodeAuth(bytes));
  }

  /** The token is not whole yet: the member adds where in the log it was given (token-store.ts). */
  #authenticate(name: string, simpleToken: string): Answer {
    if (!this.enabled) return refused('authNotEnabled');
    const user = this.#state.users.get(name);
    if (user === undefined || user.noPassword) return refused('authFailed');
    return answered({ type: 'authenticate', revision: 0, token: simpleToken });
  }

  /** Every change counts, but for enabling (etcd: commitRevision). */
  #after(type: ChangeType, change: AuthChange): Answer {
    if (typeof change === 'string') return refused(change);
    if (change !== this.#state) {
      this.#state = type === 'authEnable' ? change : { ...change, revision: change.revision + 1 };
      this.#permissions = new Map();
    }
    return answered({ type, revision: 0 });
  }

  #hash({ name, password, hashedPassword }: WithPassword, commandId: number): string {
    if (hashedPassword !== undefined) {
      const hash = decodeBase64(encodeUtf8(hashedPassword));
      return hash.ok ? (decodeUtf8OrUndefined(hash.bytes) ?? '') : '';
    }
    return hashPassword(password, `${this.revision}/${commandId}/${name}`, this.#options.bcryptCost);
  }

  #refusal(username: string, authRevision: number, demand: Demand): EtcdErrorCode | undefined {
    switch (demand.type) {
      case 'keys':
        return this.#refusalOfKeys(username, authRevision, demand);
      case 'admin': {
        const user = this.#state.users.get(username);
        if (demand.orUser === username && demand.orUser !== undefined) return undefined;
        if (demand.orRole !== undefined && user?.roles.includes(demand.orRole) === true) return undefined;
        if (username === '') return 'userEmpty';
        if (user === undefined) return 'userNotFound';
        return hasRootRole(user) ? undefined : 'permissionDenied';
      }
      case 'maintenance': {
        const user = this.#state.users.get(username);
        if (username === '') return 'maintenanceUserEmpty';
        if (user === undefined) return 'maintenanceUserNotFound';
        return hasRootRole(user) ? undefined : 'maintenancePermissionDenied';
      }
      default:
        return unreachable(demand);
    }
  }

  #refusalOfKeys(
    username: string,
    authRevision: number,
    demand: Extract<Demand, { readonly type: 'keys' }>,
  ): EtcdErrorCode | undefined {
    if (authRevision === 0) return 'userEmpty';
    if (authRevision < this.revision) return 'authOldRevision';
    const user = this.#state.users.get(username);
    if (user === undefined) return 'permissionDenied';
    if (hasRootRole(user)) return undefined;
    const isPermitted = this.#permissionsOf(user).permits(demand.access, demand.key, demand.rangeEnd);
    return isPermitted ? undefined : 'permissionDenied';
  }

  #permissionsOf(user: User): MergedPermissions {
    const known = this.#permissions.get(user.name);
    if (known !== undefined) return known;
    const permissions = user.roles.flatMap((role) => this.#state.roles.get(role)?.permissions ?? []);
    const merged = new MergedPermissions(permissions);
    this.#permissions.set(user.name, merged);
    return merged;
  }
}

/** With a password, or already with its hash. */
interface WithPassword {
  readonly name: string;
  readonly password: string;
  readonly hashedPassword?: string;
}

type ChangeType = Exclude<
  AuthOperation['type'],
  'authenticateInternal' | 'authUserGet' | 'authRoleGet' | 'authUserList' | 'authRoleList'
>;
