import { drawInt, makeDice } from '../../src/base/random.ts';
import { origin } from '../../src/explain/origin/origin.ts';
import { RunPast } from '../../src/lab/debug/run-past.ts';
import { randomRun, work } from '../explain/recorded-run.ts';
import { drawPlaces } from '../explain/origin/random-places.ts';
import { printLine } from './print-line.ts';

/** Where values come from, in a run of so many events with calls, crashes and restarts, at instants all over it. */
const EVENTS = 100_000;
const INSTANTS = 60;
const PLACES = 10;

const { run } = await randomRun({ nodes: 5, seed: 3 }, ['kill', 'restart', 'transfer'], EVENTS);
const past = new RunPast(run);
const dice = makeDice(3, 'origins');
const times: number[] = [];
let steps = 0;
for (let instant = -5; instant < INSTANTS; instant++) {
  await run.seekEvent(drawInt(dice, 1000, EVENTS), work);
  for (const place of drawPlaces(past, dice, PLACES)) {
    const begin = performance.now();
    const chain = await origin(past, place);
    // The first ones are there to warm up.
    if (instant < 0) continue;
    times.push(performance.now() - begin);
    steps += chain.length;
  }
}
times.sort((a, b) => a - b);
const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
printLine('origin/p50', at(0.5), 'ms', { events: EVENTS, steps: steps / times.length });
printLine('origin/p95', at(0.95), 'ms', { events: EVENTS, target: 16 });
