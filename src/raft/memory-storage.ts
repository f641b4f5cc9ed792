import type { LogIndex, Term } from '../base/flavor.ts';
import type { ConfState, Entry, HardState, Snapshot } from './entry.ts';
import type { Storage, StorageError } from './storage.ts';

/** etcd: MemoryStorage (storage.go). What has been made stable, kept in memory. */
export declare class MemoryStorage implements Storage {
  constructor(confState?: ConfState);
  initialState(): { hardState: HardState; confState: ConfState };
  entries(lo: LogIndex, hi: LogIndex, maxSize: number): readonly Entry[] | StorageError;
  term(index: LogIndex): Term | StorageError;
  lastIndex(): LogIndex;
  firstIndex(): LogIndex;
  snapshot(): Snapshot | 'snapshotTemporarilyUnavailable';
  setHardState(hardState: HardState): void;
  append(entries: readonly Entry[]): void;
  applySnapshot(snapshot: Snapshot): 'snapOutOfDate' | undefined;
  createSnapshot(
    index: LogIndex,
    confState: ConfState | undefined,
    data: Uint8Array | undefined,
  ): Snapshot | 'snapOutOfDate';
  compact(index: LogIndex): 'compacted' | undefined;
  clone(): MemoryStorage;
  save(): unknown;
  static load(state: unknown): MemoryStorage;
}
