import { present, unreachable } from '../../base/assert.ts';
import type {
  AuthRequest,
  ClientOperation,
  ClusterRequest,
  Compare,
  CompareTarget,
  DeleteRangeRequest,
  LeaseRequest,
  MaintenanceRequest,
  Permission,
  PutRequest,
  RangeRequest,
  TxnOperation,
  TxnRequest,
} from '../request.ts';
import { permissionType } from '../../protobuf/authpb.ts';
import * as auth from '../../protobuf/etcdserverpb/auth.ts';
import * as cluster from '../../protobuf/etcdserverpb/cluster.ts';
import * as kv from '../../protobuf/etcdserverpb/kv.ts';
import * as lease from '../../protobuf/etcdserverpb/lease.ts';
import * as maintenance from '../../protobuf/etcdserverpb/maintenance.ts';
import {
  bytesOf,
  flagOf,
  idOf,
  maybeWholeOf,
  messageOf,
  messagesOf,
  smallOf,
  textOf,
  textsOf,
  toInt64,
  wholeOf,
  type Message,
} from '../../protobuf/message.ts';
import type { EnumTable, MessageTable } from '../../protobuf/table.ts';

type OperationType = ClientOperation['type'];

/** The message by which each operation is asked for. */
export const requestTables: Readonly<Record<OperationType, MessageTable>> = {
  range: kv.rangeRequest,
  put: kv.putRequest,
  deleteRange: kv.deleteRangeRequest,
  txn: kv.txnRequest,
  compact: kv.compactionRequest,
  leaseGrant: lease.leaseGrantRequest,
  leaseRevoke: lease.leaseRevokeRequest,
  leaseKeepAlive: lease.leaseKeepAliveRequest,
  leaseTimeToLive: lease.leaseTimeToLiveRequest,
  leaseLeases: lease.leaseLeasesRequest,
  memberAdd: cluster.memberAddRequest,
  memberRemove: cluster.memberRemoveRequest,
  memberUpdate: cluster.memberUpdateRequest,
  memberList: cluster.memberListRequest,
  memberPromote: cluster.memberPromoteRequest,
  alarm: maintenance.alarmRequest,
  status: maintenance.statusRequest,
  defragment: maintenance.defragmentRequest,
  hash: maintenance.hashRequest,
  hashKv: maintenance.hashKvRequest,
  moveLeader: maintenance.moveLeaderRequest,
  authEnable: auth.authEnableRequest,
  authDisable: auth.authDisableRequest,
  authenticate: auth.authenticateRequest,
  authUserAdd: auth.authUserAddRequest,
  authUserGet: auth.authUserGetRequest,
  authUserDelete: auth.authUserDeleteRequest,
  authUserChangePassword: auth.authUserChangePasswordRequest,
  authUserGrantRole: auth.authUserGrantRoleRequest,
  authUserRevokeRole: auth.authUserRevokeRoleRequest,
  authUserList: auth.authUserListRequest,
  authRoleAdd: auth.authRoleAddRequest,
  authRoleGet: auth.authRoleGetRequest,
  authRoleList: auth.authRoleListRequest,
  authRoleDelete: auth.authRoleDeleteRequest,
  authRoleGrantPermission: auth.authRoleGrantPermissionRequest,
  authRoleRevokePermission: auth.authRoleRevokePermissionRequest,
};

/** The operation as the message of its table. */
export function messageOfOperation(operation: ClientOperation): Message {
  switch (operation.type) {
    case 'range':
      return ofRange(operation);
    case 'put':
      return ofPut(operation);
    case 'deleteRange':
      return ofDeleteRange(operation);
    case 'txn':
      return ofTxn(operation);
    case 'compact':
      return { revision: toInt64(operation.revision), physical: operation.physical ?? false };
    case 'leaseGrant':
    case 'leaseRevoke':
    case 'leaseKeepAlive':
    case 'leaseTimeToLive':
    case 'leaseLeases':
      return ofLease(operation);
    case 'memberAdd':
    case 'memberRemove':
    case 'memberUpdate':
    case 'memberPromote':
    case 'memberList':
      return ofCluster(operation);
    case 'alarm':
    case 'status':
    case 'defragment':
    case 'hash':
    case 'hashKv':
    case 'moveLeader':
      return ofMaintenance(operation);
    default:
      return ofAuth(operation);
  }
}

/** The operation that a message of its table asks for. Values of enums that nobody knows count as zero. */
export function operationOfMessage(type: OperationType, message: Message): ClientOperation {
  switch (type) {
    case 'range':
      return toRange(message);
    case 'put':
      return toPut(message);
    case 'deleteRange':
      return toDeleteRange(message);
    case 'txn':
      return toTxn(message);
    case 'compact': {
      const physical = flagOf(message, 'physical');
      return { type, revision: wholeOf(message, 'revision'), ...(physical ? { physical } : {}) };
    }
    case 'leaseGrant':
    case 'leaseRevoke':
    case 'leaseKeepAlive':
    case 'leaseTimeToLive':
    case 'leaseLeases':
      return toLease(type, message);
    case 'memberAdd':
    case 'memberRemove':
    case 'memberUpdate':
    case 'memberPromote':
    case 'memberList':
      return toCluster(type, message);
    case 'alarm':
    case 'status':
    case 'defragment':
    case 'hash':
    case 'hashKv':
    case 'moveLeader':
      return toMaintenance(type, message);
    default:
      return toAuth(type, message);
  }
}

function ofRange(range: RangeRequest): Message {
  return {
    key: range.key,
    range_end: range.rangeEnd,
    limit: toInt64(range.limit ?? 0),
    revision: toInt64(range.revision),
    sort_order: numberIn(kv.sortOrder, range.sortOrder ?? 'NONE'),
    sort_target: numberIn(kv.sortTarget, range.sortTarget ?? 'KEY'),
    serializable: range.consistency === 'serializable',
    keys_only: range.keysOnly ?? false,
    count_only: range.countOnly ?? false,
    min_mod_revision: toInt64(range.minModRevision ?? 0),
    max_mod_revision: toInt64(range.maxModRevision ?? 0),
    min_create_revision: toInt64(range.minCreateRevision ?? 0),
    max_create_revision: toInt64(range.maxCreateRevision ?? 0),
  };
}

function toRange(message: Message): RangeRequest {
  const limit = maybeWholeOf(message, 'limit');
  const keysOnly = flagOf(message, 'keys_only');
  const countOnly = flagOf(message, 'count_only');
  const minModRevision = maybeWholeOf(message, 'min_mod_revision');
  const maxModRevision = maybeWholeOf(message, 'max_mod_revision');
  const minCreateRevision = maybeWholeOf(message, 'min_create_revision');
  const maxCreateRevision = maybeWholeOf(message, 'max_create_revision');
  return {
    type: 'range',
    ...keysOf(message),
    revision: wholeOf(message, 'revision'),
    ...(limit === undefined ? {} : { limit }),
    ...sortingOf(message),
    ...(keysOnly ? { keysOnly } : {}),
    ...(countOnly ? { countOnly } : {}),
    ...(minModRevision === undefined ? {} : { minModRevision }),
    ...(maxModRevision === undefined ? {} : { maxModRevision }),
    ...(minCreateRevision === undefined ? {} : { minCreateRevision }),
    ...(maxCreateRevision === undefined ? {} : { maxCreateRevision }),
    consistency: flagOf(message, 'serializable') ? 'serializable' : 'linearizable',
  };
}

/** An order that nobody knows sorts nothing, whatever the target: the order of keys stays. */
function sortingOf(message: Message): Pick<RangeRequest, 'sortOrder' | 'sortTarget'> {
  const sortOrder = kv.sortOrder.names.get(smallOf(message, 'sort_order'));
  const sortTarget = kv.sortTarget.names.get(smallOf(message, 'sort_target'));
  if (sortOrder === undefined) return {};
  return {
    ...(sortOrder === 'NONE' ? {} : { sortOrder }),
    ...(sortTarget === undefined || sortTarget === 'KEY' ? {} : { sortTarget }),
  };
}

function ofPut(put: PutRequest): Message {
  return {
    key: put.key,
    value: put.value,
    lease: put.lease ?? 0n,
    prev_kv: put.prevKv ?? false,
    ignore_value: put.ignoreValue ?? false,
    ignore_lease: put.ignoreLease ?? false,
  };
}

function toPut(message: Message): PutRequest {
  const leaseId = idOf(message, 'lease');
  return {
    type: 'put',
    key: bytesOf(message, 'key'),
    value: bytesOf(message, 'value'),
    ...(leaseId === 0n ? {} : { lease: leaseId }),
    ...(flagOf(message, 'prev_kv') ? { prevKv: true } : {}),
    ...(flagOf(message, 'ignore_value') ? { ignoreValue: true } : {}),
    ...(flagOf(message, 'ignore_lease') ? { ignoreLease: true } : {}),
  };
}

function ofDeleteRange({ key, rangeEnd, prevKv }: DeleteRangeRequest): Message {
  return { key, range_end: rangeEnd, prev_kv: prevKv ?? false };
}

function toDeleteRange(message: Message): DeleteRangeRequest {
  const prevKv = flagOf(message, 'prev_kv');
  return { type: 'deleteRange', ...keysOf(message), ...(prevKv ? { prevKv } : {}) };
}

function keysOf(message: Message): { key: Uint8Array; rangeEnd?: Uint8Array } {
  const rangeEnd = bytesOf(message, 'range_end');
  return { key: bytesOf(message, 'key'), ...(rangeEnd.length === 0 ? {} : { rangeEnd }) };
}

function ofTxn({ compare, success, failure }: TxnRequest): Message {
  return {
    compare: compare.map(ofCompare),
    success: success.map(ofTxnOperation),
    failure: failure.map(ofTxnOperation),
  };
}

function toTxn(message: Message): TxnRequest {
  return {
    type: 'txn',
    compare: messagesOf(message, 'compare').map(toCompare),
    success: messagesOf(message, 'success').map(toTxnOperation),
    failure: messagesOf(message, 'failure').map(toTxnOperation),
  };
}

const txnFields = {
  range: 'request_range',
  put: 'request_put',
  deleteRange: 'request_delete_range',
  txn: 'request_txn',
} as const;

function ofTxnOperation(operation: TxnOperation): Message {
  return operation.type === 'empty' ? {} : { [txnFields[operation.type]]: messageOfOperation(operation) };
}

function toTxnOperation(message: Message): TxnOperation {
  const range = messageOf(message, txnFields.range);
  if (range !== undefined) return toRange(range);
  const put = messageOf(message, txnFields.put);
  if (put !== undefined) return toPut(put);
  const deleteRange = messageOf(message, txnFields.deleteRange);
  if (deleteRange !== undefined) return toDeleteRange(deleteRange);
  const txn = messageOf(message, txnFields.txn);
  return txn === undefined ? { type: 'empty' } : toTxn(txn);
}

/** Which field of the union each target compares with. */
const targetFields: Readonly<Record<CompareTarget['type'], string>> = {
  VERSION: 'version',
  CREATE: 'create_revision',
  MOD: 'mod_revision',
  VALUE: 'value',
  LEASE: 'lease',
};

function ofCompare({ result, target, key, rangeEnd }: Compare): Message {
  const { value } = target;
  return {
    result: numberIn(kv.compareResult, result),
    target: numberIn(kv.compareTarget, target.type),
    key,
    range_end: rangeEnd,
    [targetFields[target.type]]: typeof value === 'number' ? toInt64(value) : value,
  };
}

function toCompare(message: Message): Compare {
  const result = kv.compareResult.names.get(smallOf(message, 'result'));
  const target = kv.compareTarget.names.get(smallOf(message, 'target'));
  const keys = keysOf(message);
  if (result !== undefined && target !== undefined)
    return { result, target: toTarget(message, target), ...keys };
  // A result that nobody knows is always right, but of the value of a key that is not there: so is "version > 0".
  if (result === undefined) return { ...versionGreater(target === 'VALUE' ? 0 : -1), ...keys };
  // A target that nobody knows is 0, compared with 0.
  return result === 'EQUAL'
    ? { ...versionGreater(-1), ...keys }
    : { ...versionGreater(Number.MAX_SAFE_INTEGER), ...keys };
}

function versionGreater(value: number): Pick<Compare, 'result' | 'target'> {
  return { result: 'GREATER', target: { type: 'VERSION', value } };
}

/** The union may hold what another target compares with: then this one has nothing to compare with. */
function toTarget(message: Message, type: CompareTarget['type']): CompareTarget {
  const value = message[targetFields[type]];
  if (type === 'VALUE') return { type, value: value instanceof Uint8Array ? value : undefined };
  if (type === 'LEASE') return { type, value: typeof value === 'bigint' ? value : undefined };
  return { type, value: typeof value === 'bigint' ? Number(value) : undefined };
}

function ofLease(operation: LeaseRequest): Message {
  switch (operation.type) {
    case 'leaseGrant':
      return { TTL: toInt64(operation.ttl), ID: operation.id };
    case 'leaseTimeToLive':
      return { ID: operation.id, keys: operation.keys ?? false };
    case 'leaseLeases':
      return {};
    default:
      return { ID: operation.id };
  }
}

function toLease(type: LeaseRequest['type'], message: Message): LeaseRequest {
  const id = idOf(message, 'ID');
  switch (type) {
    case 'leaseGrant':
      return { type, ttl: wholeOf(message, 'TTL'), id };
    case 'leaseTimeToLive':
      return { type, id, ...(flagOf(message, 'keys') ? { keys: true } : {}) };
    case 'leaseLeases':
      return { type };
    case 'leaseRevoke':
    case 'leaseKeepAlive':
      return { type, id };
    default:
      return unreachable(type);
  }
}

function ofCluster(operation: ClusterRequest): Message {
  switch (operation.type) {
    case 'memberAdd':
      return { peerURLs: operation.peerUrls, isLearner: operation.isLearner ?? false };
    case 'memberUpdate':
      return { ID: operation.id, peerURLs: operation.peerUrls };
    case 'memberList':
      return {};
    default:
      return { ID: operation.id };
  }
}

function toCluster(type: ClusterRequest['type'], message: Message): ClusterRequest {
  const id = idOf(message, 'ID');
  const peerUrls = textsOf(message, 'peerURLs');
  switch (type) {
    case 'memberAdd':
      return { type, peerUrls, ...(flagOf(message, 'isLearner') ? { isLearner: true } : {}) };
    case 'memberUpdate':
      return { type, id, peerUrls };
    case 'memberList':
      return { type };
    case 'memberRemove':
    case 'memberPromote':
      return { type, id };
    default:
      return unreachable(type);
  }
}

function ofMaintenance(operation: MaintenanceRequest): Message {
  switch (operation.type) {
    case 'alarm':
      return {
        action: numberIn(maintenance.alarmAction, operation.action),
        memberID: operation.member,
        alarm: numberIn(maintenance.alarmType, operation.alarm),
      };
    case 'hashKv':
      return { revision: toInt64(operation.revision) };
    case 'moveLeader':
      return { targetID: operation.target };
    default:
      return {};
  }
}

function toMaintenance(type: MaintenanceRequest['type'], message: Message): MaintenanceRequest {
  switch (type) {
    case 'alarm':
      return {
        type,
        action: nameIn(maintenance.alarmAction, message, 'action'),
        member: idOf(message, 'memberID'),
        alarm: nameIn(maintenance.alarmType, message, 'alarm'),
      };
    case 'hashKv':
      return { type, revision: wholeOf(message, 'revision') };
    case 'moveLeader':
      return { type, target: idOf(message, 'targetID') };
    case 'status':
    case 'defragment':
    case 'hash':
      return { type };
    default:
      return unreachable(type);
  }
}

function ofAuth(operation: AuthRequest): Message {
  switch (operation.type) {
    case 'authEnable':
    case 'authDisable':
    case 'authUserList':
    case 'authRoleList':
      return {};
    case 'authUserAdd': {
      const { name, password, noPassword, hashedPassword } = operation;
      return {
        name,
        password,
        options: noPassword === true ? { no_password: true } : undefined,
        hashedPassword,
      };
    }
    case 'authenticate':
      return { name: operation.name, password: operation.password };
    case 'authUserChangePassword': {
      const { name, password, hashedPassword } = operation;
      return { name, password, hashedPassword };
    }
    case 'authUserGet':
    case 'authUserDelete':
    case 'authRoleAdd':
      return { name: operation.name };
    case 'authUserGrantRole':
      return { user: operation.user, role: operation.role };
    case 'authUserRevokeRole':
      return { name: operation.name, role: operation.role };
    case 'authRoleGet':
    case 'authRoleDelete':
      return { role: operation.role };
    case 'authRoleGrantPermission':
      return { name: operation.name, perm: operation.perm && messageOfPermission(operation.perm) };
    case 'authRoleRevokePermission':
      return { role: operation.role, key: operation.key, range_end: operation.rangeEnd };
    default:
      return unreachable(operation);
  }
}

function toAuth(type: AuthRequest['type'], message: Message): AuthRequest {
  const name = textOf(message, 'name');
  const password = textOf(message, 'password');
  const role = textOf(message, 'role');
  switch (type) {
    case 'authEnable':
    case 'authDisable':
    case 'authUserList':
    case 'authRoleList':
      return { type };
    case 'authUserAdd': {
      const noPassword = flagOf(messageOf(message, 'options') ?? {}, 'no_password');
      return { type, name, password, ...(noPassword ? { noPassword } : {}), ...hashedIn(message) };
    }
    case 'authenticate':
      return { type, name, password };
    case 'authUserChangePassword':
      return { type, name, password, ...hashedIn(message) };
    case 'authUserGet':
    case 'authUserDelete':
    case 'authRoleAdd':
      return { type, name };
    case 'authUserGrantRole':
      return { type, user: textOf(message, 'user'), role };
    case 'authUserRevokeRole':
      return { type, name, role };
    case 'authRoleGet':
    case 'authRoleDelete':
      return { type, role };
    case 'authRoleGrantPermission': {
      const perm = messageOf(message, 'perm');
      return { type, name, perm: perm && permissionOfMessage(perm) };
    }
    case 'authRoleRevokePermission':
      return { type, role, key: bytesOf(message, 'key'), rangeEnd: bytesOf(message, 'range_end') };
    default:
      return unreachable(type);
  }
}

export function messageOfPermission({ permType, key, rangeEnd }: Permission): Message {
  return { permType: numberIn(permissionType, permType), key, range_end: rangeEnd };
}

export function permissionOfMessage(message: Message): Permission {
  return {
    permType: nameIn(permissionType, message, 'permType'),
    key: bytesOf(message, 'key'),
    rangeEnd: bytesOf(message, 'range_end'),
  };
}

/** The number of an enum's value. */
export function numberIn(table: EnumTable, name: string): number {
  return present(table.numbers.get(name), `${table.name} has no ${name}`);
}

/** The name of an enum's value in a message; that of zero for a value nobody knows. */
function nameIn<Name extends string>(table: EnumTable<Name>, message: Message, field: string): Name {
  return present(table.names.get(smallOf(message, field)) ?? table.names.get(0), `${table.name} knows 0`);
}

function hashedIn(message: Message): { readonly hashedPassword?: string } {
  const hashedPassword = textOf(message, 'hashedPassword');
  return hashedPassword === '' ? {} : { hashedPassword };
}
