import { jsonOfText } from '../rpc/json-write.ts';
import { V2AuthError } from './auth-error.ts';
import { jsonOfTexts, member, readFields, sameTexts, sorted, textOf, textsOf, type Texts } from './json.ts';
import { ROOT } from './role.ts';

export interface User {
  readonly user: string;
  /** Stored: its hash. In a request: the password itself. */
  readonly password: string;
  readonly roles: Texts;
  /** Of a request alone. */
  readonly grant: Texts;
  readonly revoke: Texts;
}

export function readUser(bytes: Uint8Array): User {
  const fields = readFields(bytes);
  return {
    user: textOf(member(fields, 'user')),
    password: textOf(member(fields, 'password')),
    roles: textsOf(member(fields, 'roles')),
    grant: textsOf(member(fields, 'grant')),
    revoke: textsOf(member(fields, 'revoke')),
  };
}

export function jsonOfUser({ user, password, roles, grant = [], revoke = [] }: User): string {
  const fields = [`"user":${jsonOfText(user)}`];
  if (password !== '') fields.push(`"password":${jsonOfText(password)}`);
  fields.push(`"roles":${jsonOfTexts(roles)}`);
  if (grant.length > 0) fields.push(`"grant":${jsonOfTexts(grant)}`);
  if (revoke.length > 0) fields.push(`"revoke":${jsonOfTexts(revoke)}`);
  return `{${fields.join()}}`;
}

/** The user root has the role root, whatever is stored. */
export function withRootRole(user: User): User {
  const { roles = [] } = user;
  return user.user !== ROOT || roles.includes(ROOT) ? user : { ...user, roles: [...roles, ROOT] };
}

/**
 * The user with what is asked: another password, roles granted and revoked; undefined: nothing would change. `hash`: of the new
 * password. Throws V2AuthError.
 */
export function changedUser(old: User, asked: User, hash: (password: string) => string): User | undefined {
  const password = asked.password === '' ? old.password : hash(asked.password);
  const roles = new Set(old.roles);
  for (const role of asked.grant ?? []) {
    if (roles.has(role)) {
      throw new V2AuthError(409, `Granting duplicate role ${role} for user ${asked.user}`);
    }
    roles.add(role);
  }
  for (const role of asked.revoke ?? []) {
    if (!roles.delete(role)) {
      throw new V2AuthError(409, `Revoking ungranted role ${role} for user ${asked.user}`);
    }
  }
  const changed: User = {
    user: old.user,
    password,
    roles: sorted(roles),
    grant: undefined,
    revoke: undefined,
  };
  const isSame = changed.password === old.password && sameTexts(changed.roles, old.roles);
  return isSame ? undefined : changed;
}
