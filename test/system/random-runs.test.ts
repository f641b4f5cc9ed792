import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/sim/arguments.ts';
import { runWhole } from '../../src/cli/sim/run-seed.ts';
import { failures } from './random-runs.ts';

/** A thousand more are in random-runs.long.ts. */
describe('seeded runs with faults', () => {
  for (const [first, last] of [
    [1, 100],
    [101, 200],
  ]) {
    it(`keep every safety property, and no member falls (seeds ${first} to ${last})`, async () => {
      expect(await failures(['--seeds', `${first}..${last}`, '--events', '1200'])).toEqual([]);
    });
  }

  it('do something: they commit and answer', async () => {
    const options = parseArguments(['--events', '800']);
    let [committed, answered] = [0, 0];
    for (let seed = 1; seed <= 40; seed++) {
      const report = await runWhole(seed, options);
      committed += report.committed;
      answered += report.answered;
    }
    expect(committed / 40).toBeGreaterThan(8);
    expect(answered / 40).toBeGreaterThan(5);
  });

  it('are the same when they are run again', async () => {
    const options = parseArguments(['--events', '1000']);
    for (const seed of [1, 2, 3]) {
      const [one, again] = [await runWhole(seed, options), await runWhole(seed, options)];
      expect(again).toEqual(one);
    }
  });
});

describe('a broken rule is found', () => {
  it.each([
    ['voteTwice', '1..20', 'ElectionSafety'],
    ['ignoreLogInVote', '1..40', 'LeaderCompleteness'],
    ['commitByHalf', '1..40', 'QuorumDurability'],
  ])('%s, within seeds %s, as %s', async (rule, seeds, property) => {
    const found = await failures(['--seeds', seeds, '--events', '2500', '--rule', rule]);
    expect(found.some((failure) => failure.includes(property))).toBe(true);
  });
});
