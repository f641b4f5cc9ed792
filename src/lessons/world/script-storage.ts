import type { LogIndex, Term } from '../../base/flavor.ts';
import type { ConfState, Entry, HardState, Snapshot } from '../../raft/entry.ts';
import type { MemoryStorage } from '../../raft/memory-storage.ts';
import type { Storage, StorageError } from '../../raft/storage.ts';

/**
 * A node's disk as raft reads it, but for one thing: a snapshot asked for in order to send it is of what the node has
 * applied by now, not the one that was kept last.
 */
export class ScriptStorage implements Storage {
  readonly #disk: MemoryStorage;
  readonly #snapshotNow: () => Snapshot;

  constructor(disk: MemoryStorage, snapshotNow: () => Snapshot) {
    this.#disk = disk;
    this.#snapshotNow = snapshotNow;
  }

  initialState(): { hardState: HardState; confState: ConfState } {
    return this.#disk.initialState();
  }

  entries(lo: LogIndex, hi: LogIndex, maxSize: number): readonly Entry[] | StorageError {
    return this.#disk.entries(lo, hi, maxSize);
  }

  term(index: LogIndex): Term | StorageError {
    return this.#disk.term(index);
  }

  lastIndex(): LogIndex {
    return this.#disk.lastIndex();
  }

  firstIndex(): LogIndex {
    return this.#disk.firstIndex();
  }

  snapshot(): Snapshot {
    return this.#snapshotNow();
  }
}
