import type { Revision } from '../base/flavor.ts';
import type { V2Applied } from './v2/store.ts';

/** int64, chosen by the server or by the client; 0n: none (etcd: lease.NoLease). */
export type LeaseId = bigint;
/** uint64, as etcd computes it from URLs and token. Not the NodeId by which raft and the world know a machine. */
export type MemberId = bigint;

export type SortOrder = 'NONE' | 'ASCEND' | 'DESCEND';
export type SortTarget = 'KEY' | 'VERSION' | 'CREATE' | 'MOD' | 'VALUE';
export type CompareResult = 'EQUAL' | 'GREATER' | 'LESS' | 'NOT_EQUAL';
export type AlarmType = 'NONE' | 'NOSPACE' | 'CORRUPT';
export type AlarmAction = 'GET' | 'ACTIVATE' | 'DEACTIVATE';
export type PermissionType = 'READ' | 'WRITE' | 'READWRITE';

/**
 * etcdserverpb's requests. Keys and values are bytes, never changed once given. Whole numbers are numbers (an int64
 * beyond 2^53 comes as the nearest one: it is only ever compared), ids are bigints.
 */
export interface PutRequest {
  readonly type: 'put';
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly lease?: LeaseId;
  readonly prevKv?: boolean;
  readonly ignoreValue?: boolean;
  readonly ignoreLease?: boolean;
}

export interface RangeRequest {
  readonly type: 'range';
  readonly key: Uint8Array;
  /** Absent or empty: one key. A single zero byte: everything from key on. */
  readonly rangeEnd?: Uint8Array;
  /** 0 or less: the newest. */
  readonly revision: Revision;
  readonly limit?: number;
  readonly sortOrder?: SortOrder;
  readonly sortTarget?: SortTarget;
  readonly countOnly?: boolean;
  readonly keysOnly?: boolean;
  readonly minModRevision?: Revision;
  readonly maxModRevision?: Revision;
  readonly minCreateRevision?: Revision;
  readonly maxCreateRevision?: Revision;
  readonly consistency: 'linearizable' | 'serializable';
}

export interface DeleteRangeRequest {
  readonly type: 'deleteRange';
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array;
  readonly prevKv?: boolean;
}

/** What is compared, with the value it is compared to; `undefined` where the request left the union empty (0 or no bytes). */
export type CompareTarget =
  | { readonly type: 'VERSION' | 'CREATE' | 'MOD'; readonly value: number | undefined }
  | { readonly type: 'VALUE'; readonly value: Uint8Array | undefined }
  | { readonly type: 'LEASE'; readonly value: LeaseId | undefined };

export interface Compare {
  readonly result: CompareResult;
  readonly target: CompareTarget;
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array;
}

/** RequestOp; `empty`: a union nobody has filled, which does nothing and answers with an empty ResponseOp. */
export type TxnOperation =
  RangeRequest | PutRequest | DeleteRangeRequest | TxnRequest | { readonly type: 'empty' };

export interface TxnRequest {
  readonly type: 'txn';
  readonly compare: readonly Compare[];
  readonly success: readonly TxnOperation[];
  readonly failure: readonly TxnOperation[];
}

export interface CompactRequest {
  readonly type: 'compact';
  readonly revision: Revision;
  readonly physical?: boolean;
}

/** What the store itself does, one at a time. */
export type StoreRequest = PutRequest | RangeRequest | DeleteRangeRequest | CompactRequest;

export type KvRequest = PutRequest | RangeRequest | DeleteRangeRequest | TxnRequest | CompactRequest;

/** ttl in seconds. id 0n: the server chooses. */
export type LeaseRequest =
  | { readonly type: 'leaseGrant'; readonly ttl: number; readonly id: LeaseId }
  | { readonly type: 'leaseRevoke' | 'leaseKeepAlive'; readonly id: LeaseId }
  | { readonly type: 'leaseTimeToLive'; readonly id: LeaseId; readonly keys?: boolean }
  | { readonly type: 'leaseLeases' };

export type ClusterRequest =
  | { readonly type: 'memberAdd'; readonly peerUrls: readonly string[]; readonly isLearner?: boolean }
  | { readonly type: 'memberRemove' | 'memberPromote'; readonly id: MemberId }
  | { readonly type: 'memberUpdate'; readonly id: MemberId; readonly peerUrls: readonly string[] }
  | { readonly type: 'memberList' };

export type MaintenanceRequest =
  | {
      readonly type: 'alarm';
      readonly action: AlarmAction;
      readonly member: MemberId;
      readonly alarm: AlarmType;
    }
  | { readonly type: 'status' | 'defragment' | 'hash' }
  | { readonly type: 'hashKv'; readonly revision: Revision }
  | { readonly type: 'moveLeader'; readonly target: MemberId };

export interface Permission {
  readonly permType: PermissionType;
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
}

export type AuthRequest =
  | { readonly type: 'authEnable' | 'authDisable' | 'authUserList' | 'authRoleList' }
  | { readonly type: 'authenticate'; readonly name: string; readonly password: string }
  | {
      readonly type: 'authUserAdd';
      readonly name: string;
      readonly password: string;
      readonly noPassword?: boolean;
      /** In base64: in logs of etcd since 3.5, in the place of the password. */
      readonly hashedPassword?: string;
    }
  | { readonly type: 'authUserGet' | 'authUserDelete' | 'authRoleAdd'; readonly name: string }
  | {
      readonly type: 'authUserChangePassword';
      readonly name: string;
      readonly password: string;
      readonly hashedPassword?: string;
    }
  | { readonly type: 'authUserGrantRole'; readonly user: string; readonly role: string }
  | { readonly type: 'authUserRevokeRole'; readonly name: string; readonly role: string }
  | { readonly type: 'authRoleGet' | 'authRoleDelete'; readonly role: string }
  | { readonly type: 'authRoleGrantPermission'; readonly name: string; readonly perm: Permission | undefined }
  | {
      readonly type: 'authRoleRevokePermission';
      readonly role: string;
      readonly key: Uint8Array;
      readonly rangeEnd: Uint8Array;
    };

/** Every call with one request and one answer. */
export type ClientOperation = KvRequest | LeaseRequest | ClusterRequest | MaintenanceRequest | AuthRequest;

/** mvccpb.KeyValue. */
export interface KeyValue {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly createRevision: Revision;
  readonly modRevision: Revision;
  readonly version: number;
  readonly lease: LeaseId;
}

/** etcdserverpb.Member. A member that has not been started yet has no name and no client URLs. */
export interface ClusterMember {
  readonly id: MemberId;
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly isLearner: boolean;
}

export interface AlarmMember {
  readonly member: MemberId;
  readonly alarm: AlarmType;
}

export interface PutResult {
  readonly type: 'put';
  readonly revision: Revision;
  readonly prevKv?: KeyValue;
}
export interface RangeResult {
  readonly type: 'range';
  readonly revision: Revision;
  readonly kvs: readonly KeyValue[];
  readonly count: number;
  readonly more: boolean;
}
export interface DeleteRangeResult {
  readonly type: 'deleteRange';
  readonly revision: Revision;
  readonly deleted: number;
  readonly prevKvs: readonly KeyValue[];
}
/** Of a nested txn the revision is 0: its header is there and empty. */
export interface TxnResult {
  readonly type: 'txn';
  readonly revision: Revision;
  readonly succeeded: boolean;
  readonly responses: readonly TxnOperationResult[];
}
export type TxnOperationResult =
  RangeResult | PutResult | DeleteRangeResult | TxnResult | { readonly type: 'empty' };

/**
 * What an operation yields. `revision` is ResponseHeader.revision; 0 where etcd leaves it out (members) or sends no
 * header at all (alarm, defragment, moveLeader).
 */
export type OperationResult =
  | PutResult
  | RangeResult
  | DeleteRangeResult
  | TxnResult
  | { readonly type: 'compact' | 'leaseRevoke'; readonly revision: Revision }
  | {
      readonly type: 'leaseGrant' | 'leaseKeepAlive';
      readonly revision: Revision;
      readonly id: LeaseId;
      readonly ttl: number;
    }
  | {
      readonly type: 'leaseTimeToLive';
      readonly revision: Revision;
      readonly id: LeaseId;
      /** Seconds left; -1: there is no such lease. */
      readonly ttl: number;
      readonly grantedTtl: number;
      readonly keys: readonly Uint8Array[];
    }
  | { readonly type: 'leaseLeases'; readonly revision: Revision; readonly leases: readonly LeaseId[] }
  | {
      readonly type: 'memberAdd';
      readonly revision: Revision;
      readonly member: ClusterMember;
      readonly members: readonly ClusterMember[];
    }
  | {
      readonly type: 'memberRemove' | 'memberUpdate' | 'memberPromote' | 'memberList';
      readonly revision: Revision;
      readonly members: readonly ClusterMember[];
    }
  | { readonly type: 'alarm'; readonly revision: Revision; readonly alarms: readonly AlarmMember[] }
  | { readonly type: 'defragment' | 'moveLeader'; readonly revision: Revision }
  /** Of what members write themselves, which no client sees. */
  | { readonly type: 'leaseCheckpoint' | 'keyServerPut'; readonly revision: Revision }
  /** Of the v2 tree, which has its own clients and its own refusals. */
  | ({ readonly type: 'v2'; readonly revision: Revision } & V2Applied)
  | {
      readonly type: 'status';
      readonly revision: Revision;
      readonly version: string;
      readonly dbSize: number;
      readonly dbSizeInUse: number;
      readonly leader: MemberId;
      readonly raftIndex: number;
      readonly raftTerm: number | bigint;
      readonly raftAppliedIndex: number;
      readonly errors: readonly string[];
      readonly isLearner: boolean;
    }
  | { readonly type: 'hash'; readonly revision: Revision; readonly hash: number }
  | {
      readonly type: 'hashKv';
      readonly revision: Revision;
      readonly hash: number;
      readonly compactRevision: Revision;
    }
  | { readonly type: 'authenticate'; readonly revision: Revision; readonly token: string }
  | {
      readonly type: 'authUserGet' | 'authRoleList';
      readonly revision: Revision;
      readonly roles: readonly string[];
    }
  | { readonly type: 'authUserList'; readonly revision: Revision; readonly users: readonly string[] }
  | { readonly type: 'authRoleGet'; readonly revision: Revision; readonly perm: readonly Permission[] }
  | {
      readonly type:
        | 'authEnable'
        | 'authDisable'
        | 'authUserAdd'
        | 'authUserDelete'
        | 'authUserChangePassword'
        | 'authUserGrantRole'
        | 'authUserRevokeRole'
        | 'authRoleAdd'
        | 'authRoleDelete'
        | 'authRoleGrantPermission'
        | 'authRoleRevokePermission';
      readonly revision: Revision;
    };

/** ResponseHeader without its revision: whose answer it is. raftTerm: of the last entry applied there. */
export interface ResponseIdentity {
  readonly clusterId: bigint;
  readonly memberId: MemberId;
  readonly raftTerm: number | bigint;
}

/** mvccpb.Event. Of a deletion `kv` has only key and modRevision. */
export interface WatchEvent {
  readonly type: 'PUT' | 'DELETE';
  readonly kv: KeyValue;
  readonly prevKv?: KeyValue;
}

/** WatchRequest. watchId 0n in `create`: the server chooses. */
export type WatchRequest =
  | {
      readonly type: 'create';
      readonly key: Uint8Array;
      readonly rangeEnd: Uint8Array;
      /** 0: from now on. */
      readonly startRevision: Revision;
      readonly progressNotify: boolean;
      readonly filters: readonly ('NOPUT' | 'NODELETE')[];
      readonly prevKv: boolean;
      readonly watchId: bigint;
      readonly fragment: boolean;
    }
  | { readonly type: 'cancel'; readonly watchId: bigint }
  | { readonly type: 'progress' };

/** WatchResponse. */
export interface WatchResponse {
  readonly revision: Revision;
  readonly watchId: bigint;
  readonly created: boolean;
  readonly canceled: boolean;
  readonly compactRevision: Revision;
  readonly cancelReason: string;
  readonly fragment: boolean;
  readonly events: readonly WatchEvent[];
}

/** Errors by code; etcd's words and its gRPC code for each are in src/etcd/error.ts. */
export type EtcdErrorCode =
  | 'emptyKey'
  | 'keyNotFound'
  | 'valueProvided'
  | 'leaseProvided'
  | 'tooManyOps'
  | 'duplicateKey'
  | 'compacted'
  | 'futureRevision'
  | 'noSpace'
  | 'leaseNotFound'
  | 'leaseExists'
  | 'leaseTtlTooLarge'
  | 'memberExists'
  | 'peerUrlExists'
  | 'memberNotEnoughStarted'
  | 'memberBadUrls'
  | 'memberNotFound'
  | 'notLearner'
  | 'learnerNotReady'
  | 'tooManyLearners'
  | 'requestTooLarge'
  | 'tooManyRequests'
  | 'rootUserNotExist'
  | 'rootRoleNotExist'
  | 'userAlreadyExist'
  | 'userEmpty'
  | 'userNotFound'
  | 'roleAlreadyExist'
  | 'roleNotFound'
  | 'roleEmpty'
  | 'authFailed'
  | 'permissionDenied'
  | 'roleNotGranted'
  | 'permissionNotGranted'
  | 'authNotEnabled'
  | 'invalidAuthToken'
  | 'invalidAuthMgmt'
  | 'permissionNotGiven'
  | 'noPasswordUser'
  | 'maintenanceUserEmpty'
  | 'maintenanceUserNotFound'
  | 'maintenancePermissionDenied'
  | 'maintenanceInvalidAuthToken'
  | 'authOldRevision'
  | 'noLeader'
  | 'notLeader'
  | 'leaderChanged'
  | 'notCapable'
  | 'stopped'
  | 'timeout'
  | 'timeoutLeaderFail'
  | 'timeoutConnectionLost'
  | 'timeoutWaitAppliedIndex'
  | 'deadlineExceeded'
  | 'electionNotLeader'
  | 'electionNoLeader'
  | 'leaderKeyMissing'
  | 'sessionExpired'
  | 'unhealthy'
  | 'corrupt'
  | 'badLeaderTransferee'
  | 'notSupportedForLearner'
  | 'raftStopped'
  | 'proposalDropped';
