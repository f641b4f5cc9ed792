import type { EtcdErrorCode } from '../../etcd/request.ts';
import type { GatewayCall } from '../../etcd/gateway/parse.ts';
import { isForLearners } from './dispatch.ts';
import { isLearner } from '../core/identity.ts';
import { electionTimeoutMs, type MemberState } from '../core/member-state.ts';

/** So many looks in a row must find no leader before a stream that needs one is ended (etcd: maxNoLeaderCnt). */
const NO_LEADER_LOOKS = 3;

/** A call that the gateway passes on to the member. */
export type PassedCall = Exclude<GatewayCall, { readonly type: 'reply' | 'hangUp' }>;

/** What stops a call before the service that it is for sees it (etcd: v3rpc/interceptor.go). */
export function interceptedBy(
  state: MemberState,
  call: PassedCall,
  needsLeader: boolean,
): EtcdErrorCode | undefined {
  const isServed = call.type === 'unary' && isForLearners(call.operation);
  if (isLearner(state) && !isServed) return 'notSupportedForLearner';
  return needsLeader && state.raft.lead === 0 ? 'noLeader' : undefined;
}

/** Whether its answer is a stream, and so are its refusals. */
export function isStream(call: PassedCall): boolean {
  return call.type === 'concurrency' ? call.request.type === 'observe' : call.type !== 'unary';
}

/**
 * After a tick: whether streams that need a leader end now, because there has been none for long. To take up a stream again
 * costs more than a call refused, so it is looked for once in an election timeout, and more than once (etcd: monitorLeader).
 */
export function lacksLeader(state: MemberState): boolean {
  const { nowMs, config, raft, leaderWatch } = state;
  if (nowMs < leaderWatch.nextLookMs) return false;
  const looks = raft.lead === 0 ? leaderWatch.looks + 1 : 0;
  state.leaderWatch = { looks, nextLookMs: nowMs + electionTimeoutMs(config) };
  return looks >= NO_LEADER_LOOKS;
}
