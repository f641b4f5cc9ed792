import { describe, expect, it } from 'vitest';
import { defaultBounds, freshSetup, plainSettings, type Bounds } from '../../src/model/setup.ts';
import type { ModelProperty } from '../../src/model/properties.ts';
import { defaultLimits, type SearchPlan } from '../../src/search/plan.ts';
import { searchAll } from '../../src/search/search.ts';

function planOf(
  rules: readonly string[],
  bounds: Partial<Bounds>,
  properties?: readonly ModelProperty[],
): SearchPlan {
  return {
    setup: freshSetup(3, { ...plainSettings, brokenRules: rules }),
    bounds: { ...defaultBounds, ...bounds },
    goal: properties === undefined ? { type: 'violation' } : { type: 'violation', properties },
    strategy: 'breadth',
    limits: { ...defaultLimits, states: 20_000_000 },
    seed: 1,
  };
}

describe('every rule in force', () => {
  it('breaks nothing: three nodes, two terms, one command, one crash, any messages', () => {
    const { end, progress } = searchAll(planOf([], { terms: 2, proposals: 1, crashes: 1 }));
    expect(end).toEqual({ type: 'exhausted' });
    expect(progress.states).toBe(4_436_531);
  });
});

describe('one rule taken out', () => {
  it.each([
    ['B12', 'truncateAlways', {}, 'QuorumDurability', 19],
    ['B19', 'replaceEqual', {}, 'QuorumDurability', 19],
    ['B16', 'acceptOldAppends', { crashes: 0 }, 'QuorumDurability', 9],
  ] as const)('is found: %s, %s', (_, rule, bounds, property, steps) => {
    const { end } = searchAll(planOf([rule], bounds, [property]));
    expect(end.type).toBe('found');
    if (end.type === 'found') expect(end.schedule.actions).toHaveLength(steps);
  });
});
