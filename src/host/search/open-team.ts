import type { SearchPlan } from '../../search/plan.ts';
import { SearchTeam, teamSize, type TeamNews } from './search-team.ts';

/** A search in the page's workers. Throws a SearchError that says what is wrong with the plan. */
export function openTeam(plan: SearchPlan, tell: (news: TeamNews) => void): SearchTeam {
  return new SearchTeam(spawn, teamSize(navigator.hardwareConcurrency), plan, tell);
}

function spawn(): Worker {
  return new Worker(new URL('search-worker.ts', import.meta.url), { type: 'module', name: 'search' });
}
