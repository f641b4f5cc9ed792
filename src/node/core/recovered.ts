import type { HardState, Snapshot } from '../../raft/entry.ts';
import { asV2, decodeWireChange } from '../../raft/raftpb/conf-change.ts';
import { confStateFromWire, hardStateFromWire, type IdMap } from '../../raft/raftpb/id-map.ts';
import type { Recovered } from '../../storage/recover.ts';
import type { MemberConfig } from '../io.ts';
import { initialMemberId } from './cluster-ids.ts';
import { knownAfter, rawMemberId, withMember, type KnownIds } from './id-map.ts';
import { decodeMemberSnapshot } from './node-ids.ts';

/** What a member knows again from its disk, by raft's numbers. */
export interface RecoveredMember extends Omit<Recovered, 'hardState' | 'snapshot'> {
  readonly hardState: HardState;
  readonly snapshot: Snapshot | undefined;
}

/** Who is who on a disk: after the snapshot, and after the last entry. */
export interface KnownAtEnds {
  readonly atStart: KnownIds;
  readonly atEnd: KnownIds;
}

/** All changes of members that the log holds are taken as made: it is enough to know whom an id means. */
export function knownOnDisk(config: MemberConfig, { snapshot, entries }: Recovered): KnownAtEnds {
  const data = snapshot?.data;
  const atStart = data === undefined ? knownAtFirst(config) : decodeMemberSnapshot(data);
  let atEnd: KnownIds = atStart;
  for (const { type, index, data: encoded } of entries) {
    if (type === 'EntryNormal') continue;
    const { change, ...after } = knownAfter(atEnd, decodeWireChange(type, encoded), config.addresses);
    atEnd = after;
    for (const { type: kind, nodeId } of asV2(change).changes) {
      const isNew = kind.startsWith('ConfChangeAdd') && nodeId !== 0 && !atEnd.nodeIds.has(nodeId);
      if (isNew) atEnd = withMember(atEnd, nodeId, rawMemberId(config, nodeId, index));
    }
  }
  return { atStart, atEnd };
}

/** Before the first entry: in a plain log the members that the run begins with, in etcd's nobody. */
export function knownAtFirst(config: MemberConfig): KnownIds {
  const members = config.bootstrap === 'etcd' ? [] : config.initialMembers;
  const nodeIds = new Map(members.map((member) => [member.node, initialMemberId(config, member)]));
  return { nodeIds, formerIds: new Map() };
}

export function recoveredFromWire(recovered: Recovered, ids: IdMap): RecoveredMember {
  const { snapshot, hardState } = recovered;
  return {
    ...recovered,
    hardState: hardStateFromWire(hardState, ids),
    snapshot: snapshot && { ...snapshot, confState: confStateFromWire(snapshot.confState, ids) },
  };
}
