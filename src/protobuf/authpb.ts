import { choice, enumTable, many, messageTable, nested, scalar, zero } from './table.ts';

export const permissionType = enumTable('authpb.Permission_Type', ['READ', 'WRITE', 'READWRITE']);

export const permission = messageTable('authpb.Permission', [
  choice(1, 'permType', permissionType),
  scalar(2, 'key', 'bytes'),
  scalar(3, 'range_end', 'bytes'),
]);

export const userAddOptions = messageTable('authpb.UserAddOptions', [scalar(1, 'no_password', 'bool')]);

/** As etcd keeps it in its database: name and options are written even when there is nothing in them. */
export const user = messageTable('authpb.User', [
  zero('written', scalar(1, 'name', 'string')),
  scalar(2, 'password', 'string'),
  many(scalar(3, 'roles', 'string')),
  zero(
    'written',
    nested(4, 'options', () => userAddOptions),
  ),
]);

export const role = messageTable('authpb.Role', [
  zero('written', scalar(1, 'name', 'string')),
  many(nested(2, 'keyPermission', () => permission)),
]);
