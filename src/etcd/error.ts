import type { EtcdErrorCode } from './request.ts';

/** google.golang.org/grpc/codes, as far as etcd answers with them. */
export type GrpcCode =
  | 'Unknown'
  | 'InvalidArgument'
  | 'DeadlineExceeded'
  | 'NotFound'
  | 'PermissionDenied'
  | 'ResourceExhausted'
  | 'FailedPrecondition'
  | 'OutOfRange'
  | 'Internal'
  | 'Unavailable'
  | 'DataLoss'
  | 'Unauthenticated';

interface ErrorWords {
  readonly code: GrpcCode;
  readonly text: string;
}

/** What etcd says to its clients, by code (etcd: api/v3rpc/rpctypes/error.go; raftStopped and proposalDropped are raft's own). */
const words: Readonly<Record<EtcdErrorCode, ErrorWords>> = {
  emptyKey: { code: 'InvalidArgument', text: 'etcdserver: key is not provided' },
  keyNotFound: { code: 'InvalidArgument', text: 'etcdserver: key not found' },
  valueProvided: { code: 'InvalidArgument', text: 'etcdserver: value is provided' },
  leaseProvided: { code: 'InvalidArgument', text: 'etcdserver: lease is provided' },
  tooManyOps: { code: 'InvalidArgument', text: 'etcdserver: too many operations in txn request' },
  duplicateKey: { code: 'InvalidArgument', text: 'etcdserver: duplicate key given in txn request' },
  compacted: { code: 'OutOfRange', text: 'etcdserver: mvcc: required revision has been compacted' },
  futureRevision: { code: 'OutOfRange', text: 'etcdserver: mvcc: required revision is a future revision' },
  noSpace: { code: 'ResourceExhausted', text: 'etcdserver: mvcc: database space exceeded' },
  leaseNotFound: { code: 'NotFound', text: 'etcdserver: requested lease not found' },
  leaseExists: { code: 'FailedPrecondition', text: 'etcdserver: lease already exists' },
  leaseTtlTooLarge: { code: 'OutOfRange', text: 'etcdserver: too large lease TTL' },
  memberExists: { code: 'FailedPrecondition', text: 'etcdserver: member ID already exist' },
  peerUrlExists: { code: 'FailedPrecondition', text: 'etcdserver: Peer URLs already exists' },
  // These two leave etcd's server without their gRPC code (api/v3rpc/util.go).
  memberNotEnoughStarted: {
    code: 'Unknown',
    text: 'etcdserver: re-configuration failed due to not enough started members',
  },
  memberBadUrls: { code: 'InvalidArgument', text: 'etcdserver: given member URLs are invalid' },
  memberNotFound: { code: 'NotFound', text: 'etcdserver: member not found' },
  notLearner: { code: 'FailedPrecondition', text: 'etcdserver: can only promote a learner member' },
  learnerNotReady: {
    code: 'FailedPrecondition',
    text: 'etcdserver: can only promote a learner member which is in sync with leader',
  },
  tooManyLearners: { code: 'FailedPrecondition', text: 'etcdserver: too many learner members in cluster' },
  requestTooLarge: { code: 'InvalidArgument', text: 'etcdserver: request is too large' },
  tooManyRequests: { code: 'Unknown', text: 'etcdserver: too many requests' },
  rootUserNotExist: { code: 'FailedPrecondition', text: 'etcdserver: root user does not exist' },
  rootRoleNotExist: { code: 'FailedPrecondition', text: 'etcdserver: root user does not have root role' },
  userAlreadyExist: { code: 'FailedPrecondition', text: 'etcdserver: user name already exists' },
  userEmpty: { code: 'InvalidArgument', text: 'etcdserver: user name is empty' },
  userNotFound: { code: 'FailedPrecondition', text: 'etcdserver: user name not found' },
  roleAlreadyExist: { code: 'FailedPrecondition', text: 'etcdserver: role name already exists' },
  roleNotFound: { code: 'FailedPrecondition', text: 'etcdserver: role name not found' },
  roleEmpty: { code: 'InvalidArgument', text: 'etcdserver: role name is empty' },
  authFailed: {
    code: 'InvalidArgument',
    text: 'etcdserver: authentication failed, invalid user ID or password',
  },
  permissionDenied: { code: 'PermissionDenied', text: 'etcdserver: permission denied' },
  roleNotGranted: { code: 'FailedPrecondition', text: 'etcdserver: role is not granted to the user' },
  permissionNotGranted: {
    code: 'FailedPrecondition',
    text: 'etcdserver: permission is not granted to the role',
  },
  authNotEnabled: { code: 'FailedPrecondition', text: 'etcdserver: authentication is not enabled' },
  invalidAuthToken: { code: 'Unauthenticated', text: 'etcdserver: invalid auth token' },
  invalidAuthMgmt: { code: 'InvalidArgument', text: 'etcdserver: invalid auth management' },
  permissionNotGiven: { code: 'InvalidArgument', text: 'etcdserver: permission not given' },
  // These leave etcd's server in the words of its package auth: nobody translates them on their way.
  noPasswordUser: {
    code: 'Unknown',
    text: 'auth: authentication failed, password was given for no password user',
  },
  maintenanceUserEmpty: { code: 'Unknown', text: 'auth: user name is empty' },
  maintenanceUserNotFound: { code: 'Unknown', text: 'auth: user not found' },
  maintenancePermissionDenied: { code: 'Unknown', text: 'auth: permission denied' },
  maintenanceInvalidAuthToken: { code: 'Unknown', text: 'auth: invalid auth token' },
  authOldRevision: { code: 'InvalidArgument', text: 'etcdserver: revision of auth store is old' },
  noLeader: { code: 'Unavailable', text: 'etcdserver: no leader' },
  notLeader: { code: 'FailedPrecondition', text: 'etcdserver: not leader' },
  leaderChanged: { code: 'Unavailable', text: 'etcdserver: leader changed' },
  notCapable: { code: 'Unavailable', text: 'etcdserver: not capable' },
  stopped: { code: 'Unavailable', text: 'etcdserver: server stopped' },
  timeout: { code: 'Unavailable', text: 'etcdserver: request timed out' },
  timeoutLeaderFail: {
    code: 'Unavailable',
    text: 'etcdserver: request timed out, possibly due to previous leader failure',
  },
  timeoutConnectionLost: {
    code: 'Unavailable',
    text: 'etcdserver: request timed out, possibly due to connection lost',
  },
  timeoutWaitAppliedIndex: {
    code: 'Unavailable',
    text: 'etcdserver: request timed out, waiting for the applied index took too long',
  },
  // What waits in vain for a leader to propose to: the words are Go's, and no code of gRPC's is found for them.
  deadlineExceeded: { code: 'Unknown', text: 'context deadline exceeded' },
  electionNotLeader: { code: 'Unknown', text: 'election: not leader' },
  electionNoLeader: { code: 'Unknown', text: 'election: no leader' },
  leaderKeyMissing: { code: 'Unknown', text: '"leader" field must be provided' },
  sessionExpired: { code: 'Unknown', text: 'mutex: session is expired' },
  unhealthy: { code: 'Unavailable', text: 'etcdserver: unhealthy cluster' },
  corrupt: { code: 'DataLoss', text: 'etcdserver: corrupt cluster' },
  badLeaderTransferee: { code: 'FailedPrecondition', text: 'etcdserver: bad leader transferee' },
  notSupportedForLearner: { code: 'Unavailable', text: 'etcdserver: rpc not supported for learner' },
  raftStopped: { code: 'Unknown', text: 'raft: stopped' },
  proposalDropped: { code: 'Unknown', text: 'raft proposal dropped' },
};

export function errorText(code: EtcdErrorCode): string {
  return words[code].text;
}

export function grpcCode(code: EtcdErrorCode): GrpcCode {
  return words[code].code;
}
