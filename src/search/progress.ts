import type { Schedule } from './schedule.ts';

/** How far a search is. Plain data. */
export interface SearchProgress {
  /** Different states, and steps that led to them or to one that was known. */
  readonly states: number;
  readonly steps: number;
  /** Of schedules: breadth: the level that is worked on. deepening: the bound. Walks: the longest so far. */
  readonly depth: number;
  /** States that wait to be gone on from. */
  readonly waiting: number;
  /** Walks that have ended. */
  readonly walks: number;
}

/** How a search has ended. Plain data. */
export type SearchEnd =
  | { readonly type: 'found'; readonly schedule: Schedule }
  /** Every state within the bounds has been seen, and none is looked for: `states` is all there are. */
  | { readonly type: 'exhausted' }
  /** It has come to one of its limits. */
  | { readonly type: 'limit'; readonly limit: 'states' | 'depth' | 'walks' };

/** A search that goes on as long as somebody lets it: who stops asking has stopped it, and may go on later. */
export interface Search {
  /** Goes on for about so many steps of the model. */
  work(steps: number): void;
  progress(): SearchProgress;
  /** Undefined: there is more to do. */
  readonly end: SearchEnd | undefined;
}
