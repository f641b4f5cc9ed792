import { expect, it } from 'vitest';
import { byFile, byLink, byLog, checkExactness } from './exactness.ts';

/** SEEDS more journeys, longer ones, from SEED on. */
const seeds = Number(process.env['SEEDS'] ?? 30);
const first = Number(process.env['SEED'] ?? 1000);

it(
  'runs with many branches have the same fingerprints wherever they are sought, saved, linked and reopened',
  { timeout: 36_000_000 },
  async () => {
    let [branches, events] = [0, 0];
    for (let seed = first; seed < first + seeds; seed++) {
      const journey = await checkExactness(seed, 150, seed % 4 === 0 ? byFile : byLink);
      branches += journey.branches;
      events += journey.events;
    }
    // With futures that are dropped, as many again, shorter ones.
    for (let seed = 201; seed < 201 + seeds; seed++)
      branches += (await checkExactness(seed, 60, [byFile, byLink, byLog][seed % 3], 0.1)).branches;
    console.log(`${2 * seeds} journeys, ${branches} branches, ${events} events`);
    expect(branches).toBeGreaterThan(seeds);
  },
);
