import type { Lab } from '../../../src/lab/lab.ts';
import type { Workload } from '../beside/workload.ts';
import { recordedRun } from './recorded-run.ts';

const [EARLY, LATE] = [200_000, 2_000_000];
const STRETCH = 50_000;

/**
 * How fast the same cluster goes on after 2,000,000 events beside another one after 200,000, flat out and recorded, in turns: 1
 * where nothing grows with the past.
 */
const prepare: Workload = async () => {
  const [early, late] = [await recordedRun(EARLY, 5), await recordedRun(LATE, 5)];
  return async () => {
    const [first, other, again] = [await rate(early), await rate(late), await rate(early)];
    return { value: (2 * other) / (first + again) };
  };
};

/** Events a second. */
async function rate(lab: Lab): Promise<number> {
  const { events } = await lab.state();
  const begun = performance.now();
  let now = events;
  while (now - events < STRETCH) {
    await lab.runFor(10_000);
    now = (await lab.state()).events;
  }
  return ((now - events) * 1000) / (performance.now() - begun);
}

export default prepare;
