import { Worker } from 'node:worker_threads';
import type { CoverReport, Order, Report, TryOrder } from './judge.ts';
import type { Verdict } from './mutant.ts';

/** A worker that says nothing for so long is in a loop that its own count does not see. */
const SILENCE_MS = 30_000;
const HEAP_MB = 1500;

/** The original, test by test. An error when it does not load. */
export async function cover(bundle: string): Promise<CoverReport> {
  const end = await follow(bundle, { type: 'cover' });
  if (end.type !== 'cover') throw new Error(`the original cannot be judged: ${JSON.stringify(end)}`);
  return end;
}

/** One mutant, by these tests. */
export async function attempt(
  bundle: string,
  order: TryOrder,
  nameOf: (test: number) => string,
): Promise<Verdict> {
  const end = await follow(bundle, order);
  switch (end.type) {
    case 'silent':
      return { type: 'endless', by: end.test === undefined ? 'loading' : nameOf(end.test) };
    case 'died':
      return { type: 'caught', by: end.reason };
    case 'tried':
      if (end.failed === undefined) return { type: 'survived', tests: order.tests.length };
      return {
        type: end.failure.includes('Hit count limit') ? 'endless' : 'caught',
        by: nameOf(end.failed),
      };
    default:
      throw new Error(`${end.type} is no answer to a trial`);
  }
}

type End =
  | Exclude<Report, { type: 'begun' }>
  | { readonly type: 'silent'; readonly test: number | undefined }
  | { readonly type: 'died'; readonly reason: string };

function follow(bundle: string, order: Order): Promise<End> {
  return new Promise((resolve) => {
    const worker = new Worker(bundle, {
      workerData: order,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    let test: number | undefined;
    let timer = setTimeout(silent, SILENCE_MS);
    let over = false;
    function finish(end: End): void {
      if (over) return;
      over = true;
      clearTimeout(timer);
      void worker.terminate().then(() => resolve(end));
    }
    function silent(): void {
      finish({ type: 'silent', test });
    }
    worker.on('message', (report: Report) => {
      if (report.type !== 'begun') return finish(report);
      test = report.test;
      clearTimeout(timer);
      timer = setTimeout(silent, SILENCE_MS);
    });
    worker.on('error', (error) => finish({ type: 'died', reason: String(error).slice(0, 200) }));
    worker.on('exit', (code) => finish({ type: 'died', reason: `exit ${code}` }));
  });
}
