import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { Monitors } from '../../src/check/monitors.ts';
import { reopenLab } from '../../src/lab/play/reopen.ts';
import { Member } from '../../src/node/member.ts';
import { labOfFragment } from '../../src/saved/link.ts';
import { linkOf } from '../../src/shrink/link.ts';
import { runRecipe, type RunRecipe } from '../../src/shrink/recipe.ts';
import { shrink, type Shrunk } from '../../src/shrink/shrink.ts';
import { faultNames } from '../../src/sim/command/faults.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { runSwarm } from '../../src/swarm/swarm-run.ts';

/** The first seed of a broken rule that breaks this property on the way. */
async function failing(rule: string, property: string): Promise<RunRecipe> {
  for (let seed = 1; seed <= 60; seed++) {
    const faults = ['kill', 'restart', 'partition', 'loss'] as const;
    const options = { seed, nodes: 5, events: 800, faults, rules: [rule], property };
    const { failure, recipe } = await runSwarm(options, Member);
    if (failure?.phase === 'safety') return recipe;
  }
  throw new Error(`${rule}: no seed of 60 breaks ${property}`);
}

async function shrunk(recipe: RunRecipe, property: string): Promise<Shrunk> {
  return present(await shrink(recipe, { factory: Member, property }), 'it is broken still');
}

describe('a run that breaks a promise', () => {
  it.each([
    ['voteTwice', 'ElectionSafety', 14, 3],
    ['commitByHalf', 'QuorumDurability', 16, 5],
  ])(
    'of %s becomes one by hand that breaks %s in at most %i steps; it is the same each time and has a link that opens it',
    async (rule, property, steps, nodes) => {
      const found = await failing(rule, property);
      const small = await shrunk(found, property);
      const { recipe, violation } = small;
      expect(small.byHand).toBe(true);
      expect(violation.property).toBe(property);
      expect(small.steps).toBeLessThanOrEqual(steps);
      expect(recipe.config.nodes).toBeLessThanOrEqual(nodes);
      const { cluster, done } = await runRecipe(recipe, { factory: Member, watcher: new Monitors() });
      expect(cluster.world.watcher.violations.map((each) => each.property)).toContain(property);
      expect(done).toEqual(recipe.steps);
      if (rule === 'voteTwice') expect(await shrunk(found, property)).toEqual(small);

      const saved = labOfFragment(await linkOf(recipe, Member, 'small'));
      const { run } = await reopenLab(saved, { host: new InProcessHost(Member), factory: Member });
      expect(run.name).toBe('small');
      const { world } = run.cluster;
      expect(world.events).toBe(violation.event);
      expect(world.watcher.violations.map((each) => each.property)).toContain(property);
    },
  );
});

describe('a run that breaks nothing', () => {
  it('is not shrunk', async () => {
    const options = { seed: 1, nodes: 3, events: 300, faults: faultNames, rules: [] };
    const { recipe } = await runSwarm(options, Member);
    expect(await shrink(recipe, { factory: Member })).toBeUndefined();
  });
});
