import type { LogIndex, Term } from '../base/flavor.ts';
import { assertWithin } from './bounds.ts';
import type { Entry, Snapshot } from './entry.ts';

/**
 * The end of the log that is not known to be on disk (etcd: unstable, log_unstable.go).
 *
 *     stable            unstable.entries
 *     ... offset-1 | offset ... offsetInProgress-1 | offsetInProgress ... last
 *                    being written                   not yet handed out
 *
 * An example, step by step (etcd works the same; terms in brackets):
 *
 *     entries 5[1] 6[1] arrive            offset 5, offsetInProgress 5       5, 6 not handed out
 *     a Ready takes them to the disk      offset 5, offsetInProgress 7       5, 6 being written
 *     7[1] arrives                        offset 5, offsetInProgress 7       7 not handed out
 *     a new leader sends 6[2]             offset 5, offsetInProgress 6       6[1] and 7[1] are forgotten, 6[2] is to be written
 *     the disk reports (6, term 1)        ignored: 6 is of term 2 now, and that one is not on disk
 *     the disk reports (6, term 2)        offset 7: the log is stable up to 6
 */
export interface Unstable {
  /** Received and not yet on disk; replaces everything before offset. Its index is then offset - 1. */
  snapshot: Snapshot | undefined;
  /** The snapshot has been handed out for writing. */
  snapshotInProgress: boolean;
  /** entries[i] has index offset + i. */
  entries: readonly Entry[];
  /** Invariant: the last stable index (or the snapshot's) + 1. So the log always ends at offset + entries.length - 1. */
  offset: LogIndex;
  /** Invariant: offset <= offsetInProgress <= offset + entries.length. */
  offsetInProgress: LogIndex;
  /** `entries` is also in the hands of somebody else (a message, a Ready): copied before it grows. */
  shared: boolean;
  /** The lowest index at which the log has been written, or cut, since somebody last took note; 0: nobody ever did; Infinity: nowhere. */
  writtenFrom: LogIndex;
}

const NO_ENTRIES: readonly Entry[] = [];

export function makeUnstable(offset: LogIndex): Unstable {
  return {
    snapshot: undefined,
    snapshotInProgress: false,
    entries: NO_ENTRIES,
    offset,
    offsetInProgress: offset,
    shared: true,
    writtenFrom: 0,
  };
}

export function cloneUnstable(unstable: Unstable): Unstable {
  unstable.shared = true;
  return {
    snapshot: unstable.snapshot,
    snapshotInProgress: unstable.snapshotInProgress,
    entries: unstable.entries,
    offset: unstable.offset,
    offsetInProgress: unstable.offsetInProgress,
    shared: true,
    writtenFrom: unstable.writtenFrom,
  };
}

/** The term at index, where the unstable part knows it. */
export function unstableTerm(unstable: Unstable, index: LogIndex): Term | undefined {
  if (index >= unstable.offset) return unstable.entries[index - unstable.offset]?.term;
  const snapshot = unstable.snapshot;
  return snapshot !== undefined && snapshot.index === index ? snapshot.term : undefined;
}

/** Entries lo..hi-1; all of them as the very array, which is from now on shared. */
export function unstableSlice(unstable: Unstable, lo: LogIndex, hi: LogIndex): readonly Entry[] {
  const from = lo - unstable.offset;
  const to = hi - unstable.offset;
  assertWithin(from, 0, to, 'an unstable slice begins in the log');
  assertWithin(to, from, unstable.entries.length, 'an unstable slice ends in the log');
  if (from > 0 || to < unstable.entries.length) return unstable.entries.slice(from, to);
  unstable.shared = true;
  return unstable.entries;
}

/** What is neither stable nor being written. */
export function nextUnstableEntries(unstable: Unstable): readonly Entry[] {
  if (!hasNextUnstableEntries(unstable)) return NO_ENTRIES;
  return unstableSlice(unstable, unstable.offsetInProgress, unstable.offset + unstable.entries.length);
}

export function hasNextUnstableEntries(unstable: Unstable): boolean {
  return unstable.offsetInProgress < unstable.offset + unstable.entries.length;
}

export function nextUnstableSnapshot(unstable: Unstable): Snapshot | undefined {
  return unstable.snapshotInProgress ? undefined : unstable.snapshot;
}

/** Everything there is has been handed out for writing. */
export function acceptInProgress(unstable: Unstable): void {
  unstable.offsetInProgress = unstable.offset + unstable.entries.length;
  if (unstable.snapshot !== undefined) unstable.snapshotInProgress = true;
}

/** (index, term) is on disk. Says nothing about an entry that has been replaced since. */
export function stableTo(unstable: Unstable, index: LogIndex, term: Term): void {
  if (index < unstable.offset || unstableTerm(unstable, index) !== term) return;
  const count = index + 1 - unstable.offset;
  if (count === unstable.entries.length) {
    unstable.entries = NO_ENTRIES;
    unstable.shared = true;
  } else {
    unstable.entries = unstable.entries.slice(count);
    unstable.shared = false;
  }
  unstable.offset = index + 1;
  if (unstable.offsetInProgress < unstable.offset) unstable.offsetInProgress = unstable.offset;
}

/** The snapshot at index is on disk. */
export function stableSnapshotTo(unstable: Unstable, index: LogIndex): void {
  if (unstable.snapshot?.index !== index) return;
  unstable.snapshot = undefined;
  unstable.snapshotInProgress = false;
}

/** The log becomes what the snapshot stands for, and nothing after it. */
export function restoreUnstable(unstable: Unstable, snapshot: Snapshot): void {
  unstable.offset = snapshot.index + 1;
  unstable.writtenFrom = Math.min(unstable.writtenFrom, unstable.offset);
  unstable.offsetInProgress = unstable.offset;
  unstable.entries = NO_ENTRIES;
  unstable.shared = true;
  unstable.snapshot = snapshot;
  unstable.snapshotInProgress = false;
}

/** The log ends with `entries`; what stood at their indexes or after is forgotten. `entries` is not changed later. */
export function truncateAndAppend(unstable: Unstable, entries: readonly Entry[]): void {
  const from = (entries[0] as Entry).index;
  const end = unstable.offset + unstable.entries.length;
  if (from < unstable.writtenFrom) unstable.writtenFrom = from;
  if (from === end) {
    appendShared(unstable, entries);
  } else if (from <= unstable.offset) {
    unstable.entries = entries;
    unstable.shared = true;
    unstable.offset = from;
    unstable.offsetInProgress = from;
  } else {
    assertWithin(from, unstable.offset, end, 'appended entries leave no gap');
    unstable.entries = unstable.entries.slice(0, from - unstable.offset).concat(entries);
    unstable.shared = false;
    if (unstable.offsetInProgress > from) unstable.offsetInProgress = from;
  }
}

function appendShared(unstable: Unstable, entries: readonly Entry[]): void {
  if (unstable.entries.length === 0) {
    unstable.entries = entries;
    unstable.shared = true;
  } else if (unstable.shared) {
    unstable.entries = unstable.entries.concat(entries);
    unstable.shared = false;
  } else {
    const own = unstable.entries as Entry[];
    for (let i = 0; i < entries.length; i++) own.push(entries[i] as Entry);
  }
}
