import type { LogIndex, NodeId } from '../../base/flavor.ts';
import type { MemberId } from '../../etcd/request.ts';
import { wholeTable } from '../../protobuf/table.ts';
import { all, always, bigId, bytes, whole } from '../../protobuf/whole-fields.ts';
import { decode } from '../../protobuf/wire-read.ts';
import { encodePieces } from '../../protobuf/wire-write.ts';

/**
 * Which machine is which member: raft and the world know machines by small numbers, etcd's API knows members by the
 * ids it computes. Replicated: learnt from the changes of members in the log, kept in snapshots.
 */
export type NodeIds = ReadonlyMap<NodeId, MemberId>;

/** The members that were removed, each with the machine it was on, in the order in which they went. */
export type FormerIds = ReadonlyMap<MemberId, NodeId>;

export function nodeOf(ids: NodeIds, member: MemberId): NodeId | undefined {
  for (const [node, id] of ids) if (id === member) return node;
  return undefined;
}

export function withNode(ids: NodeIds, node: NodeId, member: MemberId): NodeIds {
  return new Map([...ids, [node, member] as const].sort(([a], [b]) => a - b));
}

export function withoutNode(ids: NodeIds, node: NodeId): NodeIds {
  return new Map([...ids].filter(([each]) => each !== node));
}

/**
 * What a snapshot of a member holds: its etcd state, who is who, who was the last that was removed of a machine, who ever was,
 * and the entry that last changed keys or rights.
 */
export interface MemberSnapshot {
  readonly etcd: Uint8Array;
  readonly nodeIds: NodeIds;
  readonly removedIds: NodeIds;
  readonly formerIds: FormerIds;
  readonly consistentIndex: LogIndex;
}

export interface Pair {
  readonly node: NodeId;
  readonly member: MemberId;
}
export const pair = wholeTable<Pair>('quorumscope.NodeId', {
  node: always(whole(1)),
  member: always(bigId(2)),
});

interface SavedMember {
  readonly etcd: Uint8Array;
  readonly nodeIds: readonly Pair[];
  readonly removedIds: readonly Pair[];
  readonly formerIds: readonly Pair[];
  readonly consistentIndex: LogIndex;
}
const savedMember = wholeTable<SavedMember>('quorumscope.MemberSnapshot', {
  etcd: always(bytes(1)),
  nodeIds: all(2, () => pair),
  removedIds: all(3, () => pair),
  consistentIndex: whole(4),
  formerIds: all(5, () => pair),
});

/** Equal snapshots give equal bytes. In pieces, of which those of `etcd` that are large are some. */
export function encodeMemberSnapshot(
  snapshot: Omit<MemberSnapshot, 'etcd'> & { readonly etcd: readonly Uint8Array[] },
): readonly Uint8Array[] {
  const { etcd, nodeIds, removedIds, formerIds, consistentIndex } = snapshot;
  return encodePieces(savedMember, {
    etcd,
    nodeIds: pairsOf(nodeIds),
    removedIds: pairsOf(removedIds),
    formerIds: [...formerIds].map(([member, node]) => ({ node, member })),
    consistentIndex,
  });
}

/** `etcd` shares memory with the bytes. */
export function decodeMemberSnapshot(bytes: Uint8Array): MemberSnapshot {
  const saved = decode(savedMember, bytes);
  return {
    etcd: saved.etcd,
    nodeIds: idsOf(saved.nodeIds),
    removedIds: idsOf(saved.removedIds),
    formerIds: new Map(saved.formerIds.map(({ node, member }) => [member, node])),
    consistentIndex: saved.consistentIndex,
  };
}

export function pairsOf(ids: NodeIds): readonly Pair[] {
  return [...ids].map(([node, member]) => ({ node, member }));
}

function idsOf(pairs: readonly Pair[]): NodeIds {
  return new Map(pairs.map(({ node, member }) => [node, member]));
}
