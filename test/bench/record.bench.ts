import { rm } from 'node:fs/promises';
import { buildPage, runBare } from './bare-browser.ts';
import { median } from './median.ts';
import { printLine } from './print-line.ts';

// The same two minutes of five members with 6000 puts, flat out: recorded and kept in the browser's private files, recorded only,
// and with nobody recording. In the lab's worker of a Chromium with the members in workers of their own, as in the page (record/),
// and all in that one thread (record/thread/). All three do the same but for the record: commands are checked and happen at once,
// every safety check runs, time goes by in the same slices, what workers have to confirm is confirmed at the same points, and
// the fingerprints at the end must be equal. (Before, `record/` had all members in one thread, and what it was held against did
// the puts of a second before any of them had happened, without slices: another run, of other events.)
// Six rounds, one for each order of the three, so that each pays as often for the garbage of each other one; a ratio is the
// median of those within a round, because what else the machine does changes more slowly than that.

type Way = 'bare' | 'recorded' | 'kept';
type Times = Readonly<Record<Way, readonly number[]>>;

interface Result {
  readonly workers: Times;
  readonly thread: Times;
  readonly error?: string;
}

const folder = await buildPage('record');
try {
  const { error, ...result } = (await runBare({ '': folder }, '/index.html', 500_000)) as Result;
  if (error !== undefined) throw new Error(error);
  print('record', result.workers);
  print('record/thread', result.thread);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function print(name: string, { bare, recorded, kept }: Times): void {
  for (const [of, without] of [
    ['', bare],
    ['/storage', recorded],
  ] as const) {
    const ratios = kept.map((ms, i) => ms / (without[i] ?? NaN));
    const ms = { ms: Math.round(median(kept)), without: Math.round(median(without)) };
    printLine(`${name}${of}/ratio`, median(ratios), '1', ms);
  }
}
