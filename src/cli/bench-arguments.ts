import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface BenchArguments {
  /** Benchmarks to run; none: all. */
  readonly names: readonly string[];
  /** The folder of another checkout of this project, with its node_modules, that is measured beside this one. */
  readonly beside: string | undefined;
}

/** `npm run bench -- [--beside DIR] [NAME…]`. Throws an Error that says what is wrong and what to do. */
export function parseBenchArguments(args: readonly string[]): BenchArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { beside: { type: 'string' } },
    allowPositionals: true,
  });
  if (values.beside === undefined) return { names: positionals, beside: undefined };
  const beside = resolve(values.beside);
  for (const part of ['src', 'node_modules']) {
    if (!existsSync(join(beside, part)))
      throw new Error(`--beside ${beside}: it has no ${part}; name a checkout in which npm ci has run`);
  }
  return { names: positionals, beside };
}
