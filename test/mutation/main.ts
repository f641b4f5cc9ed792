import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.ts';
import { declares, readEquivalents, type Equivalents } from './equivalents.ts';
import { findSources, instrument } from './instrument.ts';
import type { CoverReport } from './judge.ts';
import { isCaught, type Mutant } from './mutant.ts';
import { formatCaught, formatSurvivor, isListed, leftOf, staleOf, tableOf, type Tried } from './report.ts';
import { tryAll } from './trial.ts';
import { cover } from './processes.ts';

/**
 * `npm run mutate -- [OPTION…] [FILE…]`: changes every expression, condition and block of these files of src/raft (or
 * of all), one at a time, and says which changes no test notices.
 *
 *     --jobs N          so many at a time (1)
 *     --seeds N         so many random runs judge what other tests have not noticed (120)
 *     --quick           those that are declared equivalent are not tried
 *     --again REPORT    only those that an earlier report lists
 *     --catchers        also says what noticed each of the others
 *
 * Exit status: 0 all noticed or declared, 1 some left or declared wrongly, 2 nothing could be run.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      jobs: { type: 'string', default: '1' },
      seeds: { type: 'string', default: '120' },
      quick: { type: 'boolean', default: false },
      again: { type: 'string' },
      catchers: { type: 'boolean', default: false },
    },
  });
  const paths = findSources(positionals);
  if (paths.length === 0) return refuse(`src/raft has no file ${positionals.join(', ')}`);
  const listed = values.again === undefined ? undefined : readFileSync(values.again, 'utf8');
  const equivalents = readEquivalents();
  const { mutants, sources } = await instrument(paths);
  const wanted = mutants.filter((mutant) => listed === undefined || isListed(listed, mutant));
  const isUntried = (mutant: Mutant) => values.quick && equivalents.some((one) => declares(one, mutant));
  return judged(sources, Number(values.seeds), async (bundled, original) => {
    const tried: Tried[] = wanted
      .filter(isUntried)
      .map((mutant) => ({ mutant, verdict: { type: 'notReached' } }));
    const rest = wanted.filter((mutant) => !isUntried(mutant));
    console.log(`${wanted.length} mutants, ${original.tests.length} tests`);
    await tryAll(bundled, rest, original, Number(values.jobs), (mutant, verdict) => {
      tried.push({ mutant, verdict });
      if (values.catchers && 'by' in verdict) progress(formatCaught(mutant, verdict));
      if (!isCaught(verdict)) progress(formatSurvivor({ mutant, verdict }));
      if (tried.length % 200 === 0) progress(`${tried.length} of ${wanted.length}`);
    });
    return tell(tried, mutants, equivalents);
  });
}

/** Bundles mutants and judges for as long as `use` needs them; 2 when a test fails on the original. */
async function judged(
  sources: ReadonlyMap<string, string>,
  seeds: number,
  use: (bundled: string, original: CoverReport) => Promise<number>,
): Promise<number> {
  mkdirSync('node_modules/.cache', { recursive: true });
  const folder = mkdtempSync(resolve('node_modules/.cache/mutants-'));
  try {
    const bundled = join(folder, 'mutants.mjs');
    await bundle(sources, seeds, bundled);
    const original = await cover(bundled);
    const failures = original.tests.filter(({ failure }) => failure !== undefined);
    for (const { name, failure } of failures) console.error(`the original fails ${name}: ${failure}`);
    if (failures.length > 0) return refuse('nothing can be judged by a test that fails on the original');
    return await use(bundled, original);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function tell(tried: readonly Tried[], all: readonly Mutant[], equivalents: readonly Equivalents[]): number {
  const byId = tried.toSorted((a, b) => Number(a.mutant.id) - Number(b.mutant.id));
  const left = leftOf(byId, equivalents);
  const stale = staleOf(byId, all, equivalents);
  for (const row of tableOf(byId, equivalents)) console.log(row);
  for (const one of left) console.log(formatSurvivor(one));
  for (const one of stale) console.log(`declared equivalent, wrongly: ${one}`);
  return left.length + stale.length === 0 ? 0 : 1;
}

function progress(text: string): void {
  console.error(text);
}

function refuse(why: string): number {
  console.error(why);
  return 2;
}

process.exitCode = await main();
