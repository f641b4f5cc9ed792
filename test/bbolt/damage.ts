import { drawInt, makeDice } from '../../src/base/random.ts';
import { memorySource } from '../../src/base/byte-source.ts';
import { buckets, entries } from '../../src/bbolt/bucket.ts';
import { carvePages } from '../../src/bbolt/carve.ts';
import { checkDb } from '../../src/bbolt/check.ts';
import { DbError } from '../../src/bbolt/db-error.ts';
import { openDb, type Bucket, type Db } from '../../src/bbolt/db.ts';
import { structureOf } from './structure.ts';

const ignore = (): void => undefined;

/** What is said of a file; whatever else is thrown is a failure. */
export function verdict(bytes: Uint8Array): 'refused' | 'problems' | 'clean' {
  let db: Db;
  try {
    db = openDb(memorySource('db', bytes));
  } catch (error) {
    if (error instanceof DbError) return 'refused';
    throw error;
  }
  const report = checkDb(db, ignore);
  readAll(db, db.root, 0);
  for (const { entries } of carvePages(db, report, ignore)) {
    if (entries.length > bytes.length) throw new Error('more elements than bytes');
  }
  return report.problems.length === 0 ? 'clean' : 'problems';
}

/** Everything that can be read, in spite of damage. */
function readAll(db: Db, bucket: Bucket, depth: number): void {
  try {
    for (const { key, value } of entries(db, bucket, undefined, ignore)) {
      if (key.length > db.size || value.length > db.size) throw new Error('more than the file has');
    }
    if (depth === 4) return;
    for (const { bucket: inner } of buckets(db, bucket, ignore)) readAll(db, inner, depth + 1);
  } catch (error) {
    if (!(error instanceof DbError)) throw error;
  }
}

/** Every `step`th byte of the pages in use or free with one bit flipped (`bits`: with each of its bits): those where the verdict is wrong. */
export function flips(bytes: Uint8Array, { step, bits = 1 }: { step: number; bits?: 1 | 8 }): string[] {
  const wrong: string[] = [];
  const holds = structureOf(bytes);
  const dice = makeDice(14);
  const { pageSize, meta } = openDb(memorySource('db', bytes));
  // From the high water mark on nothing has been written.
  const end = meta.pages * pageSize;
  for (let at = drawInt(dice, 0, step - 1); at < end; at += step) {
    for (let i = 0; i < bits; i++) {
      const bit = bits === 8 ? i : drawInt(dice, 0, 7);
      const flipped = bytes.slice();
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      try {
        const said = verdict(flipped);
        if (holds[at] === 1 && said === 'clean') wrong.push(`byte ${at}, bit ${bit}: clean`);
      } catch (error) {
        wrong.push(`byte ${at}, bit ${bit}: ${String(error)}`);
      }
    }
  }
  return wrong;
}

/** The file cut to every `step`th length: those where the verdict is wrong. */
export function cuts(bytes: Uint8Array, { step }: { step: number }): string[] {
  const wrong: string[] = [];
  const { pageSize, meta } = openDb(memorySource('db', bytes));
  for (let length = 0; length <= bytes.length; length += step) {
    const isWhole = length >= meta.pages * pageSize;
    try {
      const said = verdict(bytes.slice(0, length));
      if ((said === 'clean') !== isWhole) wrong.push(`length ${length}: ${said}`);
    } catch (error) {
      wrong.push(`length ${length}: ${String(error)}`);
    }
  }
  return wrong;
}
