import { present } from '../../src/base/assert.ts';

/** The middle one of the values; the higher one of two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return present(sorted[Math.floor(sorted.length / 2)], 'there are values');
}
