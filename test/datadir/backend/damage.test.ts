import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { gunzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import { memorySource } from '../../../src/base/byte-source.ts';
import { DbError } from '../../../src/bbolt/db-error.ts';
import { openDb } from '../../../src/bbolt/db.ts';
import { readBackend } from '../../../src/datadir/backend/backend.ts';
import { bucketEntries } from '../../../src/datadir/backend/buckets.ts';
import { flipped, takeDamaged } from './damage.ts';
import { dbOf } from './db-of.ts';
import { recordsOf } from './naive-history.ts';
import { noTell } from './recorded-backend.ts';

const bytes = gunzipSync(readFileSync(new URL('recorded/3.7-compacting.db.gz', import.meta.url)));

describe('a damaged db', () => {
  it('is read, complained about, or refused with words, whatever byte is flipped', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.constantFrom(1, 0x80, 0xff), (at, bits) => {
        seen.add(takeDamaged(flipped(bytes, at, bits)));
      }),
      { numRuns: 400 },
    );
    expect(seen.has('whole')).toBe(true);
  });

  it('that seems to hold more than it has is read no further', () => {
    const records = recordsOf(
      Array.from({ length: 40 }, (_, i) => [{ key: `${i}`, value: 'v'.repeat(60), lease: 0n }]),
    );
    const { db } = dbOf(records);
    const { page } = present([...bucketEntries(db, 'key')].at(0), 'an entry');
    const copy = db.source.read(0, db.size).slice();
    const view = new DataView(copy.buffer);
    for (let index = 0; index < view.getUint16(page * db.pageSize + 10, true); index++) {
      // Each element's value reaches to the end of the page.
      const element = 16 + 16 * index;
      const keyEnd = element + view.getUint32(page * db.pageSize + element + 4, true) + 17;
      view.setUint32(page * db.pageSize + element + 12, db.pageSize - keyEnd, true);
    }
    const damaged = openDb(memorySource('damaged.db', copy));
    const { problems } = readBackend(damaged, noTell);
    expect(problems.map(({ words }) => words)).toContainEqual(
      expect.stringMatching(/^the elements up to \d+ of page \d+ have more bytes than the file/),
    );
    expect(() => [...bucketEntries(damaged, 'key')]).toThrow(DbError);
  });

  it('is read, complained about, or refused with words, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), (length) => {
        takeDamaged(bytes.subarray(0, length));
      }),
      { numRuns: 200 },
    );
    expect(takeDamaged(bytes)).toBe('whole');
    expect(takeDamaged(bytes.subarray(0, 100))).toBe('refused');
  });
});
