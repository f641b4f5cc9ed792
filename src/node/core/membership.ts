import type { NodeId } from '../../base/flavor.ts';
import { computeMemberId } from '../../etcd/cluster/member-id.ts';
import {
  confChangeTypeOf,
  decodeMemberChange,
  memberIdOf,
  type MemberChange,
} from '../../etcd/cluster/member-change.ts';
import { CLUSTER_VERSION } from '../../etcd/cluster/version.ts';
import type { EtcdState } from '../../etcd/etcd-state.ts';
import type { EtcdErrorCode, MemberId } from '../../etcd/request.ts';
import type { RaftId } from '../../protobuf/raftpb.ts';
import type { ConfChange, ConfState } from '../../raft/entry.ts';
import { addressOf } from './address.ts';
import { impossibilityOf, refusalOf } from './conf-change.ts';
import type { ConfChangeContext } from './conf-context.ts';
import { initialMemberId } from './cluster-ids.ts';
import {
  numberedChange,
  rawMemberId,
  memberOfWire,
  wireIdOf,
  withMember,
  withoutMember,
  type WireChange,
} from './id-map.ts';
import type { MemberConfig } from '../io.ts';
import type { MemberState } from './member-state.ts';
import { nodeOf, withNode, withoutNode, type NodeIds } from './node-ids.ts';
import { count } from './tally.ts';
import { wallClock } from './wall-clock.ts';
import { takeRemoval } from './removal.ts';

/** Who is there before the first entry: in a plain log the members the run begins with, in etcd's nobody. */
export function membersAtStart(config: MemberConfig, etcd: EtcdState): NodeIds {
  if (config.bootstrap === 'etcd') return new Map();
  let ids: NodeIds = new Map();
  for (const member of config.initialMembers) {
    const { node, name, peerUrls, clientUrls, isLearner } = member;
    const id = initialMemberId(config, member);
    const put = { id, name, peerUrls, clientUrls, isLearner };
    etcd.putMember(put);
    etcd.describeMember(put);
    ids = withNode(ids, node, id);
  }
  etcd.setClusterVersion(CLUSTER_VERSION);
  return ids;
}

/**
 * Carries a change of members out, in raft and in what clients are told, or says why it has no effect: the same on all
 * members (etcd: server.go, applyConfChange). A change of one member is held against etcd's rules; several at once,
 * which etcd does not have, against raft's and the same rules for each; one in raft's own terms only against raft's.
 */
export function applyMemberChange(
  state: MemberState,
  wire: WireChange,
  context: ConfChangeContext | undefined,
): ConfState | EtcdErrorCode {
  const { raft, config } = state;
  const { confState } = raft.status();
  const { change, newcomers } = numberedChange(wire, state, config.addresses);
  if (change.version !== 1 || context?.isRaftsOwn === true) {
    const holds = context?.isRaftsOwn === true ? impossibilityOf : refusalOf;
    const refusal = holds(confState, change, config.brokenRules);
    if (refusal !== undefined) return refusal;
    const after = raft.applyConfChange(change);
    followRaft(state, after, newcomers);
    return after;
  }
  countLooks(state);
  const asked = wire.version === 1 ? changeOfOne(wire, context?.member) : undefined;
  if (asked === undefined) return 'memberNotFound';
  const refusal =
    impossibilityOf(confState, change, config.brokenRules) ?? applyOne(state, asked, change.nodeId);
  return refusal ?? raft.applyConfChange(change);
}

/** Before a change etcd reads in the v2 tree who is a member and who was; its statistics tell of it (ValidateConfigurationChange). */
function countLooks(state: MemberState): void {
  const { v2 } = state.etcd;
  const now = wallClock(state);
  count(state.tally, 'v2 getRecursive');
  if (v2.get('/0/members', true, now).ok) v2.get('/0/removed_members', false, now);
}

/** What the change means for the cluster; undefined: its context does not say. */
function changeOfOne(
  { type, nodeId }: ConfChange<RaftId>,
  json: Uint8Array | undefined,
): MemberChange | undefined {
  const isRemoval = type === 'ConfChangeRemoveNode';
  return json === undefined && !isRemoval ? undefined : decodeMemberChange(type, memberOfWire(nodeId), json);
}

/** The id beyond what JSON's numbers hold, from its digits. */
export function idInContext(context: Uint8Array): MemberId {
  const text = String.fromCharCode(...context);
  return BigInt(/"id"\s*:\s*([0-9]+)/u.exec(text)?.[1] ?? '0');
}

function applyOne(state: MemberState, asked: MemberChange, nodeId: NodeId): EtcdErrorCode | undefined {
  if (asked.type === 'add' && state.nodeIds.has(nodeId)) return 'memberExists';
  const refusal = state.etcd.changeMembers(asked);
  if (refusal !== undefined) return refusal;
  if (asked.type === 'add') nameNode(state, nodeId, memberIdOf(asked));
  else if (asked.type === 'remove') forgetNode(state, nodeOf(state.nodeIds, asked.id));
  return undefined;
}

/** After several changes at once clients are told of whom raft has now. */
function followRaft(state: MemberState, confState: ConfState, newcomers: NodeIds): void {
  const { cluster } = state.etcd;
  const learners = new Set([...confState.learners, ...confState.learnersNext]);
  const all = new Set([...confState.voters, ...confState.votersOutgoing, ...learners]);
  for (const [node, id] of state.nodeIds) {
    if (all.has(node)) continue;
    state.etcd.changeMembers({ type: 'remove', id });
    forgetNode(state, node);
  }
  for (const node of [...all].sort((a, b) => a - b)) {
    const { name, peerUrls, clientUrls } = addressOf(state.config.addresses, node);
    const id =
      state.nodeIds.get(node) ?? newcomers.get(node) ?? rawMemberId(state.config, node, state.applied);
    const known = cluster.member(id) ?? { id, name, peerUrls, clientUrls };
    const isLearner = learners.has(node) && !confState.votersOutgoing.includes(node);
    state.etcd.putMember({ ...known, isLearner });
    nameNode(state, node, id);
  }
}

/** Of a member that comes with others by the proposal with this id: another each time. */
export function newMemberId({ config }: MemberState, node: NodeId, proposal: number): MemberId {
  const { peerUrls } = addressOf(config.addresses, node);
  return computeMemberId(peerUrls, `${config.clusterToken}@${proposal}`);
}

function nameNode(state: MemberState, node: NodeId, id: MemberId): void {
  // What was said of the member that was here before says nothing of this one.
  if (node === state.config.id && state.nodeIds.get(node) !== id) state.published = false;
  Object.assign(state, withMember(state, node, id));
  state.removedIds = withoutNode(state.removedIds, node);
}

function forgetNode(state: MemberState, node: NodeId | undefined): void {
  const id = node === undefined ? undefined : state.nodeIds.get(node);
  if (node === undefined || id === undefined) return;
  Object.assign(state, withoutMember(state, node));
  state.removedIds = withNode(state.removedIds, node, id);
  if (node === state.config.id) takeRemoval(state, id);
}

/** The change as the log holds it, without its context. */
export function raftChange(change: MemberChange): ConfChange<RaftId> {
  const nodeId = wireIdOf(memberIdOf(change));
  return { version: 1, id: 0, type: confChangeTypeOf(change), nodeId, context: undefined };
}
