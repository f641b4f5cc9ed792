import { runSeed } from '../raft/random/run-seed.ts';

// Random runs of the core with every check on, as test/raft/random has them, one after the other in one process.

const WARM_UP_SEEDS = 300;
const SEEDS = 3000;

function run(first: number, count: number): { steps: number; seconds: number } {
  const begun = performance.now();
  let steps = 0;
  for (let seed = first; seed < first + count; seed++) {
    const { steps: done, failure } = runSeed(seed);
    if (failure !== undefined) throw new Error(failure.text);
    steps += done;
  }
  return { steps, seconds: (performance.now() - begun) / 1000 };
}

run(1, WARM_UP_SEEDS);
const { steps, seconds } = run(1 + WARM_UP_SEEDS, SEEDS);
const value = Math.round(steps / seconds);
console.log(JSON.stringify({ name: 'raft-random/steps', value, unit: 'steps/s', runs: SEEDS, steps }));
