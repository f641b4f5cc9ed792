import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { present } from '../../src/base/assert.ts';
import { ensureSite, projectRoot, siteFolder } from '../../src/cli/built-site.ts';
import { runBare } from './bare-browser.ts';
import { firstLoad, read } from './first-load.ts';
import { printLine } from './print-line.ts';

// From the start of the navigation to the first leader drawn, on the built site in a fresh browser that nothing is
// attached to. The page opens when the first vote is on its way to the candidate. In turns with it a bare page: a script of
// the size of the page's, which does nothing but draw what is waited for. Medians of fresh browsers.

const RUNS = 5;

interface Marks {
  readonly paint: number;
  readonly cluster: number;
  readonly leader: number;
}

await ensureSite((text) => console.error(text));
const bareFolder = barePage();
const runs: Marks[] = [];
const bare: Marks[] = [];
for (let run = 0; run < RUNS; run++) {
  runs.push(await opened(siteFolder));
  bare.push(await opened(bareFolder));
}
printLine('first-leader', median(runs, 'leader'), 'ms', {
  firstPaint: Math.round(median(runs, 'paint')),
  clusterDrawn: Math.round(median(runs, 'cluster')),
});
printLine('first-leader/bare', median(bare, 'leader'), 'ms');

async function opened(site: string): Promise<Marks> {
  const folders = { '/site': site, '/bench': join(projectRoot, 'test/bench/pages/first-leader') };
  return (await runBare(folders, '/bench/index.html')) as Marks;
}

/** Gives its folder. */
function barePage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quorumscope-bare-'));
  const size = firstLoad().reduce((sum, file) => sum + read(file).length, 0);
  const drawn = '<svg><g data-node="1" data-role="StateLeader"><text y="20">n1</text></g></svg>';
  writeFileSync(join(folder, 'index.html'), '<!doctype html><script type="module" src="./bare.js"></script>');
  writeFileSync(join(folder, 'bare.js'), `document.body.innerHTML = '${drawn}';\n/*${'x'.repeat(size)}*/\n`);
  return folder;
}

function median(of: readonly Marks[], mark: keyof Marks): number {
  const sorted = of.map((run) => run[mark]).toSorted((a, b) => a - b);
  return present(sorted[Math.floor(sorted.length / 2)], 'there are runs');
}
