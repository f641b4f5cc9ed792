import { unreachable } from '../../base/assert.ts';
import { parseMemberUrls } from '../../etcd/cluster/member-urls.ts';
import { computeMemberId } from '../../etcd/cluster/member-id.ts';
import { encodeMemberChange, type MemberChange } from '../../etcd/cluster/member-change.ts';
import { strictReconfigRefusal } from '../../etcd/cluster/strict-reconfig.ts';
import type { ClusterRequest, EtcdErrorCode, MemberId, OperationResult } from '../../etcd/request.ts';
import type { ConfChange, ConfChangeV2 } from '../../raft/entry.ts';
import { addressOf, nodeAt } from '../core/address.ts';
import type { Call } from '../core/call.ts';
import { callerOf, INVALID_TOKEN, nameOf, type Caller } from '../core/caller.ts';
import { nextRequestId, refuse, setStage } from '../core/calls.ts';
import { refusalOf } from '../core/conf-change.ts';
import { withContext, type ConfChangeContext } from '../core/conf-context.ts';
import { idMapOf, wireIdOf, type WireChange } from '../core/id-map.ts';
import { confStateOnWire, mapConfChange } from '../../raft/raftpb/id-map.ts';
import { activeSinceMs, countConnectedSince, HEALTH_INTERVAL_MS } from '../core/contacts.ts';
import type { AskedConfChange } from '../io.ts';
import { newMemberId, raftChange } from '../core/membership.ts';
import type { MemberState } from '../core/member-state.ts';
import { nodeOf, pairsOf, type Pair } from '../core/node-ids.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { askLeader } from './peer-calls.ts';
import { hasStopped, mustWaitForLeader, noteLate, refuseDropped } from './proposing.ts';

export type MemberChangeRequest = Exclude<ClusterRequest, { readonly type: 'memberList' }>;

/** etcd: readyPercent. */
const READY_SHARE = 0.9;

/** Adds, removes, updates or promotes a member (etcd: v3rpc/member.go, server.go AddMember and its sisters). */
export function takeMemberChange(
  state: MemberState,
  call: Call,
  request: MemberChangeRequest,
  out: OutputBuilder,
): void {
  const change = changeOf(state, request);
  if (change === undefined) return refuse(state, call, 'memberBadUrls', out);
  if (!isPermitted(state, call, request, out)) return;
  if (change.type === 'promote' && !state.raft.isLeader) return askLeader(state, call, out);
  const refusal = refusalOfRequest(state, change);
  if (refusal !== undefined) return refuse(state, call, refusal, out);
  proposeMemberChange(state, call, change, out);
}

/** Whether who calls may do that; if not, the call is refused by this, or waits. */
function isPermitted(
  state: MemberState,
  call: Call,
  request: MemberChangeRequest,
  out: OutputBuilder,
): boolean {
  const isForeign = call.asker.type === 'peer';
  const caller: Caller = isForeign ? { type: 'nobody' } : callerOf(state, call.token);
  if (caller.type === 'invalid') {
    refuse(state, call, INVALID_TOKEN, out);
    return false;
  }
  if (caller.type === 'wait') {
    setStage(state, call, { type: 'token', index: caller.index });
    return false;
  }
  // A peer shows no token: while authentication is on, it may do nothing.
  const denied = state.etcd.auth.permits(...nameOf(caller), request);
  if (denied !== undefined) refuse(state, call, denied, out);
  return denied === undefined;
}

/**
 * A change asked for by the numbers of machines. That of one member is a call of the API; several at once, which etcd's
 * API does not have, go to raft in its own terms, and are refused if they are plainly wrong.
 */
export function takeConfChange(
  state: MemberState,
  call: Call,
  asked: AskedConfChange,
  out: OutputBuilder,
): void {
  const { raft, config } = state;
  const { change } = asked;
  if (asked.means === 'raft') return proposeByNumbers(state, call, change, true, out);
  if (change.version === 1) return takeChangeOfOne(state, call, change, asked.means, out);
  if (!isPermitted(state, call, { type: 'memberAdd', peerUrls: [] }, out)) return;
  const { confState } = raft.status();
  const refusal = refusalOf(confState, change, config.brokenRules);
  if (refusal !== undefined) return refuse(state, call, refusal, out);
  proposeByNumbers(state, call, change, false, out);
}

/** The change goes to raft as it stands, with the ids of the members that the machines are or will be. */
function proposeByNumbers(
  state: MemberState,
  call: Call,
  change: ConfChange | ConfChangeV2,
  isRaftsOwn: boolean,
  out: OutputBuilder,
): void {
  const id = nextRequestId(state);
  const wire = mapConfChange(change, (node) =>
    wireIdOf(state.nodeIds.get(node) ?? newMemberId(state, node, id)),
  );
  const context = { id, ...standing(state, machinesOf(change, wire)), member: undefined, isRaftsOwn };
  proposeConfChange(state, call, withContext(wire, context), id, out);
}

function takeChangeOfOne(
  state: MemberState,
  call: Call,
  change: ConfChange,
  means: AskedConfChange['means'],
  out: OutputBuilder,
): void {
  const request = requestFor(state, change, means);
  if (typeof request === 'string') return refuse(state, call, request, out);
  // A promotion goes to the leader, which is asked as the API asks.
  const isPromotion = request.type === 'memberPromote';
  takeMemberChange(state, isPromotion ? { ...call, operation: request } : call, request, out);
}

/** The call of etcd's API that asks for the same. */
function requestFor(
  { nodeIds, etcd, config }: MemberState,
  { type, nodeId }: ConfChange,
  means: AskedConfChange['means'],
): MemberChangeRequest | EtcdErrorCode {
  const id = nodeIds.get(nodeId);
  const member = id === undefined ? undefined : etcd.cluster.member(id);
  const isLearner = type === 'ConfChangeAddLearnerNode';
  const { peerUrls } = addressOf(config.addresses, nodeId);
  switch (type) {
    case 'ConfChangeAddNode':
    case 'ConfChangeAddLearnerNode': {
      const isPromotion =
        means === 'promote' || (means !== 'add' && !isLearner && member?.isLearner === true);
      if (isPromotion) return id === undefined ? 'memberNotFound' : { type: 'memberPromote', id };
      return id === undefined ? { type: 'memberAdd', peerUrls, isLearner } : 'memberExists';
    }
    case 'ConfChangeRemoveNode':
      return id === undefined ? 'memberNotFound' : { type: 'memberRemove', id };
    case 'ConfChangeUpdateNode':
      return id === undefined ? 'memberNotFound' : { type: 'memberUpdate', id, peerUrls };
    default:
      return unreachable(type);
  }
}

/** What clients are told of the members; memberAdd also names the new one. */
export function membersResult(
  state: MemberState,
  operation: ClusterRequest,
  added: MemberId | undefined,
): OperationResult {
  const members = state.etcd.cluster.members();
  if (operation.type !== 'memberAdd') return { type: operation.type, revision: 0, members };
  const member = members.find(({ id }) => id === added);
  const { peerUrls, isLearner = false } = operation;
  const newcomer = { id: added ?? 0n, name: '', peerUrls, clientUrls: [], isLearner };
  return { type: 'memberAdd', revision: 0, member: member ?? newcomer, members };
}

function changeOf(state: MemberState, request: MemberChangeRequest): MemberChange | undefined {
  switch (request.type) {
    case 'memberAdd': {
      const peerUrls = parseMemberUrls(request.peerUrls);
      if (peerUrls === undefined) return undefined;
      const id = computeMemberId(peerUrls, '', Math.floor(state.nowMs / 1000));
      const told = toldAtOnce(state, peerUrls);
      return { type: 'add', member: { id, ...told, peerUrls, isLearner: request.isLearner === true } };
    }
    case 'memberUpdate':
      return { type: 'update', id: request.id, peerUrls: request.peerUrls };
    case 'memberRemove':
      return { type: 'remove', id: request.id };
    case 'memberPromote':
      return { type: 'promote', id: request.id };
    default:
      return unreachable(request);
  }
}

/** A plain log has no entries of its own: whose machine is known has its name from the beginning. */
function toldAtOnce(
  { config }: MemberState,
  peerUrls: readonly string[],
): { readonly name: string; readonly clientUrls: readonly string[] } {
  const node = config.bootstrap === 'plain' ? nodeAt(config.addresses, peerUrls) : undefined;
  return node === undefined ? { name: '', clientUrls: [] } : addressOf(config.addresses, node);
}

/** etcd: mayAddMember, mayRemoveMember, mayPromoteMember. */
function refusalOfRequest(state: MemberState, change: MemberChange): EtcdErrorCode | undefined {
  if (change.type === 'promote' && !isReady(state, change.id)) return 'learnerNotReady';
  if (!state.config.strictReconfigCheck) return undefined;
  const refusal = strictReconfigRefusal(state.etcd.cluster, change);
  if (refusal !== undefined) return refusal;
  return isConnectedEnough(state, change) ? undefined : 'unhealthy';
}

/** A learner that is not known is for the check when the change is applied. */
function isReady({ raft, nodeIds }: MemberState, id: MemberId): boolean {
  const { progress } = raft.status();
  const node = nodeOf(nodeIds, id);
  const learner = progress.find((each) => each.id === node);
  const leader = progress.find((each) => each.id === raft.lead);
  return learner === undefined || learner.match >= (leader?.match ?? 0) * READY_SHARE;
}

function isConnectedEnough(state: MemberState, change: MemberChange): boolean {
  const { cluster } = state.etcd;
  const voters = cluster.votingMembers().flatMap(({ id }) => nodeOf(state.nodeIds, id) ?? []);
  const since = state.nowMs - HEALTH_INTERVAL_MS;
  switch (change.type) {
    case 'add':
      return countConnectedSince(state, voters, since) === voters.length;
    case 'remove': {
      if (cluster.member(change.id)?.isLearner === true) return true;
      const node = nodeOf(state.nodeIds, change.id);
      const isOther = node !== state.config.id;
      if (isOther && (node === undefined || activeSinceMs(state, node) === undefined)) return true;
      const active = countConnectedSince(state, voters, since);
      return active - 1 >= 1 + Math.floor((voters.length - 1) / 2);
    }
    default:
      return true;
  }
}

function proposeMemberChange(state: MemberState, call: Call, change: MemberChange, out: OutputBuilder): void {
  if (hasStopped(state)) return refuse(state, call, 'raftStopped', out);
  if (mustWaitForLeader(state)) return setStage(state, call, { type: 'leader' });
  noteLate(call, out);
  const id = nextRequestId(state);
  const member = encodeMemberChange(change);
  const { confState, machines } =
    state.config.bootstrap === 'plain' ? standing(state, []) : { confState: undefined, machines: [] };
  proposeConfChange(
    state,
    call,
    withContext(raftChange(change), { id, confState, member, machines, isRaftsOwn: false }),
    id,
    out,
  );
}

/** The configuration that a change is asked in, and which machines its members are, and those that come with the change. */
function standing(
  state: MemberState,
  newcomers: readonly Pair[],
): Pick<ConfChangeContext, 'confState' | 'machines'> {
  const { nodeIds, raft, config } = state;
  const confState = confStateOnWire(raft.status().confState, idMapOf(config, state));
  return { confState, machines: [...pairsOf(nodeIds), ...newcomers] };
}

/** The machines that a change by their numbers names, with the ids that it has in the log. */
function machinesOf(change: ConfChange | ConfChangeV2, wire: WireChange): readonly Pair[] {
  const ids = wire.version === 2 ? wire.changes : [wire];
  const asked = change.version === 2 ? change.changes : [change];
  return asked.flatMap(({ nodeId }, i) => {
    const id = ids[i]?.nodeId;
    return id === undefined ? [] : [{ node: nodeId, member: BigInt(id) }];
  });
}

function proposeConfChange(
  state: MemberState,
  call: Call,
  change: WireChange,
  id: number,
  out: OutputBuilder,
): void {
  const { raft } = state;
  const dropped = raft.proposeConfChange(change);
  const isRefused = raft.isLeader && out.takeDecisions().some((one) => one.type === 'confChangeRefused');
  if (dropped !== undefined || isRefused) return refuseDropped(state, call, out);
  state.proposals.set(id, call.id);
  setStage(state, call, { type: 'proposed' });
}
