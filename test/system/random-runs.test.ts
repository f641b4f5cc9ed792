import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/sim/arguments.ts';
import { runWhole } from '../../src/cli/sim/run-seed.ts';
import { Member } from '../../src/node/member.ts';
import { runSwarm } from '../../src/swarm/swarm-run.ts';
import { failures } from './random-runs.ts';

/** A thousand more are in random-runs.long.ts. */
describe('seeded runs with faults', () => {
  it('keep every property, converge in the end, and no member falls (seeds 1 to 100)', async () => {
    expect(await failures(['--seeds', '1..100', '--events', '1000'])).toEqual([]);
  });

  it('do something: they commit and answer', async () => {
    const options = parseArguments(['--events', '800']);
    let [committed, answered] = [0, 0];
    for (let seed = 1; seed <= 15; seed++) {
      const report = await runWhole(seed, options);
      committed += report.committed;
      answered += report.answered;
    }
    expect(committed / 15).toBeGreaterThan(8);
    expect(answered / 15).toBeGreaterThan(5);
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
    const { firstSeed, lastSeed, faults } = parseArguments(['--seeds', seeds]);
    let found = false;
    for (let seed = firstSeed; seed <= lastSeed && !found; seed++) {
      const options = { seed, nodes: 5, events: 2500, faults, rules: [rule], property };
      found = (await runSwarm(options, Member)).failure?.property === property;
    }
    expect(found).toBe(true);
  });
});
