import { expect, it } from 'vitest';
import { askAtRandom, type Tally } from './random.ts';

it('whatever is asked in many random runs with trouble has an answer, which the record never contradicts', async () => {
  const all: Tally = new Map();
  for (let seed = 100; seed < 116; seed++) {
    const config = {
      seed,
      nodes: seed % 2 === 0 ? 3 : 5,
      bootstrap: seed % 3 === 0 ? ('etcd' as const) : ('plain' as const),
      preVote: seed % 4 !== 0,
      checkQuorum: seed % 5 !== 0,
      clientTimeoutMs: seed % 2 === 0 ? 600 : 5000,
      snapshotCount: seed % 3 === 1 ? 15 : 100,
    };
    for (const [answer, count] of await askAtRandom(config, 6000, 25))
      all.set(answer, (all.get(answer) ?? 0) + count);
  }
  expect(all.size).toBeGreaterThan(45);
});
