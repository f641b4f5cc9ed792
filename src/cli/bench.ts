import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseBenchArguments, type BenchArguments } from './bench-arguments.ts';

// npm run bench -- [--beside DIR] [NAME…]: runs test/bench/NAME.bench.ts, all of them without a name. Each prints JSON
// lines {name, value, unit, …}; an error ends the run with exit code 1. --beside: benchmarks of speed measure that
// checkout too, in turns with this one, and print how many times as good this one is (NAME/ratio).

const SUFFIX = '.bench.ts';
const folder = resolve(import.meta.dirname, '../../test/bench');

const known = readdirSync(folder)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length))
  .sort();
const wanted = argumentsOrComplaint();
const unknown = wanted?.names.filter((name) => !known.includes(name)) ?? [];

if (wanted === undefined) {
  process.exitCode = 1;
} else if (unknown.length > 0) {
  console.error(`no benchmark named ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  process.exitCode = 1;
} else {
  for (const name of wanted.names.length > 0 ? wanted.names : known)
    await import(pathToFileURL(join(folder, `${name}${SUFFIX}`)).href);
}

function argumentsOrComplaint(): BenchArguments | undefined {
  try {
    return parseBenchArguments(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
