import type { V2Request } from '../../etcd/command.ts';
import { errorText } from '../../etcd/error.ts';
import { v2Error } from '../../etcd/v2/error.ts';
import type { V2Answer } from '../../etcd/v2/store.ts';
import { encodeCommand } from '../../etcd/command.ts';
import { v2Operation } from '../../etcd/v2/request.ts';
import type { CallOutcome } from '../core/call.ts';
import { nextRequestId } from '../core/calls.ts';
import type { AnswerDoor } from '../core/http-session.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { count } from '../core/tally.ts';
import { wallClock } from '../core/wall-clock.ts';
import { takeCall } from './dispatch.ts';

/**
 * A v2 request (etcd: EtcdServer.Do). GET and HEAD are answered at once, from what is applied here; what else there is, GET with
 * `quorum` too, goes through the log, and the answer comes to the door.
 */
export function doV2(
  state: MemberState,
  request: number,
  door: AnswerDoor,
  operation: V2Request,
  out: OutputBuilder,
): V2Answer | undefined {
  const { method, quorum } = operation;
  if (method === 'HEAD' || (method === 'GET' && !quorum)) return readV2(state, operation);
  const logged = method === 'GET' ? { ...operation, method: 'QGET' } : operation;
  takeCall(state, { type: 'http', request, door }, logged, undefined, out);
  return undefined;
}

/** What is applied here, and nobody else is asked. It is counted, as every read is. */
export function readV2(state: MemberState, { path, recursive }: V2Request): V2Answer {
  if (recursive) count(state.tally, 'v2 getRecursive');
  return state.etcd.v2.get(path, recursive, wallClock(state));
}

/** What has become of a request that went through the log; that it came to nothing is an error of its own. */
export function v2AnswerOf(outcome: CallOutcome): V2Answer {
  if (outcome.status !== 'ok') return { ok: false, error: v2Error(300, errorText(outcome.error), 0) };
  const { result } = outcome;
  if (result.type !== 'v2') throw new Error(`a v2 request is answered by ${result.type}`);
  return result.answer;
}

/** etcd: SyncTicker. */
const SYNC_MS = 500;

/** With a tick: a leader lets keys go whose time is over, twice a second, as long as there are keys that end. */
export function maybeSyncV2(state: MemberState): void {
  const { raft, nowMs, config, etcd } = state;
  const isDue = (nowMs - config.startedAtMs) % SYNC_MS < config.tickMs;
  if (!isDue || !raft.isLeader || !etcd.v2.hasEndings) return;
  const op = v2Operation('SYNC', '', '', { time: wallClock(state) });
  raft.propose(encodeCommand({ id: nextRequestId(state), op }));
}
