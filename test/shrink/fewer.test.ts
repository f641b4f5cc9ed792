import { describe, expect, it } from 'vitest';
import { fewest } from '../../src/shrink/fewer.ts';

const numbers = Array.from({ length: 100 }, (_, i) => i);

describe('the fewest that will do', () => {
  it('are those that are needed, in their order', async () => {
    const needed = [3, 40, 41, 97];
    let tries = 0;
    const found = await fewest(numbers, (items) => {
      tries++;
      return Promise.resolve(needed.every((each) => items.includes(each)) ? items : undefined);
    });
    expect(found).toEqual(needed);
    expect(tries).toBeLessThan(100);
  });

  it('are all of them where none can be spared', async () => {
    expect(await fewest(numbers, () => Promise.resolve(undefined))).toEqual(numbers);
  });

  it('are what a try has come to, where that is fewer than what was tried', async () => {
    const found = await fewest(numbers, (items) => {
      const kept = items.filter((each) => each < 50);
      return Promise.resolve(kept.includes(7) ? kept : undefined);
    });
    expect(found).toEqual([7]);
  });
});
