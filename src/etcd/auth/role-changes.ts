import { compareKeys } from '../mvcc/key-range.ts';
import type { Permission } from '../request.ts';
import { ROOT, withRole, withUser, type AuthState } from './auth-state.ts';
import type { AuthChange } from './user-changes.ts';

export function addRole(state: AuthState, name: string): AuthChange {
  if (name === '') return 'roleEmpty';
  if (state.roles.has(name)) return 'roleAlreadyExist';
  return withRole(state, { name, permissions: [] });
}

/** Takes the role from every user who has it. */
export function deleteRole(state: AuthState, name: string): AuthChange {
  if (state.enabled && name === ROOT) return 'invalidAuthMgmt';
  if (!state.roles.has(name)) return 'roleNotFound';
  const roles = new Map(state.roles);
  roles.delete(name);
  let changed: AuthState = { ...state, roles };
  for (const user of state.users.values()) {
    if (!user.roles.includes(name)) continue;
    changed = withUser(changed, { ...user, roles: user.roles.filter((role) => role !== name) });
  }
  return changed;
}

/**
 * A permission on a range the role has already gets the new type. As in etcd only the first of several permissions
 * with one key is looked at, so a second range from the same key may be in the list twice.
 * Without a permission in it the request ends the process of etcd 3.4; the answer here is that of etcd 3.5.
 */
export function grantPermission(state: AuthState, name: string, perm: Permission | undefined): AuthChange {
  const role = state.roles.get(name);
  if (role === undefined) return 'roleNotFound';
  if (perm === undefined) return 'permissionNotGiven';
  const { permissions } = role;
  const at = permissions.findIndex(({ key }) => compareKeys(key, perm.key) >= 0);
  const first = permissions[at];
  if (first !== undefined && isSameRange(first, perm)) {
    return withRole(state, {
      name,
      permissions: permissions.with(at, { ...first, permType: perm.permType }),
    });
  }
  const more = [...permissions, perm].sort((a, b) => compareKeys(a.key, b.key));
  return withRole(state, { name, permissions: more });
}

/** Takes every permission on exactly this range. */
export function revokePermission(
  state: AuthState,
  name: string,
  range: Omit<Permission, 'permType'>,
): AuthChange {
  const role = state.roles.get(name);
  if (role === undefined) return 'roleNotFound';
  const permissions = role.permissions.filter((perm) => !isSameRange(perm, range));
  if (permissions.length === role.permissions.length) return 'permissionNotGranted';
  return withRole(state, { name, permissions });
}

function isSameRange(a: Omit<Permission, 'permType'>, b: Omit<Permission, 'permType'>): boolean {
  return compareKeys(a.key, b.key) === 0 && compareKeys(a.rangeEnd, b.rangeEnd) === 0;
}
