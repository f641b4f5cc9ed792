import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/raft/entry.ts';
import { entriesSize } from '../../../src/raft/entry-size.ts';
import { MemoryStorage } from '../../../src/raft/memory-storage.ts';
import {
  acceptApplying,
  append,
  appliedTo,
  commitTo,
  hasNextCommittedEntries,
  lastTerm,
  makeRaftLog,
  nextCommittedEntries,
  restoreLog,
  slice,
  someUnapplied,
  termAt,
  type RaftLog,
} from '../../../src/raft/raft-log.ts';
import type { StorageError } from '../../../src/raft/storage.ts';
import { confStateOf, entry, logOf, storageWith } from '../core/harness.ts';

const one = confStateOf([1]);

/** A storage that compacts, or loses, just after it has said what it holds. */
class FickleStorage extends MemoryStorage {
  failure: StorageError | undefined;

  override entries(lo: number, hi: number, maxSize: number): readonly Entry[] | StorageError {
    return this.failure ?? super.entries(lo, hi, maxSize);
  }

  override term(index: number): number | bigint | StorageError {
    return this.failure ?? super.term(index);
  }
}

function logOn(storage: MemoryStorage): RaftLog {
  return makeRaftLog(storage, Infinity);
}

describe('the log', () => {
  it('does not see what its storage has got by other ways', () => {
    const storage = storageWith(one, logOf('1 1'));
    const log = logOn(storage);
    storage.append([entry(7, 3)]);
    expect(termAt(log, 3)).toBeUndefined();
  });

  it('is a snapshot alone as soon as it is restored, whatever its storage still holds', () => {
    const log = logOn(storageWith(one, logOf('1 1 2')));
    restoreLog(log, { index: 9, term: 4, confState: one, data: undefined });
    append(log, [entry(4, 10)]);
    expect([2, 3, 8, 9, 10, 11].map((index) => termAt(log, index))).toEqual([
      undefined,
      undefined,
      undefined,
      4,
      4,
      undefined,
    ]);
    expect(slice(log, 1, 3, Infinity)).toBeUndefined();
    expect(slice(log, 10, 11, Infinity)).toEqual([entry(4, 10)]);
  });

  it('takes what its storage has compacted meanwhile as compacted', () => {
    const storage = new FickleStorage(one);
    storage.append(logOf('1 1 1'));
    const log = logOn(storage);
    storage.failure = 'compacted';
    expect(termAt(log, 2)).toBeUndefined();
    expect(slice(log, 1, 3, Infinity)).toBeUndefined();
  });

  it('breaks an assertion when its storage lacks what it said it has', () => {
    const storage = new FickleStorage(one);
    storage.append(logOf('1 1 1'));
    const log = logOn(storage);
    storage.failure = 'unavailable';
    expect(termAt(log, 2)).toBeUndefined();
    expect(() => lastTerm(log)).toThrow(/the term of the last entry/);
    expect(() => slice(log, 1, 3, Infinity)).toThrow(/are in storage/);
  });

  it('hands nothing out to be applied when it may hold nothing that is being applied', () => {
    const log = makeRaftLog(storageWith(one, logOf('1')), 0);
    commitTo(log, 1);
    expect(() => nextCommittedEntries(log, true)).toThrow(/limit is reached/);
  });

  it('breaks an assertion when committed entries are compacted before they are applied', () => {
    const storage = storageWith(one, logOf('1 1 1'));
    const log = logOn(storage);
    commitTo(log, 3);
    storage.compact(2);
    expect(() => nextCommittedEntries(log, true)).toThrow(/before they are applied/);
    expect(() => someUnapplied(log, () => true)).toThrow(/unapplied entries are not compacted/);
  });

  it('hands out no more once the next entry would go over what may be under way', () => {
    const log = makeRaftLog(
      storageWith(
        one,
        [1, 2, 3].map((index) => entry(1, index, 'abcd')),
      ),
      25,
    );
    commitTo(log, 3);
    const first = nextCommittedEntries(log, true);
    expect(first).toHaveLength(2);
    acceptApplying(log, 2, entriesSize(first), true);
    expect(hasNextCommittedEntries(log, true)).toBe(false);
    appliedTo(log, 2, entriesSize(first));
    expect(nextCommittedEntries(log, true)).toHaveLength(1);
  });

  it('gives what fits of both its parts, to the byte', () => {
    const log = logOn(storageWith(one, [entry(1, 1, 'abcd'), entry(1, 2, 'abcd')]));
    append(log, [entry(1, 3, 'abcd'), entry(1, 4, 'abcd')]);
    const size = 10;
    for (const [maxSize, count] of [
      [0, 1],
      [2 * size - 1, 1],
      [2 * size, 2],
      [2 * size + 1, 2],
      [3 * size - 1, 2],
      [3 * size, 3],
      [4 * size, 4],
    ] as const)
      expect(slice(log, 1, 5, maxSize), `${maxSize} bytes`).toHaveLength(count);
  });
});
