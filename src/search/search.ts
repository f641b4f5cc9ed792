import { unreachable } from '../base/assert.ts';
import { BreadthFirst } from './breadth-first.ts';
import { Deepening } from './deepening.ts';
import { checkPlan, type SearchPlan } from './plan.ts';
import type { Search, SearchEnd, SearchProgress } from './progress.ts';
import { Walks } from './walks.ts';

/** A search by its plan, in this thread. Throws a SearchError that says what is wrong with the plan. */
export function openSearch(plan: SearchPlan): Search {
  checkPlan(plan);
  switch (plan.strategy) {
    case 'breadth':
      return new BreadthFirst(plan);
    case 'deepening':
      return new Deepening(plan);
    case 'random':
    case 'priorities':
      return new Walks(plan);
    default:
      return unreachable(plan.strategy);
  }
}

export interface SearchReport {
  readonly end: SearchEnd;
  readonly progress: SearchProgress;
}

/** The whole search, in this thread. Throws a SearchError that says what is wrong with the plan. */
export function searchAll(plan: SearchPlan): SearchReport {
  const search = openSearch(plan);
  for (;;) {
    if (search.end !== undefined) return { end: search.end, progress: search.progress() };
    search.work(WORK);
  }
}

const WORK = 100_000;
