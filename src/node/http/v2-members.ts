import { memberUrlsProblem, parseMemberUrls } from '../../etcd/cluster/member-urls.ts';
import type { HttpReply } from '../../etcd/gateway/http.ts';
import { jsonOfText } from '../../etcd/rpc/json-write.ts';
import type { ClusterMember, MemberId } from '../../etcd/request.ts';
import type { Call, CallOutcome } from '../core/call.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { takeCall } from '../server/dispatch.ts';
import type { MemberChangeRequest } from '../server/member-calls.ts';
import { fieldOf, readObject, stringsOf } from './go-json.ts';
import { notAllowed, page, PLAIN_TEXT, sendReply } from './respond.ts';
import type { DoorRequest } from './router.ts';
import { rootRefusal } from './v2-access.ts';
import {
  internalError,
  jsonReply,
  messageReply,
  textsJson,
  withClusterId,
  wrongContentType,
} from './v2-reply.ts';

const PREFIX = '/v2/members';
const METHODS = ['GET', 'POST', 'DELETE', 'PUT'];

/** /v2/members: who is a member, and changes of that, in the words of the old API (etcd: v2http, membersHandler). */
export function takeMembers(
  state: MemberState,
  request: number,
  http: DoorRequest,
  out: OutputBuilder,
): HttpReply | undefined {
  if (!METHODS.includes(http.method)) return notAllowed(METHODS.join());
  const refusal = rootRefusal(state, http, 'free');
  if (refusal !== undefined) return refusal;
  const asked = http.method === 'GET' ? tell(state, nameIn(http)) : changeOf(http);
  if ('head' in asked) return withClusterId(state, asked);
  takeCall(state, { type: 'http', request, door: { type: 'members' } }, asked, undefined, out);
  return undefined;
}

/** A change of members has come to its end. */
export function answerMembers(
  state: MemberState,
  request: number,
  { operation }: Call,
  outcome: CallOutcome,
  out: OutputBuilder,
): void {
  const reply = outcome.status === 'ok' ? doneReply(outcome.result) : failedReply(state, operation, outcome);
  sendReply(state, request, withClusterId(state, reply), out);
}

/** /v2/machines: where clients may go. */
export function machinesPage({ etcd }: MemberState, _: number, { method }: DoorRequest): HttpReply {
  if (method !== 'GET' && method !== 'HEAD') return notAllowed('GET,HEAD');
  const urls = etcd.cluster.members().flatMap(({ clientUrls }) => clientUrls);
  return page(200, { 'Content-Type': PLAIN_TEXT }, urls.sort().join(', '));
}

function tell(state: MemberState, name: string): HttpReply {
  const { etcd, raft, nodeIds } = state;
  if (name === '') return jsonReply(200, `{"members":[${etcd.cluster.members().map(memberJson).join()}]}`);
  if (name !== 'leader') return messageReply(404, 'Not found');
  const leader = etcd.cluster.member(nodeIds.get(raft.lead) ?? 0n);
  return leader === undefined ? messageReply(503, 'During election') : jsonReply(200, memberJson(leader));
}

/** What a request asks to be changed, or why it asks for nothing. */
function changeOf(http: DoorRequest): MemberChangeRequest | HttpReply {
  const { method } = http;
  if (method === 'POST') {
    const peerUrls = peerUrlsOf(http);
    return 'head' in peerUrls ? peerUrls : { type: 'memberAdd', peerUrls, isLearner: false };
  }
  const name = nameIn(http);
  if (name === '') return noName();
  const id = idOf(name);
  if (id === undefined) return noSuchMember(name);
  if (method === 'DELETE') return { type: 'memberRemove', id };
  const peerUrls = peerUrlsOf(http);
  return 'head' in peerUrls ? peerUrls : { type: 'memberUpdate', id, peerUrls };
}

function peerUrlsOf(http: DoorRequest): readonly string[] | HttpReply {
  const wrongType = wrongContentType(http);
  if (wrongType !== undefined) return wrongType;
  const object = readObject(http.body, 'struct { PeerURLs []string "json:\\"peerURLs\\"" }');
  if (!object.ok) return messageReply(400, object.problem);
  const urls = stringsOf(fieldOf(object.value, 'peerURLs'), '.peerURLs');
  if (!urls.ok) return messageReply(400, urls.problem);
  const given = urls.value ?? [];
  return parseMemberUrls(given) ?? messageReply(400, memberUrlsProblem(given) ?? '');
}

function doneReply(result: Extract<CallOutcome, { readonly status: 'ok' }>['result']): HttpReply {
  return result.type === 'memberAdd' ? jsonReply(201, memberJson(result.member)) : page(204, {}, '');
}

function failedReply(
  { etcd }: MemberState,
  operation: Call['operation'],
  { error }: Extract<CallOutcome, { readonly status: 'failed' | 'unknown' }>,
): HttpReply {
  if (error === 'memberExists') return messageReply(409, 'membership: ID exists');
  if (error === 'peerUrlExists') return messageReply(409, 'membership: peerURL exists');
  const id =
    operation.type === 'memberRemove' || operation.type === 'memberUpdate' ? operation.id : undefined;
  if (error !== 'memberNotFound' || id === undefined) return internalError();
  const name = id.toString(16);
  if (!etcd.cluster.isRemoved(id)) return noSuchMember(name);
  // Only a removal has words for one that was removed before.
  return operation.type === 'memberRemove'
    ? messageReply(410, `Member permanently removed: ${name}`)
    : internalError();
}

function noSuchMember(name: string): HttpReply {
  return messageReply(404, `No such member: ${name}`);
}

/** Without the list of methods that other refusals have. */
function noName(): HttpReply {
  const headers = { 'Content-Type': PLAIN_TEXT, 'X-Content-Type-Options': 'nosniff' };
  return page(405, headers, 'Method Not Allowed\n');
}

function nameIn({ path }: DoorRequest): string {
  return path.slice(PREFIX.length).replace(/^\//, '');
}

/** Go's ParseUint of a hexadecimal number. */
function idOf(name: string): MemberId | undefined {
  return /^0*[0-9a-f]{1,16}$/i.test(name) ? BigInt(`0x${name}`) : undefined;
}

function memberJson({ id, name, peerUrls, clientUrls }: ClusterMember): string {
  return (
    `{"id":"${id.toString(16)}","name":${jsonOfText(name)},` +
    `"peerURLs":${textsJson(peerUrls)},"clientURLs":${textsJson(clientUrls)}}`
  );
}
