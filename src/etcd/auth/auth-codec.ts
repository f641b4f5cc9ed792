import * as authpb from '../../protobuf/authpb.ts';
import {
  flagOf,
  messageOf,
  messagesOf,
  NO_MESSAGE,
  textOf,
  textsOf,
  type Message,
} from '../../protobuf/message.ts';
import { wholeTable } from '../../protobuf/table.ts';
import { all, always, flag, uint32, whole } from '../../protobuf/whole-fields.ts';
import { decode } from '../../protobuf/wire-read.ts';
import { encode } from '../../protobuf/wire-write.ts';
import { messageOfPermission, permissionOfMessage } from '../rpc/request-message.ts';
import type { Permission } from '../request.ts';
import { sortedRoles, sortedUsers, type AuthState, type Role, type User } from './auth-state.ts';

/** Bytes that are not a saved auth store. */
export class AuthFormatError extends Error {
  override name = 'AuthFormatError';
}

const VERSION = 1;

interface SavedAuth {
  readonly version: number;
  readonly enabled: boolean;
  readonly revision: number;
  readonly users: readonly Message[];
  readonly roles: readonly Message[];
}
const savedAuth = wholeTable<SavedAuth>('quorumscope.Auth', {
  version: always(uint32(1)),
  enabled: always(flag(2)),
  revision: always(whole(3)),
  users: all(4, () => authpb.user),
  roles: all(5, () => authpb.role),
});

/**
 * Equal states give equal bytes. A frame of our own around authpb.User and authpb.Role as etcd keeps them in its
 * database.
 */
export function encodeAuth(state: AuthState): Uint8Array {
  return encode(savedAuth, {
    version: VERSION,
    enabled: state.enabled,
    revision: state.revision,
    users: sortedUsers(state).map(messageOfUser),
    roles: sortedRoles(state).map(messageOfRole),
  });
}

/** Throws AuthFormatError. */
export function decodeAuth(bytes: Uint8Array): AuthState {
  const { version, enabled, revision, users, roles } = read(bytes);
  if (version !== VERSION) throw new AuthFormatError(`an auth store of version ${version}, not ${VERSION}`);
  return {
    enabled,
    revision,
    users: new Map(users.map(userOfMessage).map((user) => [user.name, user])),
    roles: new Map(roles.map(roleOfMessage).map((role) => [role.name, role])),
  };
}

function read(bytes: Uint8Array): SavedAuth {
  try {
    return decode(savedAuth, bytes, 'refuseUnknown');
  } catch (error) {
    throw new AuthFormatError(
      `a saved auth store: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** As etcd keeps a user in its database. */
export function messageOfUser({ name, passwordHash, roles, noPassword }: User): Message {
  return { name, password: passwordHash, roles, options: { no_password: noPassword } };
}

/** A user as etcd keeps it in its database. */
export function userOfMessage(message: Message): User {
  return {
    name: textOf(message, 'name'),
    passwordHash: textOf(message, 'password'),
    noPassword: flagOf(messageOf(message, 'options') ?? NO_MESSAGE, 'no_password'),
    roles: textsOf(message, 'roles'),
  };
}

/** As etcd keeps a role in its database. */
export function messageOfRole({ name, permissions }: Role): Message {
  return { name, keyPermission: permissions.map(messageOfPermission) };
}

/** A role as etcd keeps it in its database. */
export function roleOfMessage(message: Message): Role {
  const permissions = messagesOf(message, 'keyPermission').map((each) => copied(permissionOfMessage(each)));
  return { name: textOf(message, 'name'), permissions };
}

/** What is kept must not hold the whole file that it was read from. */
function copied({ permType, key, rangeEnd }: Permission): Permission {
  return { permType, key: key.slice(), rangeEnd: rangeEnd.slice() };
}
