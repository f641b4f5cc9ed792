import { assert } from '../../base/assert.ts';
import { beginCompactor } from './compactor.ts';
import { noKeyProposals } from './key-proposals.ts';
import { emptyTally } from './tally.ts';
import { makeDice } from '../../base/random.ts';
import { TokenStore } from '../../etcd/auth/token-store.ts';
import { EtcdState } from '../../etcd/etcd-state.ts';
import { LeaseClock } from '../../etcd/lease/lease-clock.ts';
import { V2WatchHub } from '../../etcd/v2/watch-hub.ts';
import { WatchHub } from '../../etcd/watch/watch-hub.ts';
import { MemoryStorage } from '../../raft/memory-storage.ts';
import { RawNode } from '../../raft/raw-node.ts';
import type { StateTracer } from '../../raft/state-trace.ts';
import type { Snapshot } from '../../raft/entry.ts';
import type { DiskOperation } from '../../storage/disk.ts';
import { recover } from '../../storage/recover.ts';
import { knownOnDisk, recoveredFromWire, type KnownAtEnds, type RecoveredMember } from './recovered.ts';
import { idMapOf, numberedChange, type KnownIds } from './id-map.ts';
import { createWal, type WalPosition } from '../../storage/wal-writer.ts';
import { bootstrapLog, type FirstLog } from './bootstrap.ts';
import { forcedLog } from './force-new-cluster.ts';
import type { MemberBoot, MemberConfig } from '../io.ts';
import { electionTimeoutMs, etcdOptions, type MemberState, type ReplicatedState } from './member-state.ts';
import { makeRaftConfig } from './raft-config.ts';
import { membersAtStart } from './membership.ts';
import { makeReads } from './reads.ts';
import { noticeOwnRemoval } from './removal.ts';
import { encodeMetadata, ownerOf } from './wal-metadata.ts';
import { memberRulesWith } from './rules.ts';
import { restoreSnapshot } from './storing.ts';

export interface Booted {
  readonly state: MemberState;
  /** To be written before all else: a first log, or the end of one repaired. */
  readonly operations: readonly DiskOperation[];
  readonly recovered: RecoveredMember;
}

/** A member as its disk remembers it; `tracer` follows its raft. Throws StorageError if the disk cannot be trusted. */
export function bootState({ config, disk }: MemberBoot, tracer?: StateTracer): Booted {
  const onDisk = recover(disk);
  const known = knownOnDisk(config, onDisk);
  const found = recoveredFromWire(onDisk, idMapOf(config, known.atEnd));
  const opened = openLog(config, found, known);
  const { position, operations, first } = opened;
  const recovered = first === undefined ? found : { ...found, ...first };
  const { snapshot, snapshots } = recovered;
  const storage = makeStorage(config, recovered);
  const applied = snapshot?.index ?? 0;
  const { etcd, nodeIds, removedIds, formerIds, consistentIndex } = storeOf(config, snapshot);
  const numbered = tracer && withMachines(tracer, config, () => state);
  const tokens = TokenStore.create(config.authTokenTtlMs);
  tokens.recovered(etcd.auth.enabled);
  const state: MemberState = {
    config,
    storage,
    raft: new RawNode(makeRaftConfig(config, storage, applied, numbered)),
    etcd,
    nodeIds,
    removedIds,
    formerIds,
    consistentIndex,
    applied,
    appliedTerm: snapshot?.term ?? 0,
    lacksRights: snapshot !== undefined && !memberRulesWith(config.brokenRules).knowsRights(),
    disk: { nextId: 1, waiting: [], position, snapshots },
    applying: { nextId: 1, waiting: [] },
    openReady: undefined,
    nowMs: config.startedAtMs,
    wallAheadMs: config.wallAheadMs ?? 0,
    requestCounter: 0,
    callCounter: 0,
    peerCounter: 0,
    programCounter: 0,
    calls: new Map(),
    waiting: new Set(),
    proposals: new Map(),
    reads: makeReads(),
    v2Watch: V2WatchHub.create(),
    watch: WatchHub.create({
      progressIntervalMs: config.watchProgressMs,
      fragmentBytes: config.maxRequestBytes + FRAGMENT_OVERHEAD_BYTES,
      brokenRules: config.brokenRules,
    }),
    leaseClock: LeaseClock.create({
      checkpoints: config.leaseCheckpoints,
      brokenRules: config.brokenRules,
    }),
    tokens,
    tokenDice: makeDice(config.seed, 'token', config.id, config.incarnation),
    streams: new Map(),
    http: new Map(),
    leaderWatch: { looks: 0, nextLookMs: config.startedAtMs + electionTimeoutMs(config) },
    programs: new Map(),
    contacts: new Map(),
    lead: 0,
    electedAtMs: -Infinity,
    replayedTo: recovered.hardState.commit,
    removal: undefined,
    hashCheck: undefined,
    published: false,
    v2AuthWork: new Map(),
    isV2AuthEnsured: false,
    keyProposals: noKeyProposals,
    tally: emptyTally(),
    compactor: beginCompactor(config, etcd.kv.revision),
  };
  noticeOwnRemoval(state);
  return { state, operations, recovered };
}

/** Changes of members have the ids of the log: the tracer is told them by the numbers of machines. */
function withMachines(tracer: StateTracer, { addresses }: MemberConfig, known: () => KnownIds): StateTracer {
  return (trace) => {
    if (trace.change === undefined) tracer(trace);
    else tracer({ ...trace, change: numberedChange(trace.change, known(), addresses).change });
  };
}

/** etcd: grpcOverheadBytes; more than a request may have, a response is cut to pieces if its client wants that. */
const FRAGMENT_OVERHEAD_BYTES = 512 * 1024;

function storeOf(config: MemberConfig, snapshot: Snapshot | undefined): ReplicatedState {
  if (snapshot !== undefined) return restoreSnapshot(config, snapshot);
  const etcd = EtcdState.create(etcdOptions(config));
  const nodeIds = membersAtStart(config, etcd);
  return { etcd, nodeIds, removedIds: new Map(), formerIds: new Map(), consistentIndex: 0 };
}

/** What was stable when the member went down. Committed entries are handed out again from the snapshot on. */
function makeStorage(config: MemberConfig, { snapshot, hardState, entries }: RecoveredMember): MemoryStorage {
  const storage = new MemoryStorage(config.initialConfState);
  if (snapshot !== undefined) storage.applySnapshot({ ...snapshot, data: undefined });
  storage.setHardState(hardState);
  storage.append(entries);
  return storage;
}

function openLog(
  config: MemberConfig,
  recovered: RecoveredMember,
  known: KnownAtEnds,
): { position: WalPosition; operations: readonly DiskOperation[]; first?: FirstLog } {
  const { position, repairs } = recovered;
  if (position === undefined) {
    const created = createWal(encodeMetadata(config));
    return config.bootstrap === 'etcd' ? bootstrapLog(config, created) : created;
  }
  const owner = ownerOf(config, known.atEnd, position.metadata);
  assert(owner === config.id, `this is the disk of member ${owner}, not of ${config.id}`);
  if (!config.forceNewCluster) return { position, operations: repairs };
  const forced = forcedLog(config, recovered, position, known);
  return { ...forced, operations: [...repairs, ...forced.operations] };
}
