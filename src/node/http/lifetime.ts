import { streamError, type GatewayError } from '../../etcd/gateway/reply.ts';
import { forgetCall } from '../core/calls.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { abandonPrograms } from '../server/programs.ts';
import { closeStream } from '../server/streams.ts';
import { breakOff, DEADLINE_EXCEEDED, fail } from './gateway.ts';
import { forgetAtKeyServer } from './key-server.ts';
import { end, hasBegun, sendBody } from './respond.ts';

/** After a tick: whoever wanted to wait no longer is told so, and what was begun is taken back. */
export function expireHttp(state: MemberState, out: OutputBuilder): void {
  for (const [request, { deadlineMs }] of state.http) {
    if (deadlineMs === undefined || deadlineMs > state.nowMs) continue;
    takeBack(state, request, out);
    if (!hasBegun(state, request)) fail(state, request, DEADLINE_EXCEEDED, out);
    else breakStream(state, request, DEADLINE_EXCEEDED, out);
  }
}

/** There has been no leader for long: the answers that go on and need one are broken off. */
export function endLeaderlessHttp(state: MemberState, out: OutputBuilder): void {
  for (const [request, { isLeaderBound }] of state.http) {
    if (!isLeaderBound) continue;
    takeBack(state, request, out);
    breakOff(state, request, 'noLeader', out);
  }
}

/** The client has hung up. */
export function dropHttp(state: MemberState, request: number, out: OutputBuilder): void {
  forgetAtKeyServer(state, request);
  state.v2AuthWork.delete(request);
  takeBack(state, request, out);
  state.http.delete(request);
}

function takeBack(state: MemberState, request: number, out: OutputBuilder): void {
  closeStream(state, { type: 'http', request });
  state.v2Watch.drop(request);
  for (const call of state.calls.values()) {
    if (call.asker.type === 'http' && call.asker.request === request) forgetCall(state, call);
  }
  abandonPrograms(state, request, out);
}

function breakStream(state: MemberState, request: number, error: GatewayError, out: OutputBuilder): void {
  sendBody(state, request, streamError(error).body, out);
  end(state, request, out);
}
