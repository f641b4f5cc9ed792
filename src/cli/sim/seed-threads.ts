import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SimOptions } from './arguments.ts';
import type { SeedOutcome, SmallRun } from './run-seed.ts';
import type { SeedTask, TaskOutcome } from './seed-worker.ts';

/** Threads that run seeds, and shrink those that fail. */
export class SeedThreads {
  readonly #folder: string;
  readonly #file: string;

  private constructor(folder: string, file: string) {
    this.#folder = folder;
    this.#file = file;
  }

  /** The thread's program is built once, as one file: it starts quickly and runs as it was written. */
  static async build(): Promise<SeedThreads> {
    const folder = await mkdtemp(join(tmpdir(), 'sim-'));
    const outfile = join(folder, 'seed-worker.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'seed-worker.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      outfile,
      logLevel: 'warning',
    });
    return new SeedThreads(folder, outfile);
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Each thread gets the next seed when it has done with one. `told` hears of each as it is done, in no order. */
  async run(
    seeds: Iterable<number>,
    options: SimOptions,
    told: (outcome: SeedOutcome) => void,
  ): Promise<void> {
    await this.#work(seeds, options, 'run', (outcome) => {
      if ('run' in outcome) told(outcome.run);
    });
  }

  /** The small runs of seeds that fail, in the order of the seeds. */
  async shrink(seeds: readonly number[], options: SimOptions): Promise<SmallRun[]> {
    const small: SmallRun[] = [];
    await this.#work(seeds, options, 'shrink', (outcome) => {
      if ('small' in outcome) small.push(outcome.small);
    });
    return small.sort((a, b) => a.seed - b.seed);
  }

  async #work(
    seeds: Iterable<number>,
    options: SimOptions,
    does: SeedTask['does'],
    told: (outcome: TaskOutcome) => void,
  ): Promise<void> {
    const iterator = seeds[Symbol.iterator]();
    const take: Take = () => {
      const next = iterator.next();
      return next.done === true ? undefined : next.value;
    };
    const threads = Array.from({ length: options.workers }, () =>
      runThread(this.#file, does, options, take, told),
    );
    await Promise.all(threads);
  }
}

/** Seeds in their order, each taken once. */
type Take = () => number | undefined;

function runThread(
  file: string,
  does: SeedTask['does'],
  options: SimOptions,
  take: Take,
  told: (outcome: TaskOutcome) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let seed = take();
    if (seed === undefined) return resolve();
    const worker = new Worker(file);
    worker.on('error', (error: Error) => {
      reject(new Error(`the thread of seed ${seed} ended: ${error.stack ?? error.message}`));
    });
    worker.on('message', (outcome: TaskOutcome) => {
      told(outcome);
      seed = take();
      if (seed === undefined) void worker.terminate().then(() => resolve());
      else worker.postMessage({ does, seed, options });
    });
    worker.postMessage({ does, seed, options });
  });
}
