import { jsonOfText } from '../rpc/json-write.ts';
import { V2AuthError } from './auth-error.ts';
import {
  fieldsOf,
  jsonOfTexts,
  member,
  readFields,
  sameTexts,
  sorted,
  textOf,
  textsOf,
  type Texts,
} from './json.ts';
import type { JsonNode } from '../rpc/json-tree.ts';

/** Patterns of keys: a key, or all that begin with what stands before a star. */
export interface Permissions {
  readonly read: Texts;
  readonly write: Texts;
}

export interface Role {
  readonly role: string;
  readonly permissions: Permissions;
  /** Of a request alone. */
  readonly grant?: Permissions;
  readonly revoke?: Permissions;
}

export const ROOT = 'root';
export const GUEST = 'guest';

/** Everything; the role root is nowhere stored. */
const everything: Permissions = { read: ['/*'], write: ['/*'] };
export const rootRole: Role = { role: ROOT, permissions: everything };
export const guestRole: Role = { role: GUEST, permissions: everything };

export function readRole(bytes: Uint8Array): Role {
  const fields = readFields(bytes);
  const grant = maybePermissions(member(fields, 'grant'));
  const revoke = maybePermissions(member(fields, 'revoke'));
  return {
    role: textOf(member(fields, 'role')),
    permissions: maybePermissions(member(fields, 'permissions')) ?? { read: undefined, write: undefined },
    ...(grant && { grant }),
    ...(revoke && { revoke }),
  };
}

export function jsonOfRole({ role, permissions, grant, revoke }: Role): string {
  const fields = [`"role":${jsonOfText(role)}`, `"permissions":${jsonOfPermissions(permissions)}`];
  if (grant !== undefined) fields.push(`"grant":${jsonOfPermissions(grant)}`);
  if (revoke !== undefined) fields.push(`"revoke":${jsonOfPermissions(revoke)}`);
  return `{${fields.join()}}`;
}

export function isNothing(permissions: Permissions | undefined): boolean {
  return (permissions?.read ?? []).length + (permissions?.write ?? []).length === 0;
}

/** The role with what is granted and without what is revoked; undefined: nothing would change. Throws V2AuthError. */
export function changedRole(old: Role, asked: Role): Role | undefined {
  const granted = asked.grant === undefined ? old.permissions : grantTo(old.permissions, asked.grant);
  const permissions = asked.revoke === undefined ? granted : revokeFrom(granted, asked.revoke);
  const isSame =
    sameTexts(permissions.read, old.permissions.read) && sameTexts(permissions.write, old.permissions.write);
  return isSame ? undefined : { role: old.role, permissions };
}

/** `isRecursive`: all below the key. */
export function mayAccess(
  { role, permissions }: Role,
  key: string,
  isWrite: boolean,
  isRecursive: boolean,
): boolean {
  if (role === ROOT) return true;
  return ((isWrite ? permissions.write : permissions.read) ?? []).some((pattern) => {
    const isPrefix = pattern.endsWith('*');
    return isPrefix ? key.startsWith(pattern.slice(0, -1)) : !isRecursive && key === pattern;
  });
}

function grantTo(old: Permissions, { read, write }: Permissions): Permissions {
  return { read: granted(old.read, read, 'read'), write: granted(old.write, write, 'write') };
}

function granted(old: Texts, more: Texts, what: string): Texts {
  const all = new Set(old);
  for (const pattern of more ?? []) {
    if (all.has(pattern)) throw new V2AuthError(409, `Granting duplicate ${what} permission ${pattern}`);
    all.add(pattern);
  }
  return sorted(all);
}

/** What was not granted is passed over. */
function revokeFrom(old: Permissions, { read, write }: Permissions): Permissions {
  return { read: without(old.read, read), write: without(old.write, write) };
}

function without(old: Texts, less: Texts): Texts {
  const gone = new Set(less);
  return sorted(new Set((old ?? []).filter((pattern) => !gone.has(pattern))));
}

function maybePermissions(node: JsonNode | undefined): Permissions | undefined {
  const fields = fieldsOf(node);
  if (fields === undefined) return undefined;
  const kv = fieldsOf(member(fields, 'kv'));
  return { read: textsOf(member(kv, 'read')), write: textsOf(member(kv, 'write')) };
}

function jsonOfPermissions({ read, write }: Permissions): string {
  return `{"kv":{"read":${jsonOfTexts(read)},"write":${jsonOfTexts(write)}}}`;
}
