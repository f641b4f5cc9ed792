import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawInt, makeDice } from '../../src/base/random.ts';
import type { EtcdLine } from '../../src/datadir/verdict/report.ts';
import { askAll, askTools } from './answers.ts';
import { binariesOf } from './binaries.ts';
import { drawCluster, logOf, ready, startMember, stopAll, type RealCluster } from './real-cluster.ts';
import { compareRecorded, recordedMembers } from './compare-reports.ts';
import { logIn, runWorkload } from './workload.ts';

/**
 * Makes data directories with real etcd: a seed's workload at one or three members, the answers of the running etcd, a clean stop or a
 * `kill -9`, the answers of the tools. `npx tsx test/real-etcd/record.ts --out DIR [--lines 3.4,3.6] [--seeds 10] [--first 1]`.
 * `--check`: each is compared at once (`compare.ts`) and kept only where something differs: a directory has 128 MB of zeros.
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    lines: { type: 'string', default: '3.4,3.5,3.6,3.7' },
    seeds: { type: 'string', default: '1' },
    first: { type: 'string', default: '1' },
    check: { type: 'boolean', default: false },
  },
});
if (values.out === undefined) throw new Error('where to? --out DIR');
const first = Number(values.first);
let passed = 0;
let failed = 0;
for (const binaries of binariesOf(values.lines.split(',') as EtcdLine[])) {
  for (let seed = first; seed < first + Number(values.seeds); seed++) {
    const folder = join(values.out, `${binaries.line}-${seed}`);
    rmSync(folder, { recursive: true, force: true });
    await record(seed, await clusterOf(seed, binaries, folder), folder);
    if (values.check) checkAndClear(folder);
    else console.log(folder);
  }
}
if (values.check) console.log(`${passed} passed, ${failed} failed`);

function checkAndClear(folder: string): void {
  const wrong = recordedMembers(join(folder, '..'))
    .filter((member) => member.folder === folder)
    .flatMap(({ name, killed }) => compareRecorded(folder, name, killed).map((line) => `${name}: ${line}`));
  if (wrong.length === 0) {
    passed++;
    rmSync(folder, { recursive: true });
    return;
  }
  failed++;
  for (const line of wrong) console.log(`${folder}/${line}`);
}

/** One member for most seeds, three for every fourth; every third takes snapshots often. */
function clusterOf(seed: number, binaries: RealCluster['binaries'], folder: string): Promise<RealCluster> {
  const flags = { 'snapshot-count': seed % 3 === 0 ? '20' : '10000' };
  return drawCluster(binaries, folder, seed % 4 === 0 ? 3 : 1, flags);
}

async function record(seed: number, cluster: RealCluster, folder: string): Promise<void> {
  const dice = makeDice(seed, 'record');
  try {
    for (const member of cluster.members) startMember(cluster, member);
    for (const member of cluster.members) {
      const state = await ready(member);
      if (state !== 'ready') throw new Error(`${member.name} is ${state}:\n${logOf(member)}`);
    }
    const done = await runWorkload(cluster, seed, drawInt(dice, 30, 120));
    const killed = seed % 5 === 0;
    for (const member of cluster.members) {
      const token = done.auth ? await logIn(member) : undefined;
      const answers = await askAll(cluster.binaries, member, { token });
      writeFileSync(join(folder, `${member.name}.answers.json`), JSON.stringify(answers));
    }
    await stopAll(cluster, killed ? 'SIGKILL' : 'SIGTERM');
    writeFileSync(join(folder, 'done.json'), JSON.stringify({ ...done, killed, seed }));
    for (const member of cluster.members) {
      const tools = askTools(cluster.binaries, member.dir);
      writeFileSync(join(folder, `${member.name}.tools.json`), JSON.stringify(tools));
    }
  } finally {
    await stopAll(cluster, 'SIGKILL');
  }
}
