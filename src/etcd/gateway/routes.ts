import type { ConcurrencyRequest } from '../concurrency-request.ts';
import type { ClientOperation } from '../request.ts';

export type Route =
  | { readonly type: 'unary'; readonly operation: ClientOperation['type'] }
  | { readonly type: 'concurrency'; readonly request: ConcurrencyRequest['type'] }
  | { readonly type: 'watch' | 'leaseKeepAlive' | 'snapshot' };

function unary(operation: ClientOperation['type']): Route {
  return { type: 'unary', operation };
}

function concurrency(request: ConcurrencyRequest['type']): Route {
  return { type: 'concurrency', request };
}

/**
 * The paths of the gateway (rpc.proto, v3lock.proto, v3election.proto), all of them POST. Hash and HashKV share one:
 * it is Hash that answers.
 */
const routes: ReadonlyMap<string, Route> = new Map([
  ['/v3/kv/range', unary('range')],
  ['/v3/kv/put', unary('put')],
  ['/v3/kv/deleterange', unary('deleteRange')],
  ['/v3/kv/txn', unary('txn')],
  ['/v3/kv/compaction', unary('compact')],
  ['/v3/watch', { type: 'watch' }],
  ['/v3/lease/grant', unary('leaseGrant')],
  ['/v3/lease/revoke', unary('leaseRevoke')],
  ['/v3/kv/lease/revoke', unary('leaseRevoke')],
  ['/v3/lease/keepalive', { type: 'leaseKeepAlive' }],
  ['/v3/lease/timetolive', unary('leaseTimeToLive')],
  ['/v3/kv/lease/timetolive', unary('leaseTimeToLive')],
  ['/v3/lease/leases', unary('leaseLeases')],
  ['/v3/kv/lease/leases', unary('leaseLeases')],
  ['/v3/cluster/member/add', unary('memberAdd')],
  ['/v3/cluster/member/remove', unary('memberRemove')],
  ['/v3/cluster/member/update', unary('memberUpdate')],
  ['/v3/cluster/member/list', unary('memberList')],
  ['/v3/cluster/member/promote', unary('memberPromote')],
  ['/v3/maintenance/alarm', unary('alarm')],
  ['/v3/maintenance/status', unary('status')],
  ['/v3/maintenance/defragment', unary('defragment')],
  ['/v3/maintenance/hash', unary('hash')],
  ['/v3/maintenance/snapshot', { type: 'snapshot' }],
  ['/v3/maintenance/transfer-leadership', unary('moveLeader')],
  ['/v3/auth/enable', unary('authEnable')],
  ['/v3/auth/disable', unary('authDisable')],
  ['/v3/auth/authenticate', unary('authenticate')],
  ['/v3/auth/user/add', unary('authUserAdd')],
  ['/v3/auth/user/get', unary('authUserGet')],
  ['/v3/auth/user/list', unary('authUserList')],
  ['/v3/auth/user/delete', unary('authUserDelete')],
  ['/v3/auth/user/changepw', unary('authUserChangePassword')],
  ['/v3/auth/user/grant', unary('authUserGrantRole')],
  ['/v3/auth/user/revoke', unary('authUserRevokeRole')],
  ['/v3/auth/role/add', unary('authRoleAdd')],
  ['/v3/auth/role/get', unary('authRoleGet')],
  ['/v3/auth/role/list', unary('authRoleList')],
  ['/v3/auth/role/delete', unary('authRoleDelete')],
  ['/v3/auth/role/grant', unary('authRoleGrantPermission')],
  ['/v3/auth/role/revoke', unary('authRoleRevokePermission')],
  ['/v3/lock/lock', concurrency('lock')],
  ['/v3/lock/unlock', concurrency('unlock')],
  ['/v3/election/campaign', concurrency('campaign')],
  ['/v3/election/proclaim', concurrency('proclaim')],
  ['/v3/election/leader', concurrency('leader')],
  ['/v3/election/observe', concurrency('observe')],
  ['/v3/election/resign', concurrency('resign')],
]);

export function routeOf(path: string): Route | undefined {
  return routes.get(path);
}

export function allPaths(): readonly string[] {
  return [...routes.keys()];
}
