import type { HttpReply, HttpRequest } from '../../etcd/gateway/http.ts';
import { isGatewayPath } from '../../etcd/gateway/parse.ts';
import { readPeerTarget, readTarget } from '../../etcd/gateway/target.ts';
import type { Call, CallOutcome } from '../core/call.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { debugVars } from './debug-vars.ts';
import { answerGateway, takeGateway } from './gateway.ts';
import { answerHealth, takeHealth } from './health.ts';
import { takeAtKeyServer } from './key-server.ts';
import { logLevelPage } from './log-level.ts';
import { metricsPage } from './metrics/page.ts';
import { peerDoors } from './peer-port.ts';
import { notFound, openSession, sendReply } from './respond.ts';
import { answerV2Auth, takeV2Auth } from './v2-auth.ts';
import { answerMembers, machinesPage, takeMembers } from './v2-members.ts';
import { answerV2Keys, takeV2Keys } from './v2-keys.ts';
import { leaderStats, selfStats, storeStats } from './v2-stats.ts';
import { versionPage } from './version.ts';

/** A request as a door gets it. */
export interface DoorRequest extends HttpRequest {
  /** Clean and without escapes. */
  readonly path: string;
  /** With its question mark, or empty. */
  readonly query: string;
}

/** What serves a path: an answer at once, or undefined: it has begun with the request and answers it later. */
export type Door = (
  state: MemberState,
  request: number,
  http: DoorRequest,
  out: OutputBuilder,
) => HttpReply | undefined;

/** The doors of the client port. A path that ends in a slash stands for all below it, the longest one counts. */
const clientDoors: ReadonlyMap<string, Door> = new Map<string, Door>([
  ['/version', versionPage],
  ['/health', takeHealth],
  ['/metrics', metricsPage],
  ['/debug/vars', debugVars],
  ['/config/local/log', logLevelPage],
]);

/** Those of the old API, which a member may do without (etcd --enable-v2). */
const v2Doors: ReadonlyMap<string, Door> = new Map<string, Door>([
  ['/v2/keys', takeV2Keys],
  ['/v2/keys/', takeV2Keys],
  ['/v2/members', takeMembers],
  ['/v2/members/', takeMembers],
  ['/v2/machines', machinesPage],
  ['/v2/auth/enable', takeV2Auth],
  ['/v2/auth/users', takeV2Auth],
  ['/v2/auth/users/', takeV2Auth],
  ['/v2/auth/roles', takeV2Auth],
  ['/v2/auth/roles/', takeV2Auth],
  ['/v2/stats/self', selfStats],
  ['/v2/stats/leader', leaderStats],
  ['/v2/stats/store', storeStats],
]);

/** An HTTP request comes in. */
export function takeHttp(state: MemberState, request: number, http: HttpRequest, out: OutputBuilder): void {
  openSession(state, request, http);
  if (http.port === 'keyServer') return takeAtKeyServer(state, request, http, out);
  if (http.port === 'peer') return takeAtPeerPort(state, request, http, out);
  const target = readTarget(http);
  if (target.type === 'reply') return sendReply(state, request, target.reply, out);
  const { path, query } = target;
  if (isGatewayPath(path)) return takeGateway(state, request, path, http, out);
  const v2Door = state.config.enableV2 ? doorAt(v2Doors, path) : undefined;
  open(state, request, v2Door ?? doorAt(clientDoors, path), { ...http, path, query }, out);
}

function takeAtPeerPort(state: MemberState, request: number, http: HttpRequest, out: OutputBuilder): void {
  const target = readPeerTarget(http);
  if (target.type === 'reply') return sendReply(state, request, target.reply, out);
  const { path, query } = target;
  open(state, request, doorAt(peerDoors, path), { ...http, path, query }, out);
}

function open(
  state: MemberState,
  request: number,
  door: Door | undefined,
  http: DoorRequest,
  out: OutputBuilder,
): void {
  const reply = door === undefined ? notFound() : door(state, request, http, out);
  if (reply !== undefined) sendReply(state, request, reply, out);
}

/** A call that was asked over HTTP has its answer. */
export function answerHttp(state: MemberState, call: Call, outcome: CallOutcome, out: OutputBuilder): void {
  const { asker } = call;
  if (asker.type !== 'http') return;
  switch (asker.door.type) {
    case 'gateway':
      return answerGateway(state, asker.request, asker.door, outcome, out);
    case 'health':
      return answerHealth(state, asker.request, outcome, out);
    case 'v2Auth':
      return answerV2Auth(state, asker.request, call, outcome, out);
    case 'members':
      return answerMembers(state, asker.request, call, outcome, out);
    case 'v2Keys':
      return answerV2Keys(state, asker.request, asker.door, call, outcome, out);
  }
}

function doorAt(doors: ReadonlyMap<string, Door>, path: string): Door | undefined {
  const exact = doors.get(path);
  if (exact !== undefined) return exact;
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const door = doors.get(path.slice(0, slash + 1));
    if (door !== undefined) return door;
  }
  return undefined;
}
