import { AuthStore } from '../../../src/etcd/auth/auth-store.ts';
import type { AuthOperation } from '../../../src/etcd/auth/auth-operation.ts';
import { decodeUtf8, encodeUtf8 } from '../../../src/base/utf8.ts';
import type { Answer } from '../../../src/etcd/answer.ts';
import type { PermissionType } from '../../../src/etcd/request.ts';

/** The least bcrypt allows: what is tested is not its strength. */
export const options = { bcryptCost: 4 };

/**
 * One line an operation, in etcdctl's words without its flags:
 *
 *     user add alice pw   user add guest (no password)   user passwd alice new   user grant-role alice reader
 *     role add reader     role grant reader READ a c     role revoke reader a c  auth enable
 *
 * In keys "" is no bytes, and \0 one zero byte.
 */
export function parseAuth(line: string): AuthOperation {
  const [noun, verb, first = '', second = '', third = '', fourth = ''] = line.split(' ');
  switch (`${noun} ${verb}`) {
    case 'auth enable':
      return { type: 'authEnable' };
    case 'auth disable':
      return { type: 'authDisable' };
    case 'user add':
      return second === ''
        ? { type: 'authUserAdd', name: first, password: '', noPassword: true }
        : { type: 'authUserAdd', name: first, password: second };
    case 'user delete':
      return { type: 'authUserDelete', name: first };
    case 'user get':
      return { type: 'authUserGet', name: first };
    case 'user list':
      return { type: 'authUserList' };
    case 'user passwd':
      return { type: 'authUserChangePassword', name: first, password: second };
    case 'user grant-role':
      return { type: 'authUserGrantRole', user: first, role: second };
    case 'user revoke-role':
      return { type: 'authUserRevokeRole', name: first, role: second };
    case 'role add':
      return { type: 'authRoleAdd', name: first };
    case 'role delete':
      return { type: 'authRoleDelete', role: first };
    case 'role get':
      return { type: 'authRoleGet', role: first };
    case 'role list':
      return { type: 'authRoleList' };
    case 'role grant': {
      const perm = { permType: second as PermissionType, key: parseKey(third), rangeEnd: parseKey(fourth) };
      return { type: 'authRoleGrantPermission', name: first, perm };
    }
    case 'role revoke':
      return {
        type: 'authRoleRevokePermission',
        role: first,
        key: parseKey(second),
        rangeEnd: parseKey(third),
      };
    default:
      throw new Error(`unknown line: ${line}`);
  }
}

export function parseKey(text: string): Uint8Array {
  return encodeUtf8(text.replaceAll('""', '').replaceAll('\\0', '\0'));
}

/** What a line comes to: `ok`, what was asked for, or the code of the error. */
export function say(store: AuthStore, line: string, commandId = 1): string {
  return formatAnswer(store.apply(parseAuth(line), commandId));
}

export function formatAnswer(answer: Answer): string {
  if (!answer.ok) return answer.error;
  const { result } = answer;
  switch (result.type) {
    case 'authUserGet':
    case 'authRoleList':
      return `[${result.roles.join(' ')}]`;
    case 'authUserList':
      return `[${result.users.join(' ')}]`;
    case 'authRoleGet':
      return result.perm
        .map(({ permType, key, rangeEnd }) => `${permType} ${showKey(key)} ${showKey(rangeEnd)}`.trim())
        .join(', ');
    case 'authenticate':
      return `token ${result.token}`;
    default:
      return 'ok';
  }
}

function showKey(key: Uint8Array): string {
  return decodeUtf8(key).replaceAll('\0', '\\0');
}

/** A store after these lines, all of which must succeed. */
export function storeAfter(...lines: readonly string[]): AuthStore {
  const store = AuthStore.create(options);
  for (const [i, line] of lines.entries()) {
    const outcome = store.apply(parseAuth(line), i + 1);
    if (!outcome.ok) throw new Error(`${line}: ${outcome.error}`);
  }
  return store;
}

/** What makes `auth enable` succeed. */
export const rootLines = ['user add root rootpw', 'user grant-role root root'] as const;
