import type { LogIndex, Term } from '../base/flavor.ts';
import type { ConfState, Entry, HardState, Snapshot } from './entry.ts';

/** compacted: before the first index. unavailable: after the last index. */
export type StorageError = 'compacted' | 'unavailable';

/** Where raft reads what is stable (etcd: raft.Storage, storage.go). Writes are the application's. */
export interface Storage {
  initialState(): { hardState: HardState; confState: ConfState };
  /** Entries lo..hi-1, at least one, then as many as fit in maxSize bytes of their encoded size. */
  entries(lo: LogIndex, hi: LogIndex, maxSize: number): readonly Entry[] | StorageError;
  /** Known for firstIndex()-1 .. lastIndex(). */
  term(index: LogIndex): Term | StorageError;
  lastIndex(): LogIndex;
  firstIndex(): LogIndex;
  snapshot(): Snapshot | 'snapshotTemporarilyUnavailable';
}
