import { describe, expect, it } from 'vitest';
import { holdAgainstEachOther } from './against-naive.ts';

describe('an expression', () => {
  it.each([1, 3])('is what a naive evaluator finds in photographs of the run (seed %i)', async (seed) => {
    const passedOver = await holdAgainstEachOther(seed, 60, 110);
    expect(passedOver).toBeGreaterThan(0.1);
  });
});
