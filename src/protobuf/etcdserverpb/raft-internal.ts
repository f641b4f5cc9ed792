import { userAddOptions } from '../authpb.ts';
import * as auth from './auth.ts';
import * as kv from './kv.ts';
import * as membership from '../membershippb.ts';
import * as lease from './lease.ts';
import { alarmRequest } from './maintenance.ts';
import { messageTable, nested, scalar, zero, type FieldSpec } from '../table.ts';

export const requestHeader = messageTable('etcdserverpb.RequestHeader', [
  scalar(1, 'ID', 'uint64'),
  scalar(2, 'username', 'string'),
  scalar(3, 'auth_revision', 'uint64'),
]);

export const internalAuthenticateRequest = messageTable('etcdserverpb.InternalAuthenticateRequest', [
  scalar(1, 'name', 'string'),
  scalar(2, 'password', 'string'),
  scalar(3, 'simple_token', 'string'),
]);

// Since 3.5 the log has the hash that all members keep; the API of 3.4 knows no such fields.

const loggedUserAdd = messageTable('etcdserverpb.AuthUserAddRequest', [
  scalar(1, 'name', 'string'),
  scalar(2, 'password', 'string'),
  nested(3, 'options', () => userAddOptions),
  scalar(4, 'hashedPassword', 'string'),
]);

const loggedChangePassword = messageTable('etcdserverpb.AuthUserChangePasswordRequest', [
  scalar(1, 'name', 'string'),
  scalar(2, 'password', 'string'),
  scalar(3, 'hashedPassword', 'string'),
]);

const authStatusRequest = messageTable('etcdserverpb.AuthStatusRequest', []);

function written(...field: Parameters<typeof scalar>): FieldSpec {
  return zero('written', scalar(...field));
}

/** A write to the v2 tree, in proto2: all but the two that say nothing when absent are written always. */
export const v2Request = messageTable('etcdserverpb.Request', [
  written(1, 'ID', 'uint64'),
  written(2, 'Method', 'string'),
  written(3, 'Path', 'string'),
  written(4, 'Val', 'string'),
  written(5, 'Dir', 'bool'),
  written(6, 'PrevValue', 'string'),
  written(7, 'PrevIndex', 'uint64'),
  zero('writtenIfThere', scalar(8, 'PrevExist', 'bool')),
  written(9, 'Expiration', 'int64'),
  written(10, 'Wait', 'bool'),
  written(11, 'Since', 'uint64'),
  written(12, 'Recursive', 'bool'),
  written(13, 'Sorted', 'bool'),
  written(14, 'Quorum', 'bool'),
  written(15, 'Time', 'int64'),
  written(16, 'Stream', 'bool'),
  zero('writtenIfThere', scalar(17, 'Refresh', 'bool')),
]);

/** What an entry of the log holds: a header, and one of the requests. */
export const internalRaftRequest = messageTable('etcdserverpb.InternalRaftRequest', [
  nested(100, 'header', () => requestHeader),
  scalar(1, 'ID', 'uint64'),
  nested(2, 'v2', () => v2Request),
  nested(3, 'range', () => kv.rangeRequest),
  nested(4, 'put', () => kv.putRequest),
  nested(5, 'delete_range', () => kv.deleteRangeRequest),
  nested(6, 'txn', () => kv.txnRequest),
  nested(7, 'compaction', () => kv.compactionRequest),
  nested(8, 'lease_grant', () => lease.leaseGrantRequest),
  nested(9, 'lease_revoke', () => lease.leaseRevokeRequest),
  nested(10, 'alarm', () => alarmRequest),
  nested(11, 'lease_checkpoint', () => lease.leaseCheckpointRequest),
  nested(1000, 'auth_enable', () => auth.authEnableRequest),
  nested(1011, 'auth_disable', () => auth.authDisableRequest),
  nested(1012, 'authenticate', () => internalAuthenticateRequest),
  nested(1100, 'auth_user_add', () => loggedUserAdd),
  nested(1101, 'auth_user_delete', () => auth.authUserDeleteRequest),
  nested(1102, 'auth_user_get', () => auth.authUserGetRequest),
  nested(1103, 'auth_user_change_password', () => loggedChangePassword),
  nested(1104, 'auth_user_grant_role', () => auth.authUserGrantRoleRequest),
  nested(1105, 'auth_user_revoke_role', () => auth.authUserRevokeRoleRequest),
  nested(1106, 'auth_user_list', () => auth.authUserListRequest),
  nested(1107, 'auth_role_list', () => auth.authRoleListRequest),
  nested(1200, 'auth_role_add', () => auth.authRoleAddRequest),
  nested(1201, 'auth_role_delete', () => auth.authRoleDeleteRequest),
  nested(1202, 'auth_role_get', () => auth.authRoleGetRequest),
  nested(1203, 'auth_role_grant_permission', () => auth.authRoleGrantPermissionRequest),
  nested(1204, 'auth_role_revoke_permission', () => auth.authRoleRevokePermissionRequest),
  nested(1013, 'auth_status', () => authStatusRequest),
  nested(1300, 'cluster_version_set', () => membership.clusterVersionSetRequest),
  nested(1301, 'cluster_member_attr_set', () => membership.clusterMemberAttrSetRequest),
  nested(1302, 'downgrade_info_set', () => membership.downgradeInfoSetRequest),
]);
