import { SearchTeam } from '../../src/host/search/search-team.ts';
import { openThread } from '../../src/cli/search/open-threads.ts';
import type { ActionCode } from '../../src/model/action.ts';
import { argumentOf, DELIVER, kindOf } from '../../src/model/action.ts';
import { Model } from '../../src/model/model.ts';
import { defaultBounds, freshSetup, plainSettings } from '../../src/model/setup.ts';
import { defaultLimits, type SearchPlan } from '../../src/search/plan.ts';
import { openSearch } from '../../src/search/search.ts';
import { median } from './median.ts';
import { printLine } from './print-line.ts';

// A breadth-first search through three nodes of the real Raft, their disks and links, with de-duplication: different states a second in one worker and
// in two, and how the two compare, in turns, beside two searches at once that have nothing to do with each other: more than they no division of work can do on this machine. And what a step of the search costs beside the bare step of the same model in this process: a copy of the
// node, its RawNode's work, its storage and its key, computed anew each time (`search/step/ratio`: the search may take at most twice as long).

const TURNS = 3;
const STATES = 2_400_000;
const BARE_MS = 1500;

const plan: SearchPlan = {
  setup: freshSetup(3, plainSettings),
  bounds: defaultBounds,
  goal: { type: 'violation' },
  strategy: 'breadth',
  limits: { ...defaultLimits, states: STATES },
  seed: 1,
};

/** States a second of workers that have begun: from their first quarter on, so that neither their start nor cold code counts. */
function rateOf(workers: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let warm: { at: number; states: number } | undefined;
    const team = new SearchTeam(openThread, workers, plan, (news) => {
      if (news.type === 'failed') {
        team.end();
        reject(new Error(news.reason));
        return;
      }
      const { states } = news.progress;
      if (states >= STATES / 4) warm ??= { at: performance.now(), states };
      if (news.type !== 'ended' || warm === undefined) return;
      resolve(((states - warm.states) * 1000) / (performance.now() - warm.at));
    });
  });
}

/** Steps a second of a search in this thread, hashing, de-duplication and all. */
function searchedSteps(): number {
  const search = openSearch(plan);
  search.work(100_000);
  const { steps } = search.progress();
  const began = performance.now();
  while (performance.now() - began < BARE_MS && search.end === undefined) search.work(20_000);
  return ((search.progress().steps - steps) * 1000) / (performance.now() - began);
}

/** Bare steps a second: of the states that a search of some depth finds, every action is computed by RawNodes, and nothing is remembered. */
function bareSteps(): number {
  const model = new Model(plan.setup, plan.bounds);
  const states = someStates(model, 2000);
  const codes: ActionCode[] = [];
  let steps = 0;
  const began = performance.now();
  for (let i = 0; performance.now() - began < BARE_MS; i++) {
    const state = states[i % states.length];
    if (state === undefined) break;
    const count = model.enabled(state, 0, codes);
    for (const code of codes.slice(0, count)) {
      const kind = kindOf(code);
      const argument = argumentOf(code);
      const place =
        kind === DELIVER ? model.nodes.ids.indexOf(model.nodes.messages.at(argument).to) : argument;
      model.nodes.compute(state[place] ?? 0, kind, kind === DELIVER ? argument : 0);
      steps++;
    }
  }
  return (steps * 1000) / (performance.now() - began);
}

function someStates(model: Model, count: number): Int32Array[] {
  const states = [model.initial];
  const keys = new Set<string>();
  const codes: ActionCode[] = [];
  for (let i = 0; i < states.length && states.length < count; i++) {
    const state = states[i];
    if (state === undefined) break;
    const enabled = model.enabled(state, 0, codes);
    for (const code of codes.slice(0, enabled)) {
      if (!model.step(state, 0, code)) continue;
      const key = `${model.keyA}/${model.keyB}`;
      if (keys.has(key)) continue;
      keys.add(key);
      states.push(model.next.slice(0, model.length));
    }
  }
  return states;
}

const [one, two, ratios, floors, bare, searched]: number[][] = [[], [], [], [], [], []];
for (let turn = 0; turn < TURNS; turn++) {
  const alone = await rateOf(1);
  const together = await rateOf(2);
  const [left, right] = await Promise.all([rateOf(1), rateOf(1)]);
  one?.push(alone);
  two?.push(together);
  ratios?.push(together / alone);
  floors?.push((left + right) / alone);
  bare?.push(bareSteps());
  searched?.push(searchedSteps());
}
printLine('search/states/1', median(one ?? []), 'distinct states/s');
printLine('search/states/2', median(two ?? []), 'distinct states/s');
printLine('search/ratio', median(ratios ?? []), 'times one worker');
printLine(
  'search/ratio/floor',
  median(floors ?? []),
  'times one worker: two that know nothing of each other',
);
printLine('search/steps', median(searched ?? []), 'steps/s, de-duplicated');
printLine('search/steps/bare', median(bare ?? []), 'steps/s of the same model, nothing remembered');
printLine('search/step/ratio', median(bare ?? []) / median(searched ?? []), 'times as long as a bare step');
