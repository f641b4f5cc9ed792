import { create } from 'zustand';
import type { LabPort } from '../../lab/lab-port.ts';
import type { OpenedSchedule } from '../../lab/search/open-schedule.ts';
import type { RuleEntry } from '../../node/rules.ts';
import { defaultBounds, freshSetup, plainSettings, type Bounds } from '../../model/setup.ts';
import type { SearchGoal } from '../../search/goal.ts';
import { searchOfRule } from '../../search/of-rule.ts';
import { defaultLimits, type SearchLimits, type SearchPlan, type StrategyName } from '../../search/plan.ts';
import type { SearchEnd, SearchProgress } from '../../search/progress.ts';
import { factsOf, type ErrorFacts } from '../error-words.ts';
import { searchHost, type RunningSearch } from './search-host.ts';

/** What is filled in, as it is shown. */
export interface SearchForm {
  readonly goal: SearchGoal;
  /** here: from the instant shown. fresh: from a new cluster without PreVote and CheckQuorum, as the paper has it. */
  readonly from: 'here' | 'fresh';
  readonly strategy: StrategyName;
  readonly bounds: Bounds;
  readonly limits: SearchLimits;
}

export type SearchPhase = 'open' | 'preparing' | 'working' | 'paused' | 'ended' | 'failed';

interface SearchState {
  readonly form: SearchForm;
  readonly phase: SearchPhase;
  readonly workers: number;
  readonly progress: SearchProgress | undefined;
  /** States a second since it began or went on. */
  readonly rate: number;
  readonly end: SearchEnd | undefined;
  readonly error: ErrorFacts | undefined;
  /** As what the schedule was opened. */
  readonly opened: OpenedSchedule | undefined;
  /** All states there are within the bounds, by what the search with these bounds was: known once one was exhausted. */
  readonly known: { readonly of: string; readonly states: number } | undefined;
  /** What the search that is shown was begun with. */
  readonly plan: SearchPlan | undefined;
  readonly began: SearchForm['from'];
}

export const useSearch = create<SearchState>()(() => ({
  form: {
    goal: { type: 'violation' },
    from: 'here',
    strategy: 'breadth',
    bounds: defaultBounds,
    limits: defaultLimits,
  },
  phase: 'open',
  workers: 0,
  progress: undefined,
  rate: 0,
  end: undefined,
  error: undefined,
  opened: undefined,
  known: undefined,
  plan: undefined,
  began: 'here',
}));

let running: RunningSearch | undefined;
/** Every search that is begun has a number: what an older one still tells is not heard. */
let begun = 0;
let since = { at: 0, states: 0 };

/** Begins the search that is filled in; one that goes on is given up. */
export async function startSearch(lab: LabPort, brokenRules: readonly string[]): Promise<void> {
  stopSearch();
  const number = ++begun;
  const { form } = useSearch.getState();
  useSearch.setState({
    phase: 'preparing',
    progress: undefined,
    end: undefined,
    error: undefined,
    opened: undefined,
    rate: 0,
    began: form.from,
  });
  try {
    const setup =
      form.from === 'here'
        ? await lab.searchSetup()
        : freshSetup(FRESH_NODES, { ...plainSettings, brokenRules });
    const { goal, bounds, limits, strategy } = form;
    const plan: SearchPlan = { setup, goal, bounds, limits, strategy, seed: SEED };
    if (number !== begun) return;
    since = { at: performance.now(), states: 0 };
    running = await searchHost.open(plan, (news) => {
      if (number !== begun) return;
      if (news.type === 'failed') {
        useSearch.setState({ phase: 'failed', error: factsOf(news.reason) });
        return;
      }
      const { progress } = news;
      useSearch.setState({ progress, rate: rateOf(progress) });
      if (news.type !== 'ended') return;
      const { end } = news;
      if (end.type === 'exhausted')
        useSearch.setState({ known: { of: spaceOf(plan), states: progress.states } });
      useSearch.setState({ phase: 'ended', end });
    });
    if (number !== begun) running.end();
    else
      useSearch.setState(({ phase }) => ({
        plan,
        workers: running?.size ?? 0,
        phase: phase === 'preparing' ? 'working' : phase,
      }));
  } catch (error) {
    if (number === begun) useSearch.setState({ phase: 'failed', error: factsOf(error) });
  }
}

/** A new cluster for a search has so many nodes: with more, and every name alike, it would see a small part only. */
export const FRESH_NODES = 3;
const SEED = 1;

function rateOf({ states }: SearchProgress): number {
  const seconds = (performance.now() - since.at) / 1000;
  return seconds > 0 ? (states - since.states) / seconds : 0;
}

/** What the number of all states depends on. */
export function spaceOf({ setup, bounds }: SearchPlan): string {
  return JSON.stringify([setup, Object.entries(bounds).map(([name, bound]) => [name, String(bound)])]);
}

/** The search stands still, and may go on where it was. */
export function pauseSearch(): void {
  running?.pause();
  useSearch.setState({ phase: 'paused' });
}

export function resumeSearch(): void {
  since = { at: performance.now(), states: useSearch.getState().progress?.states ?? 0 };
  running?.resume();
  useSearch.setState({ phase: 'working' });
}

/** Ends the search that goes on, if one does. */
export function stopSearch(): void {
  begun++;
  running?.end();
  running = undefined;
}

/** A lab that begins as a search from a new cluster does. */
const freshConfig = {
  nodes: FRESH_NODES,
  learners: 0,
  preVote: plainSettings.preVote,
  checkQuorum: plainSettings.checkQuorum,
  maxSizePerMsg: plainSettings.maxSizePerMsg,
};

/**
 * A new run in which one rule is broken takes the place of the one that is open, and a search for what comes of it begins there. Rejects
 * where the small world knows nothing of the rule.
 */
export async function searchRule(lab: LabPort, entry: RuleEntry): Promise<void> {
  const within = searchOfRule(entry);
  if (within === undefined) throw new Error(`no search can show that ${entry.switch} is broken`);
  await lab.reset({ ...freshConfig, brokenRules: [entry.switch] });
  const { bounds } = within;
  useSearch.setState(({ form: { limits } }) => ({
    form: { goal: { type: 'violation' }, from: 'here', strategy: 'breadth', bounds, limits },
  }));
  await startSearch(lab, [entry.switch]);
}

/** The schedule that was found as a branch, with the playhead before its first step; from a fresh cluster as a lab of its own. */
export async function openFound(lab: LabPort, brokenRules: readonly string[]): Promise<void> {
  const { end, began } = useSearch.getState();
  if (end?.type !== 'found') return;
  if (began === 'fresh') {
    await lab.reset({ ...freshConfig, brokenRules: [...brokenRules] });
  }
  const opened = await lab.openSchedule(end.schedule.actions);
  const [broken] = end.schedule.broken;
  if (broken !== undefined) await lab.renameBranch(opened.branch, broken);
  useSearch.setState({ opened });
}
