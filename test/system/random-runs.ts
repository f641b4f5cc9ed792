import { parseArguments } from '../../src/cli/sim/arguments.ts';
import { runWhole } from '../../src/cli/sim/run-seed.ts';

/** Seeds that fail with these options, with what went wrong. */
export async function failures(args: readonly string[]): Promise<string[]> {
  const options = parseArguments(args);
  const found: string[] = [];
  for (let seed = options.firstSeed; seed <= options.lastSeed; seed++) {
    const { failure } = await runWhole(seed, options);
    if (failure !== undefined) found.push(`seed ${seed}: ${failure.property}: ${failure.detail}`);
  }
  return found;
}
