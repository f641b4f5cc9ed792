import { join } from 'node:path';
import { present } from '../../src/base/assert.ts';
import { ensureSite, projectRoot, siteFolder } from '../../src/cli/built-site.ts';
import { runBare } from './bare-browser.ts';
import { printLine } from './print-line.ts';

// From the start of the navigation to the first leader drawn, on the built site in a fresh browser that nothing is
// attached to. The page opens 60 virtual ms before somebody campaigns and plays 25 times slower than life, so most of
// it is what there is to see. Median of fresh browsers.

const RUNS = 5;

interface Marks {
  readonly paint: number;
  readonly cluster: number;
  readonly leader: number;
}

await ensureSite((text) => console.error(text));
const runs: Marks[] = [];
for (let run = 0; run < RUNS; run++) {
  const folders = { '/site': siteFolder, '/bench': join(projectRoot, 'test/bench/pages/first-leader') };
  runs.push((await runBare(folders, '/bench/index.html')) as Marks);
}
printLine('first-leader', median('leader'), 'ms', {
  firstPaint: Math.round(median('paint')),
  clusterDrawn: Math.round(median('cluster')),
});

function median(mark: keyof Marks): number {
  const sorted = runs.map((run) => run[mark]).toSorted((a, b) => a - b);
  return present(sorted[Math.floor(sorted.length / 2)], 'there are runs');
}
