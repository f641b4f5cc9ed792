import { rm } from 'node:fs/promises';
import { buildPage, runBare } from './bare-browser.ts';
import { median } from './median.ts';
import { printLine } from './print-line.ts';

// The same two minutes of five members, 50 puts a second, flat out in a worker of a Chromium: recorded and kept in the browser's
// private files beside recorded only, and beside a cluster that nobody records. In turns; medians of seven.

interface Times {
  readonly bare: readonly number[];
  readonly recorded: readonly number[];
  readonly kept: readonly number[];
  readonly error?: string;
}

const folder = await buildPage('record');
try {
  const { error, ...times } = (await runBare({ '': folder }, '/index.html', 300_000)) as Times;
  if (error !== undefined) throw new Error(error);
  const [bare, recorded, kept] = [median(times.bare), median(times.recorded), median(times.kept)];
  printLine('record/ratio', kept / bare, '1', { ms: Math.round(kept), without: Math.round(bare) });
  printLine('record/storage/ratio', kept / recorded, '1', {
    ms: Math.round(kept),
    without: Math.round(recorded),
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
