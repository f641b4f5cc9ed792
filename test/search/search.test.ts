import { describe, expect, it } from 'vitest';
import type { ActionCode } from '../../src/model/action.ts';
import { Model } from '../../src/model/model.ts';
import { defaultBounds, freshSetup, plainSettings, type Bounds } from '../../src/model/setup.ts';
import { SearchError, type SearchGoal } from '../../src/search/goal.ts';
import { defaultLimits, strategies, type SearchPlan, type StrategyName } from '../../src/search/plan.ts';
import { searchAll, type SearchReport } from '../../src/search/search.ts';

const ANY: SearchGoal = { type: 'violation' };

function planOf(
  rules: readonly string[],
  bounds: Partial<Bounds> = {},
  goal: SearchGoal = ANY,
  strategy: StrategyName = 'breadth',
): SearchPlan {
  return {
    setup: freshSetup(3, { ...plainSettings, brokenRules: rules }),
    bounds: { ...defaultBounds, ...bounds },
    goal,
    strategy,
    limits: defaultLimits,
    seed: 1,
  };
}

function found({ end }: SearchReport): { steps: string[]; broken: readonly string[] } {
  if (end.type !== 'found') throw new Error(`the search ended: ${end.type}`);
  const steps = end.schedule.actions.map((action) =>
    'message' in action
      ? `${action.type} ${action.message.type} ${action.message.from}>${action.message.to}`
      : `${action.type} ${action.node}`,
  );
  return { steps, broken: end.schedule.broken };
}

describe('breadth first', () => {
  it('finds two leaders of one term in six steps when a node may vote twice (B01)', () => {
    const { steps, broken } = found(searchAll(planOf(['voteTwice'])));
    expect(broken).toEqual(['ElectionSafety']);
    expect(steps).toHaveLength(6);
    expect(steps.filter((step) => step.startsWith('campaign'))).toHaveLength(2);
  });

  it('finds a leader without a committed entry in eight steps when logs do not matter to voters (B04)', () => {
    const { steps, broken } = found(searchAll(planOf(['ignoreLogInVote'])));
    expect(broken).toEqual(['LeaderCompleteness']);
    expect(steps).toHaveLength(8);
  });

  it('finds two leaders in two steps when half the votes elect (B08)', () => {
    const { steps, broken } = found(searchAll(planOf(['electedByHalf'])));
    expect(broken).toEqual(['ElectionSafety']);
    expect(steps).toEqual(['campaign 1', 'campaign 2']);
  });

  it('goes through all states of two terms without a crash, and finds nothing', () => {
    const { end, progress } = searchAll(planOf([], { crashes: 0, proposals: 0 }));
    expect(end).toEqual({ type: 'exhausted' });
    expect(progress.states).toMatchInlineSnapshot(`8299`);
  });
});

/** Every sequence of actions, whatever states it leads through, to that depth: how short one is that breaks a promise. */
function naive(plan: SearchPlan, depth: number): number | undefined {
  const model = new Model(plan.setup, plan.bounds);
  const codes: ActionCode[] = [];
  let level = [model.initial];
  for (let length = 1; length <= depth; length++) {
    const next: Int32Array[] = [];
    for (const state of level) {
      const count = model.enabled(state, 0, codes);
      for (const code of codes.slice(0, count)) {
        if (!model.step(state, 0, code)) continue;
        if (model.broken !== 0) return length;
        next.push(model.next.slice(0, model.length));
      }
    }
    level = next;
  }
  return undefined;
}

describe('a rule taken out', () => {
  /** Of the catalogue of rules: number, switch, bounds, what breaks first, in how many steps, after how many states. */
  it.each([
    ['B01', 'voteTwice', {}, 'ElectionSafety', 6],
    ['B02', 'voteInMemory', {}, 'ElectionSafety', 7],
    ['B03', 'termInMemory', {}, 'ElectionSafety', 7],
    ['B04', 'ignoreLogInVote', {}, 'LeaderCompleteness', 8],
    ['B06', 'countOldVotes', {}, 'ElectionSafety', 7],
    ['B07', 'staysLeader', {}, 'ElectionSafety', 7],
    ['B08', 'electedByHalf', {}, 'ElectionSafety', 2],
    ['B13', 'commitByHalf', {}, 'QuorumDurability', 3],
    ['B16', 'acceptOldAppends', {}, 'LeaderAppendOnly', 7],
    ['B17', 'matchOffByOne', {}, 'QuorumDurability', 6],
    ['B20', 'leaderEditsLog', {}, 'LeaderAppendOnly', 4],
    ['B23', 'acknowledgeBeforeFsync', {}, 'QuorumDurability', 5],
  ] as const)('is found by its shortest schedule: %s, %s', (_, rule, bounds, property, length) => {
    const { steps, broken } = found(searchAll(planOf([rule], bounds)));
    expect(broken).toEqual([property]);
    expect(steps).toHaveLength(length);
  });
});

describe('the shortest schedule', () => {
  it.each([
    ['voteTwice', { terms: 1, crashes: 0 }, 6],
    ['electedByHalf', {}, 2],
    ['commitByHalf', { crashes: 0 }, 3],
    ['acceptOldAppends', { terms: 1, crashes: 0 }, undefined],
  ] as const)(
    'is as short as one found without looking at what states are equal: %s',
    (rule, bounds, length) => {
      const plan = planOf([rule], bounds);
      expect(naive(plan, 6)).toBe(length);
      const { end } = searchAll({ ...plan, limits: { ...defaultLimits, depth: 6 } });
      expect(end.type === 'found' ? end.schedule.actions.length : undefined).toBe(length);
    },
  );
});

describe('every strategy', () => {
  it.each(strategies)('finds what voting twice breaks: %s', (strategy) => {
    const { steps, broken } = found(searchAll(planOf(['voteTwice'], { crashes: 0 }, ANY, strategy)));
    expect(broken).toEqual(['ElectionSafety']);
    // What is found by chance is made shorter, but need not be the shortest.
    expect(steps.length).toBeGreaterThanOrEqual(6);
    expect(steps.length).toBeLessThanOrEqual(strategy === 'breadth' || strategy === 'deepening' ? 6 : 9);
  });
});

describe('a condition as the goal', () => {
  it('is reached by a shortest schedule', () => {
    const goal: SearchGoal = { type: 'reach', condition: 'node(2).role == leader && node(3).commit >= 1' };
    const { steps } = found(searchAll(planOf([], {}, goal)));
    expect(steps.at(0)).toBe('campaign 2');
    expect(steps.at(-1)).toBe('deliver MsgApp 2>3');
    expect(steps).toHaveLength(6);
  });

  it('tells nodes apart though their names do not matter otherwise', () => {
    const goal: SearchGoal = { type: 'reach', condition: 'node(3).role == leader' };
    expect(found(searchAll(planOf([], {}, goal))).steps[0]).toBe('campaign 3');
  });

  it.each([
    ['term(1) >=', 'the condition means nothing'],
    ['message.type == MsgVote', 'asks for something else'],
    ['was(term(1)) > 0', 'the steps before'],
    ['node(1).revision > 2', 'no store'],
    ['node(1).progress(2).match > 2', 'asks for something else'],
  ])('refuses %s', (condition, reason) => {
    expect(() => searchAll(planOf([], {}, { type: 'reach', condition }))).toThrow(SearchError);
    expect(() => searchAll(planOf([], {}, { type: 'reach', condition }))).toThrow(reason);
  });
});
