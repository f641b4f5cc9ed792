import type { LogIndex } from '../../../src/base/flavor.ts';
import type { ConfState, Snapshot } from '../../../src/raft/entry.ts';
import { MemoryStorage } from '../../../src/raft/memory-storage.ts';

/** The state machine of these runs is the hash of what it has applied. */
export interface App {
  applied: LogIndex;
  hash: number;
  confState: ConfState;
  /** Of the last configuration change that was applied. */
  confIndex: LogIndex;
}

/** A storage that takes a snapshot of the state machine when raft asks for one. */
export class AppStorage extends MemoryStorage {
  /** Is being made, it says then. */
  unavailable = false;
  /** Makes a snapshot of what is applied now, where that can be done. */
  refresh: () => void = () => undefined;

  override snapshot(): Snapshot | 'snapshotTemporarilyUnavailable' {
    if (this.unavailable) return 'snapshotTemporarilyUnavailable';
    this.refresh();
    return super.snapshot();
  }

  latestIndex(): LogIndex {
    const latest = super.snapshot();
    return latest === 'snapshotTemporarilyUnavailable' ? 0 : latest.index;
  }

  latestData(): Uint8Array | undefined {
    const latest = super.snapshot();
    return latest === 'snapshotTemporarilyUnavailable' ? undefined : latest.data;
  }
}

export function hashBytes(hash: number): Uint8Array {
  return Uint8Array.of(hash & 255, (hash >>> 8) & 255, (hash >>> 16) & 255, hash >>> 24);
}

export function bytesHash(bytes: Uint8Array | undefined): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes ?? [];
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}
