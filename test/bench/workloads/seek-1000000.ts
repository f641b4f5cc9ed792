import { drawInt, makeDice } from '../../../src/base/random.ts';
import type { Workload } from '../beside/workload.ts';
import { recordedRun } from './recorded-run.ts';

const EVENTS = 1_000_000;
const SEEKS = 100;

/** Seeks in a run of nine nodes from the live edge: milliseconds, the 95th percentile; of the first and the last tenth as well. */
const prepare: Workload = async () => {
  const lab = await recordedRun(EVENTS, 9);
  const { timeMs } = await lab.state();
  const p95 = async (from: number, to: number): Promise<number> => {
    const dice = makeDice(11, 'seeks', Math.floor(from));
    const times: number[] = [];
    for (let i = 0; i < SEEKS; i++) {
      await lab.live();
      const target = drawInt(dice, Math.floor(from), Math.floor(to));
      const begun = performance.now();
      await lab.seek(target);
      times.push(performance.now() - begun);
    }
    return times.toSorted((a, b) => a - b)[Math.floor(SEEKS * 0.95)] ?? 0;
  };
  return async () => {
    const value = await p95(0, timeMs);
    const firstTenth = await p95(0, timeMs / 10);
    const lastTenth = await p95(timeMs * 0.9, timeMs);
    console.error(`seek: first tenth ${firstTenth.toFixed(1)} ms, last tenth ${lastTenth.toFixed(1)} ms`);
    return { value, work: { events: (await lab.state()).events > 0 ? EVENTS : 0 } };
  };
};

export default prepare;
