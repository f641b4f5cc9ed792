import type { LogIndex, Term } from '../base/flavor.ts';
import { KvStore } from '../etcd/mvcc/kv-store.ts';
import { MemoryStorage } from '../raft/memory-storage.ts';
import type { MsgStorageApply } from '../raft/message.ts';
import { RawNode, type RawNodeState } from '../raft/raw-node.ts';
import { cloneDiskQueue, type DiskQueue } from './disk-queue.ts';
import type { MemberConfig } from './io.ts';
import { makeRaftConfig } from './raft-config.ts';
import { cloneReads, type Reads } from './reads.ts';

/** Everything a member knows while it lives. Only the disk's part of it outlives the member. */
export interface MemberState {
  readonly config: MemberConfig;
  readonly raft: RawNode;
  /** What has been synced: raft's Storage. Written only when a write is done. */
  readonly storage: MemoryStorage;
  /** The state machine after the entries up to `applied`. */
  store: KvStore;
  /** Of the last entry in the store. Never falls; raft's applied index lags behind it at most within one input. */
  applied: LogIndex;
  appliedTerm: Term;
  readonly disk: DiskQueue;
  readonly applying: ApplyQueue;
  /** Requests so far, and read rounds: what ids are made of. */
  requestCounter: number;
  /** Clients who wait for their entry to be applied here: the entry's id to the request. In the order of proposals. */
  readonly proposals: Map<number, number>;
  readonly reads: Reads;
}

/** Committed entries on the apply thread, oldest first; their ids count up by one. */
export interface ApplyQueue {
  nextId: number;
  waiting: readonly MsgStorageApply[];
}

/** The same as plain data, for postMessage. */
interface SavedMember {
  readonly version: 1;
  readonly raft: RawNodeState;
  readonly storage: unknown;
  readonly store: Uint8Array;
  readonly rest: PlainState;
}

type PlainState = Pick<
  MemberState,
  'config' | 'applied' | 'appliedTerm' | 'disk' | 'applying' | 'requestCounter' | 'proposals' | 'reads'
>;

/** A member of its own that shares what never changes. */
export function cloneState(state: MemberState): MemberState {
  const storage = state.storage.clone();
  return { ...clonePlain(state), storage, raft: state.raft.clone(storage), store: state.store.clone() };
}

export function saveState(state: MemberState): unknown {
  const saved: SavedMember = {
    version: 1,
    raft: state.raft.save(),
    storage: state.storage.save(),
    store: state.store.save(),
    rest: clonePlain(state),
  };
  return saved;
}

/** `saved`: what saveState gave, also after a structured clone. */
export function loadState(saved: unknown): MemberState {
  const { raft, storage: savedStorage, store, rest } = saved as SavedMember;
  const storage = MemoryStorage.load(savedStorage);
  const config = makeRaftConfig(rest.config, storage, rest.applied);
  return { ...clonePlain(rest), storage, raft: RawNode.load(raft, config), store: KvStore.restore(store) };
}

function clonePlain(state: PlainState): PlainState {
  return {
    config: state.config,
    applied: state.applied,
    appliedTerm: state.appliedTerm,
    disk: cloneDiskQueue(state.disk),
    applying: { ...state.applying },
    requestCounter: state.requestCounter,
    proposals: new Map(state.proposals),
    reads: cloneReads(state.reads),
  };
}
