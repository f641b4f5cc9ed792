import type { Workload } from '../beside/workload.ts';
import { recordedRun, usedMb } from './recorded-run.ts';

/** MB that a run of five nodes keeps after so many events: record, picture, world and members, in this process. */
export function memoryAfter(events: number): Workload {
  return async () => {
    const before = await usedMb();
    const lab = await recordedRun(events, 5);
    return async () => {
      const value = (await usedMb()) - before;
      return { value, work: { events: (await lab.state()).events } };
    };
  };
}
