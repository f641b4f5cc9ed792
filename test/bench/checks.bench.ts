import { Monitors } from '../../src/check/monitors.ts';
import { NoWatcher, type Watcher } from '../../src/sim/record/watcher.ts';
import { median } from './median.ts';
import { printLine } from './print-line.ts';
import { runWatched } from './workloads/watched-run.ts';

// What live checks cost: the same run with every check on and with none, in turns, in one process. 1.15 means that checks
// take 15 % more. Measured is the process's own time, so that a busy machine counts less. Each round begins with the other of the two, and the middle of the rounds' ratios counts.

const ROUNDS = 11;
const SECONDS = 240;

async function timeOf(watcher: Watcher): Promise<number> {
  const begun = process.cpuUsage();
  await runWatched(watcher, SECONDS);
  const { user, system } = process.cpuUsage(begun);
  return user + system;
}

for (const watcher of [new Monitors(), new NoWatcher()]) await timeOf(watcher); // until it is compiled
const ratios: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const isChecksFirst = round % 2 === 0;
  const first = await timeOf(isChecksFirst ? new Monitors() : new NoWatcher());
  const second = await timeOf(isChecksFirst ? new NoWatcher() : new Monitors());
  ratios.push(isChecksFirst ? first / second : second / first);
}
const sorted = ratios.toSorted((a, b) => a - b);
printLine('checks/ratio', median(ratios), '1', { least: sorted[0], most: sorted.at(-1), rounds: ROUNDS });
