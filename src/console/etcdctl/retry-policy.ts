import type { EtcdErrorCode, ClientOperation } from '../../etcd/request.ts';
import { grpcCode } from '../../etcd/error.ts';

/** Calls that clientv3 makes again when a member says Unavailable; all others are made once (clientv3: retry.go). */
const REPEATABLE: ReadonlySet<ClientOperation['type']> = new Set<ClientOperation['type']>([
  'range',
  'leaseTimeToLive',
  'leaseLeases',
  'leaseGrant',
  'leaseRevoke',
  'memberList',
  'alarm',
  'status',
  'hash',
  'hashKv',
  'moveLeader',
  'authUserList',
  'authUserGet',
  'authRoleGet',
  'authRoleList',
]);
/** How often a call is made at most (clientv3: defaultUnaryMaxRetries). */
export const ATTEMPTS_MAX = 100;
const BACKOFF_MS = 25;
const JITTER = 0.1;

export function isRepeatable(operation: ClientOperation): boolean {
  return REPEATABLE.has(operation.type);
}

/** Whether it may do better at the next attempt. */
export function isTransient(error: EtcdErrorCode): boolean {
  return grpcCode(error) === 'Unavailable';
}

/**
 * Milliseconds before an attempt, counted from 0: it waits only after as many attempts as make a quorum of the endpoints.
 * unit: a dice's throw, 0 to 1.
 */
export function backoffMs(attempt: number, endpoints: number, unit: number): number {
  const quorum = Math.floor(endpoints / 2) + 1;
  if (attempt === 0 || attempt % quorum !== 0) return 0;
  return BACKOFF_MS * (1 + JITTER * (unit * 2 - 1));
}
