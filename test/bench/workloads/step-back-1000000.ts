import { drawInt, makeDice } from '../../../src/base/random.ts';
import type { Workload } from '../beside/workload.ts';
import { recordedRun } from './recorded-run.ts';

const EVENTS = 1_000_000;
const STEPS = 100;

/** Steps back by one event from random instants of a run of nine nodes: milliseconds, the 95th percentile. */
const prepare: Workload = async () => {
  const lab = await recordedRun(EVENTS, 9);
  const { timeMs } = await lab.state();
  return async () => {
    const dice = makeDice(12, 'steps back');
    const times: number[] = [];
    for (let i = 0; i < STEPS; i++) {
      await lab.seek(drawInt(dice, 1000, Math.floor(timeMs)));
      const begun = performance.now();
      await lab.back('event');
      times.push(performance.now() - begun);
    }
    const value = times.toSorted((a, b) => a - b)[Math.floor(STEPS * 0.95)] ?? 0;
    return { value, work: { events: EVENTS } };
  };
};

export default prepare;
