import type { NodeId } from '../../base/flavor.ts';
import * as walpb from '../../protobuf/walpb.ts';
import { decode } from '../../protobuf/wire-read.ts';
import { encode } from '../../protobuf/wire-write.ts';
import type { MemberConfig } from '../io.ts';
import { clusterIdOf, initialMemberId } from './cluster-ids.ts';
import { knownNode, presumedNode, type KnownIds } from './id-map.ts';

/**
 * Whose log this is (etcdserverpb.Metadata), as etcd writes it at the head of every segment. 0 where the member has begun
 * before it was added to the cluster, which nobody can do with etcd: it does not know then who it will be.
 */
export function encodeMetadata(config: MemberConfig): Uint8Array {
  const first = config.joining ? undefined : config.initialMembers.find(({ node }) => node === config.id);
  const nodeId = first === undefined ? (config.memberId ?? 0n) : initialMemberId(config, first);
  return encode(walpb.metadata, { nodeId, clusterId: clusterIdOf(config) });
}

/** Whose log it is, as far as anybody knows who that is; else it is believed. */
export function ownerOf(config: MemberConfig, known: KnownIds, metadata: Uint8Array): NodeId {
  const { nodeId } = decode(walpb.metadata, metadata);
  if (nodeId === 0n || nodeId === config.memberId) return config.id;
  return knownNode(known, nodeId) ?? presumedNode(config, nodeId) ?? config.id;
}
