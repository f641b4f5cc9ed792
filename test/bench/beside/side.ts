import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Load, Workload } from './workload.ts';

// A process of its own for one checkout: `side.ts CHECKOUT WORKLOAD`. It measures when it is told to, and says what.

const [checkout = '.', workload = ''] = process.argv.slice(2);

const load: Load = (...paths) => {
  const found = paths.map((path) => join(checkout, path)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${checkout} has none of ${paths.join(', ')}`);
  return import(pathToFileURL(found).href);
};

const { default: prepare } = (await import(pathToFileURL(workload).href)) as { readonly default: Workload };
const measure = await prepare(load);
process.on('message', () => void answer());
process.send?.('ready');

async function answer(): Promise<void> {
  process.send?.(await measure());
}
