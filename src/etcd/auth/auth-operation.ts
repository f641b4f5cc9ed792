import type { ClusterOperation } from '../cluster/cluster-operation.ts';
import type { AuthRequest, ClientOperation } from '../request.ts';

/**
 * What the log holds of authentication. A client's `authenticate` is checked by the member it came to and goes on as
 * `authenticateInternal`, without the password and with the random beginning of the token to be (etcdserverpb:
 * InternalAuthenticateRequest).
 */
export type AuthOperation =
  | Exclude<AuthRequest, { readonly type: 'authenticate' }>
  | {
      readonly type: 'authenticateInternal';
      readonly name: string;
      readonly password: string;
      readonly simpleToken: string;
    };

const authOperationTypes: ReadonlySet<string> = new Set<AuthOperation['type']>([
  'authEnable',
  'authDisable',
  'authUserList',
  'authRoleList',
  'authenticateInternal',
  'authUserAdd',
  'authUserGet',
  'authUserDelete',
  'authUserChangePassword',
  'authUserGrantRole',
  'authUserRevokeRole',
  'authRoleAdd',
  'authRoleGet',
  'authRoleDelete',
  'authRoleGrantPermission',
  'authRoleRevokePermission',
]);

export function isAuthOperation<T extends { readonly type: string }>(
  operation: T,
): operation is Extract<T, AuthOperation> {
  return authOperationTypes.has(operation.type);
}

/** Everything that can be asked for or be found in the log; the fields of what needs no permission do not matter. */
export type GuardedOperation =
  | ClientOperation
  | AuthOperation
  | ClusterOperation
  | { readonly type: 'snapshot' | 'leaseCheckpoint' | 'v2' | 'keyServerPut' };
