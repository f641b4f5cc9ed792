import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { LogIndex, NodeId } from '../../base/flavor.ts';
import { gatherPieces, lengthOf } from '../../base/large-bytes.ts';
import type { MemberId } from '../../etcd/request.ts';

/**
 * Which machine is which member: raft and the world know machines by small numbers, etcd's API knows members by the
 * ids it computes. Replicated: learnt from the changes of members in the log, kept in snapshots.
 */
export type NodeIds = ReadonlyMap<NodeId, MemberId>;

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
 * What a snapshot of a member holds: its etcd state, who is who, who was the last that was removed of a machine, and the
 * entry that last changed keys or rights.
 */
export interface MemberSnapshot {
  readonly etcd: Uint8Array;
  readonly nodeIds: NodeIds;
  readonly removedIds: NodeIds;
  readonly consistentIndex: LogIndex;
}

/** Equal snapshots give equal bytes. In pieces, of which those of `etcd` that are large are some. */
export function encodeMemberSnapshot(
  snapshot: Omit<MemberSnapshot, 'etcd'> & { readonly etcd: readonly Uint8Array[] },
): readonly Uint8Array[] {
  const { etcd, nodeIds, removedIds, consistentIndex } = snapshot;
  const head = new BinaryWriter().tag(1, WireType.LengthDelimited).uint32(lengthOf(etcd));
  const writer = new BinaryWriter();
  encodePairs(writer, 2, nodeIds);
  encodePairs(writer, 3, removedIds);
  if (consistentIndex > 0) writer.tag(4, WireType.Varint).uint64(consistentIndex);
  return gatherPieces([head.finish(), ...etcd, writer.finish()]);
}

function encodePairs(writer: BinaryWriter, field: number, ids: NodeIds): void {
  for (const [node, member] of ids) {
    writer.tag(field, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.Varint).uint64(node).tag(2, WireType.Varint).uint64(member);
    writer.join();
  }
}

export function decodeMemberSnapshot(bytes: Uint8Array): MemberSnapshot {
  const reader = new BinaryReader(bytes);
  let etcd: Uint8Array = new Uint8Array(0);
  let nodeIds: NodeIds = new Map();
  let removedIds: NodeIds = new Map();
  let consistentIndex = 0;
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 1) etcd = reader.bytes();
    else if (field === 2) nodeIds = withNode(nodeIds, ...decodePair(reader.bytes()));
    else if (field === 3) removedIds = withNode(removedIds, ...decodePair(reader.bytes()));
    else if (field === 4) consistentIndex = Number(reader.uint64());
    else reader.skip(wireType);
  }
  return { etcd, nodeIds, removedIds, consistentIndex };
}

function decodePair(bytes: Uint8Array): [NodeId, MemberId] {
  const reader = new BinaryReader(bytes);
  let [node, member] = [0, 0n];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 1) node = Number(reader.uint64());
    else if (field === 2) member = BigInt(reader.uint64());
    else reader.skip(wireType);
  }
  return [node, member];
}
