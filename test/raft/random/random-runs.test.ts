import { describe, expect, it } from 'vitest';
import { runSeed } from './run-seed.ts';

const BLOCKS = 8;
const SEEDS_PER_BLOCK = 100;

describe('in random runs of the core', () => {
  it.each(Array.from({ length: BLOCKS }, (_, block) => 1 + block * SEEDS_PER_BLOCK))(
    'every promise holds after every step, and when all is healed everybody agrees: 100 seeds from %i on',
    (first) => {
      const sum = { committed: 0, reads: 0, changes: 0, stuck: 0 };
      for (let seed = first; seed < first + SEEDS_PER_BLOCK; seed++) {
        const { committed, reads, changes, stuck, failure } = runSeed(seed);
        expect(failure?.text).toBeUndefined();
        sum.committed += committed;
        sum.reads += reads;
        sum.changes += changes;
        sum.stuck += stuck ? 1 : 0;
      }
      // The runs are about something.
      expect(sum.committed).toBeGreaterThan(1000);
      expect(sum.reads).toBeGreaterThan(100);
      expect(sum.changes).toBeGreaterThan(100);
      expect(sum.stuck).toBeLessThan(5);
    },
  );

  it('a seed stands for one run, to the last step', () => {
    for (const seed of [3, 14, 27]) expect(runSeed(seed)).toEqual(runSeed(seed));
  });
});
