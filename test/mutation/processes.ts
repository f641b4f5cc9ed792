import { fork } from 'node:child_process';
import type { CoverReport, Order, Report, TryOrder } from './judge.ts';
import type { Verdict } from './mutant.ts';

/** A process that says nothing for so long is in a loop that its own count does not see. */
const SILENCE_MS = 60_000;
/** What it may keep in memory: a loop may well fill it. */
const HEAP_MB = 1000;

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
      return {
        type: 'caught',
        by: `${end.test === undefined ? 'loading' : nameOf(end.test)} (${end.reason})`,
      };
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
  | { readonly type: 'died'; readonly test: number | undefined; readonly reason: string };

function follow(bundle: string, order: Order): Promise<End> {
  return new Promise((resolve) => {
    const child = fork(bundle, [JSON.stringify(order)], {
      execArgv: [`--max-old-space-size=${HEAP_MB}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    let test: number | undefined;
    let end: End | undefined;
    let timer = setTimeout(giveUp, SILENCE_MS);
    function giveUp(): void {
      end ??= { type: 'silent', test };
      child.kill('SIGKILL');
    }
    child.on('message', (report: Report) => {
      if (report.type === 'begun') test = report.test;
      else end ??= report;
      clearTimeout(timer);
      timer = setTimeout(giveUp, SILENCE_MS);
    });
    child.on('error', (error) => {
      end ??= { type: 'died', test, reason: String(error) };
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      resolve(end ?? { type: 'died', test, reason: `exit ${signal ?? code}` });
    });
  });
}
