import type { CoverReport, TryOrder } from './judge.ts';
import type { Mutant, Verdict } from './mutant.ts';
import { attempt } from './processes.ts';

/** A loop that evaluates the mutant so many times more often than the whole of the original's tests never ends. */
const PATIENCE = 20;
const LEAST_LIMIT = 10_000;

/** Tries all mutants, `jobs` at a time, each by the tests that reach it: the quick ones first, the seeds last. */
export async function tryAll(
  bundle: string,
  mutants: readonly Mutant[],
  original: CoverReport,
  jobs: number,
  onVerdict: (mutant: Mutant, verdict: Verdict) => void,
): Promise<void> {
  const quickestFirst = orderOf(original);
  const early = new Set(original.early);
  const nameOf = (test: number) => original.tests[test]?.name ?? `test ${test}`;
  const rest = mutants.values();
  const work = async () => {
    for (const mutant of rest) {
      const order = orderFor(mutant.id, early.has(mutant.id), original, quickestFirst);
      const reached = order.tests.length > 0;
      onVerdict(mutant, reached ? await attempt(bundle, order, nameOf) : { type: 'notReached' });
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
}

function orderFor(
  mutant: string,
  early: boolean,
  original: CoverReport,
  quickestFirst: readonly number[],
): TryOrder {
  const hits = original.hits.map((reached) => reached[mutant] ?? 0);
  const most = hits.reduce((a, b) => Math.max(a, b), 0);
  return {
    type: 'try',
    mutant,
    early,
    tests: early ? quickestFirst : quickestFirst.filter((test) => (hits[test] ?? 0) > 0),
    hitLimit: Math.max(LEAST_LIMIT, PATIENCE * most),
  };
}

function orderOf({ tests }: CoverReport): number[] {
  const seconds = tests.map(({ name, ms }) => (name.startsWith('seeds: ') ? 1e6 : ms));
  return tests.map((_, i) => i).sort((a, b) => (seconds[a] ?? 0) - (seconds[b] ?? 0) || a - b);
}
