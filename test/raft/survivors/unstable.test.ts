import { describe, expect, it } from 'vitest';
import type { Entry, Snapshot } from '../../../src/raft/entry.ts';
import {
  acceptInProgress,
  cloneUnstable,
  makeUnstable,
  nextUnstableEntries,
  nextUnstableSnapshot,
  restoreUnstable,
  stableSnapshotTo,
  stableTo,
  truncateAndAppend,
  unstableTerm,
  type Unstable,
} from '../../../src/raft/unstable.ts';
import { confStateOf, entry } from '../core/harness.ts';

/** Entries of this term at first, first + 1, … */
function run(term: number, first: number, count: number): Entry[] {
  return Array.from({ length: count }, (_, i) => entry(term, first + i));
}

/** Entries 5, 6 and 7 of term 1, after a stable 4. */
function three(): Unstable {
  const unstable = makeUnstable(5);
  truncateAndAppend(unstable, run(1, 5, 3));
  return unstable;
}

function snapshotAt(index: number): Snapshot {
  return { index, term: 1, confState: confStateOf([1]), data: undefined };
}

function indexesOf(entries: readonly Entry[]): number[] {
  return entries.map(({ index }) => index);
}

describe('the end of the log that is not on disk', () => {
  it('does not grow the very array that it was given, wherever that one took its place', () => {
    for (const first of [5, 4, 3]) {
      const unstable = three();
      const given = run(2, first, 2);
      truncateAndAppend(unstable, given);
      truncateAndAppend(unstable, run(2, first + 2, 1));
      expect(given, `from ${first}`).toHaveLength(2);
      expect([unstable.offset, unstable.entries.length]).toEqual([first, 3]);
    }
  });

  it('does not grow what it has handed out, nor what its copy holds', () => {
    const unstable = three();
    const handedOut = nextUnstableEntries(unstable);
    const copy = cloneUnstable(unstable);
    truncateAndAppend(copy, run(1, 8, 1));
    truncateAndAppend(unstable, run(1, 8, 2));
    expect([handedOut, copy.entries, unstable.entries].map(({ length }) => length)).toEqual([3, 4, 5]);
  });

  it('hands out again what replaces entries that were being written', () => {
    const unstable = three();
    acceptInProgress(unstable);
    expect(nextUnstableEntries(unstable)).toEqual([]);
    truncateAndAppend(unstable, run(2, 6, 1));
    expect(nextUnstableEntries(unstable)).toEqual(run(2, 6, 1));
    expect(indexesOf(unstable.entries)).toEqual([5, 6]);
  });

  it('hands out only what is new when it grows while it is being written', () => {
    const unstable = three();
    acceptInProgress(unstable);
    truncateAndAppend(unstable, run(1, 8, 2));
    expect(indexesOf(nextUnstableEntries(unstable))).toEqual([8, 9]);
  });

  it('never hands out what is stable, even if it was never handed out before', () => {
    const unstable = three();
    stableTo(unstable, 6, 1);
    expect(indexesOf(nextUnstableEntries(unstable))).toEqual([7]);
    stableTo(unstable, 7, 1);
    expect(nextUnstableEntries(unstable)).toEqual([]);
    expect(unstable.offset).toBe(8);
  });

  it('is not touched by news of what has been stable for long, or has been replaced', () => {
    const unstable = three();
    stableTo(unstable, 4, 1);
    stableTo(unstable, 6, 2);
    stableTo(unstable, 9, 1);
    expect([unstable.offset, unstable.entries.length]).toEqual([5, 3]);
  });

  it('knows the term of its snapshot at its index and nowhere else', () => {
    const unstable = three();
    restoreUnstable(unstable, { ...snapshotAt(9), term: 3 });
    expect([8, 9, 10].map((index) => unstableTerm(unstable, index))).toEqual([undefined, 3, undefined]);
  });

  it('keeps a snapshot until that very one is on disk, and hears of it twice without harm', () => {
    const unstable = three();
    restoreUnstable(unstable, snapshotAt(9));
    acceptInProgress(unstable);
    expect(nextUnstableSnapshot(unstable)).toBeUndefined();
    restoreUnstable(unstable, snapshotAt(12));
    stableSnapshotTo(unstable, 9);
    expect(nextUnstableSnapshot(unstable)).toEqual(snapshotAt(12));
    for (let times = 0; times < 2; times++) stableSnapshotTo(unstable, 12);
    expect(unstable.snapshot).toBeUndefined();
  });
});
