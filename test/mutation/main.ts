import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.ts';
import { declares, readEquivalents, type Equivalents } from './equivalents.ts';
import { findSources, instrument } from './instrument.ts';
import { isCaught } from './mutant.ts';
import { formatSurvivor, leftOf, staleOf, tableOf, type Tried } from './report.ts';
import { tryAll } from './trial.ts';
import { cover } from './processes.ts';

/**
 * `npm run mutate -- [--jobs N] [--seeds N] [--quick] [--catchers] [FILE…]`: changes every expression, condition and block of
 * these files of src/raft (or of all), one at a time, and says which changes no test notices. `--quick` does not try
 * those that are declared equivalent; `--catchers` also tells what caught each of the others. Exit status: 0 all caught or declared, 1 some left or declared wrongly, 2 nothing
 * could be run.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      jobs: { type: 'string', default: '1' },
      seeds: { type: 'string', default: '120' },
      quick: { type: 'boolean', default: false },
      catchers: { type: 'boolean', default: false },
    },
  });
  const paths = findSources(positionals);
  if (paths.length === 0) return refuse(`src/raft has no file ${positionals.join(', ')}`);
  mkdirSync('node_modules/.cache', { recursive: true });
  const folder = mkdtempSync(resolve('node_modules/.cache/mutants-'));
  try {
    const { mutants, sources } = await instrument(paths);
    const out = join(folder, 'mutants.mjs');
    await bundle(sources, Number(values.seeds), out);
    const original = await cover(out);
    const failures = original.tests.filter(({ failure }) => failure !== undefined);
    for (const { name, failure } of failures) console.error(`the original fails ${name}: ${failure}`);
    if (failures.length > 0) return refuse('nothing can be judged by a test that fails on the original');
    const seconds = original.tests.reduce((sum, { ms }) => sum + ms, 0) / 1000;
    console.log(`${mutants.length} mutants, ${original.tests.length} tests of ${seconds.toFixed(1)} s`);
    const equivalents = readEquivalents();
    const tried: Tried[] = [];
    const untried = mutants.filter(
      (mutant) => values.quick && equivalents.some((one) => declares(one, mutant)),
    );
    for (const mutant of untried) tried.push({ mutant, verdict: { type: 'notReached' } });
    const rest = mutants.filter((mutant) => !untried.includes(mutant));
    await tryAll(out, rest, original, Number(values.jobs), (mutant, verdict) => {
      tried.push({ mutant, verdict });
      if (values.catchers && 'by' in verdict)
        console.log(`${mutant.file}:${mutant.line} ${mutant.change}: ${verdict.type} by ${verdict.by}`);
      if (!isCaught(verdict)) progress(formatSurvivor({ mutant, verdict }));
      if (tried.length % 200 === 0) progress(`${tried.length} of ${mutants.length}`);
    });
    return tell(tried, equivalents);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function tell(tried: readonly Tried[], equivalents: readonly Equivalents[]): number {
  const byId = tried.toSorted((a, b) => Number(a.mutant.id) - Number(b.mutant.id));
  const left = leftOf(byId, equivalents);
  const stale = staleOf(byId, equivalents);
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
