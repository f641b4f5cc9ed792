import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/sim/arguments.ts';
import { runSeed } from '../../src/cli/sim/run-seed.ts';

/** Seeds that fail with these options, with what went wrong. */
async function failures(args: readonly string[]): Promise<string[]> {
  const options = parseArguments(args);
  const found: string[] = [];
  for (let seed = options.firstSeed; seed <= options.lastSeed; seed++) {
    const { failure } = await runSeed(seed, options);
    if (failure !== undefined) found.push(`seed ${seed}: ${failure}`);
  }
  return found;
}

describe('a thousand seeded runs with faults', () => {
  for (const [first, last] of [
    [1, 250],
    [251, 500],
    [501, 750],
    [751, 1000],
  ]) {
    it(`keep every safety property, and no member falls (seeds ${first} to ${last})`, async () => {
      expect(await failures(['--seeds', `${first}..${last}`, '--events', '1200'])).toEqual([]);
    });
  }

  it('do something: they commit and answer', async () => {
    const options = parseArguments(['--events', '800']);
    let [committed, answered] = [0, 0];
    for (let seed = 1; seed <= 40; seed++) {
      const report = await runSeed(seed, options);
      committed += report.committed;
      answered += report.answered;
    }
    expect(committed / 40).toBeGreaterThan(8);
    expect(answered / 40).toBeGreaterThan(5);
  });

  it('are the same when they are run again', async () => {
    const options = parseArguments(['--events', '1000']);
    for (const seed of [1, 2, 3]) {
      const [one, again] = [await runSeed(seed, options), await runSeed(seed, options)];
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
