import type { Workload } from '../beside/workload.ts';
import { recordedRun, usedMb } from './recorded-run.ts';

const EVENTS = 100_000;

/** MB that a run of five nodes keeps after so many events: record, picture, world and members, in this process. */
const prepare: Workload = async () => {
  const before = await usedMb();
  const lab = await recordedRun(EVENTS, 5);
  return async () => {
    const value = (await usedMb()) - before;
    return { value, work: { events: (await lab.state()).events } };
  };
};

export default prepare;
