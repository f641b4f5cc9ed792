import type { CallOperation } from '../../core/call.ts';
import type { MemberState } from '../../core/member-state.ts';
import { counted } from '../../core/tally.ts';
import type { StreamKind } from '../../io.ts';

/** A sample: its labels as they are written, and its value. */
export type Sample = readonly [labels: string, value: number];

/** What `countHandled` counts a call by, or a stream. */
type Asked = CallOperation['type'] | StreamKind | undefined;

/** The methods of etcd's services, by name (rpc.proto), with what asks for each here; undefined: nothing does. */
const methods: readonly (readonly [method: string, service: string, type: string, asked: Asked])[] = [
  ['Alarm', 'Maintenance', 'unary', 'alarm'],
  ['AuthDisable', 'Auth', 'unary', 'authDisable'],
  ['AuthEnable', 'Auth', 'unary', 'authEnable'],
  ['Authenticate', 'Auth', 'unary', 'authenticate'],
  ['Check', '', 'unary', undefined],
  ['Compact', 'KV', 'unary', 'compact'],
  ['Defragment', 'Maintenance', 'unary', 'defragment'],
  ['DeleteRange', 'KV', 'unary', 'deleteRange'],
  ['Hash', 'Maintenance', 'unary', 'hash'],
  ['HashKV', 'Maintenance', 'unary', 'hashKv'],
  ['LeaseGrant', 'Lease', 'unary', 'leaseGrant'],
  ['LeaseKeepAlive', 'Lease', 'bidi_stream', 'leaseKeepAlive'],
  ['LeaseLeases', 'Lease', 'unary', 'leaseLeases'],
  ['LeaseRevoke', 'Lease', 'unary', 'leaseRevoke'],
  ['LeaseTimeToLive', 'Lease', 'unary', 'leaseTimeToLive'],
  ['MemberAdd', 'Cluster', 'unary', 'memberAdd'],
  ['MemberList', 'Cluster', 'unary', 'memberList'],
  ['MemberPromote', 'Cluster', 'unary', 'memberPromote'],
  ['MemberRemove', 'Cluster', 'unary', 'memberRemove'],
  ['MemberUpdate', 'Cluster', 'unary', 'memberUpdate'],
  ['MoveLeader', 'Maintenance', 'unary', 'moveLeader'],
  ['Put', 'KV', 'unary', 'put'],
  ['Range', 'KV', 'unary', 'range'],
  ['RoleAdd', 'Auth', 'unary', 'authRoleAdd'],
  ['RoleDelete', 'Auth', 'unary', 'authRoleDelete'],
  ['RoleGet', 'Auth', 'unary', 'authRoleGet'],
  ['RoleGrantPermission', 'Auth', 'unary', 'authRoleGrantPermission'],
  ['RoleList', 'Auth', 'unary', 'authRoleList'],
  ['RoleRevokePermission', 'Auth', 'unary', 'authRoleRevokePermission'],
  ['Snapshot', 'Maintenance', 'server_stream', 'snapshot'],
  ['Status', 'Maintenance', 'unary', 'status'],
  ['Txn', 'KV', 'unary', 'txn'],
  ['UserAdd', 'Auth', 'unary', 'authUserAdd'],
  ['UserChangePassword', 'Auth', 'unary', 'authUserChangePassword'],
  ['UserDelete', 'Auth', 'unary', 'authUserDelete'],
  ['UserGet', 'Auth', 'unary', 'authUserGet'],
  ['UserGrantRole', 'Auth', 'unary', 'authUserGrantRole'],
  ['UserList', 'Auth', 'unary', 'authUserList'],
  ['UserRevokeRole', 'Auth', 'unary', 'authUserRevokeRole'],
  ['Watch', 'Watch', 'bidi_stream', 'watch'],
  ['Watch', '', 'server_stream', undefined],
];

/** google.golang.org/grpc/codes, as they sort. */
const codes =
  'Aborted AlreadyExists Canceled DataLoss DeadlineExceeded FailedPrecondition Internal InvalidArgument NotFound OK OutOfRange PermissionDenied ResourceExhausted Unauthenticated Unavailable Unimplemented Unknown'.split(
    ' ',
  );

/** Calls that have ended, by code and method. */
export function handledCalls({ tally }: MemberState): Sample[] {
  return codes.flatMap((code) =>
    methods.map(([method, service, type, asked]): Sample => {
      const value = asked === undefined ? 0 : counted(tally, `grpc ${asked} ${code}`);
      return [`grpc_code="${code}",${labelsOf(method, service, type)}`, value];
    }),
  );
}

/** Calls that have come: those that have ended, and those under way. */
export function startedCalls(state: MemberState): Sample[] {
  return methods.map(([method, service, type, asked]): Sample => {
    const labels = labelsOf(method, service, type);
    if (asked === undefined) return [labels, 0];
    let value = 0;
    for (const code of codes) value += counted(state.tally, `grpc ${asked} ${code}`);
    for (const { asker, operation } of state.calls.values()) {
      if ((asker.type === 'client' || asker.type === 'http') && operation.type === asked) value++;
    }
    for (const { kind, listener } of state.streams.values()) {
      if (listener.type !== 'program' && kind === asked) value++;
    }
    return [labels, value];
  });
}

/** Messages of calls and streams that have gone this way. */
export function messages({ tally }: MemberState, way: 'received' | 'sent'): Sample[] {
  return methods.map(([method, service, type, asked]): Sample => {
    const labels = labelsOf(method, service, type);
    if (asked === undefined) return [labels, 0];
    if (type !== 'unary') return [labels, counted(tally, `grpc ${asked} ${way}`)];
    const ended = way === 'sent' ? ['OK'] : codes;
    return [labels, ended.reduce((sum, code) => sum + counted(tally, `grpc ${asked} ${code}`), 0)];
  });
}

function labelsOf(method: string, service: string, type: string): string {
  const whole = service === '' ? 'grpc.health.v1.Health' : `etcdserverpb.${service}`;
  return `grpc_method="${method}",grpc_service="${whole}",grpc_type="${type}"`;
}
