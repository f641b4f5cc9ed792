import { describe, expect, it } from 'vitest';
import { Member } from '../../src/node/member.ts';
import { faultNames } from '../../src/sim/command/faults.ts';
import { Monitors } from '../../src/check/monitors.ts';
import { runRecipe } from '../../src/shrink/recipe.ts';
import { runSwarm } from '../../src/swarm/swarm-run.ts';

/** Seeds that once failed, and why. The faults are so many of those there are now: those there were then. */
const KEPT = [
  {
    seed: 1171,
    nodes: 5,
    events: 5000,
    faults: 14,
    why: 'two disks still had 81 writes of half a second each in their queues when the calm began, which is not calm yet',
  },
  {
    seed: 6981,
    nodes: 5,
    events: 5000,
    faults: 26,
    why: 'answers to an old leader left when a newer one had put others in the place of what they were for, before it was on disk',
  },
  {
    seed: 7918,
    nodes: 5,
    events: 5000,
    faults: 26,
    why: 'one of three could win an election, and ten times another timer ran out first',
  },
  {
    seed: 5115,
    nodes: 5,
    events: 5000,
    faults: 26,
    why: 'a leader that did not know that it was deposed renewed a lease that the others had ended, which etcd 3.4.23 does',
  },
];

describe('seeds that once failed', () => {
  it.each(KEPT)('seed $seed passes: $why', async ({ seed, nodes, events, faults }) => {
    const { failure, judgedLive } = await runSwarm(
      { seed, nodes, events, faults: faultNames.slice(0, faults), rules: [] },
      Member,
    );
    expect(failure).toBeUndefined();
    expect(judgedLive).toBe(true);
  });
});

describe('the recipe of a run', () => {
  it('makes the very same run', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const options = { seed, nodes: 5, events: 600, faults: faultNames, rules: [] };
      const { recipe, hash } = await runSwarm(options, Member);
      const { cluster, done } = await runRecipe(recipe, { factory: Member, watcher: new Monitors() });
      expect([cluster.world.hash.hex(), done.length]).toEqual([hash, recipe.steps.length]);
    }
  });
});
