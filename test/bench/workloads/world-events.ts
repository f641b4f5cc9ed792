import { Member } from '../../../src/node/member.ts';
import { faultNames } from '../../../src/sim/command/faults.ts';
import { runSwarm } from '../../../src/swarm/swarm-run.ts';
import type { Workload } from '../beside/workload.ts';

/** Events a run, and the seeds of one measurement: each draws another configuration. */
const EVENTS = 10_000;
const SEEDS = [1, 2, 3, 4, 5, 6];

/** Random runs as `npm run sim` has them: 5 nodes, puts, deletes and reads, all kinds of faults, every check on. */
const prepare: Workload = async () => {
  return async () => {
    let [events, committed] = [0, 0];
    const begun = performance.now();
    for (const seed of SEEDS) {
      const options = { seed, nodes: 5, events: EVENTS, faults: faultNames, rules: [] };
      const report = await runSwarm(options, Member);
      if (report.failure !== undefined) throw new Error(`seed ${seed}: ${report.failure.detail}`);
      events += report.events;
      committed += report.committed;
    }
    return { value: (events * 1000) / (performance.now() - begun), work: { events, committed } };
  };
};

export default prepare;
