import { SearchTeam } from '../host/search/search-team.ts';
import type { ModelAction } from '../model/action.ts';
import { freshSetup, plainSettings } from '../model/setup.ts';
import { SearchError } from '../search/goal.ts';
import type { SearchPlan } from '../search/plan.ts';
import type { SearchEnd, SearchProgress } from '../search/progress.ts';
import { parseSearchArguments, type SearchOptions } from './search/arguments.ts';
import { openThread } from './search/open-threads.ts';
import { UsageError } from './sim/usage-error.ts';

// npm run search -- --rule voteTwice: the shortest schedule that breaks a promise, or how many states there are and that none does.

function planOf({ nodes, rules, preVote, checkQuorum, disks, ...rest }: SearchOptions): SearchPlan {
  const settings = { ...plainSettings, brokenRules: rules, preVote, checkQuorum, disks };
  const { bounds, limits, goal, strategy, seed } = rest;
  return { setup: freshSetup(nodes, settings), bounds, limits, goal, strategy, seed };
}

/** 0: nothing was found where all was looked through, or what was looked for is there. 1: it is not known. 2: a wrong argument. */
function main(options: SearchOptions): Promise<number> {
  const began = performance.now();
  let toldAt = began;
  return new Promise((resolve, reject) => {
    const team = new SearchTeam(openThread, options.workers, planOf(options), (news) => {
      const seconds = (performance.now() - began) / 1000;
      if (news.type === 'failed') {
        reject(new Error(news.reason));
        return;
      }
      const isDue = performance.now() - toldAt > TELL_MS;
      if (news.type === 'progress' && !isDue) return;
      toldAt = performance.now();
      console.log(lineOf(news.progress, seconds, team.size));
      if (news.type !== 'ended') return;
      console.log(endOf(news.end));
      resolve(news.end.type === 'limit' ? 1 : 0);
    });
  });
}

const TELL_MS = 2000;

function lineOf(
  { states, steps, depth, waiting, walks }: SearchProgress,
  seconds: number,
  workers: number,
): string {
  const rate = Math.round(states / Math.max(seconds, 0.001)).toLocaleString('en');
  const rest = walks > 0 ? `${walks.toLocaleString('en')} walks` : `${waiting.toLocaleString('en')} waiting`;
  return `${states.toLocaleString('en')} states, ${steps.toLocaleString('en')} steps, depth ${depth}, ${rest}; ${seconds.toFixed(1)} s, ${rate} states/s by ${workers}`;
}

function endOf(end: SearchEnd): string {
  if (end.type === 'exhausted') return 'nothing: these are all states within the bounds';
  if (end.type === 'limit') return `not known: it has come to the limit of ${end.limit}`;
  const { actions, broken, reason } = end.schedule;
  const found = broken.length > 0 ? `${broken.join(', ')} broken` : 'reached';
  const why = reason === undefined ? '' : ` (${reason})`;
  return [`${found} in ${actions.length} steps${why}:`, ...actions.map(stepOf)].join('\n');
}

function stepOf(action: ModelAction, i: number): string {
  if (!('message' in action)) return `${String(i + 1).padStart(3)}  ${action.type} ${action.node}`;
  const { type, from, to, term } = action.message;
  return `${String(i + 1).padStart(3)}  ${action.type} ${type} ${from}>${to} (term ${String(term)})`;
}

try {
  process.exitCode = await main(parseSearchArguments(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof SearchError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
