import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../../src/base/utf8.ts';
import { carvePages } from '../../../src/bbolt/carve.ts';
import { checkDb } from '../../../src/bbolt/check.ts';
import { carveKeys, type CarvedRecord, type FoundPage } from '../../../src/datadir/backend/carve.ts';
import type { PlacedEntry } from '../../../src/datadir/backend/key-times.ts';
import type { KeyRecord } from '../../../src/etcd/mvcc/key-record.ts';
import { compacted, entriesOf, histories, newestOf, recordsOf } from './naive-history.ts';
import { dbOf } from './db-of.ts';
import { LINES, noTell, openRecorded } from './recorded-backend.ts';

function page(trust: FoundPage['trust'], entries: readonly PlacedEntry[]): FoundPage {
  return { trust, entries };
}

/** The first put of a key. */
function record(main: number, value: string): KeyRecord {
  const [key, bytes] = [encodeUtf8('k'), encodeUtf8(value)];
  return { main, sub: 0, key, value: bytes, createRevision: main, version: 1, lease: 0n, deleted: false };
}

function told(records: readonly CarvedRecord[]): string[] {
  return records.map(
    ({ main, sub, standing, sureness, copies }) => `${main}_${sub} ${standing} ${sureness} ${copies}`,
  );
}

describe('records in pages that the tree does not lead to', () => {
  it('are those that a compaction has removed, and no others', () => {
    fc.assert(
      fc.property(
        histories,
        fc.integer({ min: 2, max: 14 }),
        fc.integer({ min: 1, max: 5 }),
        (history, drawn, size) => {
          const records = recordsOf(history);
          const at = Math.min(drawn, newestOf(records));
          const kept = new Set(compacted(records, at, true));
          const { db, backend } = dbOf([...kept], at);
          const entries = entriesOf(records);
          const pages: FoundPage[] = [];
          for (let i = 0; i < entries.length; i += size)
            pages.push(page('free page', entries.slice(i, i + size)));
          const carved = carveKeys(db, backend, pages, noTell);
          const gone = records.filter((record) => !kept.has(record));
          expect(told(carved.records)).toEqual(
            gone.map(({ main, sub }) => `${main}_${sub} compacted likely 1`),
          );
          expect(
            carved.records.map(({ key, value, lease, deleted }) => ({ key, value, lease, deleted })),
          ).toEqual(
            gone.map(({ key, value, lease, deleted }) => ({
              key,
              value,
              lease: BigInt.asUintN(64, lease),
              deleted,
            })),
          );
          expect(carved).toMatchObject({ same: kept.size, others: 0, left: 0 });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('tell what they are to the store of today, and how sure that is', () => {
    const { db, backend } = dbOf([record(5, 'five'), record(7, 'seven')], 5);
    const pages = [
      page('fragment', entriesOf([record(3, 'three'), record(9, 'nine')])),
      page('older meta', entriesOf([record(5, 'five'), record(6, 'six')])),
      page('unreachable', entriesOf([record(7, 'another'), record(9, 'nine')])),
    ];
    const carved = carveKeys(db, backend, pages, noTell);
    expect(told(carved.records)).toEqual([
      '3_0 compacted possible 1',
      '6_0 missing committed 1',
      '7_0 conflict likely 1',
      '9_0 ahead likely 2',
    ]);
    expect(carved.same).toBe(1);
    const [, , conflict] = carved.records;
    expect(backend.times.main(conflict?.instead ?? -1)).toBe(7);
    expect(carveKeys(db, backend, pages, noTell, 1)).toMatchObject({ records: { length: 1 }, left: 4 });
  });

  it('are none where bytes are of something else', () => {
    const { db, backend } = dbOf([], -1);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.uint8Array({ maxLength: 30 }), fc.uint8Array({ maxLength: 30 }))),
        (pairs) => {
          const entries = pairs.map(([key, value], index) => ({ key, value, page: 3, index }));
          const { records, others } = carveKeys(db, backend, [page('fragment', entries)], noTell);
          expect(records).toEqual([]);
          expect(others).toBe(pairs.length);
        },
      ),
    );
  });
});

describe('what is carved from the db of a real etcd', () => {
  it('is what had been put there before the compaction', () => {
    const { db, backend } = openRecorded('3.4-compacting');
    const carved = carveKeys(db, backend, carvePages(db, checkDb(db, noTell), noTell), noTell);
    expect(carved.records.length).toBeGreaterThan(0);
    for (const { main, sub, key, value, deleted, standing } of carved.records) {
      // The story: round i writes k0, k1, k2 in turn at revision i + 2, every seventh is a delete (`record-backends.ts`).
      const round = main - 2;
      const isDelete = round % 7 === 6;
      expect({ main, sub, key: decodeUtf8(key), value: decodeUtf8(value ?? key), deleted, standing }).toEqual(
        {
          main,
          sub: 0,
          key: `k${round % 3}`,
          value: isDelete ? '' : String(round),
          deleted: isDelete,
          standing: 'compacted',
        },
      );
    }
  });

  it.each(LINES)('of %s has the values that a compaction took', (line) => {
    const { db, backend } = openRecorded(`${line}-plain`);
    const { records } = carveKeys(db, backend, carvePages(db, checkDb(db, noTell), noTell), noTell);
    const values = records.map(({ key, value }) => `${decodeUtf8(key)}: ${decodeUtf8(value ?? key)}`);
    expect(values).toEqual(
      expect.arrayContaining(['/registry/pods/default/p0: value 0', '/registry/pods/default/p1: value 5']),
    );
  });
});
