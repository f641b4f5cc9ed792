import type { NodeId } from '../base/flavor.ts';
import { CLUSTER_VERSION_PATH } from '../etcd/cluster/cluster-store.ts';
import { computeMemberId } from '../etcd/cluster/member-id.ts';
import {
  confChangeTypeOf,
  decodeMemberChange,
  memberIdOf,
  type MemberChange,
} from '../etcd/cluster/member-change.ts';
import { CLUSTER_VERSION } from '../etcd/cluster/version.ts';
import type { EtcdState } from '../etcd/etcd-state.ts';
import type { EtcdErrorCode, MemberId } from '../etcd/request.ts';
import type { ConfChange, ConfChangeV2, ConfState } from '../raft/entry.ts';
import { addressOf } from './address.ts';
import { impossibilityOf, refusalOf } from './conf-change.ts';
import type { ConfChangeContext } from './conf-context.ts';
import { initialMemberId } from './cluster-ids.ts';
import type { MemberConfig } from './io.ts';
import type { MemberState } from './member-state.ts';
import { nodeOf, withNode, type NodeIds } from './node-ids.ts';

/** Who is there before the first entry: in a plain log the members the run begins with, in etcd's nobody. */
export function membersAtStart(config: MemberConfig, etcd: EtcdState): NodeIds {
  if (config.bootstrap === 'etcd') return new Map();
  let ids: NodeIds = new Map();
  for (const member of config.initialMembers) {
    const { node, name, peerUrls, clientUrls, isLearner } = member;
    const id = initialMemberId(config, member);
    etcd.cluster.put({ id, name, peerUrls, clientUrls, isLearner });
    ids = withNode(ids, node, id);
  }
  etcd.cluster.applyV2('PUT', CLUSTER_VERSION_PATH, CLUSTER_VERSION);
  return ids;
}

/**
 * Carries a change of members out, in raft and in what clients are told, or says why it has no effect: the same on all
 * members (etcd: server.go, applyConfChange). What etcd's API asked for is held against etcd's rules, what was asked
 * by hand against raft's.
 */
export function applyMemberChange(
  state: MemberState,
  change: ConfChange | ConfChangeV2,
  context: ConfChangeContext | undefined,
): ConfState | EtcdErrorCode {
  const { raft, config } = state;
  const { confState } = raft.status();
  const asked = askedByApi(state, change, context);
  if (asked === undefined) {
    const refusal = refusalOf(confState, change, config.brokenRules);
    if (refusal !== undefined) return refusal;
    const after = raft.applyConfChange(change);
    followRaft(state, after);
    return after;
  }
  if (asked === 'memberNotFound') return asked;
  const refusal = impossibilityOf(confState, change, config.brokenRules) ?? applyAsked(state, asked, change);
  return refusal ?? raft.applyConfChange(change);
}

/** The machine that a member at these URLs runs on: the one that is called so, or the next that nobody has had. */
export function nodeForUrls(state: MemberState, peerUrls: readonly string[]): NodeId {
  const taken = new Set(state.nodeIds.keys());
  const { confState } = state.raft.status();
  for (const id of [...confState.voters, ...confState.votersOutgoing, ...confState.learners]) taken.add(id);
  const wanted = peerUrls.join();
  for (let node = 1; node < NODES_TRIED; node++) {
    const { peerUrls: urls } = addressOf(state.config.addresses, node);
    if (!taken.has(node) && [...urls].sort().join() === wanted) return node;
  }
  return Math.max(0, ...taken) + 1;
}

const NODES_TRIED = 100;

/** undefined: it was asked for by hand. */
function askedByApi(
  { nodeIds }: MemberState,
  change: ConfChange | ConfChangeV2,
  context: ConfChangeContext | undefined,
): MemberChange | 'memberNotFound' | undefined {
  if (change.version !== 1 || context === undefined) return undefined;
  const { type, nodeId } = change;
  if (context.member !== undefined) {
    return decodeMemberChange(type, idInContext(context.member), context.member);
  }
  if (type !== 'ConfChangeRemoveNode' || context.confState !== undefined) return undefined;
  const id = nodeIds.get(nodeId);
  return id === undefined ? 'memberNotFound' : { type: 'remove', id };
}

/** The id beyond what JSON's numbers hold, from its digits. */
export function idInContext(context: Uint8Array): MemberId {
  const text = String.fromCharCode(...context);
  return BigInt(/"id"\s*:\s*([0-9]+)/u.exec(text)?.[1] ?? '0');
}

function applyAsked(
  state: MemberState,
  asked: MemberChange,
  change: ConfChange | ConfChangeV2,
): EtcdErrorCode | undefined {
  const nodeId = change.version === 1 ? change.nodeId : undefined;
  const { cluster } = state.etcd;
  if (asked.type === 'add' && nodeId !== undefined && state.nodeIds.has(nodeId)) return 'memberExists';
  const refusal = cluster.apply(asked);
  if (refusal !== undefined) return refusal;
  if (asked.type === 'add' && nodeId !== undefined) {
    state.nodeIds = withNode(state.nodeIds, nodeId, memberIdOf(asked));
  } else if (asked.type === 'remove') {
    const node = nodeOf(state.nodeIds, asked.id);
    forgetNode(state, node);
    if (node === state.config.id && state.config.bootstrap === 'etcd') state.removedAtMs = state.nowMs;
  }
  return undefined;
}

/** After a change by hand clients are told of whom raft has now. */
function followRaft(state: MemberState, confState: ConfState): void {
  const { cluster } = state.etcd;
  const learners = new Set([...confState.learners, ...confState.learnersNext]);
  const all = new Set([...confState.voters, ...confState.votersOutgoing, ...learners]);
  for (const [node, id] of state.nodeIds) {
    if (all.has(node)) continue;
    cluster.drop(id);
    forgetNode(state, node);
  }
  for (const node of [...all].sort((a, b) => a - b)) {
    const { name, peerUrls, clientUrls } = addressOf(state.config.addresses, node);
    const id = state.nodeIds.get(node) ?? computeMemberId(peerUrls, state.config.clusterToken);
    const known = cluster.member(id) ?? { id, name, peerUrls, clientUrls };
    const isLearner = learners.has(node) && !confState.votersOutgoing.includes(node);
    cluster.put({ ...known, isLearner });
    state.nodeIds = withNode(state.nodeIds, node, id);
  }
}

function forgetNode(state: MemberState, node: NodeId | undefined): void {
  state.nodeIds = new Map([...state.nodeIds].filter(([each]) => each !== node));
}

/** The change as raft takes it, without its context. */
export function raftChange(change: MemberChange, nodeId: NodeId): ConfChange {
  return { version: 1, id: 0, type: confChangeTypeOf(change), nodeId, context: undefined };
}
