import { tests, type Test } from './stand-ins/vitest.ts';
import { order, switchboard } from './switchboard.ts';

// The end of the bundle: in a process of its own, so that what a mutant breaks is thrown away with it.

/** Runs every test on the original and tells what each reaches. */
export interface CoverOrder {
  readonly type: 'cover';
}

/** Runs these tests, in this order, with one mutant active, until one fails. */
export interface TryOrder {
  readonly type: 'try';
  readonly mutant: string;
  /** Reached while modules load, so active from then on. */
  readonly early: boolean;
  readonly tests: readonly number[];
  /** So many evaluations of the mutant within one test are a loop without end. */
  readonly hitLimit: number;
}

export type Order = CoverOrder | TryOrder;

export interface CoverReport {
  readonly type: 'cover';
  readonly tests: readonly {
    readonly name: string;
    readonly ms: number;
    readonly failure: string | undefined;
  }[];
  /** By test: how often each mutant was reached. */
  readonly hits: readonly Readonly<Record<string, number>>[];
  /** Reached while modules load. */
  readonly early: readonly string[];
}

export type Report =
  | CoverReport
  /** Before each test: a sign of life. */
  | { readonly type: 'begun'; readonly test: number }
  | { readonly type: 'tried'; readonly failed: number | undefined; readonly failure: string };

export async function judge(): Promise<void> {
  if (order.type === 'cover') say(await cover());
  else await attempt(order);
}

function say(report: Report): void {
  process.send?.(report);
}

async function cover(): Promise<CoverReport> {
  const done: { name: string; ms: number; failure: string | undefined }[] = [];
  const early = Object.keys(switchboard.mutantCoverage.static);
  for (const [i, test] of tests.entries()) {
    say({ type: 'begun', test: i });
    switchboard.currentTestId = `test ${i}`;
    const before = performance.now();
    const failure = await failureOf(test);
    done.push({ name: `${test.file}: ${test.name}`, ms: performance.now() - before, failure });
  }
  const perTest = switchboard.mutantCoverage.perTest;
  return { type: 'cover', tests: done, hits: tests.map((_, i) => perTest[`test ${i}`] ?? {}), early };
}

async function attempt(order: TryOrder): Promise<void> {
  switchboard.activeMutant = order.mutant;
  switchboard.hitLimit = order.hitLimit;
  for (const i of order.tests) {
    say({ type: 'begun', test: i });
    switchboard.hitCount = 0;
    const test = tests[i];
    const failure = test === undefined ? 'there is no such test' : await failureOf(test);
    if (failure !== undefined) {
      say({ type: 'tried', failed: i, failure });
      return;
    }
  }
  say({ type: 'tried', failed: undefined, failure: '' });
}

async function failureOf(test: Test): Promise<string | undefined> {
  try {
    await test.run();
    return undefined;
  } catch (error) {
    return String(error).slice(0, 200);
  }
}
