import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { ClusterMember, MemberId } from '../request.ts';
import type { ClusterState } from './cluster-state.ts';

/** Bytes that are not a saved cluster. */
export class ClusterFormatError extends Error {
  override name = 'ClusterFormatError';
}

const VERSION = 1;

/**
 * Equal states give equal bytes. A frame of our own (1 version of the form, 2 the cluster's version, 3 members,
 * 4 removed ids) around etcdserverpb.Member (1 ID, 2 name, 3 peerURLs, 4 clientURLs, 5 isLearner).
 */
export function encodeCluster(state: ClusterState): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).uint32(VERSION);
  if (state.version !== undefined) writer.tag(2, WireType.LengthDelimited).string(state.version);
  for (const member of [...state.members.values()].sort((a, b) => compareIds(a.id, b.id))) {
    writer.tag(3, WireType.LengthDelimited).bytes(encodeMember(member));
  }
  for (const id of [...state.removed].sort(compareIds)) writer.tag(4, WireType.Varint).uint64(id);
  return writer.finish();
}

/** Throws ClusterFormatError. */
export function decodeCluster(bytes: Uint8Array): ClusterState {
  const reader = new BinaryReader(bytes);
  const members = new Map<MemberId, ClusterMember>();
  const removed = new Set<MemberId>();
  let version: string | undefined;
  let form = 0;
  while (reader.pos < reader.len) {
    const [number] = reader.tag();
    if (number === 1) form = reader.uint32();
    else if (number === 2) version = reader.string();
    else if (number === 3) {
      const member = decodeMember(reader.bytes());
      members.set(member.id, member);
    } else if (number === 4) removed.add(BigInt(reader.uint64()));
    else throw new ClusterFormatError(`field ${number} is not known`);
  }
  if (form !== VERSION) throw new ClusterFormatError(`a cluster of form ${form}, not ${VERSION}`);
  return { members, removed, version };
}

function encodeMember(member: ClusterMember): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).uint64(member.id);
  writer.tag(2, WireType.LengthDelimited).string(member.name);
  for (const url of member.peerUrls) writer.tag(3, WireType.LengthDelimited).string(url);
  for (const url of member.clientUrls) writer.tag(4, WireType.LengthDelimited).string(url);
  if (member.isLearner) writer.tag(5, WireType.Varint).bool(true);
  return writer.finish();
}

function decodeMember(bytes: Uint8Array): ClusterMember {
  const reader = new BinaryReader(bytes);
  const peerUrls: string[] = [];
  const clientUrls: string[] = [];
  const member = { id: 0n, name: '', peerUrls, clientUrls, isLearner: false };
  while (reader.pos < reader.len) {
    const [number] = reader.tag();
    if (number === 1) member.id = BigInt(reader.uint64());
    else if (number === 2) member.name = reader.string();
    else if (number === 3) peerUrls.push(reader.string());
    else if (number === 4) clientUrls.push(reader.string());
    else if (number === 5) member.isLearner = reader.bool();
    else throw new ClusterFormatError(`field ${number} of a member is not known`);
  }
  return member;
}

function compareIds(a: MemberId, b: MemberId): number {
  return a < b ? -1 : Number(a > b);
}
