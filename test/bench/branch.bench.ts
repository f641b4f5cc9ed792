import { rm } from 'node:fs/promises';
import { buildPage, runBare } from './bare-browser.ts';
import { printLine } from './print-line.ts';

// Two branches of 100,000 events of five members in Web Workers of a Chromium: what an action in the past takes until the workers
// have gone on from there, and what it takes to go over to the other branch and on. Of 21 rounds each the 95th percentile.

interface Times {
  readonly act: readonly number[];
  readonly switch: readonly number[];
  readonly error?: string;
}

const folder = await buildPage('branch');
try {
  const times = (await runBare({ '': folder }, '/index.html', 300_000)) as Times;
  if (times.error !== undefined) throw new Error(times.error);
  for (const what of ['act', 'switch'] as const) {
    const sorted = times[what].toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? NaN;
    printLine(`branch/${what}`, at(0.95), 'ms', { median: Math.round(at(0.5)), events: 100_000 });
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
