import { assert } from '../../base/assert.ts';
import { encodeMemberChange, type MemberChange } from '../../etcd/cluster/member-change.ts';
import { EtcdState } from '../../etcd/etcd-state.ts';
import { joinPieces } from '../../base/large-bytes.ts';
import type { Entry, HardState, Snapshot } from '../../raft/entry.ts';
import { encodeConfChange } from '../../raft/raftpb/conf-change.ts';
import type { DiskOperation } from '../../storage/disk.ts';
import { pieced, snapshotFileOperation } from '../../storage/snapshot-file.ts';
import type { SnapshotName } from '../../storage/wal-name.ts';
import { writeWal, type WalOutput, type WalPosition } from '../../storage/wal-writer.ts';
import { confStateOnWire } from '../../raft/raftpb/id-map.ts';
import { initialMemberId } from './cluster-ids.ts';
import { idMapOf, type KnownIds } from './id-map.ts';
import type { InitialMember, MemberConfig } from '../io.ts';
import { membersAtStart, raftChange } from './membership.ts';
import { etcdOptions } from './member-state.ts';
import { encodeMemberSnapshot, withNode, type NodeIds } from './node-ids.ts';

/** What a member that etcd bootstraps finds in its log before it has done anything. */
export interface FirstLog {
  readonly hardState: HardState;
  readonly entries: readonly Entry[];
  readonly snapshot?: Snapshot;
  readonly snapshots?: readonly SnapshotName[];
}

/**
 * The beginning of a log as etcd writes it (raft: Bootstrap; etcdserver: startNode): one change of members for each of
 * the first members, in order of their ids, all in term 1 and committed. A machine that joins later, or again, begins with nothing.
 * With a saved snapshot (etcdctl snapshot restore) the store stands behind these entries, with its keys and leases and
 * users, but with the new members.
 */
export function bootstrapLog(
  config: MemberConfig,
  created: WalOutput,
): {
  readonly position: WalPosition;
  readonly operations: readonly DiskOperation[];
  readonly first: FirstLog;
} {
  const isFirst = !config.joining && config.initialMembers.some(({ node }) => node === config.id);
  const members = isFirst ? byId(config) : [];
  const entries = members.map((member, i) => entryFor(config, member, i + 1));
  const commit = entries.length;
  const hardState: HardState = { term: commit > 0 ? 1 : 0, vote: 0, commit };
  if (entries.length === 0) return { ...created, first: { hardState, entries } };
  const log = writeWal(created.position, { entries, hardState });
  const operations = [...created.operations, ...log.operations];
  if (config.snapshot === undefined)
    return { position: log.position, operations, first: { hardState, entries } };
  const snapshot = restoredSnapshot(config, config.snapshot, commit);
  const onWire = { ...snapshot, confState: confStateOnWire(snapshot.confState, idMapOf(config, NOBODY)) };
  const mark = writeWal(log.position, { snapshot: onWire, entries: [] });
  return {
    position: mark.position,
    operations: [...operations, snapshotFileOperation(pieced(onWire)), ...mark.operations],
    first: { hardState, entries: [], snapshot, snapshots: [{ index: snapshot.index, term: snapshot.term }] },
  };
}

/** Of the first members the configuration says the ids. */
const NOBODY: KnownIds = { nodeIds: new Map(), formerIds: new Map() };

function byId(config: MemberConfig): readonly InitialMember[] {
  const ids = new Map(config.initialMembers.map((member) => [member, initialMemberId(config, member)]));
  return config.initialMembers.toSorted((a, b) => ((ids.get(a) ?? 0n) < (ids.get(b) ?? 0n) ? -1 : 1));
}

/** Only names and peer URLs are known of a member before it speaks for itself. */
function entryFor(config: MemberConfig, member: InitialMember, index: number): Entry {
  const { name, peerUrls, isLearner } = member;
  const id = initialMemberId(config, member);
  const change: MemberChange = { type: 'add', member: { id, name, peerUrls, clientUrls: [], isLearner } };
  const { type, data } = encodeConfChange({
    ...raftChange(change),
    context: encodeMemberChange(change),
  });
  return { index, term: 1, type, data };
}

/**
 * The saved store with the new cluster's members in the place of the old one's. The v2 tree begins empty, so that it is
 * not known either who was removed, or which version the cluster has.
 */
function restoredSnapshot(config: MemberConfig, saved: Uint8Array, index: number): Snapshot {
  assert(saved.length > 0, 'a saved snapshot has bytes');
  const etcd = EtcdState.restore(saved, etcdOptions(config));
  etcd.forgetCluster();
  let nodeIds: NodeIds = membersAtStart(config, etcd);
  for (const member of byId(config)) {
    const { node, name, peerUrls, isLearner } = member;
    const id = initialMemberId(config, member);
    etcd.putMember({ id, name, peerUrls, clientUrls: [], isLearner });
    nodeIds = withNode(nodeIds, node, id);
  }
  const pieces = encodeMemberSnapshot({
    etcd: etcd.savePieces(),
    nodeIds,
    removedIds: new Map(),
    formerIds: new Map(),
    consistentIndex: index,
  });
  return { index, term: 1, confState: config.initialConfState, data: joinPieces(pieces) };
}
