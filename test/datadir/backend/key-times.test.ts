import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { bucketHash } from '../../../src/datadir/backend/bucket-hash.ts';
import { keyTimesOf } from '../../../src/datadir/backend/key-times.ts';
import {
  compactionGain,
  recordBytes,
  spaceByPrefix,
  spaceOfKeys,
} from '../../../src/datadir/backend/space.ts';
import { Without } from '../../../src/datadir/backend/without.ts';
import {
  compacted,
  entriesOf,
  hex,
  histories,
  newestOf,
  recordsOf,
  seenAt,
  timesOf,
} from './naive-history.ts';

/** Of a history, a revision of it. */
const historyAndRevision = histories.chain((history) =>
  fc.tuple(fc.constant(recordsOf(history)), fc.integer({ min: 1, max: history.length + 2 })),
);

describe('every revision of a key bucket, in columns', () => {
  it('shows at each revision what a map of the same writes shows', () => {
    fc.assert(
      fc.property(historyAndRevision, ([records, revision]) => {
        const times = timesOf(records);
        const seen = [...times.at(revision)].map(
          (i) => `${hex(times.key(i))} ${times.main(i)} ${times.sub(i)}`,
        );
        const naive = seenAt(records, revision);
        expect(seen).toEqual(naive.map(({ key, main, sub }) => `${hex(key)} ${main} ${sub}`));
        expect(times.liveAt(revision)).toBe(naive.length);
        expect(times.countUpTo(revision)).toBe(records.filter(({ main }) => main <= revision).length);
      }),
    );
  });

  it('tells all that is in a record, the history of each key, and the keys of a prefix', () => {
    fc.assert(
      fc.property(histories, fc.constantFrom('', 'a', 'a/', 'b', 'b/1', 'z'), (history, prefix) => {
        const records = recordsOf(history);
        const times = timesOf(records);
        const told = records.map((record, i) => ({
          ...record,
          main: times.main(i),
          sub: times.sub(i),
          key: times.key(i),
          createRevision: times.createRevision(i),
          version: times.version(i),
          lease: times.lease(i),
          deleted: times.isTombstone(i),
        }));
        expect(told).toEqual(records);
        expect(records.map(({ value }) => value.length)).toEqual(records.map((_, i) => times.valueBytes(i)));
        const keys = [...new Set(records.map(({ key }) => hex(key)))].sort();
        for (const key of keys) {
          const own = records.flatMap((record, i) => (hex(record.key) === key ? [i] : []));
          expect(times.ofKey(new Uint8Array(Buffer.from(key, 'hex')))).toEqual(own);
        }
        const found = [...times.names.withPrefix(encodeUtf8(prefix))].map((number) =>
          hex(times.names.at(number)),
        );
        expect(found).toEqual(keys.filter((key) => key.startsWith(hex(encodeUtf8(prefix)))));
      }),
    );
  });

  it('is the same hash however far a compaction has come, and whether it keeps tombstones', () => {
    fc.assert(
      fc.property(historyAndRevision, fc.nat({ max: 40 }), fc.boolean(), ([records, at], cut, keeps) => {
        const revision = newestOf(records);
        const compactRevision = Math.min(at, revision);
        const kept = new Set(compacted(records, compactRevision, keeps));
        const half = records.filter((record, i) => kept.has(record) || i >= cut);
        const hashes = [records, half, [...kept]].map((some) =>
          bucketHash(entriesOf(some), timesOf(some), { revision, compactRevision }, 0, '3.6'),
        );
        // With no key left nothing is skipped (hash.go), so there only the end of it is the same for all.
        if (seenAt(records, revision).length === 0) return;
        expect(hashes[1]).toEqual(hashes[0]);
        expect(hashes[2]).toEqual(hashes[0]);
      }),
    );
  });

  it('passes over what is no revision, and says so', () => {
    const good = entriesOf(
      recordsOf([[{ key: 'a', value: 'x', lease: 0n }], [{ key: 'a', value: 'y', lease: 0n }]]),
    );
    const [first, second] = good;
    if (first === undefined || second === undefined) throw new Error('two entries');
    const times = keyTimesOf([
      { ...first, key: first.key.slice(1) },
      second,
      { ...first, index: 7 },
      { ...second, key: encodeUtf8('12345678-12345678'), index: 8 },
      {
        ...second,
        key: Uint8Array.from(second.key, (byte, i) => (i === 7 ? byte + 1 : byte)),
        value: second.value.slice(0, -1),
      },
    ]);
    expect(times.length).toBe(1);
    expect(times.badCount).toBe(4);
    expect(times.bad.map(({ words }) => words)).toEqual([
      "a revision takes 17 bytes, or 18 with a tombstone's mark; these are 16",
      'revision 2_0 stands behind 3_0',
      'no "_" between main and sub revision',
      expect.stringContaining('the value ends early'),
    ]);
  });

  it('takes any bytes for a record, or says what is wrong with them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (key, value) => {
        const times = keyTimesOf([{ key, value, page: 2, index: 0 }]);
        expect(times.length + times.badCount).toBe(1);
      }),
    );
  });
});

describe('a history without some of its revisions', () => {
  it('is what a store has that was never asked for them', () => {
    fc.assert(
      fc.property(
        histories,
        fc.uniqueArray(fc.integer({ min: 2, max: 12 }), { maxLength: 3 }),
        (history, without) => {
          const records = recordsOf(history);
          const entries = entriesOf(records);
          const left = new Without(timesOf(records), new Set(without));
          const kept = entries.flatMap((entry, i) => {
            const pair = left.keep(i, entry);
            return pair === undefined ? [] : [`${hex(pair.key)} ${hex(pair.value)}`];
          });
          const naive = entriesOf(recordsOf(history, new Set(without)));
          expect(kept).toEqual(naive.map(({ key, value }) => `${hex(key)} ${hex(value)}`));
          expect(left.removed + left.needless + kept.length).toBe(records.length);
        },
      ),
    );
  });
});

describe('where the bytes of a key bucket are', () => {
  it('is told to the last byte, by prefix and in all', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 0, max: 3 }), (history, most) => {
        const times = timesOf(recordsOf(history));
        const all = Array.from({ length: times.length }, (_, i) => recordBytes(times, i)).reduce(
          (a, b) => a + b,
          0,
        );
        const spent = spaceOfKeys(times);
        expect(spent.live.bytes + spent.old.bytes + spent.tombstones.bytes).toBe(all);
        expect(spent.live.records).toBe(times.liveAt(Infinity));
        const { prefixes, rest } = spaceByPrefix(times, { depth: 1, most });
        const sums = [...prefixes, rest].map(
          ({ live, old, tombstones }) => live.bytes + old.bytes + tombstones.bytes,
        );
        expect(sums.reduce((a, b) => a + b, 0)).toBe(all);
        expect(prefixes.length).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('tells what a compaction would remove', () => {
    fc.assert(
      fc.property(historyAndRevision, fc.boolean(), ([records, revision], keeps) => {
        const times = timesOf(records);
        const kept = new Set(compacted(records, revision, keeps));
        const gone = records.flatMap((record, i) => (kept.has(record) ? [] : [recordBytes(times, i)]));
        const gain = compactionGain(times, revision, keeps);
        expect(gain).toEqual({ records: gone.length, bytes: gone.reduce((a, b) => a + b, 0) });
      }),
    );
  });
});
