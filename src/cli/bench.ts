import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

// npm run bench -- [NAME…]: runs test/bench/NAME.bench.ts, all of them without a name. Each prints JSON lines
// {name, value, unit, …}; an error ends the run with exit code 1.

const SUFFIX = '.bench.ts';
const folder = resolve(import.meta.dirname, '../../test/bench');

const known = readdirSync(folder)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length))
  .sort();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));

if (unknown.length > 0) {
  console.error(`no benchmark named ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  process.exitCode = 1;
} else {
  for (const name of wanted.length > 0 ? wanted : known)
    await import(pathToFileURL(join(folder, `${name}${SUFFIX}`)).href);
}
