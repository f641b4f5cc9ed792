import { Model } from '../model/model.ts';
import { checkBounds, type Bounds, type ModelSetup } from '../model/setup.ts';
import { checkGoal, SearchError, type SearchGoal } from './goal.ts';

/**
 * breadth: every state, the nearest first. deepening: depth first, a step deeper each time. random: walks by chance. priorities: walks in which each
 * link and timer has a priority, and few of them change (PCT, Burckhardt and others 2010).
 */
export const strategies = ['breadth', 'deepening', 'random', 'priorities'] as const;
export type StrategyName = (typeof strategies)[number];

/** A whole search as plain data: equal plans, equal searches. */
export interface SearchPlan {
  readonly setup: ModelSetup;
  readonly bounds: Bounds;
  readonly goal: SearchGoal;
  readonly strategy: StrategyName;
  readonly limits: SearchLimits;
  /** Of the dice of walks. */
  readonly seed: number;
}

export interface SearchLimits {
  /** It ends when it has found so many states. */
  readonly states: number;
  /** Steps of a schedule. */
  readonly depth: number;
  /** Walks by chance: so many. */
  readonly walks: number;
  /** Walks with priorities: so many times a walk changes who comes first. */
  readonly changes: number;
}

export const defaultLimits: SearchLimits = { states: 2_000_000, depth: 60, walks: 100_000, changes: 3 };

/** The world that is searched. A condition may name nodes, a broken promise does not. */
export function modelOf({ setup, bounds, goal }: SearchPlan): Model {
  return new Model(setup, bounds, goal.type === 'reach');
}

/** Throws a SearchError that says what is wrong. */
export function checkPlan({ goal, bounds, limits, strategy, setup }: SearchPlan): void {
  checkGoal(goal);
  const problem = checkBounds(bounds);
  if (problem !== undefined) throw new SearchError(problem);
  if (!strategies.includes(strategy))
    throw new SearchError(`there is no strategy "${strategy}"; there are: ${strategies.join(', ')}`);
  if (setup.nodes.length === 0) throw new SearchError('a search needs at least one node');
  if (setup.settings.storage === 'sync' && setup.settings.disks === 'steps')
    throw new SearchError('disks of steps need asynchronous storage');
  for (const [name, limit] of Object.entries(limits)) {
    const isFine = Number.isInteger(limit) && limit > 0;
    if (!isFine) throw new SearchError(`${name}: a whole number above 0, not ${String(limit)}`);
  }
}
