import { rm } from 'node:fs/promises';
import { buildPage, runBare } from './bare-browser.ts';
import { printLine } from './print-line.ts';

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
  printLine('worker-hop/input', input, 'µs', { inputs });
  printLine('worker-hop/bare', bare, 'µs');
  printLine('worker-hop/ratio', ratio, '1');
} finally {
  await rm(folder, { recursive: true, force: true });
}
