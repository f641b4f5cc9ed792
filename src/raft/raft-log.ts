import { assert, AssertionError } from '../base/assert.ts';
import type { LogIndex, Term } from '../base/flavor.ts';
import { assertWithin } from './bounds.ts';
import type { Entry, Snapshot } from './entry.ts';
import { countWithin, entriesSize, entrySize } from './entry-size.ts';
import type { Storage } from './storage.ts';
import {
  cloneUnstable,
  makeUnstable,
  restoreUnstable,
  truncateAndAppend,
  unstableSlice,
  unstableTerm,
  type Unstable,
} from './unstable.ts';

/**
 * The log: storage up to unstable.offset - 1, unstable after it (etcd: raftLog, log.go).
 *
 *     firstIndex <= applied + 1 ... applying ... committed ... lastIndex
 *
 * An example: a follower with a snapshot up to 4 has entries 5 to 8 on its disk and 9 to 10 still in memory; it knows that 7
 * is committed, has handed 5 to 7 to the apply thread and heard that 5 is done.
 *
 *     index        4     | 5        6    7                  8    | 9    10
 *     where     snapshot | storage                               | unstable        firstIndex 5, unstable.offset 9
 *                          applied       applying, committed            lastIndex
 *
 * `committed` says nothing about this node's own disk: a leader may say that 10 is committed while 9 and 10 are still on
 * their way to it, as a quorum of the others has them.
 */
export interface RaftLog {
  readonly storage: Storage;
  readonly unstable: Unstable;
  /** Known to be on the disks of a quorum. Invariant: firstIndex - 1 <= committed <= lastIndex; never falls. */
  committed: LogIndex;
  /** Handed out to be applied. Invariant: applied <= applying <= committed. */
  applying: LogIndex;
  /** Applied by the application. Invariant: applied <= committed; never falls. */
  applied: LogIndex;
  /** The rule `appliesOnlyCommitted`; false: whatever the log has is handed out. */
  readonly appliesOnlyCommitted: boolean;
  /** Limit of applyingSize, in bytes of encoded entries. */
  readonly maxApplyingSize: number;
  /** Encoded bytes of the entries handed out and not yet applied. */
  applyingSize: number;
  /** Nothing is handed out until something has been applied. */
  applyingPaused: boolean;
}

export function makeRaftLog(storage: Storage, maxApplyingSize: number, appliesOnlyCommitted = true): RaftLog {
  const before = storage.firstIndex() - 1;
  return {
    storage,
    unstable: makeUnstable(storage.lastIndex() + 1),
    committed: before,
    applying: before,
    applied: before,
    appliesOnlyCommitted,
    maxApplyingSize,
    applyingSize: 0,
    applyingPaused: false,
  };
}

export function cloneRaftLog(log: RaftLog, storage: Storage): RaftLog {
  return {
    storage,
    unstable: cloneUnstable(log.unstable),
    committed: log.committed,
    applying: log.applying,
    applied: log.applied,
    appliesOnlyCommitted: log.appliesOnlyCommitted,
    maxApplyingSize: log.maxApplyingSize,
    applyingSize: log.applyingSize,
    applyingPaused: log.applyingPaused,
  };
}

export function firstIndex(log: RaftLog): LogIndex {
  const snapshot = log.unstable.snapshot;
  return snapshot === undefined ? log.storage.firstIndex() : snapshot.index + 1;
}

export function lastIndex(log: RaftLog): LogIndex {
  return log.unstable.offset + log.unstable.entries.length - 1;
}

export function lastTerm(log: RaftLog): Term {
  const term = termAt(log, lastIndex(log));
  assert(term !== undefined, 'the term of the last entry is known');
  return term;
}

/** The term at index, from firstIndex - 1 to lastIndex; undefined where it is compacted away or not there yet. */
export function termAt(log: RaftLog, index: LogIndex): Term | undefined {
  const unstable = unstableTerm(log.unstable, index);
  if (unstable !== undefined) return unstable;
  if (index >= log.unstable.offset || index + 1 < firstIndex(log)) return undefined;
  const term = log.storage.term(index);
  return term === 'compacted' || term === 'unavailable' ? undefined : term;
}

/** The entry at (index, term) is here: by the Log Matching Property, so is everything before it (paper 5.3). */
export function matchTerm(log: RaftLog, index: LogIndex, term: Term): boolean {
  return termAt(log, index) === term;
}

/** Entries from lo to the end, as many as fit in maxSize but at least one; undefined when lo is compacted away. */
export function entriesFrom(log: RaftLog, lo: LogIndex, maxSize: number): readonly Entry[] | undefined {
  return slice(log, lo, lastIndex(log) + 1, maxSize);
}

const NO_ENTRIES: readonly Entry[] = [];

/** Entries lo..hi-1, as many as fit in maxSize but at least one; undefined when lo is compacted away. */
export function slice(
  log: RaftLog,
  lo: LogIndex,
  hi: LogIndex,
  maxSize: number,
): readonly Entry[] | undefined {
  if (lo >= hi) return NO_ENTRIES;
  if (lo < firstIndex(log)) return undefined;
  assertWithin(hi, lo, lastIndex(log) + 1, 'a slice lies in the log');
  const { unstable } = log;
  if (lo >= unstable.offset) return unstableWithin(unstable, lo, hi, maxSize);
  const cut = Math.min(hi, unstable.offset);
  const stable = log.storage.entries(lo, cut, maxSize);
  if (stable === 'compacted') return undefined;
  assert(stable !== 'unavailable', 'entries before the unstable ones are in storage');
  if (hi <= unstable.offset || stable.length < cut - lo) return stable;
  const size = entriesSize(stable);
  const rest = unstableWithin(unstable, unstable.offset, hi, maxSize - size);
  // The one entry that is always given may be too much here, where there are others before it.
  if (size + entrySize(rest[0] as Entry) > maxSize) return stable;
  return stable.concat(rest);
}

function unstableWithin(unstable: Unstable, lo: LogIndex, hi: LogIndex, maxSize: number): readonly Entry[] {
  const count = countWithin(unstable.entries, lo - unstable.offset, hi - unstable.offset, maxSize);
  return unstableSlice(unstable, lo, lo + count);
}

/** Puts entries at their indexes, forgetting what stood there or after; the committed part is never touched. */
export function append(log: RaftLog, entries: readonly Entry[]): LogIndex {
  const first = entries[0];
  if (first === undefined) return lastIndex(log);
  assertWithin(
    first.index,
    log.committed + 1,
    lastIndex(log) + 1,
    'appended entries replace none that is committed',
  );
  truncateAndAppend(log.unstable, entries);
  return lastIndex(log);
}

/**
 * The index of the first of `entries` that this log lacks or has with another term; 0 when it has all of them.
 * The entries' indexes are consecutive.
 */
export function findConflict(log: RaftLog, entries: readonly Entry[]): LogIndex {
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i] as Entry;
    if (!matchTerm(log, entry.index, entry.term)) return entry.index;
  }
  return 0;
}

/**
 * The best guess where this log and another agree at the latest, knowing of the other only that it has `term` at
 * `index`: the largest guess <= index whose term here is <= term or not known (then reported as 0).
 *
 *     index      1 2 3 4 5 6 7 8 9
 *     leader     1 3 3 3 5 5 5 5 5       the follower reports (6, term 2): 6 to 2 cannot match, as the
 *     follower   1 1 1 1 2 2             leader's terms there are above 2; so probe at 1
 */
export function findConflictByTerm(
  log: RaftLog,
  index: LogIndex,
  term: Term,
): { index: LogIndex; term: Term } {
  for (let guess = index; guess > 0; guess--) {
    const own = termAt(log, guess);
    if (own === undefined) return { index: guess, term: 0 };
    if (own <= term) return { index: guess, term: own };
  }
  return { index: 0, term: 0 };
}

/**
 * Moves the commit index (paper 5.3). Never decreases, so an old message is harmless. A commit index beyond the log means that entries have been lost, with the disk that had them: better
 * dead than wrong, in etcd's words.
 */
export function commitTo(log: RaftLog, index: LogIndex): void {
  if (index <= log.committed) return;
  const last = lastIndex(log);
  if (index > last) {
    throw new AssertionError(
      `tocommit(${index}) is out of range [lastIndex(${last})]. Was the raft log corrupted, truncated, or lost?`,
    );
  }
  log.committed = index;
}

/** The log becomes a snapshot's. */
export function restoreLog(log: RaftLog, snapshot: Snapshot): void {
  log.committed = snapshot.index;
  restoreUnstable(log.unstable, snapshot);
}

export function hasPendingSnapshot(log: RaftLog): boolean {
  return log.unstable.snapshot !== undefined;
}

/** What is handed out already may be more than the log still has, where it was not committed. */
function appliable(log: RaftLog): LogIndex {
  return log.appliesOnlyCommitted ? log.committed : Math.max(lastIndex(log), log.applying);
}

/** How far entries may be handed out: committed, and stable unless the caller writes before it applies. */
function maxAppliableIndex(log: RaftLog, allowUnstable: boolean): LogIndex {
  const appliable = log.appliesOnlyCommitted ? log.committed : lastIndex(log);
  return allowUnstable ? appliable : Math.min(appliable, log.unstable.offset - 1);
}

export function hasNextCommittedEntries(log: RaftLog, allowUnstable: boolean): boolean {
  if (log.applyingPaused || hasPendingSnapshot(log)) return false;
  return log.applying < maxAppliableIndex(log, allowUnstable);
}

/** What can be applied now, up to maxApplyingSize over all that is being applied. */
export function nextCommittedEntries(log: RaftLog, allowUnstable: boolean): readonly Entry[] {
  if (!hasNextCommittedEntries(log, allowUnstable)) return NO_ENTRIES;
  const budget = log.maxApplyingSize - log.applyingSize;
  assert(budget > 0, 'handing out entries pauses when the limit is reached');
  const entries = slice(log, log.applying + 1, maxAppliableIndex(log, allowUnstable) + 1, budget);
  assert(entries !== undefined, 'committed entries are not compacted before they are applied');
  return entries;
}

/**
 * Entries up to index, of `size` encoded bytes, have been handed out. From here on they are the apply thread's; `applied`
 * follows when it reports. Between the two lies at most maxApplyingSize, or one entry that is larger than that alone.
 */
export function acceptApplying(log: RaftLog, index: LogIndex, size: number, allowUnstable: boolean): void {
  assertWithin(index, 0, appliable(log), 'what is being applied is committed');
  log.applying = index;
  log.applyingSize += size;
  // Fewer than there were: the next one would have gone over the limit.
  log.applyingPaused =
    log.applyingSize >= log.maxApplyingSize || index < maxAppliableIndex(log, allowUnstable);
}

/** Entries up to index, of `size` encoded bytes, have been applied. */
export function appliedTo(log: RaftLog, index: LogIndex, size: number): void {
  assertWithin(index, log.applied, appliable(log), 'what is applied is committed, and in order');
  log.applied = index;
  if (log.applying < index) log.applying = index;
  log.applyingSize = Math.max(0, log.applyingSize - size);
  log.applyingPaused = log.applyingSize >= log.maxApplyingSize;
}

/** Is there a committed, unapplied entry that `wanted` accepts? Read by pages of maxApplyingSize. */
export function someUnapplied(log: RaftLog, wanted: (entry: Entry) => boolean): boolean {
  let lo = log.applied + 1;
  while (lo <= log.committed) {
    const page = slice(log, lo, log.committed + 1, log.maxApplyingSize);
    assert(page !== undefined, 'unapplied entries are not compacted');
    if (page.some(wanted)) return true;
    lo += page.length;
  }
  return false;
}
