import { decodePair, encodePair, type KeyValuePair } from './key-server/gob.ts';
import { present } from '../base/assert.ts';
import {
  clusterOperationOf,
  messageOfClusterOperation,
  type ClusterOperation,
} from './cluster/cluster-operation.ts';
import { WireError } from '../protobuf/wire-error.ts';
import type {
  AuthRequest,
  ClientOperation,
  KvRequest,
  LeaseId,
  LeaseRequest,
  MaintenanceRequest,
} from './request.ts';
import {
  flagOf,
  idOf,
  messageOf,
  messagesOf,
  textOf,
  toInt64,
  wholeOf,
  type Message,
  type MessageValue,
} from '../protobuf/message.ts';
import { internalRaftRequest, v2Request } from '../protobuf/etcdserverpb/raft-internal.ts';
import { messageOfOperation, operationOfMessage } from './rpc/request-message.ts';
import { decode } from '../protobuf/wire-read.ts';
import { encode } from '../protobuf/wire-write.ts';

/** What entries of the log do. Times to live in seconds. */
export type LoggedOperation =
  | KvRequest
  | Extract<LeaseRequest, { readonly type: 'leaseGrant' }>
  | { readonly type: 'leaseRevoke'; readonly id: LeaseId }
  | {
      readonly type: 'leaseCheckpoint';
      readonly checkpoints: readonly { readonly id: LeaseId; readonly remainingTtl: number }[];
    }
  | Extract<MaintenanceRequest, { readonly type: 'alarm' }>
  | Exclude<AuthRequest, { readonly type: 'authenticate' }>
  | InternalAuthenticate
  | ClusterOperation
  | V2Request
  | KeyServerPut;

/** The token that all members shall know the user by (etcdserverpb.InternalAuthenticateRequest). */
export interface InternalAuthenticate {
  readonly type: 'authenticateInternal';
  readonly name: string;
  readonly password: string;
  readonly simpleToken: string;
}

/** An entry of raftexample's key server, which is another program's: nobody asks for its answer, and it has no id. */
export interface KeyServerPut extends KeyValuePair {
  readonly type: 'keyServerPut';
}

/** etcdserverpb.Request: a write to the v2 tree, by which also members' attributes and the cluster version go. */
export interface V2Request {
  readonly type: 'v2';
  readonly method: string;
  readonly path: string;
  readonly value: string;
  readonly dir: boolean;
  readonly prevValue: string;
  /** uint64, as a client may ask for any; 0: none. */
  readonly prevIndex: bigint;
  readonly prevExist: boolean | undefined;
  /** Nanoseconds since 1970, as int64; 0: never. */
  readonly expiration: bigint;
  readonly wait: boolean;
  /** uint64; 0: from now on. */
  readonly since: bigint;
  readonly recursive: boolean;
  readonly sorted: boolean;
  readonly quorum: boolean;
  /** Nanoseconds since 1970, as int64. */
  readonly time: bigint;
  readonly stream: boolean;
  readonly refresh: boolean | undefined;
}

/** An entry of the log, as its member proposed it. Without a user name: nobody's, or authentication is off. */
export interface InternalRaftRequest {
  /**
   * By which the member that proposed it knows its client's call again; a safe integer above 0; 0 where it has none, or one that is
   * larger: real etcd's are, and none of the calls here.
   */
  readonly id: number;
  readonly username?: string;
  readonly authRevision?: number;
  readonly op: LoggedOperation;
}

/** The field of etcdserverpb.InternalRaftRequest that each operation fills; a v2 request is an entry of its own. */
const fields: Readonly<Record<Exclude<LoggedOperation['type'], 'v2' | 'keyServerPut'>, string>> = {
  range: 'range',
  put: 'put',
  deleteRange: 'delete_range',
  txn: 'txn',
  compact: 'compaction',
  leaseGrant: 'lease_grant',
  leaseRevoke: 'lease_revoke',
  leaseCheckpoint: 'lease_checkpoint',
  alarm: 'alarm',
  authEnable: 'auth_enable',
  authDisable: 'auth_disable',
  authenticateInternal: 'authenticate',
  authUserAdd: 'auth_user_add',
  authUserDelete: 'auth_user_delete',
  authUserGet: 'auth_user_get',
  authUserChangePassword: 'auth_user_change_password',
  authUserGrantRole: 'auth_user_grant_role',
  authUserRevokeRole: 'auth_user_revoke_role',
  authUserList: 'auth_user_list',
  authRoleList: 'auth_role_list',
  authRoleAdd: 'auth_role_add',
  authRoleDelete: 'auth_role_delete',
  authRoleGet: 'auth_role_get',
  authRoleGrantPermission: 'auth_role_grant_permission',
  authRoleRevokePermission: 'auth_role_revoke_permission',
  authStatus: 'auth_status',
  clusterVersionSet: 'cluster_version_set',
  clusterMemberAttrSet: 'cluster_member_attr_set',
  downgradeInfoSet: 'downgrade_info_set',
};
const typeByField = new Map(
  Object.entries(fields).map(([type, field]) => [field, type as keyof typeof fields]),
);

/**
 * The data of the log entry that carries this command: etcdserverpb.InternalRaftRequest, or for a v2 request
 * etcdserverpb.Request as it is, which is how etcd 3.4 puts both into one log.
 */
export function encodeCommand(command: InternalRaftRequest): Uint8Array;
export function encodeCommand(id: number, operation: ClientOperation): Uint8Array;
export function encodeCommand(first: InternalRaftRequest | number, operation?: ClientOperation): Uint8Array {
  if (typeof first !== 'number') return encodeRequest(first);
  return encodeRequest({ id: first, op: loggedOperation(present(operation, 'an operation')) });
}

const decoded = new WeakMap<Uint8Array, InternalRaftRequest>();

/** The same as `decodeCommand`, once for the same memory: members of one thread that apply an entry share what is in it. */
export function sharedCommand(bytes: Uint8Array): InternalRaftRequest {
  const known = decoded.get(bytes);
  if (known !== undefined) return known;
  const command = decodeCommand(bytes);
  decoded.set(bytes, command);
  return command;
}

/** Throws WireError when the bytes are not one known operation with its id. Fields of it that nobody knows are passed over. */
export function decodeCommand(bytes: Uint8Array): InternalRaftRequest {
  let message: Message;
  try {
    message = decode(internalRaftRequest, bytes, 'refuseUnknown');
  } catch (error) {
    const pair = decodePair(bytes);
    if (pair !== undefined) return { id: 0, op: { type: 'keyServerPut', ...pair } };
    // A v2 request begins with its id and its method, and is no InternalRaftRequest (etcd: applyEntryNormal).
    const command = decodeV2(bytes);
    if (command === undefined) throw error;
    return command;
  }
  const found = Object.keys(message).filter((field) => typeByField.has(field) && messageOf(message, field));
  const type = typeByField.get(found[0] ?? '');
  if (type === undefined || found.length > 1) {
    throw new WireError('command', 0, `${found.length} operations in it, not 1`);
  }
  const header = messageOf(message, 'header');
  const username = textOf(header ?? {}, 'username');
  return {
    id: header === undefined ? safeId(message) : safeId(header),
    ...(username === '' ? {} : { username, authRevision: wholeOf(header ?? {}, 'auth_revision') }),
    op: operationOf(type, messageOf(message, fields[type]) ?? {}),
  };
}

function encodeRequest({ id, username, authRevision, op }: InternalRaftRequest): Uint8Array {
  if (op.type === 'keyServerPut') return encodePair(op);
  if (op.type === 'v2') return encode(v2Request, { ID: BigInt(id), ...ofV2(op) });
  return encode(internalRaftRequest, {
    header: { ID: BigInt(id), username, auth_revision: BigInt(authRevision ?? 0) },
    [fields[op.type]]: ofOperation(op),
  });
}

/** What a client may ask for that goes through the log as it is. */
function loggedOperation(operation: ClientOperation): LoggedOperation {
  switch (operation.type) {
    case 'put':
    case 'range':
    case 'deleteRange':
    case 'txn':
    case 'compact':
    case 'leaseGrant':
    case 'alarm':
      return operation;
    case 'leaseRevoke':
      return { type: 'leaseRevoke', id: operation.id };
    default:
      if (operation.type.startsWith('auth') && operation.type !== 'authenticate') {
        return operation as Exclude<AuthRequest, { readonly type: 'authenticate' }>;
      }
      throw new WireError('command', 0, `${operation.type} does not go through the log`);
  }
}

function ofOperation(op: Exclude<LoggedOperation, V2Request | KeyServerPut>): Message {
  switch (op.type) {
    case 'leaseCheckpoint':
      return {
        checkpoints: op.checkpoints.map(({ id, remainingTtl }) => ({
          ID: id,
          remaining_TTL: toInt64(remainingTtl),
        })),
      };
    case 'authenticateInternal':
      return { name: op.name, password: op.password, simple_token: op.simpleToken };
    case 'authStatus':
    case 'clusterVersionSet':
    case 'clusterMemberAttrSet':
    case 'downgradeInfoSet':
      return messageOfClusterOperation(op);
    default:
      return messageOfOperation(op);
  }
}

function operationOf(type: keyof typeof fields, message: Message): LoggedOperation {
  switch (type) {
    case 'leaseCheckpoint':
      return {
        type,
        checkpoints: messagesOf(message, 'checkpoints').map((checkpoint) => ({
          id: idOf(checkpoint, 'ID'),
          remainingTtl: wholeOf(checkpoint, 'remaining_TTL'),
        })),
      };
    case 'authenticateInternal':
      return {
        type,
        name: textOf(message, 'name'),
        password: textOf(message, 'password'),
        simpleToken: textOf(message, 'simple_token'),
      };
    case 'authStatus':
    case 'clusterVersionSet':
    case 'clusterMemberAttrSet':
    case 'downgradeInfoSet':
      return clusterOperationOf(type, message);
    default:
      return loggedOperation(operationOfMessage(type, message));
  }
}

function safeId(message: Message): number {
  const id = idOf(message, 'ID');
  return id > Number.MAX_SAFE_INTEGER ? 0 : Number(id);
}

/** Undefined if the bytes are no v2 request. */
function decodeV2(bytes: Uint8Array): InternalRaftRequest | undefined {
  let message: Message;
  try {
    message = decode(v2Request, bytes);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
  if (textOf(message, 'Method') === '') return undefined;
  return {
    id: safeId(message),
    op: {
      type: 'v2',
      method: textOf(message, 'Method'),
      path: textOf(message, 'Path'),
      value: textOf(message, 'Val'),
      dir: flagOf(message, 'Dir'),
      prevValue: textOf(message, 'PrevValue'),
      prevIndex: idOf(message, 'PrevIndex'),
      prevExist: maybeFlag(message['PrevExist']),
      expiration: idOf(message, 'Expiration'),
      wait: flagOf(message, 'Wait'),
      since: idOf(message, 'Since'),
      recursive: flagOf(message, 'Recursive'),
      sorted: flagOf(message, 'Sorted'),
      quorum: flagOf(message, 'Quorum'),
      time: idOf(message, 'Time'),
      stream: flagOf(message, 'Stream'),
      refresh: maybeFlag(message['Refresh']),
    },
  };
}

function ofV2(op: V2Request): Message {
  return {
    Method: op.method,
    Path: op.path,
    Val: op.value,
    Dir: op.dir,
    PrevValue: op.prevValue,
    PrevIndex: op.prevIndex,
    PrevExist: op.prevExist,
    Expiration: op.expiration,
    Wait: op.wait,
    Since: op.since,
    Recursive: op.recursive,
    Sorted: op.sorted,
    Quorum: op.quorum,
    Time: op.time,
    Stream: op.stream,
    Refresh: op.refresh,
  };
}

function maybeFlag(value: MessageValue | undefined): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}
