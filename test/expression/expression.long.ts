import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';
import { holdAgainstEachOther } from './against-naive.ts';

describe('the language of conditions, for long', () => {
  it('reads nine million characters more without a crash', { timeout: 300_000 }, () => {
    const { meant, texts } = fuzz(2, 9_000_000);
    expect(meant).toBeGreaterThan(texts / 20);
  });

  it('gives what a naive evaluator finds, in 40 more runs', { timeout: 300_000 }, async () => {
    for (let seed = 10; seed < 50; seed++) await holdAgainstEachOther(seed, 60, 300);
  });
});
