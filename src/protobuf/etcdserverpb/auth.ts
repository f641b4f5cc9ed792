import { permission, userAddOptions } from '../authpb.ts';
import { headerField } from './header.ts';
import { many, messageTable, nested, scalar } from '../table.ts';

const name = scalar(1, 'name', 'string');
const role = scalar(1, 'role', 'string');
const password = scalar(2, 'password', 'string');

export const authEnableRequest = messageTable('etcdserverpb.AuthEnableRequest', []);
export const authDisableRequest = messageTable('etcdserverpb.AuthDisableRequest', []);
export const authenticateRequest = messageTable('etcdserverpb.AuthenticateRequest', [name, password]);
export const authUserAddRequest = messageTable('etcdserverpb.AuthUserAddRequest', [
  name,
  password,
  nested(3, 'options', () => userAddOptions),
]);
export const authUserGetRequest = messageTable('etcdserverpb.AuthUserGetRequest', [name]);
export const authUserDeleteRequest = messageTable('etcdserverpb.AuthUserDeleteRequest', [name]);
export const authUserChangePasswordRequest = messageTable('etcdserverpb.AuthUserChangePasswordRequest', [
  name,
  password,
]);
export const authUserGrantRoleRequest = messageTable('etcdserverpb.AuthUserGrantRoleRequest', [
  scalar(1, 'user', 'string'),
  scalar(2, 'role', 'string'),
]);
export const authUserRevokeRoleRequest = messageTable('etcdserverpb.AuthUserRevokeRoleRequest', [
  name,
  scalar(2, 'role', 'string'),
]);
export const authUserListRequest = messageTable('etcdserverpb.AuthUserListRequest', []);
export const authRoleAddRequest = messageTable('etcdserverpb.AuthRoleAddRequest', [name]);
export const authRoleGetRequest = messageTable('etcdserverpb.AuthRoleGetRequest', [role]);
export const authRoleListRequest = messageTable('etcdserverpb.AuthRoleListRequest', []);
export const authRoleDeleteRequest = messageTable('etcdserverpb.AuthRoleDeleteRequest', [role]);
export const authRoleGrantPermissionRequest = messageTable('etcdserverpb.AuthRoleGrantPermissionRequest', [
  name,
  nested(2, 'perm', () => permission),
]);
export const authRoleRevokePermissionRequest = messageTable('etcdserverpb.AuthRoleRevokePermissionRequest', [
  role,
  scalar(2, 'key', 'bytes'),
  scalar(3, 'range_end', 'bytes'),
]);

export const authenticateResponse = messageTable('etcdserverpb.AuthenticateResponse', [
  headerField,
  scalar(2, 'token', 'string'),
]);
/** Of AuthUserGet and AuthRoleList. */
export const rolesResponse = messageTable('etcdserverpb.AuthRoleListResponse', [
  headerField,
  many(scalar(2, 'roles', 'string')),
]);
export const authUserListResponse = messageTable('etcdserverpb.AuthUserListResponse', [
  headerField,
  many(scalar(2, 'users', 'string')),
]);
export const authRoleGetResponse = messageTable('etcdserverpb.AuthRoleGetResponse', [
  headerField,
  many(nested(2, 'perm', () => permission)),
]);
