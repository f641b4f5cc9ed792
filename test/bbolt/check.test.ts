import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { memorySource } from '../../src/base/byte-source.ts';
import { checkDb } from '../../src/bbolt/check.ts';
import { openDb } from '../../src/bbolt/db.ts';
import { pageUse } from '../../src/bbolt/report.ts';
import { cuts, flips } from './damage.ts';
import { plainBucket, written, writeOptions } from './plain.ts';
import { recordedFile, recordedNames, recordedTold } from './recorded.ts';
import { comparable, tell } from './tell.ts';

const ignore = (): void => undefined;

test.prop([fc.dictionary(fc.constantFrom('61', '62', '63'), plainBucket), writeOptions], { numRuns: 60 })(
  'a written file has every page in use, and nothing is wrong with it',
  (tops, how) => {
    const bytes = written(tops, how);
    const report = checkDb(openDb(memorySource('db', bytes)), ignore);
    expect(report.problems).toEqual([]);
    expect(report.free).toBe(0);
    expect(report.inUseBytes).toBe(bytes.length);
    expect(report.uses.every((use) => use !== pageUse.lost && use !== pageUse.ahead)).toBe(true);
    const inTrees = report.trees.reduce((sum, tree) => sum + tree.branches + tree.leaves + tree.overflow, 0);
    expect(inTrees + 2).toBe(report.pages);
  },
);

test.each(recordedNames)(
  'of a file of bbolt (%s) every key, value, page and problem is what bbolt says',
  (name) => {
    expect(tell(openDb(memorySource('db', recordedFile(name))))).toEqual(comparable(recordedTold(name)));
  },
);

test.each(recordedNames)(
  'a bit flipped in what holds a file together (%s) is noticed, anywhere else nothing breaks',
  (name) => {
    expect(flips(recordedFile(name), { step: 61 })).toEqual([]);
  },
);

test.each(recordedNames)('a file that is cut short (%s) is noticed', (name) => {
  expect(cuts(recordedFile(name), { step: 331 })).toEqual([]);
});

test('a bucket of the file that has lost its flag is a key where none may be', () => {
  const bytes = recordedFile('etcd-3.4');
  bytes[4 * 4096 + 16] = 0;
  const { problems } = checkDb(openDb(memorySource('db', bytes)), ignore);
  expect(problems).toEqual([
    {
      kind: 'bucket',
      page: 4,
      words: "element 0 of page 4 is a key in the file's root bucket, where only buckets may be",
      bbolt: 'nothing',
    },
  ]);
});
