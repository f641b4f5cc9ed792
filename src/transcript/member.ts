import { present } from '../base/assert.ts';
import type { ConfState, Entry, HardState, Snapshot } from '../raft/entry.ts';
import type { RaftConfig } from '../raft/config.ts';
import { MemoryStorage } from '../raft/memory-storage.ts';
import type { MsgStorageAppend, MsgStorageApply } from '../raft/message.ts';
import { asV2, decodeConfChange } from '../raft/raftpb/conf-change.ts';
import { RawNode } from '../raft/raw-node.ts';

/** A member's storage, whose snapshot is always the newest one of the application. */
class MemberStorage extends MemoryStorage {
  readonly #newest: () => Snapshot;
  constructor(newest: () => Snapshot) {
    super();
    this.#newest = newest;
  }
  override snapshot(): Snapshot {
    return this.#newest();
  }
}

/** The texts of storage errors that a transcript can show. */
export const storageErrorText = {
  compacted: 'requested index is unavailable due to compaction',
  unavailable: 'requested entry at index is unavailable',
  snapOutOfDate: 'requested index is older than the existing snapshot',
} as const;
export type StorageErrorText = (typeof storageErrorText)[keyof typeof storageErrorText];

/** One node of a transcript: raft, what it has stored, and an application that appends what it applies. */
export class Member {
  readonly config: RaftConfig;
  readonly storage: MemoryStorage;
  /** The application's state, one snapshot an applied entry; the first is the one it was created from. */
  readonly history: Snapshot[];
  /** Asynchronous storage: what waits for the append thread and for the apply thread. */
  readonly appendWork: MsgStorageAppend[] = [];
  readonly applyWork: MsgStorageApply[] = [];
  raft: RawNode;

  /** A member of `config` starting from `snapshot`, which may be empty (index 0). */
  constructor(config: Omit<RaftConfig, 'storage'>, snapshot: Snapshot) {
    this.history = [snapshot];
    this.storage = new MemberStorage(() => this.newest());
    if (snapshot.index > 0) this.storage.applySnapshot(snapshot);
    this.config = { ...config, storage: this.storage, applied: snapshot.index };
    this.raft = new RawNode(this.config);
  }

  newest(): Snapshot {
    return present(this.history.at(-1), 'a history is never empty');
  }

  /** A new RawNode on what is stored. Whatever was queued is lost. */
  restart(): void {
    const { applied } = this.raft.status();
    this.appendWork.length = 0;
    this.applyWork.length = 0;
    this.raft = new RawNode({ ...this.config, applied });
  }

  /** Makes hard state, entries or a snapshot stable. Answers an error's text. */
  append(
    hardState: HardState | undefined,
    entries: readonly Entry[],
    snapshot: Snapshot | undefined,
  ): StorageErrorText | "can't apply snapshot and entries at the same time" | undefined {
    if (hardState !== undefined) this.storage.setHardState(hardState);
    if (snapshot === undefined) {
      this.storage.append(entries);
      return undefined;
    }
    if (entries.length > 0) return "can't apply snapshot and entries at the same time";
    return this.storage.applySnapshot(snapshot) === undefined ? undefined : storageErrorText.snapOutOfDate;
  }

  /** Applies entries: the application appends each one's data, or a configuration change's context, to its own. */
  apply(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const { confState, update } = this.#applyEntry(entry);
      const before = this.newest();
      const data = update === undefined || update.length === 0 ? before.data : concat(before.data, update);
      this.history.push({
        index: entry.index,
        term: entry.term,
        confState: confState ?? before.confState,
        data,
      });
    }
  }

  #applyEntry(entry: Entry): { confState?: ConfState; update: Uint8Array | undefined } {
    if (entry.type === 'EntryNormal') return { update: entry.data };
    const change = decodeConfChange(entry.type, entry.data);
    return { confState: this.raft.applyConfChange(change), update: asV2(change).context };
  }
}

function concat(first: Uint8Array | undefined, second: Uint8Array): Uint8Array {
  if (first === undefined) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
