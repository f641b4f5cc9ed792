import { cloneDice, drawUnit, type Dice } from '../base/random.ts';
import { grpcCode } from '../etcd/error.ts';
import type { ClientOperation } from '../etcd/request.ts';
import type { CallAnswer } from './effect.ts';
import type { ClientRules } from './rules.ts';

/** How stubborn a client is. */
export interface RetryPolicy {
  /** Attempts of one call (etcd: defaultUnaryMaxRetries, 100). */
  readonly attemptsMax: number;
  /** Wait before the second attempt and every later one (etcd: 25 ms). */
  readonly backoffMs: number;
  /** A share of the wait, by which it is drawn longer or shorter (etcd: 0.1). */
  readonly jitter: number;
  /**
   * Which calls that change something are made again. notConnected: those that found nobody there, which is what etcd's
   * library does. surelyNotDone: those, too, that a member has refused without doing anything, because there was no
   * leader or raft dropped the proposal. never.
   */
  readonly retryWrites: 'notConnected' | 'surelyNotDone' | 'never';
}

export const defaultRetryPolicy: RetryPolicy = {
  attemptsMax: 100,
  backoffMs: 25,
  jitter: 0.1,
  retryWrites: 'notConnected',
};

/** Calls that may be made twice without harm, as etcd's library sees it (clientv3/retry.go: repeatable). */
const repeatable: ReadonlySet<ClientOperation['type']> = new Set<ClientOperation['type']>([
  'range',
  'leaseGrant',
  'leaseRevoke',
  'leaseKeepAlive',
  'leaseTimeToLive',
  'leaseLeases',
  'memberList',
  'alarm',
  'status',
  'hash',
  'hashKv',
  'moveLeader',
  'authUserGet',
  'authUserList',
  'authRoleGet',
  'authRoleList',
]);

/** Whether a call that came back so is made again, at another member if there is one. */
export function shouldRetry(
  operation: ClientOperation,
  result: CallAnswer,
  policy: RetryPolicy,
  rules: ClientRules,
): boolean {
  if (result.status === 'ok') return false;
  const { status, error } = result;
  const isUnavailable = grpcCode(error) === 'Unavailable';
  if (repeatable.has(operation.type)) return isUnavailable;
  if (policy.retryWrites === 'never') return false;
  if (status === 'unknown') return rules.resendsUnknown();
  if (isNotConnected(result)) return true;
  return policy.retryWrites === 'surelyNotDone' && (isUnavailable || error === 'proposalDropped');
}

/** Nobody was there to take the call. */
export function isNotConnected(result: CallAnswer): boolean {
  return result.status === 'failed' && result.error === 'unhealthy';
}

/** The member does not know the caller's token (any more), or knows that it is from before a change of rights. */
export function isTokenUnknown(result: CallAnswer): boolean {
  return (
    result.status === 'failed' && (result.error === 'invalidAuthToken' || result.error === 'authOldRevision')
  );
}

/** The wait before the next attempt, in whole milliseconds, and the dice after the draw. */
export function backoff(policy: RetryPolicy, dice: Dice): { readonly ms: number; readonly dice: Dice } {
  const next = cloneDice(dice);
  const share = policy.jitter * (drawUnit(next) * 2 - 1);
  return { ms: Math.max(1, Math.round(policy.backoffMs * (1 + share))), dice: next };
}
