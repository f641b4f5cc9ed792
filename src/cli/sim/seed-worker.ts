import { parentPort } from 'node:worker_threads';
import type { SimOptions } from './arguments.ts';
import { runSeed, shrinkSeed, type SeedOutcome, type SmallRun } from './run-seed.ts';

/** What a thread is told to do with a seed. */
export interface SeedTask {
  readonly does: 'run' | 'shrink';
  readonly seed: number;
  readonly options: SimOptions;
}

export type TaskOutcome = { readonly run: SeedOutcome } | { readonly small: SmallRun };

/** A thread that does what it is told, one task after the other, and says what came of it. */
parentPort?.on('message', (task: SeedTask) => {
  void outcomeOf(task).then((outcome) => parentPort?.postMessage(outcome));
});

async function outcomeOf({ does, seed, options }: SeedTask): Promise<TaskOutcome> {
  return does === 'run' ? { run: await runSeed(seed, options) } : { small: await shrinkSeed(seed, options) };
}
