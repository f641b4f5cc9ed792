import type { TeamNews } from '../../host/search/search-team.ts';
import type { SearchPlan } from '../../search/plan.ts';

/** A search that goes on in workers. */
export interface RunningSearch {
  readonly size: number;
  pause(): void;
  resume(): void;
  /** Ends it for good: nothing more is told. */
  end(): void;
}

/** Who has workers for searches: the wiring of the page gives it. Rejects with a SearchError that says what is wrong with the plan. */
export const searchHost: {
  open: (plan: SearchPlan, tell: (news: TeamNews) => void) => Promise<RunningSearch>;
} = {
  open: () => Promise.reject(new Error('this page has no workers for a search')),
};
