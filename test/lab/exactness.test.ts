import { expect, it } from 'vitest';
import { byFile, byLink, checkExactness } from './exactness.ts';

it('a run with branches has the same fingerprints wherever it is sought, saved, linked and reopened', async () => {
  let [branches, commands] = [0, 0];
  for (let seed = 1; seed <= 4; seed++) {
    const journey = await checkExactness(seed, 60, seed % 3 === 0 ? byFile : byLink);
    branches += journey.branches;
    commands += journey.commands;
  }
  expect(branches).toBeGreaterThan(10);
  expect(commands).toBeGreaterThan(100);
});
