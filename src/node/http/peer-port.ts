import type { HttpReply } from '../../etcd/gateway/http.ts';
import { plainReply } from '../../etcd/gateway/reply.ts';
import { jsonOfText } from '../../etcd/rpc/json-write.ts';
import type { ClusterMember } from '../../etcd/request.ts';
import { formatTime } from '../../etcd/v2/time.ts';
import type { MemberState } from '../core/member-state.ts';
import { wallClock } from '../core/wall-clock.ts';
import { notAllowed, page, PLAIN_TEXT } from './respond.ts';
import type { Door, DoorRequest } from './router.ts';
import { jsonReply, textsJson, withClusterId } from './v2-reply.ts';
import { versionPage } from './version.ts';

/**
 * What a browser or curl sees at a member's peer port (etcd: etcdhttp/peer.go). What members say to each other goes by
 * messages here and not by these pages: their requests are refused as those of a stranger.
 */
export const peerDoors: ReadonlyMap<string, Door> = new Map<string, Door>([
  ['/version', versionPage],
  ['/members', membersPage],
  ['/raft', strangerPage],
  ['/raft/snapshot', strangerPage],
  ['/raft/probing', probingPage],
]);

function membersPage(state: MemberState, _: number, { method }: DoorRequest): HttpReply {
  if (method !== 'GET') return notAllowed('GET');
  const members = state.etcd.cluster.members().map(memberJson);
  return withClusterId(state, jsonReply(200, `[${members.join()}]`));
}

/** membership.Member as Go's JSON has it: the id as a number, and without what is empty. */
function memberJson({ id, name, peerUrls, clientUrls, isLearner }: ClusterMember): string {
  const fields = [`"id":${id}`, `"peerURLs":${textsJson(peerUrls)}`];
  if (isLearner) fields.push('"isLearner":true');
  if (name !== '') fields.push(`"name":${jsonOfText(name)}`);
  if (clientUrls.length > 0) fields.push(`"clientURLs":${textsJson(clientUrls)}`);
  return `{${fields.join()}}`;
}

/** Without the headers by which members know each other a request is one of another version. */
function strangerPage(state: MemberState, _: number, { method }: DoorRequest): HttpReply {
  if (method !== 'POST') return notAllowed('POST');
  return withClusterId(state, plainReply(412, 'incompatible version'));
}

/** Whoever wants to know whether a peer is there, and how its clock goes. */
function probingPage(state: MemberState): HttpReply {
  const text = `{"OK":true,"Now":"${formatTime(wallClock(state))}"}\n`;
  return page(200, { 'Content-Type': PLAIN_TEXT }, text);
}
