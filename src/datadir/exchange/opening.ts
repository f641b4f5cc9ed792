import { AssertionError } from '../../base/assert.ts';
import { joinPieces } from '../../base/large-bytes.ts';
import type { NodeId } from '../../base/flavor.ts';
import { decodeCommand } from '../../etcd/command.ts';
import { EtcdState, type EtcdOptions } from '../../etcd/etcd-state.ts';
import { KvStore } from '../../etcd/mvcc/kv-store.ts';
import type { MemberId } from '../../etcd/request.ts';
import { wireIdOf } from '../../node/core/id-map.ts';
import { etcdOptions } from '../../node/core/member-state.ts';
import { decodeMemberSnapshot, encodeMemberSnapshot } from '../../node/core/node-ids.ts';
import { WireError } from '../../protobuf/wire-error.ts';
import * as walpb from '../../protobuf/walpb.ts';
import { encode } from '../../protobuf/wire-write.ts';
import type { RaftId } from '../../protobuf/raftpb.ts';
import type { Snapshot } from '../../raft/entry.ts';
import { NoWatcher } from '../../sim/record/watcher.ts';
import type { BegunFile, BegunMachine } from '../../sim/world/begun-from.ts';
import { defaultLabConfig, type LabConfig, type Layout } from '../../sim/world/config.ts';
import { bootOf, World } from '../../sim/world/world.ts';
import { pieced, snapshotFileOperation } from '../../storage/snapshot-file.ts';
import { StorageError } from '../../storage/storage-error.ts';
import { SEGMENT_BYTES } from '../../storage/wal-writer.ts';
import type { WalRecord } from '../../storage/wal-record.ts';
import { keyEntries } from './buckets.ts';
import { logFiles } from './log-files.ts';
import { memberFromDisk, type MemberAt } from './member-at.ts';
import type { Numbering } from './numbering.ts';
import { commitOf, entryAt, isFromBeginning, lastIndexOf, type OpenedDir } from './opened-dir.ts';
import { OpeningError } from './opening-error.ts';
import { stateOfStore } from './stored-state.ts';

/** Directories on their way to a lab. */
export interface Opening {
  readonly dirs: readonly OpenedDir[];
  readonly numbering: Numbering;
  /** As the version that wrote the databases does. */
  readonly keepsTombstones: boolean;
}

/** What a member had applied up to some entry: its log in the lab goes on from there. */
export interface Base {
  readonly index: number;
  readonly term: number | bigint;
  readonly state: EtcdState;
}

/** Of each directory; none: its log is there from the first entry on, and all comes from that. */
export type Bases = ReadonlyMap<OpenedDir, Base>;

/** etcd's own, so that what the logs hold is not taken away by a snapshot at once. */
const SNAPSHOT_COUNT = 10_000;
const CATCH_UP_ENTRIES = 5000;

export function nodeOf({ numbering }: Pick<Opening, 'numbering'>, id: MemberId): NodeId {
  return numbering.findIndex((numbered) => numbered.id === id) + 1;
}

export function configOf(opening: Opening, layout: Layout, machines: readonly BegunMachine[]): LabConfig {
  return {
    ...defaultLabConfig,
    nodes: layout.voters.length,
    learners: layout.learners.length,
    layout,
    members: opening.numbering.map(({ address }) => address),
    bootstrap: 'etcd',
    keepsTombstones: opening.keepsTombstones,
    snapshotCount: SNAPSHOT_COUNT,
    snapshotCatchUpEntries: CATCH_UP_ENTRIES,
    begunFrom: { clusterId: (opening.dirs[0]?.clusterId ?? 0n).toString(16), machines },
  };
}

/** What is on the machine's disk as the lab begins: the log up to this entry. */
export function filesOf(
  opening: Opening,
  dir: OpenedDir,
  base: Base | undefined,
  upTo = Infinity,
): BegunFile[] {
  const records: WalRecord[] = [];
  const files: BegunFile[] = [];
  const { clusterId, memberId, hardState } = dir;
  const last = Math.max(base?.index ?? 0, Math.min(upTo, lastIndexOf(dir)));
  if (base !== undefined && base.index > 0) {
    const snapshot = snapshotOf(opening, base);
    const { file, chunks } = snapshotFileOperation(pieced(snapshot));
    files.push({ name: file, bytes: joinPieces(chunks) });
    const { index, term, confState } = snapshot;
    records.push({ type: 'snapshot', mark: { index, term, confState } });
  }
  for (const entry of dir.entries) {
    if (entry.index > (base?.index ?? 0) && entry.index <= last) records.push({ type: 'entry', entry });
  }
  const commit = Math.max(base?.index ?? 0, Math.min(commitOf(dir), last));
  const isAtEnd = last >= lastIndexOf(dir);
  // In the midst of a log nobody knows who had which vote: the term is that of the last entry.
  const term = isAtEnd ? hardState.term : (entryAt(dir, last)?.term ?? base?.term ?? 0);
  records.push({ type: 'state', hardState: { term, vote: isAtEnd ? hardState.vote : 0, commit } });
  const metadata = encode(walpb.metadata, { nodeId: memberId, clusterId });
  const log = logFiles({ metadata, first: { sequence: 0, firstIndex: 0 }, records }, SEGMENT_BYTES);
  for (const { name, chunks } of log) files.push({ name, bytes: joinPieces(chunks) });
  return files;
}

/** The members that the store knows, on their machines. */
function snapshotOf({ numbering }: Opening, { index, term, state }: Base): Snapshot<RaftId> {
  const members = state.cluster.members();
  const onMachines = numbering.map(({ id }, i) => [i + 1, id] as const);
  const isThere = new Set(members.map(({ id }) => id));
  const gone = onMachines.filter(([, id]) => !isThere.has(id) && state.cluster.isRemoved(id));
  const pieces = encodeMemberSnapshot({
    etcd: state.savePieces(),
    nodeIds: new Map(onMachines.filter(([, id]) => isThere.has(id))),
    removedIds: new Map(gone),
    formerIds: new Map(gone.map(([node, id]) => [id, node])),
    consistentIndex: index,
  });
  const idsOf = (isLearner: boolean): RaftId[] =>
    members.filter((member) => member.isLearner === isLearner).map(({ id }) => wireIdOf(id));
  const confState = {
    voters: idsOf(false),
    votersOutgoing: [],
    learners: idsOf(true),
    learnersNext: [],
    autoLeave: false,
  };
  return { index, term, confState, data: joinPieces(pieces) };
}

/** What the member has applied after a start from the log up to this entry. Throws OpeningError where it does not start. */
export function memberUpTo(
  opening: Opening,
  dir: OpenedDir,
  base: Base | undefined,
  upTo = Infinity,
): MemberAt {
  const node = nodeOf(opening, dir.memberId);
  const files = filesOf(opening, dir, base, upTo);
  const machines = [{ node, memberId: dir.memberId.toString(16), files }];
  try {
    const alone = { voters: [node], learners: [], spare: [] };
    return memberFromDisk(bootOf(World.create(configOf(opening, alone, machines), new NoWatcher()), node));
  } catch (error) {
    if (error instanceof StorageError || error instanceof AssertionError || error instanceof WireError) {
      const line = error instanceof StorageError ? (error.line ?? error.message) : error.message;
      throw new OpeningError('notStartable', dir.dir, `no member can start from ${dir.dir}: ${line}`);
    }
    throw error;
  }
}

export function stateOf({ config, applied }: MemberAt): EtcdState {
  return EtcdState.restore(decodeMemberSnapshot(applied.data ?? new Uint8Array(0)).etcd, etcdOptions(config));
}

export function baseOf(member: MemberAt): Base {
  return { index: member.applied.index, term: member.applied.term, state: stateOf(member) };
}

/** How members of this lab keep their state. */
export function optionsOf(opening: Opening, dir: OpenedDir): EtcdOptions {
  const node = nodeOf(opening, dir.memberId);
  const machines = [{ node, memberId: dir.memberId.toString(16), files: [] }];
  const config = configOf(opening, { voters: [node], learners: [], spare: [] }, machines);
  return etcdOptions(bootOf(World.create(config, new NoWatcher()), node).config);
}

/**
 * What the databases hold; then all that have got as far are brought to where the one that is most ahead stood, so that equal stores are
 * equal in all that is told of them.
 */
export function storedBases(opening: Opening): Bases {
  const found = new Map(opening.dirs.map((dir) => [dir, storedBase(opening, dir)]));
  const common = Math.max(...[...found.values()].map(({ index }) => index));
  for (const [dir, base] of found) {
    const isBehind = base.index < common && Math.min(commitOf(dir), lastIndexOf(dir)) >= common;
    const there = isBehind ? baseOf(memberUpTo(opening, dir, base, common)) : base;
    found.set(dir, { ...there, state: counted(there.state) });
  }
  return found;
}

function storedBase(opening: Opening, dir: OpenedDir): Base {
  const { store } = dir;
  if (store === undefined || store.backend.consistentIndex === 0) {
    const why = store === undefined ? 'it has no db' : 'its db has applied nothing';
    throw new OpeningError(
      'noStore',
      dir.dir,
      `${dir.dir} does not open as a lab: its log does not go back to its beginning, and ${why}`,
    );
  }
  const { consistentIndex: index, term } = store.backend;
  if (index < dir.after) {
    const gap = `its db stands at entry ${index}, and its log begins with entry ${dir.after + 1}`;
    throw new OpeningError('noStore', dir.dir, `${dir.dir} does not open as a lab: ${gap}`);
  }
  return {
    index,
    term: entryAt(dir, index)?.term ?? (term || dir.hardState.term),
    state: stateOfStore(dir, store, optionsOf(opening, dir)),
  };
}

/** The same state, whose sum over its records is that of those that there are: what was compacted away nobody knows any more. */
function counted(state: EtcdState): EtcdState {
  const { leases, auth, alarms, cluster, v2, options } = state;
  const compaction = {
    finished: state.kv.lastCompaction,
    scheduled: -1,
    keepsTombstones: options.keepsTombstones === true,
  };
  const records = keyEntries(state).map(([key, value]) => ({ key, value }));
  return EtcdState.of(
    { kv: KvStore.ofBucket(records, compaction), leases, auth, alarms, cluster },
    v2,
    options,
  );
}

/**
 * A log that does not go back to its beginning (its member was sent a snapshot, or it was purged) is gone on with from what another one
 * makes of the entries before: those are the same for all. Undefined where that one does not reach as far.
 */
export function filledGaps(opening: Opening, whole: OpenedDir, upTo = Infinity): Bases | undefined {
  const bases = new Map<OpenedDir, Base>();
  for (const dir of opening.dirs) {
    if (isFromBeginning(dir)) continue;
    const index = Math.min(dir.after, upTo);
    if (index > Math.min(commitOf(whole), lastIndexOf(whole))) return undefined;
    bases.set(dir, baseOf(memberUpTo(opening, whole, undefined, index)));
  }
  return bases;
}

/** The first directory whose store is not what its log makes of it. */
export function storeNotOfLog(
  opening: Opening,
  bases: Bases,
): { readonly dir: OpenedDir; readonly index: number } | undefined {
  for (const dir of opening.dirs) {
    const index = dir.store?.backend.consistentIndex ?? 0;
    if (dir.store === undefined || index === 0) continue;
    if (index > lastIndexOf(dir)) return { dir, index };
    const base = bases.get(dir);
    // Its store is of before a snapshot that it was sent.
    if (base !== undefined && index <= base.index) continue;
    const ofLog = stateOf(memberUpTo(opening, dir, base, index));
    const stored = stateOfStore(dir, dir.store, optionsOf(opening, dir));
    if (!areSame(ofLog.kv, stored.kv) || haveOtherTtls(ofLog, stored)) return { dir, index };
  }
  return undefined;
}

/** A compaction does not move the index that etcd's store says it has applied: it may be in one of them and not in the other. */
function areSame(...stores: readonly [KvStore, KvStore]): boolean {
  const compacted = Math.max(...stores.map(({ lastCompaction }) => lastCompaction));
  const hashes = stores.map((kv) => {
    if (kv.lastCompaction < compacted) kv.compact(compacted, Infinity);
    const hash = kv.hashKv(0);
    return typeof hash === 'string' ? hash : `${hash.revision} ${hash.hash}`;
  });
  return hashes[0] === hashes[1];
}

/** The least time to live is a member's setting, and no entry says it. Which leases there are may differ, as with compactions. */
function haveOtherTtls(ofLog: EtcdState, stored: EtcdState): boolean {
  return ofLog.leases.leases().some(({ id, ttl }) => (stored.leases.lookup(id)?.ttl ?? ttl) !== ttl);
}

/** The first entry with which the store is at this revision, or beyond. Throws OpeningError. */
export function indexOfRevision(
  opening: Opening,
  dir: OpenedDir,
  base: Base | undefined,
  revision: number,
): number {
  const state = base?.state.clone() ?? EtcdState.create(optionsOf(opening, dir));
  if (base !== undefined && state.kv.revision >= revision) {
    throw noInstant(
      dir,
      `its log in the lab begins at revision ${state.kv.revision}, and what is before it is in no log here`,
    );
  }
  for (const { index, type, data } of dir.entries) {
    if (index <= (base?.index ?? 0) || type !== 'EntryNormal' || data === undefined) continue;
    if (index > commitOf(dir)) break;
    state.apply(decodeCommand(data));
    if (state.kv.revision >= revision) return index;
  }
  throw noInstant(dir, `it comes to revision ${state.kv.revision}, not to ${revision}`);
}

export function noInstant({ dir }: OpenedDir, why: string): OpeningError {
  return new OpeningError('noSuchInstant', dir, `${dir} does not open at this instant: ${why}`);
}

/** Every command in the log can be read. Throws OpeningError. */
export function checkCommands({ dir, entries }: OpenedDir): void {
  for (const { index, type, data } of entries) {
    if (type !== 'EntryNormal' || data === undefined) continue;
    try {
      decodeCommand(data);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      throw new OpeningError(
        'damaged',
        dir,
        `entry ${index} of ${dir} cannot be applied here: ${error.message}`,
      );
    }
  }
}
