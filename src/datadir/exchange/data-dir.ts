import { memorySink } from '../../base/byte-source.ts';
import { joinPieces } from '../../base/large-bytes.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { writeDb } from '../../bbolt/write.ts';
import { EtcdState } from '../../etcd/etcd-state.ts';
import type { ClusterMember, MemberId } from '../../etcd/request.ts';
import { clusterIdOf } from '../../node/core/cluster-ids.ts';
import { contextOf } from '../../node/core/conf-context.ts';
import { wireIdOf } from '../../node/core/id-map.ts';
import { etcdOptions } from '../../node/core/member-state.ts';
import { decodeMemberSnapshot, type MemberSnapshot } from '../../node/core/node-ids.ts';
import type { MemberConfig } from '../../node/io.ts';
import type { RaftId } from '../../protobuf/raftpb.ts';
import * as walpb from '../../protobuf/walpb.ts';
import { encode } from '../../protobuf/wire-write.ts';
import { decode } from '../../protobuf/wire-read.ts';
import type { ConfState, Entry, Snapshot } from '../../raft/entry.ts';
import { decodeWireChange, encodeConfChange } from '../../raft/raftpb/conf-change.ts';
import { confStateOnWire, SAME_IDS } from '../../raft/raftpb/id-map.ts';
import { recover } from '../../storage/recover.ts';
import { pieced, snapshotFileOperation } from '../../storage/snapshot-file.ts';
import { readWal } from '../../storage/wal-reader.ts';
import type { WalRecord } from '../../storage/wal-record.ts';
import { bucketsOf } from './buckets.ts';
import { ExchangeError } from './exchange-error.ts';
import { logFiles } from './log-files.ts';
import { memberFromDisk, type MemberAt } from './member-at.ts';
import { clusterVersionOf, isSince, type EtcdVersion } from './version.ts';

/** A file of a data directory, by its path within that. */
export interface DataFile {
  /** `member/wal/0000000000000000-0000000000000000.wal` */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What of a member is not in its data directory as it was, by a code that catalogues have words for. */
export type SavingNote =
  /** Authentication is on: the tokens that clients hold are not in any file. */
  | { readonly code: 'tokens' }
  /** Keys of the v2 API, which this version of etcd does not start with. */
  | { readonly code: 'v2Keys'; readonly version: EtcdVersion }
  /** The lab's cluster has agreed on another version. */
  | { readonly code: 'clusterVersion'; readonly from: string; readonly to: string }
  /** The log from this entry on has a joint change of members, which etcd does not have: what is not applied is left out from there. */
  | { readonly code: 'logCut'; readonly from: number; readonly to: number }
  /** The member is one no more: an etcd that starts from this directory ends by itself. */
  | { readonly code: 'removed' };

export interface SavedDataDir {
  readonly files: readonly DataFile[];
  readonly notes: readonly SavingNote[];
  readonly memberId: MemberId;
  readonly clusterId: bigint;
  /** As its cluster knows it. */
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  /** Up to here the store has applied the log. */
  readonly index: number;
  readonly revision: number;
}

export interface SavingOptions {
  readonly version: EtcdVersion;
  /** Where members are reached from now on, by their ids; the others as the lab has them. */
  readonly peerUrls?: ReadonlyMap<MemberId, readonly string[]>;
}

const NOTHING = { term: 0, vote: 0, commit: 0 };

/**
 * A member as the data directory of an etcd, which goes on where the member stood: its log with all that it still has, and
 * at the end of it a snapshot of just what is applied; a database of the same; a hard state whose commit index has come as far. So
 * nothing is applied a second time, and what has no place in an older version's log need not be read by it.
 *
 *     wal/   entries 1 to 9, state (term 2, commit 7), snapshot 7, state (term 2, commit 7)
 *     snap/  7, with the tree of the v2 API        db   consistent_index 7
 *
 * Throws ExchangeError, and StorageError where the member's own disk cannot be read.
 */
export function dataDirOf(member: MemberAt, options: SavingOptions): SavedDataDir {
  const { config, disk } = member;
  if (config.keyServer) {
    throw refused('keyServer', config, 'its log has the entries of raftexample, which no etcd can read');
  }
  const wal = readWal(disk);
  const { applied, store } = standingOf(member);
  if (wal === undefined || applied.index === 0) {
    throw refused(
      'nothingApplied',
      config,
      'it has applied nothing yet: let the cluster elect a leader first',
    );
  }
  const memberId = idOf(config, store, wal.position.metadata);
  const notes: SavingNote[] = [];
  const etcd = storeFor(config, store, options, notes);
  const own = etcd.cluster.member(memberId);
  if (own === undefined) notes.push({ code: 'removed' });
  const clusterId = clusterIdOf(config);
  const confState = confStateById(applied.confState, store);
  const mark = { index: applied.index, term: applied.term, confState };
  const tail = { state: wal.position.hardState ?? NOTHING, mark };
  const log = logFiles({
    metadata: encode(walpb.metadata, { nodeId: memberId, clusterId }),
    first: wal.position.segments[0] ?? { sequence: 0, firstIndex: 0 },
    records: [...readable(wal.records, applied.index, notes), ...lastRecords(tail)],
  });
  const snapshot = snapshotFileOperation(
    pieced({ ...mark, data: encodeUtf8(v2Of(etcd, options.version, notes)) }),
  );
  const db = memorySink();
  writeDb(db, bucketsOf(etcd, mark, options.version));
  return {
    files: [
      ...log.map(({ name, chunks }) => ({ path: `member/${name}`, bytes: joinPieces(chunks) })),
      { path: `member/${snapshot.file}`, bytes: joinPieces(snapshot.chunks) },
      { path: 'member/snap/db', bytes: db.bytes() },
    ],
    notes,
    memberId,
    clusterId,
    name: own?.name === undefined || own.name === '' ? config.address.name : own.name,
    peerUrls: own?.peerUrls ?? config.address.peerUrls,
    clientUrls: own === undefined || own.clientUrls.length === 0 ? config.address.clientUrls : own.clientUrls,
    index: applied.index,
    revision: etcd.kv.revision,
  };
}

function refused(problem: ExchangeError['problem'], { id }: MemberConfig, why: string): ExchangeError {
  return new ExchangeError(problem, id, `node ${id} cannot be saved as a data directory: ${why}`);
}

/** What it has applied; what a start would find, where a snapshot that came has not been installed yet. */
function standingOf(member: MemberAt): { readonly applied: Snapshot; readonly store: MemberSnapshot } {
  const { applied, config, disk } = member;
  const newest = recover(disk).snapshot;
  const standing =
    newest !== undefined && newest.index > applied.index ? memberFromDisk({ config, disk }).applied : applied;
  return { applied: standing, store: decodeMemberSnapshot(standing.data ?? new Uint8Array(0)) };
}

function idOf(config: MemberConfig, { nodeIds, removedIds }: MemberSnapshot, metadata: Uint8Array): MemberId {
  const written = decode(walpb.metadata, metadata).nodeId;
  const id = nodeIds.get(config.id) ?? removedIds.get(config.id) ?? written;
  if (id !== 0n) return id;
  throw refused('neverMember', config, 'it has never been a member of the cluster: add it first');
}

function confStateById(confState: ConfState, { nodeIds }: MemberSnapshot): ConfState<RaftId> {
  return confStateOnWire(confState, {
    ...SAME_IDS,
    toWire: (node) => wireIdOf(nodeIds.get(node) ?? BigInt(node)),
  });
}

/** The store with members where they are from now on, in a cluster of the version. */
function storeFor(
  config: MemberConfig,
  store: MemberSnapshot,
  { version, peerUrls }: SavingOptions,
  notes: SavingNote[],
): EtcdState {
  const etcd = EtcdState.restore(store.etcd, etcdOptions(config));
  for (const member of etcd.cluster.members()) {
    const moved = peerUrls?.get(member.id);
    if (moved !== undefined) etcd.putMember({ ...member, peerUrls: moved });
  }
  const to = clusterVersionOf(version);
  const from = etcd.cluster.version;
  if (from !== undefined && from !== to) {
    etcd.setClusterVersion(to);
    notes.push({ code: 'clusterVersion', from, to });
  }
  if (etcd.auth.enabled) notes.push({ code: 'tokens' });
  return etcd;
}

/** The tree of the v2 API as a snapshot has it. Since 3.6 etcd refuses to start where there is more in it than the cluster. */
function v2Of(etcd: EtcdState, version: EtcdVersion, notes: SavingNote[]): string {
  if (!isSince(version, '3.6')) return etcd.v2.save();
  const members: readonly ClusterMember[] = etcd.cluster.members();
  const clusterVersion = etcd.cluster.version;
  const users = etcd.v2.get('/1', false, 0n);
  if (users.ok && (users.event?.node.nodes ?? []).length > 0) notes.push({ code: 'v2Keys', version });
  const bare = etcd.clone();
  bare.forgetCluster();
  for (const member of members) {
    bare.putMember(member);
    if (member.name !== '') bare.describeMember(member);
  }
  if (clusterVersion !== undefined) bare.setClusterVersion(clusterVersion);
  return bare.v2.save();
}

/**
 * The records with changes of members as etcd writes them. etcd has no joint ones: those that are applied it never looks at
 * again; one that is not ends the log, as nobody has been told yet that it is done.
 */
function readable(records: readonly WalRecord[], applied: number, notes: SavingNote[]): WalRecord[] {
  const kept: WalRecord[] = [];
  let cutFrom = Infinity;
  let last = 0;
  for (const record of records) {
    if (record.type !== 'entry') {
      kept.push(record);
      continue;
    }
    const { entry } = record;
    last = entry.index;
    // What is written over may be readable again.
    if (entry.index <= cutFrom) cutFrom = Infinity;
    if (entry.type === 'EntryConfChangeV2' && entry.index > applied) cutFrom = entry.index;
    if (entry.index < cutFrom) kept.push({ type: 'entry', entry: asEtcds(entry) });
  }
  if (cutFrom <= last) notes.push({ code: 'logCut', from: cutFrom, to: last });
  return kept;
}

/** A change with etcd's JSON for its context. */
function asEtcds(entry: Entry): Entry {
  if (entry.type !== 'EntryConfChange') return entry;
  const change = decodeWireChange(entry.type, entry.data);
  const context = contextOf(change);
  if (context?.confState === undefined) return entry;
  return { ...entry, ...encodeConfChange({ ...change, context: context.member }) };
}

/** The snapshot's mark, and a hard state that has committed it. */
function lastRecords({
  state,
  mark,
}: {
  readonly state: { readonly term: number | bigint; readonly vote: RaftId; readonly commit: number };
  readonly mark: {
    readonly index: number;
    readonly term: number | bigint;
    readonly confState: ConfState<RaftId>;
  };
}): WalRecord[] {
  const isBehind = state.term < mark.term;
  const hardState = {
    term: isBehind ? mark.term : state.term,
    vote: isBehind ? 0 : state.vote,
    commit: Math.max(state.commit, mark.index),
  };
  return [
    { type: 'snapshot', mark },
    { type: 'state', hardState },
  ];
}
