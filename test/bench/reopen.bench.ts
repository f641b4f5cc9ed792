import { join } from 'node:path';
import { ensureSite, projectRoot, siteFolder } from '../../src/cli/built-site.ts';
import { runBare } from './bare-browser.ts';
import { median } from './median.ts';
import { printLine } from './print-line.ts';

// A lab of 100,000 events under load, five members in workers of a Chromium: from the start of a reload to its picture, all of it
// computed again meanwhile. Median of five.

await ensureSite((text) => console.error(text));
const folders = { '/site': siteFolder, '/bench': join(projectRoot, 'test/bench/pages/reopen') };
const found = (await runBare(folders, '/bench/index.html', 300_000)) as {
  readonly events: number;
  readonly times: readonly number[];
  readonly error?: string;
};
if (found.error !== undefined) throw new Error(found.error);
printLine('reopen', median(found.times), 'ms', { events: found.events });
