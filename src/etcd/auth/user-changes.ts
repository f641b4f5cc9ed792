import type { EtcdErrorCode } from '../request.ts';
import { compareNames, hasRootRole, ROOT, withUser, type AuthState, type User } from './auth-state.ts';

/** The state after a change, the very same one if there was nothing to do, or why it is refused. */
export type AuthChange = AuthState | EtcdErrorCode;

/** Order of refusals as in etcd (auth/store.go): the empty name first, then the one that is taken. */
export function addUser(state: AuthState, user: Omit<User, 'roles'>): AuthChange {
  if (user.name === '') return 'userEmpty';
  if (state.users.has(user.name)) return 'userAlreadyExist';
  return withUser(state, { ...user, roles: [] });
}

export function deleteUser(state: AuthState, name: string): AuthChange {
  if (state.enabled && name === ROOT) return 'invalidAuthMgmt';
  if (!state.users.has(name)) return 'userNotFound';
  const users = new Map(state.users);
  users.delete(name);
  return { ...state, users };
}

/** A user without a password may be given one; it is kept, but still nobody can authenticate with it. */
export function changePassword(state: AuthState, name: string, passwordHash: string): AuthChange {
  const user = state.users.get(name);
  if (user === undefined) return 'userNotFound';
  return withUser(state, { ...user, passwordHash });
}

export function grantRole(state: AuthState, name: string, role: string): AuthChange {
  const user = state.users.get(name);
  if (user === undefined) return 'userNotFound';
  if (role !== ROOT && !state.roles.has(role)) return 'roleNotFound';
  if (user.roles.includes(role)) return state;
  return withUser(state, { ...user, roles: [...user.roles, role].sort(compareNames) });
}

export function revokeRole(state: AuthState, name: string, role: string): AuthChange {
  if (state.enabled && name === ROOT && role === ROOT) return 'invalidAuthMgmt';
  const user = state.users.get(name);
  if (user === undefined) return 'userNotFound';
  const roles = user.roles.filter((granted) => granted !== role);
  return roles.length === user.roles.length ? 'roleNotGranted' : withUser(state, { ...user, roles });
}

/** Enabling is no change of its own: the revision stays. Done already: nothing to do, nothing to check. */
export function enableAuth(state: AuthState): AuthChange {
  if (state.enabled) return state;
  const root = state.users.get(ROOT);
  if (root === undefined) return 'rootUserNotExist';
  return hasRootRole(root) ? { ...state, enabled: true } : 'rootRoleNotExist';
}

export function disableAuth(state: AuthState): AuthChange {
  return state.enabled ? { ...state, enabled: false } : state;
}
