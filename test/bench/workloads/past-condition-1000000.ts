import type { Workload } from '../beside/workload.ts';
import { recordedRun } from './recorded-run.ts';

const EVENTS = 1_000_000;
/** Those of the issue that asked for them. */
const CONDITIONS = [
  'node(3).role == leader && term(3) >= 4',
  'message.type == MsgAppResp && message.reject',
  'commit(2) >= 5',
  'key("key 500").modRevision > 7',
  'client("A").last.status == unknown',
  'violation',
];

/** Milliseconds until the dearest of the conditions is answered over the past of a run of five nodes. */
const prepare: Workload = async () => {
  const lab = await recordedRun(EVENTS, 5);
  return async () => {
    const times: number[] = [];
    const totals: number[] = [];
    for (const condition of CONDITIONS) {
      const begun = performance.now();
      totals.push((await lab.holds(condition)).total);
      times.push(Math.round(performance.now() - begun));
    }
    const value = Math.max(...times);
    return { value, work: { events: EVENTS, each: times.join(' '), totals: totals.join(' ') } };
  };
};

export default prepare;
