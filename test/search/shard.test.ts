import { describe, expect, it } from 'vitest';
import { defaultBounds, freshSetup, plainSettings, type Bounds } from '../../src/model/setup.ts';
import { defaultLimits, type SearchPlan } from '../../src/search/plan.ts';
import { checked } from '../../src/search/schedule.ts';
import { searchAll } from '../../src/search/search.ts';
import { Shard, type StateBatch } from '../../src/search/shard.ts';
import type { ModelAction } from '../../src/model/action.ts';

function planOf(rules: readonly string[], bounds: Partial<Bounds>): SearchPlan {
  return {
    setup: freshSetup(3, { ...plainSettings, brokenRules: rules }),
    bounds: { ...defaultBounds, ...bounds },
    goal: { type: 'violation' },
    strategy: 'breadth',
    limits: defaultLimits,
    seed: 1,
  };
}

/** All shards in this thread, level by level; batches arrive in the order given by `late`. */
function together(plan: SearchPlan, count: number): { states: number; actions: ModelAction[] | undefined } {
  const shards = Array.from({ length: count }, (_, i) => new Shard(plan, i, count));
  const batches: { to: number; batch: StateBatch }[] = [];
  for (const shard of shards) shard.send = (to, batch) => batches.push({ to, batch });
  for (;;) {
    for (const shard of shards) {
      while (shard.expand(1000));
      shard.flush();
    }
    const finder = shards.find(({ found }) => found !== undefined);
    if (finder?.found !== undefined) {
      const actions: ModelAction[] = [];
      let step = finder.found;
      for (;;) {
        if (step.action !== undefined) actions.unshift(step.action);
        const before = shards[step.from % count]?.cameFrom(step.from);
        if (before === undefined) return { states: 0, actions };
        step = before;
      }
    }
    // Of one shard they arrive in their order, as through a port; which shard's come first does not matter.
    batches.sort((x, y) => y.batch.shard - x.batch.shard);
    for (const { to, batch } of batches.splice(0)) shards[to]?.receive(batch);
    if (shards.map((shard) => shard.deeper()).every((waiting) => waiting === 0)) break;
  }
  return { states: shards.reduce((sum, { states }) => sum + states, 0), actions: undefined };
}

describe('a search by several', () => {
  it.each([1, 2, 3])('sees the same states as one alone: %i', (count) => {
    const plan = planOf([], { crashes: 1, proposals: 0, terms: 1 });
    const alone = searchAll(plan);
    expect(alone.end).toEqual({ type: 'exhausted' });
    expect(together(plan, count)).toEqual({ states: alone.progress.states, actions: undefined });
  });

  it.each([
    ['voteTwice', 6],
    ['ignoreLogInVote', 8],
    ['matchOffByOne', 6],
  ] as const)('finds a schedule as short as one alone does: %s', (rule, length) => {
    const plan = planOf([rule], {});
    const { actions } = together(plan, 2);
    expect(actions).toHaveLength(length);
    expect(checked(plan, actions ?? []).actions).toHaveLength(length);
  });
});
