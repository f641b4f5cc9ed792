import { parseArguments, UsageError, type SimOptions } from './sim/arguments.ts';
import { runSeed, type SeedReport } from './sim/run-seed.ts';

/** Seeded random runs with faults, every check on: `npm run sim -- --seeds 1..100 --nodes 5 --faults kill,loss`. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseArguments(args);
  let failed = 0;
  for (let seed = options.firstSeed; seed <= options.lastSeed; seed++) {
    const report = await runSeed(seed, options);
    if (report.failure === undefined) continue;
    failed++;
    console.log(describe(seed, options, report));
  }
  const passed = options.lastSeed - options.firstSeed + 1 - failed;
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** One line: what to run again, and the first thing that went wrong. The run is whole, not shrunk. */
function describe(seed: number, options: SimOptions, { failure, events, timeMs }: SeedReport): string {
  const rule = options.rule === undefined ? '' : ` --rule ${options.rule}`;
  const again = `--seeds ${seed}..${seed} --nodes ${options.nodes} --events ${options.events} --faults ${options.faults.join(',')}${rule}`;
  return `seed ${seed}: ${failure?.property ?? ''} (${failure?.phase ?? ''}): ${failure?.detail ?? ''} (after ${events} events, ${timeMs} ms; not shrunk) again: npm run sim -- ${again}`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
