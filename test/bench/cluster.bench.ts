import { rm } from 'node:fs/promises';
import { parseBenchArguments } from '../../src/cli/bench-arguments.ts';
import { projectRoot } from '../../src/cli/built-site.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { buildPage, runBare } from './bare-browser.ts';
import { EtcdCluster, installedEtcd } from './etcd-cluster.ts';
import { median } from './median.ts';
import { measurePuts } from './pages/cluster/measure-puts.ts';
import { printLine } from './print-line.ts';

// Committed puts a second through three members, 8-byte keys and 256-byte values, with 1 client and with 100: members in
// this process, and in Web Workers of a Chromium, there with shadows (workers) and without (lockstep). With --beside the other
// checkout's page takes turns with this one's. Where etcd is installed, three real members do the same through their JSON gateways.

interface Rates {
  readonly one: number;
  readonly hundred: number;
  readonly lockstepOne?: number;
  readonly lockstepHundred?: number;
  readonly error?: string;
}

const ROUNDS = 3;

for (const clients of [1, 100]) {
  const rate = await measurePuts(new InProcessHost(Member), clients);
  printLine(`cluster/in-process/${clients}`, rate, 'puts/s');
}

const { beside } = parseBenchArguments(process.argv.slice(2));
const checkouts = beside === undefined ? [projectRoot] : [projectRoot, beside];
const folders: string[] = [];
try {
  for (const checkout of checkouts) folders.push(await buildPage('cluster', checkout));
  const rounds: Rates[][] = [];
  for (let round = 0; round < (beside === undefined ? 1 : ROUNDS); round++) {
    const rates: Rates[] = [];
    for (const folder of folders) rates.push(await measureIn(folder));
    rounds.push(rates);
  }
  for (const [clients, name] of [
    [1, 'one'],
    [100, 'hundred'],
  ] as const) {
    const [own = [], others] = folders.map((_, i) => rounds.map((rates) => rates[i]?.[name] ?? NaN));
    printLine(`cluster/workers/${clients}`, median(own), 'puts/s');
    if (others === undefined) continue;
    const ratios = own.map((rate, i) => rate / (others[i] ?? NaN));
    printLine(`cluster/workers/${clients}/ratio`, median(ratios), '1', { beside: median(others) });
  }
  for (const [clients, name] of [
    [1, 'lockstepOne'],
    [100, 'lockstepHundred'],
  ] as const)
    printLine(`cluster/lockstep/${clients}`, median(rounds.map(([own]) => own?.[name] ?? NaN)), 'puts/s');
} finally {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}

await measureEtcd();

/** Three real etcd members that sync to disk, on this machine in this run, where etcd is installed. */
async function measureEtcd(): Promise<void> {
  const version = await installedEtcd();
  if (version === undefined) {
    console.error('cluster/etcd: skipped, as there is no etcd in the PATH');
    return;
  }
  const etcd = await EtcdCluster.start();
  try {
    const more = { version, fsyncMs: Number(etcd.fsyncMs().toPrecision(2)) };
    for (const clients of [1, 100])
      printLine(`cluster/etcd/${clients}`, await etcd.measurePuts(clients), 'puts/s', more);
  } finally {
    await etcd.stop();
  }
}

async function measureIn(folder: string): Promise<Rates> {
  const rates = (await runBare({ '': folder }, '/index.html')) as Rates;
  if (rates.error !== undefined) throw new Error(`cluster: ${rates.error}`);
  return rates;
}
