import type { HttpReply } from '../../etcd/gateway/http.ts';
import { jsonOfText } from '../../etcd/rpc/json-write.ts';
import { statNames } from '../../etcd/v2/stats.ts';
import { formatTime } from '../../etcd/v2/time.ts';
import { ownMemberId } from '../core/identity.ts';
import type { MemberState } from '../core/member-state.ts';
import { rateOf } from '../core/tally.ts';
import { wallAtStart } from '../core/wall-clock.ts';
import { JSON_TYPE, notAllowed, page } from './respond.ts';
import type { DoorRequest } from './router.ts';
import { messageReply } from './v2-reply.ts';

/** /v2/stats/self: who this is, who leads by what it has seen, and the MsgApps it has sent and had (etcd: stats/server.go). */
export function selfStats(state: MemberState, _: number, { method }: DoorRequest): HttpReply {
  if (method !== 'GET') return notAllowed('GET');
  const { config, tally, nowMs } = state;
  const { leader, sent, received } = tally;
  const leaderSince = leader?.sinceMs ?? config.startedAtMs;
  const leaderInfo = [
    `"leader":"${leader === undefined ? '' : leader.id.toString(16)}"`,
    `"uptime":"${goDuration(nowMs - leaderSince)}"`,
    `"startTime":"${formatTime(leader?.sinceWall ?? wallAtStart(config))}"`,
  ];
  const fields = [
    `"name":${jsonOfText(config.address.name)}`,
    `"id":"${ownMemberId(state).toString(16)}"`,
    `"state":"${leader?.isSelf === true ? 'StateLeader' : 'StateFollower'}"`,
    `"startTime":"${formatTime(wallAtStart(config))}"`,
    `"leaderInfo":{${leaderInfo.join()}}`,
    `"recvAppendRequestCnt":${received.total}`,
    ...rates('recv', rateOf(received, nowMs)),
    `"sendAppendRequestCnt":${sent.total}`,
    ...rates('send', rateOf(sent, nowMs)),
  ];
  return jsonPage(`{${fields.join()}}`);
}

/** /v2/stats/leader: how the leader's messages have got to the others (etcd: stats/leader.go). */
export function leaderStats(state: MemberState, _: number, { method }: DoorRequest): HttpReply {
  if (method !== 'GET') return notAllowed('GET');
  const own = ownMemberId(state);
  if (state.nodeIds.get(state.raft.lead) !== own || state.raft.lead === 0) {
    return messageReply(403, 'not current leader');
  }
  const followers = [...state.tally.followers]
    .map(([id, count]) => `"${id.toString(16)}":${followerStats(count)}`)
    .sort();
  return jsonPage(`{"leader":"${own.toString(16)}","followers":{${followers.join()}}}`);
}

/** /v2/stats/store: how often each operation on the tree has succeeded and failed here. */
export function storeStats({ etcd, v2Watch }: MemberState, _: number, { method }: DoorRequest): HttpReply {
  if (method !== 'GET') return notAllowed('GET');
  const { stats } = etcd.v2;
  const counts = statNames.map((name) => `"${name}":${name === 'watchers' ? v2Watch.count : stats[name]}`);
  return jsonPage(`{${counts.join()}}`);
}

/** The latency that etcd tells is what the writing of a message takes, which takes no time here. */
function followerStats(success: number): string {
  const latency = '"latency":{"current":0,"average":0,"standardDeviation":0,"minimum":0,"maximum":0}';
  return `{${latency},"counts":{"fail":0,"success":${success}}}`;
}

/** Left out where there is none. */
function rates(way: 'recv' | 'send', { packages, bytes }: ReturnType<typeof rateOf>): readonly string[] {
  return [
    ...(packages === 0 ? [] : [`"${way}PkgRate":${packages}`]),
    ...(bytes === 0 ? [] : [`"${way}BandwidthRate":${bytes}`]),
  ];
}

/** Go's text of a duration of whole milliseconds. */
function goDuration(ms: number): string {
  const whole = Math.floor(ms);
  if (whole === 0) return '0s';
  if (whole < 1000) return `${whole}ms`;
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor(whole / 60_000) % 60;
  const seconds = (whole % 60_000) / 1000;
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${seconds}s`;
}

function jsonPage(json: string): HttpReply {
  return page(200, { 'Content-Type': JSON_TYPE }, json);
}
