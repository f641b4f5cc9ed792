import { encodeUtf8 } from '../../base/utf8.ts';
import { compareKeys } from '../mvcc/key-range.ts';
import type { Permission } from '../request.ts';

/** authpb.User. */
export interface User {
  readonly name: string;
  /** What bcrypt made of the password ("$2a$04$..."); empty for a user without one. */
  readonly passwordHash: string;
  readonly noPassword: boolean;
  /** In order of their bytes, each once. A role need not exist: root's never does, unless somebody adds it. */
  readonly roles: readonly string[];
}

/** authpb.Role. */
export interface Role {
  readonly name: string;
  /** In order of their keys. */
  readonly permissions: readonly Permission[];
}

/** What etcd keeps in the buckets auth, authUsers and authRoles. Never changed once made: a change makes another. */
export interface AuthState {
  readonly enabled: boolean;
  /** From 1; one more after each change of users, roles and permissions, and when authentication is disabled. */
  readonly revision: number;
  readonly users: ReadonlyMap<string, User>;
  readonly roles: ReadonlyMap<string, Role>;
}

export const emptyAuthState: AuthState = { enabled: false, revision: 1, users: new Map(), roles: new Map() };

/** The user with every permission, and the role that gives them. Authentication cannot be enabled without. */
export const ROOT = 'root';

export function withUser(state: AuthState, user: User): AuthState {
  return { ...state, users: new Map(state.users).set(user.name, user) };
}

export function withRole(state: AuthState, role: Role): AuthState {
  return { ...state, roles: new Map(state.roles).set(role.name, role) };
}

export function sortedUsers(state: AuthState): readonly User[] {
  return [...state.users.values()].sort((a, b) => compareNames(a.name, b.name));
}

export function sortedRoles(state: AuthState): readonly Role[] {
  return [...state.roles.values()].sort((a, b) => compareNames(a.name, b.name));
}

export function hasRootRole(user: User): boolean {
  return user.roles.includes(ROOT);
}

/** Order of names as etcd has it: by their UTF-8 bytes. */
export function compareNames(a: string, b: string): number {
  return compareKeys(encodeUtf8(a), encodeUtf8(b));
}
