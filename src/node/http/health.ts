import type { HttpReply } from '../../etcd/gateway/http.ts';
import type { CallOutcome } from '../core/call.ts';
import type { MemberState } from '../core/member-state.ts';
import { count } from '../core/tally.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { takeCall } from '../server/dispatch.ts';
import { v2Operation } from '../../etcd/v2/request.ts';
import { notAllowed, page, PLAIN_TEXT, sendReply } from './respond.ts';
import type { DoorRequest } from './router.ts';

/** /health: by a write that changes nothing: what is applied here shows that the cluster works (etcd: checkHealth). */
export function takeHealth(
  state: MemberState,
  request: number,
  { method }: DoorRequest,
  out: OutputBuilder,
): HttpReply | undefined {
  if (method !== 'GET') return notAllowed('GET');
  if (state.etcd.alarms.alarms().length > 0 || state.raft.lead === 0) return counted(state, false);
  takeCall(
    state,
    { type: 'http', request, door: { type: 'health' } },
    v2Operation('QGET', ''),
    undefined,
    out,
  );
  return undefined;
}

export function answerHealth(
  state: MemberState,
  request: number,
  { status }: CallOutcome,
  out: OutputBuilder,
): void {
  sendReply(state, request, counted(state, status === 'ok'), out);
}

function counted({ tally }: MemberState, isHealthy: boolean): HttpReply {
  count(tally, `etcd_server_health_${isHealthy ? 'success' : 'failures'}`);
  return healthPage(isHealthy);
}

function healthPage(isHealthy: boolean): HttpReply {
  const body = `{"health":"${isHealthy}"}`;
  if (isHealthy) return page(200, { 'Content-Type': PLAIN_TEXT }, body);
  return page(503, { 'Content-Type': PLAIN_TEXT, 'X-Content-Type-Options': 'nosniff' }, `${body}\n`);
}
