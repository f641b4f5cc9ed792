import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/raft/entry.ts';
import { countWithin, entriesSize, entrySize } from '../../../src/raft/entry-size.ts';
import { encodeEntry } from '../../../src/raft/raftpb/entry.ts';
import { MemoryStorage } from '../../../src/raft/memory-storage.ts';
import {
  acceptApplying,
  append,
  appliedTo,
  commitTo,
  entriesFrom,
  findConflict,
  findConflictByTerm,
  firstIndex,
  hasNextCommittedEntries,
  lastIndex,
  lastTerm,
  makeRaftLog,
  nextCommittedEntries,
  restoreLog,
  slice,
  termAt,
  type RaftLog,
} from '../../../src/raft/raft-log.ts';
import {
  acceptInProgress,
  nextUnstableEntries,
  nextUnstableSnapshot,
  stableSnapshotTo,
  stableTo,
} from '../../../src/raft/unstable.ts';
import { confStateOf, entry } from './harness.ts';
import { SEEDED } from './seeded.ts';

const conf = confStateOf([1]);

/** The log as a list of all entries since the beginning, and where the snapshot ends. */
interface Model {
  entries: Entry[];
  base: number;
  baseTerm: number;
  term: number;
}

/** A log on its storage, as a node drives it: entries are written in order, and acknowledged in order. */
interface Real {
  readonly log: RaftLog;
  readonly storage: MemoryStorage;
  /** Writes handed out and not yet done: of which term, up to which entry. */
  writes: { entries: readonly Entry[]; term: number; index: number; logTerm: number; at: number }[];
}

type Step =
  | { type: 'append'; back: number; count: number; bump: boolean }
  | { type: 'handOut' }
  | { type: 'writeDone' }
  | { type: 'commit'; share: number }
  | { type: 'apply' }
  | { type: 'compact' }
  | { type: 'restore'; ahead: number };

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('append' as const),
        back: fc.nat(4),
        count: fc.integer({ min: 1, max: 4 }),
        bump: fc.boolean(),
      }),
    },
    { weight: 4, arbitrary: fc.constant({ type: 'handOut' as const }) },
    { weight: 4, arbitrary: fc.constant({ type: 'writeDone' as const }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('commit' as const), share: fc.nat(100) }) },
    { weight: 2, arbitrary: fc.constant({ type: 'apply' as const }) },
    { weight: 1, arbitrary: fc.constant({ type: 'compact' as const }) },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('restore' as const), ahead: fc.integer({ min: 1, max: 3 }) }),
    },
  ),
  { maxLength: 60 },
);

function lastOf(model: Model): number {
  return model.base + model.entries.length;
}

function doStep(step: Step, real: Real, model: Model): void {
  const { log } = real;
  switch (step.type) {
    case 'append': {
      if (step.bump) model.term++;
      const from = Math.max(log.committed, lastOf(model) - step.back) + 1;
      const added = Array.from({ length: step.count }, (_, i) =>
        entry(model.term, from + i, `${model.term}/${from + i}`),
      );
      model.entries = [...model.entries.slice(0, from - 1 - model.base), ...added];
      expect(append(log, added)).toBe(from + step.count - 1);
      break;
    }
    case 'handOut': {
      const entries = nextUnstableEntries(log.unstable);
      if (nextUnstableSnapshot(log.unstable) !== undefined || log.unstable.snapshot !== undefined) break;
      if (log.unstable.entries.length > 0)
        real.writes.push({
          entries,
          term: model.term,
          index: lastIndex(log),
          logTerm: lastTerm(log) as number,
          at: 0,
        });
      acceptInProgress(log.unstable);
      break;
    }
    case 'writeDone': {
      const write = real.writes.shift();
      if (write === undefined) break;
      real.storage.append(write.entries);
      if (write.term === model.term) stableTo(log.unstable, write.index, write.logTerm);
      break;
    }
    case 'commit':
      commitTo(log, log.committed + Math.floor(((lastOf(model) - log.committed) * step.share) / 100));
      break;
    case 'apply': {
      const entries = nextCommittedEntries(log, false);
      const last = entries.at(-1);
      if (last === undefined) break;
      acceptApplying(log, last.index, entriesSize(entries), false);
      appliedTo(log, last.index, entriesSize(entries));
      break;
    }
    case 'compact': {
      const to = Math.min(log.applied, log.unstable.offset - 1);
      if (to <= model.base || real.writes.length > 0) break;
      model.baseTerm = model.entries[to - model.base - 1]?.term as number;
      model.entries = model.entries.slice(to - model.base);
      model.base = to;
      real.storage.compact(to);
      break;
    }
    case 'restore': {
      if (real.writes.length > 0) break;
      const index = lastOf(model) + step.ahead;
      const snapshot = { index, term: model.term, confState: conf, data: undefined };
      restoreLog(log, snapshot);
      expect(firstIndex(log)).toBe(index + 1);
      expect(termAt(log, index)).toBe(model.term);
      expect(hasNextCommittedEntries(log, true)).toBe(false);
      acceptInProgress(log.unstable);
      real.storage.applySnapshot(snapshot);
      stableSnapshotTo(log.unstable, index);
      appliedTo(log, index, 0);
      Object.assign(model, { entries: [], base: index, baseTerm: model.term });
      break;
    }
  }
}

function compare({ log }: Real, model: Model): void {
  expect(firstIndex(log)).toBe(model.base + 1);
  expect(lastIndex(log)).toBe(lastOf(model));
  expect(entriesFrom(log, model.base + 1, Infinity)).toEqual(model.entries);
  expect(termAt(log, model.base)).toBe(model.base === 0 ? 0 : model.baseTerm);
  expect(termAt(log, model.base - 1)).toBeUndefined();
  expect(termAt(log, lastOf(model) + 1)).toBeUndefined();
  for (const one of model.entries) expect(termAt(log, one.index)).toBe(one.term);
}

/** A log whose terms rise by these steps, of which the first `stable` are in storage. */
function logWith(rises: readonly number[], stable: number): { log: RaftLog; entries: Entry[] } {
  let term = 1;
  const entries = rises.map((rise, i) => entry((term += rise), i + 1, 'x'.repeat(i % 5)));
  const storage = new MemoryStorage(conf);
  storage.append(entries.slice(0, stable));
  const log = makeRaftLog(storage, Infinity);
  append(log, entries.slice(stable));
  return { log, entries };
}

describe('the log', () => {
  test.prop([steps], SEEDED)(
    'holds what a plain list of entries holds, through any sequence of operations',
    (sequence) => {
      const storage = new MemoryStorage(conf);
      const real: Real = { log: makeRaftLog(storage, Infinity), storage, writes: [] };
      const model: Model = { entries: [], base: 0, baseTerm: 0, term: 1 };
      for (const step of sequence) {
        doStep(step, real, model);
        compare(real, model);
      }
    },
  );

  const logs = fc.tuple(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 12 }), fc.nat(12), fc.nat(12));

  test.prop([logs, fc.nat(60)], SEEDED)(
    'gives any slice within a size, at least one entry',
    ([rises, stable, lo], maxSize) => {
      const { log, entries } = logWith(rises, stable);
      for (let hi = lo; hi <= entries.length; hi++) {
        if (lo < 1 || lo > hi) continue;
        const all = entries.slice(lo - 1, hi - 1);
        let fitting = all.length;
        while (fitting > 1 && entriesSize(all.slice(0, fitting)) > maxSize) fitting--;
        expect(slice(log, lo, hi, maxSize)).toEqual(all.slice(0, fitting));
      }
    },
  );

  test.prop([logs, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 5 })], SEEDED)(
    'finds the first entry that it lacks or has with another term',
    ([rises, stable, at], theirs) => {
      const { log, entries } = logWith(rises, stable);
      const first = Math.min(at, entries.length) + 1;
      let term = 1;
      const offered = theirs.map((rise, i) => entry((term += rise), first + i));
      const naive = offered.find((one) => entries[one.index - 1]?.term !== one.term)?.index ?? 0;
      expect(findConflict(log, offered)).toBe(naive);
    },
  );

  test.prop([logs, fc.integer({ min: 0, max: 30 })], SEEDED)(
    'guesses the last index where another log with a given term could agree',
    ([rises, stable, at], term) => {
      const { log, entries } = logWith(rises, stable);
      const from = Math.min(at, entries.length);
      let naive = from;
      while (naive > 0 && (entries[naive - 1]?.term as number) > term) naive--;
      expect(findConflictByTerm(log, from, term)).toEqual({
        index: naive,
        term: naive === 0 ? 0 : entries[naive - 1]?.term,
      });
    },
  );

  it('says nothing of terms it does not know when it guesses', () => {
    const storage = new MemoryStorage(conf);
    storage.applySnapshot({ index: 5, term: 3, confState: conf, data: undefined });
    storage.append([entry(4, 6), entry(5, 7)]);
    const log = makeRaftLog(storage, Infinity);
    expect(findConflictByTerm(log, 7, 3)).toEqual({ index: 5, term: 3 });
    expect(findConflictByTerm(log, 7, 2)).toEqual({ index: 4, term: 0 });
    expect(findConflictByTerm(log, 9, 2)).toEqual({ index: 9, term: 0 });
  });

  it('refuses what would break it', () => {
    const storage = new MemoryStorage(conf);
    storage.append([entry(1, 1), entry(1, 2)]);
    const log = makeRaftLog(storage, Infinity);
    commitTo(log, 2);
    expect(() => append(log, [entry(2, 2)])).toThrow(/replace none that is committed/);
    expect(() => append(log, [entry(2, 4)])).toThrow(/out of range/);
    expect(() => commitTo(log, 3)).toThrow(/is out of range \[lastIndex\(\d+\)\]/);
    expect(() => acceptApplying(log, 3, 0, true)).toThrow(/being applied is committed/);
    expect(() => appliedTo(log, 3, 0)).toThrow(/applied is committed/);
    expect(() => slice(log, 1, 9, Infinity)).toThrow(/lies in the log/);
    expect(slice(log, 0, 2, Infinity)).toBeUndefined();
    commitTo(log, 1);
    expect(log.committed).toBe(2);
  });

  it('does not hand out more than the limit over all applies that are outstanding', () => {
    const storage = new MemoryStorage(conf);
    const entries = [1, 2, 3, 4, 5].map((index) => entry(1, index, 'x'.repeat(10)));
    storage.append(entries);
    const size = entrySize(entries[0] as Entry);
    const log = makeRaftLog(storage, 2 * size);
    commitTo(log, 5);
    const handOut = (): number[] => {
      const next = nextCommittedEntries(log, true);
      const last = next.at(-1);
      if (last !== undefined) acceptApplying(log, last.index, entriesSize(next), true);
      return next.map(({ index }) => index);
    };
    expect(handOut()).toEqual([1, 2]);
    expect(handOut()).toEqual([]);
    appliedTo(log, 1, size);
    expect(handOut()).toEqual([3]);
    appliedTo(log, 3, 2 * size);
    expect(handOut()).toEqual([4, 5]);
  });
});

describe('the size of an entry', () => {
  const anyEntry = fc.record({
    type: fc.constantFrom('EntryNormal' as const, 'EntryConfChange' as const, 'EntryConfChangeV2' as const),
    term: fc.oneof(fc.nat(300), fc.maxSafeNat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n })),
    index: fc.oneof(fc.nat(300), fc.maxSafeNat()),
    data: fc.option(fc.uint8Array({ maxLength: 200 }), { nil: undefined }),
  });

  test.prop([anyEntry], SEEDED)('is that of its protobuf bytes where every field is present', (one) => {
    // Zero terms and indexes are on the wire too in etcd's newest form; the codec leaves no other choice open.
    fc.pre(one.term !== 0 && one.index !== 0);
    expect(entrySize(one)).toBe(encodeEntry(one).length);
  });

  it('counts how many of a list fit: always one, and all without a limit', () => {
    const list = [entry(1, 1, 'aaaa'), entry(1, 2, 'aaaa'), entry(1, 3, 'aaaa')];
    const one = entrySize(list[0] as Entry);
    expect([0, one, 2 * one - 1, 2 * one, Infinity].map((max) => countWithin(list, 0, 3, max))).toEqual([
      1, 1, 1, 2, 3,
    ]);
    expect(countWithin(list, 1, 1, 0)).toBe(0);
  });
});
