import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goSort } from '../../../src/etcd/mvcc/go-sort.ts';

/** Values, and where Go 1.19 put the items that had them: `sort.Sort`, and `sort.Sort(sort.Reverse(...))`. */
interface Recorded {
  readonly values: readonly number[];
  readonly ascending: readonly number[];
  readonly descending: readonly number[];
}

const file = new URL('recorded/go-sort.json', import.meta.url);
const recorded = JSON.parse(readFileSync(file, 'utf8')) as readonly Recorded[];

function positions(values: readonly number[], descending: boolean): number[] {
  const items = values.map((value, at) => ({ value, at }));
  goSort(items, (a, b) => (descending ? b.value < a.value : a.value < b.value));
  return items.map(({ at }) => at);
}

describe("Go's sort", () => {
  it.each(recorded.map((one) => [one.values.length, one] as const))(
    'of %i items leaves equals where Go leaves them',
    (_, { values, ascending, descending }) => {
      expect(positions(values, false)).toEqual(ascending);
      expect(positions(values, true)).toEqual(descending);
    },
  );

  it('sorts: long runs, sorted ones, few values, and such that make it lose patience', () => {
    const values = fc.oneof(
      fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 600, size: 'max' }),
      fc.array(fc.integer(), { maxLength: 600, size: 'max' }),
      fc.integer({ min: 13, max: 900 }).map((n) => Array.from({ length: n }, (_, i) => (i * i) % 257)),
      fc.integer({ min: 13, max: 900 }).map((n) => Array.from({ length: n }, (_, i) => n - i)),
    );
    fc.assert(
      fc.property(values, (all) => {
        const sorted = positions(all, false).map((at) => all[at]);
        expect(sorted).toEqual(all.toSorted((a, b) => a - b));
        expect(new Set(positions(all, true)).size).toBe(all.length);
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});
