import { decodeMemberChange } from '../../etcd/cluster/member-change.ts';
import type { ClusterMember, MemberId } from '../../etcd/request.ts';
import { memberOfWire } from '../../node/core/id-map.ts';
import type { MemberAddress } from '../../node/io.ts';
import { decodeWireChange } from '../../raft/raftpb/conf-change.ts';
import { WireError } from '../../protobuf/wire-error.ts';
import type { OpenedDir } from './opened-dir.ts';

/** Which machine each member is on: 1, 2, .. in this order, and how it is called. */
export type Numbering = readonly NumberedMember[];

export interface NumberedMember {
  readonly id: MemberId;
  readonly address: MemberAddress;
}

/** Everybody who is named in these directories, as the last that is said of each. */
export function everybody(dirs: readonly OpenedDir[]): ReadonlyMap<MemberId, ClusterMember> {
  const known = new Map<MemberId, ClusterMember>();
  for (const { entries, store } of dirs) {
    for (const { type, data } of entries) {
      if (type !== 'EntryConfChange') continue;
      const added = addedBy(type, data);
      if (added !== undefined) known.set(added.id, { ...known.get(added.id), ...added });
    }
    for (const member of store?.backend.members ?? []) known.set(member.id, member);
  }
  for (const { memberId } of dirs) {
    if (!known.has(memberId))
      known.set(memberId, { id: memberId, name: '', peerUrls: [], clientUrls: [], isLearner: false });
  }
  return known;
}

function addedBy(type: 'EntryConfChange', data: Uint8Array | undefined): ClusterMember | undefined {
  try {
    const change = decodeWireChange(type, data);
    if (change.version !== 1) return undefined;
    const asked = decodeMemberChange(change.type, memberOfWire(change.nodeId), change.context);
    return asked.type === 'add' ? asked.member : undefined;
  } catch (error) {
    // What cannot be read is told where it is applied.
    if (error instanceof WireError || (error instanceof Error && error.name === 'MemberChangeFormatError'))
      return undefined;
    throw error;
  }
}

/**
 * Members before others that there are files of, before others that are only named: each by name, and without one by id. A URL that
 * two have is the first one's.
 */
export function numberingOf(
  known: ReadonlyMap<MemberId, ClusterMember>,
  members: ReadonlySet<MemberId>,
  withFiles: ReadonlySet<MemberId>,
): Numbering {
  const rank = ({ id }: ClusterMember): number => (members.has(id) ? 0 : withFiles.has(id) ? 1 : 2);
  const inOrder = [...known.values()].sort((a, b) => rank(a) - rank(b) || compareNames(a, b));
  const taken = new Set<string>();
  return inOrder.flatMap((member): NumberedMember[] => {
    const free = member.peerUrls.filter((url) => !taken.has(url));
    if (free.length === 0 && rank(member) === 2) return [];
    for (const url of free) taken.add(url);
    const hex = member.id.toString(16);
    const peerUrls = free.length > 0 ? free : [`http://${hex}.unknown:2380`];
    const name = member.name === '' ? hex : member.name;
    return [{ id: member.id, address: { name, peerUrls, clientUrls: member.clientUrls } }];
  });
}

/** infra2 before infra10. */
function compareNames(a: ClusterMember, b: ClusterMember): number {
  const [textA, numberA] = partsOf(a.name);
  const [textB, numberB] = partsOf(b.name);
  if (textA !== textB) return textA < textB ? -1 : 1;
  return numberA - numberB || (a.id < b.id ? -1 : Number(a.id > b.id));
}

function partsOf(name: string): readonly [string, number] {
  const digits = /[0-9]{0,9}$/u.exec(name)?.[0] ?? '';
  return [name.slice(0, name.length - digits.length), digits === '' ? 0 : Number(digits)];
}
