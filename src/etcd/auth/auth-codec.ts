import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Permission, PermissionType } from '../request.ts';
import { sortedRoles, sortedUsers, type AuthState, type Role, type User } from './auth-state.ts';

/** Bytes that are not a saved auth store. */
export class AuthFormatError extends Error {
  override name = 'AuthFormatError';
}

const VERSION = 1;
const permissionTypes: readonly PermissionType[] = ['READ', 'WRITE', 'READWRITE'];

/**
 * Equal states give equal bytes. A frame of our own (1 version, 2 enabled, 3 revision, 4 users, 5 roles) around
 * authpb.User and authpb.Role as etcd keeps them in its database.
 */
export function encodeAuth(state: AuthState): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).uint32(VERSION);
  writer.tag(2, WireType.Varint).bool(state.enabled);
  writer.tag(3, WireType.Varint).uint64(state.revision);
  for (const user of sortedUsers(state)) {
    writer.tag(4, WireType.LengthDelimited).bytes(encodeUser(user));
  }
  for (const role of sortedRoles(state)) {
    writer.tag(5, WireType.LengthDelimited).bytes(encodeRole(role));
  }
  return writer.finish();
}

/** Throws AuthFormatError. */
export function decodeAuth(bytes: Uint8Array): AuthState {
  const users = new Map<string, User>();
  const roles = new Map<string, Role>();
  const state = { enabled: false, revision: 1, users, roles };
  let version = 0;
  readFields(bytes, {
    1: (reader) => (version = reader.uint32()),
    2: (reader) => (state.enabled = reader.bool()),
    3: (reader) => (state.revision = Number(reader.uint64())),
    4: (reader) => {
      const user = decodeUser(reader.bytes());
      users.set(user.name, user);
    },
    5: (reader) => {
      const role = decodeRole(reader.bytes());
      roles.set(role.name, role);
    },
  });
  if (version !== VERSION) throw new AuthFormatError(`an auth store of version ${version}, not ${VERSION}`);
  return state;
}

/** authpb.User: 1 name, 2 password, 3 roles, 4 options (1 no_password). */
function encodeUser(user: User): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).string(user.name);
  if (user.passwordHash !== '') writer.tag(2, WireType.LengthDelimited).string(user.passwordHash);
  for (const role of user.roles) writer.tag(3, WireType.LengthDelimited).string(role);
  writer.tag(4, WireType.LengthDelimited).fork();
  if (user.noPassword) writer.tag(1, WireType.Varint).bool(true);
  return writer.join().finish();
}

function decodeUser(bytes: Uint8Array): User {
  const roles: string[] = [];
  const user = { name: '', passwordHash: '', noPassword: false, roles };
  readFields(bytes, {
    1: (reader) => (user.name = reader.string()),
    2: (reader) => (user.passwordHash = reader.string()),
    3: (reader) => roles.push(reader.string()),
    4: (reader) => readFields(reader.bytes(), { 1: (options) => (user.noPassword = options.bool()) }),
  });
  return user;
}

/** authpb.Role: 1 name, 2 keyPermission (authpb.Permission: 1 permType, 2 key, 3 range_end). */
function encodeRole(role: Role): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).string(role.name);
  for (const { permType, key, rangeEnd } of role.permissions) {
    writer.tag(2, WireType.LengthDelimited).fork();
    if (permType !== 'READ') writer.tag(1, WireType.Varint).int32(permissionTypes.indexOf(permType));
    if (key.length > 0) writer.tag(2, WireType.LengthDelimited).bytes(key);
    if (rangeEnd.length > 0) writer.tag(3, WireType.LengthDelimited).bytes(rangeEnd);
    writer.join();
  }
  return writer.finish();
}

function decodeRole(bytes: Uint8Array): Role {
  const permissions: Permission[] = [];
  const role = { name: '', permissions };
  readFields(bytes, {
    1: (reader) => (role.name = reader.string()),
    2: (reader) => permissions.push(decodePermission(reader.bytes())),
  });
  return role;
}

function decodePermission(bytes: Uint8Array): Permission {
  const perm = { permType: 'READ' as PermissionType, key: new Uint8Array(0), rangeEnd: new Uint8Array(0) };
  readFields(bytes, {
    1: (reader) => {
      const permType = permissionTypes[reader.int32()];
      if (permType === undefined) throw new AuthFormatError('a permission of unknown type');
      perm.permType = permType;
    },
    2: (reader) => (perm.key = reader.bytes().slice()),
    3: (reader) => (perm.rangeEnd = reader.bytes().slice()),
  });
  return perm;
}

function readFields(bytes: Uint8Array, fields: Readonly<Record<number, (reader: BinaryReader) => unknown>>) {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number] = reader.tag();
    const read = fields[number];
    if (read === undefined) throw new AuthFormatError(`field ${number} is not known`);
    read(reader);
  }
}
