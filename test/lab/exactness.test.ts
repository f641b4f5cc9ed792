import { expect, it } from 'vitest';
import { byFile, byLink, byLog, checkExactness } from './exactness.ts';

it('a run with branches has the same fingerprints wherever it is sought, saved, linked and reopened', async () => {
  let [branches, commands] = [0, 0];
  for (let seed = 2; seed <= 3; seed++) {
    const journey = await checkExactness(seed, 40, seed % 3 === 0 ? byFile : byLink);
    branches += journey.branches;
    commands += journey.commands;
  }
  expect(branches).toBeGreaterThan(5);
  expect(commands).toBeGreaterThan(20);
});

it('a run whose futures are dropped, also to where branches grow out of them and before it, is saved exactly', async () => {
  let branches = 0;
  for (let seed = 201; seed <= 203; seed++) {
    branches += (await checkExactness(seed, 35, [byFile, byLink, byLog][seed % 3], 0.1)).branches;
  }
  expect(branches).toBeGreaterThan(4);
});
