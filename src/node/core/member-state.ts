import { joinPieces } from '../../base/large-bytes.ts';
import { cloneDice, type Dice } from '../../base/random.ts';
import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import { TokenStore } from '../../etcd/auth/token-store.ts';
import { EtcdState, type EtcdOptions } from '../../etcd/etcd-state.ts';
import type { MemberId } from '../../etcd/request.ts';
import { LeaseClock, type SavedLeaseClock } from '../../etcd/lease/lease-clock.ts';
import { V2WatchHub, type V2Watcher } from '../../etcd/v2/watch-hub.ts';
import { etcdRulesWith } from '../../etcd/rules.ts';
import { WatchHub } from '../../etcd/watch/watch-hub.ts';
import { MemoryStorage } from '../../raft/memory-storage.ts';
import type { Entry } from '../../raft/entry.ts';
import type { MsgStorageApply } from '../../raft/message.ts';
import { RawNode, type RawNodeState } from '../../raft/raw-node.ts';
import type { Call } from './call.ts';
import type { Compactor } from './compactor.ts';
import type { HashCheck } from './hash-check.ts';
import type { V2AuthWork } from './v2-auth-work.ts';
import type { KeyProposals } from './key-proposals.ts';
import type { HttpSession } from './http-session.ts';
import { cloneDiskQueue, type DiskQueue } from './disk-queue.ts';
import { clusterIdOf } from './cluster-ids.ts';
import type { MemberConfig } from '../io.ts';
import { decodeMemberSnapshot, encodeMemberSnapshot, type FormerIds, type NodeIds } from './node-ids.ts';
import type { RunningProgram } from './running-program.ts';
import { makeRaftConfig } from './raft-config.ts';
import { cloneReads, type Reads } from './reads.ts';
import type { OpenStream } from './open-stream.ts';
import { cloneTally, type Tally } from './tally.ts';

/** Everything a member knows while it lives. Only the disk's part of it outlives the member. */
export interface MemberState {
  readonly config: MemberConfig;
  readonly raft: RawNode;
  /** What has been synced: raft's Storage. Written only when a write is done. */
  readonly storage: MemoryStorage;
  /** The state machine after the entries up to `applied`. */
  etcd: EtcdState;
  /** Which machine is which member, after the entries up to `applied`. */
  nodeIds: NodeIds;
  /** Of machines that are no members any more: the id of the last one that was removed there. */
  removedIds: NodeIds;
  /** Everybody who was removed, and from which machine: what old entries and votes name. */
  formerIds: FormerIds;
  /** Of the last entry in the store. Never falls; raft's applied index lags behind it at most within one input. */
  applied: LogIndex;
  /**
   * Of the last entry that changed keys or rights: what etcd's backend says it has applied (consistent_index). Leases,
   * compactions, alarms, members, tokens and v2 writes do not move it, so a restarted etcd applies them again.
   */
  consistentIndex: LogIndex;
  appliedTerm: Term;
  /** By a broken rule: since a snapshot came the rights of users are not known here, until one of them changes. */
  lacksRights: boolean;
  readonly disk: DiskQueue;
  /** With synchronous storage: the Ready that is being worked off. No other is taken before it is done. */
  openReady: OpenReady | undefined;
  readonly applying: ApplyQueue;
  /** The member's own time, in ms of the run: its start and a tickMs for each tick. */
  nowMs: number;
  /** How far the clock on the wall is ahead of that. */
  wallAheadMs: number;
  /** Requests so far, and read rounds: what ids are made of. */
  requestCounter: number;
  callCounter: number;
  peerCounter: number;
  programCounter: number;
  /** Calls that are not answered yet, in the order in which they came. */
  readonly calls: Map<number, Call>;
  /** Those of them that wait for neither the log nor a read index: looked at after every input. */
  readonly waiting: Set<number>;
  /** The calls whose entries are on their way, by the entry's id. In the order of proposals. */
  readonly proposals: Map<number, number>;
  readonly reads: Reads;
  /** Everybody's watches here. */
  watch: WatchHub;
  /** Those of the v2 API. */
  v2Watch: V2WatchHub;
  /** Counts only while this member leads. */
  leaseClock: LeaseClock;
  tokens: TokenStore;
  readonly tokenDice: Dice;
  readonly streams: Map<number, OpenStream>;
  /** HTTP requests that are under way. */
  readonly http: Map<number, HttpSession>;
  /** How often in a row nobody led when this member looked, and when it looks again. */
  leaderWatch: { readonly looks: number; readonly nextLookMs: number };
  readonly programs: Map<number, RunningProgram>;
  /** Connections as they have changed since the start: since when there is one, undefined where there is none. */
  readonly contacts: Map<NodeId, number | undefined>;
  /** The leader's last look at the others' stores. */
  hashCheck: HashCheck | undefined;
  /** As of the last input: a change is noticed by it. */
  lead: NodeId;
  /** When this member last became leader; before any time if it never did (etcd: leadElectedTime). */
  electedAtMs: number;
  /** What was committed when this life began: done by an earlier one. */
  readonly replayedTo: LogIndex;
  /** This member's own removal, and when the log or a peer told of it; undefined: it belongs to the cluster. */
  removal: Removal | undefined;
  /** Whether the log has told of this member's name and URLs in this life of it. */
  published: boolean;
  /** Requests for users and roles of the v2 API that are being worked off. */
  readonly v2AuthWork: Map<number, V2AuthWork>;
  /** The directories of those are known to be there (etcd: ensuredOnce). */
  isV2AuthEnsured: boolean;
  /** What the key server has taken and raft has not. */
  keyProposals: KeyProposals;
  /** What has happened in this life. */
  readonly tally: Tally;
  /** Compacts by itself, if it is to. */
  compactor: Compactor;
}

export interface Removal {
  readonly id: MemberId;
  readonly atMs: number;
}

/** What snapshots carry from member to member. */
export type ReplicatedState = Pick<
  MemberState,
  'etcd' | 'nodeIds' | 'removedIds' | 'formerIds' | 'consistentIndex'
>;

/** A Ready of synchronous storage: first its write, then its messages, then what it commits is applied, then the next. */
export interface OpenReady {
  /** Applied once the write is done, or at once where there is nothing to write. */
  readonly committed: readonly Entry[];
}

/** Committed entries on the apply thread, oldest first; their ids count up by one. */
export interface ApplyQueue {
  nextId: number;
  readonly waiting: MsgStorageApply[];
}

/** The same as plain data, for postMessage. */
interface SavedMember {
  readonly version: 2;
  readonly raft: RawNodeState;
  readonly storage: unknown;
  readonly snapshot: Uint8Array;
  readonly watch: unknown;
  readonly v2Watch: readonly V2Watcher[];
  readonly leaseClock: SavedLeaseClock;
  readonly tokens: unknown;
  readonly rest: PlainState;
}

type PlainState = Omit<
  MemberState,
  'raft' | 'storage' | 'watch' | 'v2Watch' | 'leaseClock' | 'tokens' | keyof ReplicatedState
>;

/** What of the configuration the state machine needs. */
export function etcdOptions(config: MemberConfig): EtcdOptions {
  return {
    clusterId: clusterIdOf(config),
    memberId: BigInt(config.id),
    quotaBytes: config.quotaBytes,
    keepsTombstones: keepsTombstones(config),
    maxTxnOps: config.maxTxnOps,
    minLeaseTtl: config.minLeaseTtl || leastLeaseTtl(config),
    bcryptCost: BCRYPT_COST,
    leaseCheckpoints: config.leaseCheckpoints,
  };
}

/** As its setting has it, or a broken rule. */
export function keepsTombstones(config: MemberConfig): boolean {
  return etcdRulesWith(config.brokenRules).keepsTombstones(config.keepsTombstones);
}

/** etcd: minTTL, in seconds. */
function leastLeaseTtl({ electionTicks, tickMs }: MemberConfig): number {
  return Math.ceil((Math.floor((3 * electionTicks) / 2) * tickMs) / 1000);
}

/** The least there is: a password is hashed by every member, while somebody looks on. etcd's default is 10. */
const BCRYPT_COST = 4;

export function electionTimeoutMs({ electionTicks, tickMs }: MemberConfig): number {
  return electionTicks * tickMs;
}

/** How long a call waits for the log, unless it is set (etcd: ReqTimeout): 5 s, and two elections. */
export function reqTimeoutMs(config: MemberConfig): number {
  return config.callTimeoutMs || 5000 + 2 * electionTimeoutMs(config);
}

/** A member of its own that shares what never changes. */
export function cloneState(state: MemberState): MemberState {
  const storage = state.storage.clone();
  // Not spread: an object of so many fields would get a form of its own with each copy.
  return Object.assign(clonePlain(state), {
    storage,
    raft: state.raft.clone(storage),
    etcd: state.etcd.clone(),
    nodeIds: state.nodeIds,
    removedIds: state.removedIds,
    formerIds: state.formerIds,
    consistentIndex: state.consistentIndex,
    watch: state.watch.clone(),
    v2Watch: state.v2Watch.clone(),
    leaseClock: state.leaseClock.clone(),
    tokens: state.tokens.clone(),
  });
}

export function saveState(state: MemberState): unknown {
  const saved: SavedMember = {
    version: 2,
    raft: state.raft.save(),
    storage: state.storage.save(),
    snapshot: joinPieces(encodeMemberSnapshot({ ...state, etcd: state.etcd.savePieces() })),
    watch: state.watch.save(),
    v2Watch: state.v2Watch.save(),
    leaseClock: state.leaseClock.save(),
    tokens: state.tokens.save(),
    rest: clonePlain(state),
  };
  return saved;
}

/** `saved`: what saveState gave, also after a structured clone. */
export function loadState(saved: unknown): MemberState {
  const {
    raft,
    storage: savedStorage,
    snapshot,
    watch,
    v2Watch,
    leaseClock,
    tokens,
    rest,
  } = saved as SavedMember;
  const storage = MemoryStorage.load(savedStorage);
  const config = makeRaftConfig(rest.config, storage, rest.applied);
  const { etcd, nodeIds, removedIds, formerIds, consistentIndex } = decodeMemberSnapshot(snapshot);
  return {
    ...clonePlain(rest),
    storage,
    raft: RawNode.load(raft, config),
    etcd: EtcdState.restore(etcd, etcdOptions(rest.config)),
    nodeIds,
    removedIds,
    formerIds,
    consistentIndex,
    watch: WatchHub.load(watch),
    v2Watch: V2WatchHub.load(v2Watch),
    leaseClock: LeaseClock.load(leaseClock),
    tokens: TokenStore.load(tokens),
  };
}

/** What maps hold is replaced, never changed. */
function clonePlain(state: PlainState): PlainState {
  const {
    hashCheck,
    compactor,
    keyProposals,
    isV2AuthEnsured,
    openReady,
    config,
    applied,
    appliedTerm,
    lacksRights,
    nowMs,
    wallAheadMs,
    lead,
    electedAtMs,
    published,
    replayedTo,
    removal,
    leaderWatch,
  } = state;
  const { requestCounter, callCounter, peerCounter, programCounter } = state;
  return {
    config,
    applied,
    appliedTerm,
    lacksRights,
    nowMs,
    wallAheadMs,
    lead,
    electedAtMs,
    published,
    replayedTo,
    removal,
    leaderWatch,
    compactor,
    keyProposals,
    isV2AuthEnsured,
    hashCheck,
    openReady,
    requestCounter,
    callCounter,
    peerCounter,
    programCounter,
    disk: cloneDiskQueue(state.disk),
    applying: { ...state.applying, waiting: state.applying.waiting.slice() },
    calls: new Map(state.calls),
    waiting: new Set(state.waiting),
    proposals: new Map(state.proposals),
    reads: cloneReads(state.reads),
    tokenDice: cloneDice(state.tokenDice),
    streams: new Map(state.streams),
    http: new Map(state.http),
    v2AuthWork: new Map(state.v2AuthWork),
    programs: new Map(state.programs),
    contacts: new Map(state.contacts),
    tally: cloneTally(state.tally),
  };
}
