import type { EtcdErrorCode } from './request.ts';

/** What etcd says to its clients, by code (etcd: api/v3rpc/rpctypes/error.go; proposalDropped is raft's own). */
const texts: Readonly<Record<EtcdErrorCode, string>> = {
  emptyKey: 'etcdserver: key is not provided',
  compacted: 'etcdserver: mvcc: required revision has been compacted',
  futureRevision: 'etcdserver: mvcc: required revision is a future revision',
  noLeader: 'etcdserver: no leader',
  proposalDropped: 'raft proposal dropped',
  notLeader: 'etcdserver: not leader',
  leaderChanged: 'etcdserver: leader changed',
  timeout: 'etcdserver: request timed out',
  requestTooLarge: 'etcdserver: request is too large',
  tooManyRequests: 'etcdserver: too many requests',
  stopped: 'etcdserver: server stopped',
  unhealthy: 'etcdserver: unhealthy cluster',
  memberNotFound: 'etcdserver: member not found',
  memberExists: 'etcdserver: member ID already exist',
  learnerNotReady: 'etcdserver: can only promote a learner member which is in sync with leader',
  notLearner: 'etcdserver: can only promote a learner member',
};

export function errorText(code: EtcdErrorCode): string {
  return texts[code];
}
