import { unreachable } from '../../base/assert.ts';
import type {
  AlarmMember,
  ClusterMember,
  KeyValue,
  OperationResult,
  ResponseIdentity,
  TxnOperationResult,
  TxnResult,
} from '../request.ts';
import * as auth from '../../protobuf/etcdserverpb/auth.ts';
import * as cluster from '../../protobuf/etcdserverpb/cluster.ts';
import { bareResponse } from '../../protobuf/etcdserverpb/header.ts';
import * as kv from '../../protobuf/etcdserverpb/kv.ts';
import * as lease from '../../protobuf/etcdserverpb/lease.ts';
import * as maintenance from '../../protobuf/etcdserverpb/maintenance.ts';
import { toInt64, type Message } from '../../protobuf/message.ts';
import { messageOfPermission, numberIn } from './request-message.ts';
import type { MessageTable } from '../../protobuf/table.ts';

type ResultType = OperationResult['type'];

/** The message by which each result goes back. */
export const resultTables: Readonly<Record<ResultType, MessageTable>> = {
  range: kv.rangeResponse,
  put: kv.putResponse,
  deleteRange: kv.deleteRangeResponse,
  txn: kv.txnResponse,
  compact: kv.compactionResponse,
  leaseGrant: lease.leaseGrantResponse,
  leaseRevoke: lease.leaseRevokeResponse,
  leaseKeepAlive: lease.leaseKeepAliveResponse,
  leaseTimeToLive: lease.leaseTimeToLiveResponse,
  leaseLeases: lease.leaseLeasesResponse,
  memberAdd: cluster.memberAddResponse,
  memberRemove: cluster.memberRemoveResponse,
  memberUpdate: cluster.memberUpdateResponse,
  memberList: cluster.memberListResponse,
  memberPromote: cluster.memberPromoteResponse,
  alarm: maintenance.alarmResponse,
  status: maintenance.statusResponse,
  defragment: maintenance.defragmentResponse,
  hash: maintenance.hashResponse,
  hashKv: maintenance.hashKvResponse,
  moveLeader: maintenance.moveLeaderResponse,
  leaseCheckpoint: bareResponse,
  keyServerPut: bareResponse,
  v2: bareResponse,
  authenticate: auth.authenticateResponse,
  authUserGet: auth.rolesResponse,
  authRoleList: auth.rolesResponse,
  authUserList: auth.authUserListResponse,
  authRoleGet: auth.authRoleGetResponse,
  authEnable: bareResponse,
  authDisable: bareResponse,
  authUserAdd: bareResponse,
  authUserDelete: bareResponse,
  authUserChangePassword: bareResponse,
  authUserGrantRole: bareResponse,
  authUserRevokeRole: bareResponse,
  authRoleAdd: bareResponse,
  authRoleDelete: bareResponse,
  authRoleGrantPermission: bareResponse,
  authRoleRevokePermission: bareResponse,
};

/** The result as the message of its table, with its header; alarm, defragment and moveLeader have none. */
export function messageOfResult(result: OperationResult, identity: ResponseIdentity): Message {
  switch (result.type) {
    case 'alarm':
      return { alarms: result.alarms.map(ofAlarm) };
    case 'defragment':
    case 'moveLeader':
      return {};
    default:
      return { header: headerOf(result.revision, identity), ...bodyOf(result) };
  }
}

export function headerOf(revision: number, identity: ResponseIdentity): Message {
  return {
    cluster_id: identity.clusterId,
    member_id: identity.memberId,
    revision: toInt64(revision),
    raft_term: BigInt(identity.raftTerm),
  };
}

export function messageOfKeyValue(pair: KeyValue): Message {
  return {
    key: pair.key,
    create_revision: toInt64(pair.createRevision),
    mod_revision: toInt64(pair.modRevision),
    version: toInt64(pair.version),
    value: pair.value,
    lease: pair.lease,
  };
}

type Headed = Exclude<OperationResult, { readonly type: 'alarm' | 'defragment' | 'moveLeader' }>;

function bodyOf(result: Headed): Message {
  switch (result.type) {
    case 'range':
      return {
        kvs: result.kvs.map(messageOfKeyValue),
        more: result.more,
        count: toInt64(result.count),
      };
    case 'put':
      return { prev_kv: result.prevKv && messageOfKeyValue(result.prevKv) };
    case 'deleteRange':
      return { deleted: toInt64(result.deleted), prev_kvs: result.prevKvs.map(messageOfKeyValue) };
    case 'txn':
      return ofTxn(result);
    case 'leaseGrant':
    case 'leaseKeepAlive':
      return { ID: result.id, TTL: toInt64(result.ttl) };
    case 'leaseTimeToLive':
      return {
        ID: result.id,
        TTL: toInt64(result.ttl),
        grantedTTL: toInt64(result.grantedTtl),
        keys: result.keys,
      };
    case 'leaseLeases':
      return { leases: result.leases.map((id) => ({ ID: id })) };
    case 'memberAdd':
      return { member: ofMember(result.member), members: result.members.map(ofMember) };
    case 'memberRemove':
    case 'memberUpdate':
    case 'memberPromote':
    case 'memberList':
      return { members: result.members.map(ofMember) };
    case 'status':
      return ofStatus(result);
    case 'hash':
      return { hash: result.hash };
    case 'hashKv':
      return { hash: result.hash, compact_revision: toInt64(result.compactRevision) };
    case 'authenticate':
      return { token: result.token };
    case 'authUserGet':
    case 'authRoleList':
      return { roles: result.roles };
    case 'authUserList':
      return { users: result.users };
    case 'authRoleGet':
      return { perm: result.perm.map(messageOfPermission) };
    case 'compact':
    case 'leaseRevoke':
    case 'leaseCheckpoint':
    case 'v2':
    case 'authEnable':
    case 'authDisable':
    case 'keyServerPut':
    case 'authUserAdd':
    case 'authUserDelete':
    case 'authUserChangePassword':
    case 'authUserGrantRole':
    case 'authUserRevokeRole':
    case 'authRoleAdd':
    case 'authRoleDelete':
    case 'authRoleGrantPermission':
    case 'authRoleRevokePermission':
      return {};
    default:
      return unreachable(result);
  }
}

function ofTxn({ succeeded, responses }: TxnResult): Message {
  return { succeeded, responses: responses.map(ofTxnOperationResult) };
}

const responseFields = {
  range: 'response_range',
  put: 'response_put',
  deleteRange: 'response_delete_range',
  txn: 'response_txn',
} as const;

/** Inner headers say a revision and nothing else; that of a nested txn is empty. */
function ofTxnOperationResult(result: TxnOperationResult): Message {
  if (result.type === 'empty') return {};
  const header = { revision: toInt64(result.revision) };
  return { [responseFields[result.type]]: { header, ...bodyOf(result) } };
}

function ofMember(member: ClusterMember): Message {
  return {
    ID: member.id,
    name: member.name,
    peerURLs: member.peerUrls,
    clientURLs: member.clientUrls,
    isLearner: member.isLearner,
  };
}

function ofAlarm({ member, alarm }: AlarmMember): Message {
  return { memberID: member, alarm: numberIn(maintenance.alarmType, alarm) };
}

function ofStatus(status: Extract<OperationResult, { readonly type: 'status' }>): Message {
  return {
    version: status.version,
    dbSize: toInt64(status.dbSize),
    leader: status.leader,
    raftIndex: BigInt(status.raftIndex),
    raftTerm: BigInt(status.raftTerm),
    raftAppliedIndex: BigInt(status.raftAppliedIndex),
    errors: status.errors,
    dbSizeInUse: toInt64(status.dbSizeInUse),
    isLearner: status.isLearner,
  };
}
