import { expect, test } from 'vitest';
import { memorySource } from '../../src/base/byte-source.ts';
import { bucketAt, entries } from '../../src/bbolt/bucket.ts';
import { carvePages, type CarvedPage } from '../../src/bbolt/carve.ts';
import { checkDb } from '../../src/bbolt/check.ts';
import { olderDb, openDb, type Db } from '../../src/bbolt/db.ts';
import { hex } from '../../src/bbolt/hex.ts';
import { recordedFile } from './recorded.ts';

const ignore = (): void => undefined;

function carved(bytes: Uint8Array): CarvedPage[] {
  const db = openDb(memorySource('db', bytes));
  return [...carvePages(db, checkDb(db, ignore), ignore)];
}

function keys(db: Db | undefined): string[] {
  const bucket = db && bucketAt(db, 'key');
  if (db === undefined || bucket === undefined) throw new Error('there is no such bucket');
  return Array.from(entries(db, bucket), ({ key, value }) => `${hex(key)}=${hex(value)}`);
}

test('what the older meta page leads to, and the newer one does not, is found with its bucket', () => {
  const bytes = recordedFile('etcd-3.4');
  const db = openDb(memorySource('db', bytes));
  const [newer, older] = [keys(db), keys(olderDb(db))];
  // Between the two transactions came one put or none: what etcd writes beside has a transaction of its own.
  expect(newer.slice(0, older.length)).toEqual(older);
  const pages = carved(bytes);
  expect(pages.filter(({ trust }) => trust === 'older meta').length).toBeGreaterThan(0);
  for (const { page, offset, entries } of pages) {
    expect(offset).toBe(page * 4096);
    for (const { key, value } of entries) expect(newer).toContain(`${hex(key)}=${hex(value)}`);
  }
});

test('of free pages all that bbolt left is found: nothing in use is told again', () => {
  const bytes = recordedFile('random-none');
  const db = openDb(memorySource('db', bytes));
  const { uses } = checkDb(db, ignore);
  const pages = carved(bytes);
  const count = pages.reduce((sum, { entries }) => sum + entries.length, 0);
  expect({
    pages: pages.length,
    count,
    trusts: [...new Set(pages.map(({ trust }) => trust))].sort(),
  }).toMatchInlineSnapshot(`
    {
      "count": 51,
      "pages": 6,
      "trusts": [
        "older meta",
      ],
    }
  `);
  for (const { page } of pages) expect(uses[page]).toBe(6);
});

test('a leaf that lost its number is found through the branch that leads to it, a damaged element is left out', () => {
  const bytes = recordedFile('etcd-3.4');
  // Page 3 is the leaf of the bucket of keys, 30 of them.
  const unnumbered = bytes.slice();
  unnumbered[3 * 4096] = 77;
  expect(carved(unnumbered).find(({ page }) => page === 3)).toMatchObject({
    trust: 'fragment',
    entries: { length: 30 },
  });
  const torn = bytes.slice();
  // The value of element 4 reaches far out of the page.
  torn[3 * 4096 + 16 + 4 * 16 + 15] = 1;
  const fragment = carved(torn).find(({ page }) => page === 3);
  expect(fragment?.trust).toBe('fragment');
  expect(fragment?.entries.map(({ index }) => index)).toEqual(
    Array.from({ length: 30 }, (_, i) => i).filter((i) => i !== 4),
  );
});
