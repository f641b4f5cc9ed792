import { member as memberTable } from '../../protobuf/etcdserverpb/cluster.ts';
import { flagOf, idOf, textOf, textsOf, type Message } from '../../protobuf/message.ts';
import { wholeTable } from '../../protobuf/table.ts';
import { all, always, bigId, each, maybeText, uint32 } from '../../protobuf/whole-fields.ts';
import { decode } from '../../protobuf/wire-read.ts';
import { encode } from '../../protobuf/wire-write.ts';
import type { ClusterMember, MemberId } from '../request.ts';
import type { ClusterState } from './cluster-state.ts';

/** Bytes that are not a saved cluster. */
export class ClusterFormatError extends Error {
  override name = 'ClusterFormatError';
}

const VERSION = 1;

interface SavedCluster {
  /** Of this form. */
  readonly form: number;
  /** The cluster's. */
  readonly version: string | undefined;
  readonly members: readonly Message[];
  readonly removed: readonly MemberId[];
}
const savedCluster = wholeTable<SavedCluster>('quorumscope.Cluster', {
  form: always(uint32(1)),
  version: maybeText(2),
  members: all(3, () => memberTable),
  removed: each(bigId(4)),
});

/** Equal states give equal bytes. A frame of our own around etcdserverpb.Member. */
export function encodeCluster(state: ClusterState): Uint8Array {
  return encode(savedCluster, {
    form: VERSION,
    version: state.version,
    members: [...state.members.values()].sort((a, b) => compareIds(a.id, b.id)).map(messageOfMember),
    removed: [...state.removed].sort(compareIds),
  });
}

/** Throws ClusterFormatError. */
export function decodeCluster(bytes: Uint8Array): ClusterState {
  const { form, version, members, removed } = read(bytes);
  if (form !== VERSION) throw new ClusterFormatError(`a cluster of form ${form}, not ${VERSION}`);
  return {
    members: new Map(members.map(memberOfMessage).map((member) => [member.id, member])),
    removed: new Set(removed),
    version,
  };
}

function read(bytes: Uint8Array): SavedCluster {
  try {
    return decode(savedCluster, bytes, 'refuseUnknown');
  } catch (error) {
    throw new ClusterFormatError(
      `a saved cluster: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function messageOfMember({ id, name, peerUrls, clientUrls, isLearner }: ClusterMember): Message {
  return { ID: id, name, peerURLs: peerUrls, clientURLs: clientUrls, isLearner };
}

function memberOfMessage(message: Message): ClusterMember {
  return {
    id: idOf(message, 'ID'),
    name: textOf(message, 'name'),
    peerUrls: textsOf(message, 'peerURLs'),
    clientUrls: textsOf(message, 'clientURLs'),
    isLearner: flagOf(message, 'isLearner'),
  };
}

function compareIds(a: MemberId, b: MemberId): number {
  return a < b ? -1 : Number(a > b);
}
