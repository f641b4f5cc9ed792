import type { LogIndex, NodeId } from '../../base/flavor.ts';
import { decodeMemberChange } from '../../etcd/cluster/member-change.ts';
import { computeMemberId } from '../../etcd/cluster/member-id.ts';
import type { MemberId } from '../../etcd/request.ts';
import type { RaftId } from '../../protobuf/raftpb.ts';
import type { ConfChange, ConfChangeV2 } from '../../raft/entry.ts';
import { mapConfChange, type IdMap } from '../../raft/raftpb/id-map.ts';
import type { MemberAddress, MemberConfig } from '../io.ts';
import { addressOf, nodeAt, NODES_TRIED } from './address.ts';
import { initialMemberId } from './cluster-ids.ts';
import { contextOf } from './conf-context.ts';
import { nodeOf, withNode, withoutNode, type FormerIds, type NodeIds, type Pair } from './node-ids.ts';

/** A change of members as the log holds it. */
export type WireChange = ConfChange<RaftId> | ConfChangeV2<RaftId>;

/** Who is who, after some prefix of the log. */
export interface KnownIds {
  readonly nodeIds: NodeIds;
  readonly formerIds: FormerIds;
}

export function wireIdOf(member: MemberId): RaftId {
  return member <= Number.MAX_SAFE_INTEGER ? Number(member) : member;
}

/** The ids of raft's local threads, 2^64 - 1 and 2^64 - 2, are negative numbers in memory: a client may name them, too. */
export function memberOfWire(id: RaftId): MemberId {
  return BigInt.asUintN(64, BigInt(id));
}

/** The machine of a member that there is, or was. */
export function knownNode({ nodeIds, formerIds }: KnownIds, id: RaftId): NodeId | undefined {
  const member = memberOfWire(id);
  return nodeOf(nodeIds, member) ?? formerIds.get(member);
}

/**
 * Between raft's numbers and the ids of the wire and of files, as far as this member knows who is who. Of a machine of which
 * it has not heard yet (a candidate that asks for its vote before the log has told who that is) the id is presumed: the one
 * that a first member at its URLs would have. Such an id is read back as that machine.
 */
export function idMapOf(config: MemberConfig, known: KnownIds): IdMap {
  return {
    toWire(node) {
      if (node <= 0 || node > NODES_TRIED) return node;
      return wireIdOf(known.nodeIds.get(node) ?? lastFormer(known, node) ?? presumedId(config, node));
    },
    fromWire(id) {
      if (id <= 0) return Number(id);
      const node = knownNode(known, id) ?? presumedNode(config, id);
      if (node !== undefined) return node;
      if (typeof id === 'number' && id > NODES_TRIED && id < OTHERS_MAX) return id;
      throw new Error(`no member here is or was ${BigInt(id).toString(16)}`);
    },
  };
}

/** Numbers beyond those of machines, which only scripts use (a vote for nobody there is), are their own ids. */
const OTHERS_MAX = 2 ** 31;

/** The same of a member that is told who is who: these, too, are known. */
export function idMapWith(
  state: KnownIds & { readonly config: MemberConfig },
  machines: readonly Pair[],
): IdMap {
  let nodeIds = state.nodeIds;
  for (const { node, member } of machines) nodeIds = withNode(nodeIds, node, member);
  return idMapOf(state.config, { nodeIds, formerIds: state.formerIds });
}

function lastFormer({ formerIds }: KnownIds, node: NodeId): MemberId | undefined {
  return [...formerIds].findLast(([, machine]) => machine === node)?.[0];
}

function presumedId(config: MemberConfig, node: NodeId): MemberId {
  const first = config.initialMembers.find((member) => member.node === node);
  const { memberId } = addressOf(config.addresses, node);
  if (memberId !== undefined) return memberId;
  return first === undefined
    ? computeMemberId(addressOf(config.addresses, node).peerUrls, config.clusterToken)
    : initialMemberId(config, first);
}

export function presumedNode(config: MemberConfig, id: RaftId): NodeId | undefined {
  for (let node = 1; node <= NODES_TRIED; node++) {
    if (presumedId(config, node) === BigInt(id)) return node;
  }
  return undefined;
}

/** A change by raft's numbers, and the members that come with it by the machines they are on. */
export interface NumberedChange {
  readonly change: ConfChange | ConfChangeV2;
  readonly newcomers: NodeIds;
}

/**
 * A change of the log by raft's numbers, the same on all members: who is known has its machine, who is added the one that its
 * change names, or that is reached at its URLs, or the next that nobody has. 0 for an id that is nobody's.
 */
export function numberedChange(
  wire: WireChange,
  known: KnownIds,
  addresses: readonly MemberAddress[],
): NumberedChange {
  let newcomers: NodeIds = new Map();
  const change = mapConfChange(wire, (id): NodeId => {
    const before = knownNode(known, id);
    if (before !== undefined || id === 0) return before ?? 0;
    // A change in raft's own terms, without context, names machines by their numbers.
    if (typeof id === 'number' && id <= NODES_TRIED && contextOf(wire) === undefined) return id;
    const member = memberOfWire(id);
    const node = machineOfNewcomer(wire, member, known, addresses);
    if (node !== 0) newcomers = withNode(newcomers, node, member);
    return node;
  });
  return { change, newcomers };
}

/** Of a member that comes by a change in raft's own terms: by the entry it is in, the same on all members. */
export function rawMemberId(config: MemberConfig, node: NodeId, index: LogIndex): MemberId {
  return computeMemberId(addressOf(config.addresses, node).peerUrls, `${config.clusterToken}@${index}`);
}

function machineOfNewcomer(
  wire: WireChange,
  id: MemberId,
  { nodeIds }: KnownIds,
  addresses: readonly MemberAddress[],
): NodeId {
  const context = contextOf(wire);
  const named = context?.machines.find(({ member }) => member === id);
  if (named !== undefined) return named.node;
  const own = addresses.findIndex(({ memberId }) => memberId === id);
  if (own >= 0) return own + 1;
  if (wire.version !== 1 || context?.member === undefined) return 0;
  const asked = decodeMemberChange(wire.type, id, context.member);
  return asked.type === 'add' ? machineAt(asked.member.peerUrls, nodeIds, addresses) : 0;
}

/** The machine that a new member at these URLs runs on: the one that is called so, or the next that nobody has. */
export function machineAt(
  peerUrls: readonly string[],
  nodeIds: NodeIds,
  addresses: readonly MemberAddress[],
): NodeId {
  const taken = new Set(nodeIds.keys());
  return nodeAt(addresses, peerUrls, taken) ?? Math.max(0, ...taken) + 1;
}

/** Who is who after this change, if it is made. */
export function knownAfter(
  known: KnownIds,
  wire: WireChange,
  addresses: readonly MemberAddress[],
): KnownIds & NumberedChange {
  const numbered = numberedChange(wire, known, addresses);
  let after = known;
  for (const [node, member] of numbered.newcomers) after = withMember(after, node, member);
  const changes = numbered.change.version === 1 ? [numbered.change] : numbered.change.changes;
  for (const { type, nodeId } of changes) {
    if (type === 'ConfChangeRemoveNode') after = withoutMember(after, nodeId);
  }
  return { ...after, ...numbered };
}

/** The machine has this member now. */
export function withMember(known: KnownIds, node: NodeId, member: MemberId): KnownIds {
  const before = known.nodeIds.get(node);
  const { nodeIds, formerIds } =
    before === undefined || before === member ? known : withoutMember(known, node);
  return { nodeIds: withNode(nodeIds, node, member), formerIds };
}

/** The machine's member is a former one. */
export function withoutMember({ nodeIds, formerIds }: KnownIds, node: NodeId): KnownIds {
  const member = nodeIds.get(node);
  if (member === undefined) return { nodeIds, formerIds };
  return { nodeIds: withoutNode(nodeIds, node), formerIds: new Map([...formerIds, [member, node] as const]) };
}
