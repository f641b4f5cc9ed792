import { rm } from 'node:fs/promises';
import { buildPage, runBare } from './bare-browser.ts';

// One input through a node worker and its outputs back, beside the same bytes as bare messages between the same two
// workers in the same run, with nothing attached to them.

interface HopResult {
  readonly input: number;
  readonly bare: number;
  readonly ratio: number;
  readonly inputs: number;
  readonly error?: string;
}

const folder = await buildPage('worker-hop');
try {
  const result = (await runBare({ '': folder }, '/index.html')) as HopResult;
  if (result.error !== undefined) throw new Error(`worker-hop: ${result.error}`);
  const { input, bare, ratio, inputs } = result;
  print('worker-hop/input', input, 'µs', { inputs });
  print('worker-hop/bare', bare, 'µs', {});
  print('worker-hop/ratio', ratio, '1', {});
} finally {
  await rm(folder, { recursive: true, force: true });
}

function print(name: string, value: number, unit: string, more: object): void {
  console.log(JSON.stringify({ name, value: Number(value.toPrecision(4)), unit, ...more }));
}
