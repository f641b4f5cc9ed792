import type { NodeId } from '../../base/flavor.ts';
import { decode } from '../../protobuf/wire-read.ts';
import { encode } from '../../protobuf/wire-write.ts';
import * as walpb from '../../protobuf/walpb.ts';

/** Whose log it is (etcdserverpb.Metadata). There is one cluster only, so its id stays 0. */
export function encodeMetadata(id: NodeId): Uint8Array {
  return encode(walpb.metadata, { nodeId: BigInt(id), clusterId: 0n });
}

export function decodeMetadata(bytes: Uint8Array): NodeId {
  return Number(decode(walpb.metadata, bytes).nodeId);
}
