/**
 * Damages copies of real data directories' logs, says what an etcd will make of each, and starts that etcd: it must start, repair or refuse, and
 * say what was foretold.
 *
 *     npx tsx test/real-etcd/wal.ts --etcd 3.4=etcd --etcd 3.6=/path/etcd --from DIR [--cases 40] [--seed 1] [--port 23990]
 *
 * DIR: a data directory of that line's etcd, with one member that may listen wherever it is told; several --from for several lines, in the
 * same order. What is known of a whole directory but not of its log (its db) may stop a start later: such a start counts as one.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { memorySource } from '../../src/base/byte-source.ts';
import { drawInt, makeDice, type Dice } from '../../src/base/random.ts';
import { readSnap } from '../../src/datadir/snap/read-snap.ts';
import type { EtcdLine } from '../../src/datadir/wal/etcd-line.ts';
import { etcdWalStart, type WalStart } from '../../src/datadir/wal/etcd-start.ts';
import { readWal } from '../../src/datadir/wal/read-wal.ts';

const { values } = parseArgs({
  options: {
    etcd: { type: 'string', multiple: true },
    from: { type: 'string', multiple: true },
    cases: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    port: { type: 'string', default: '23990' },
  },
});
const etcds = values.etcd ?? [];
const froms = values.from ?? [];
if (etcds.length === 0 || etcds.length !== froms.length)
  throw new Error('as many --etcd LINE=PROGRAM as --from DIR');

const port = Number(values.port);
let wrong = 0;
for (const [i, each] of etcds.entries()) {
  const [line, program] = each.split('=') as [EtcdLine, string];
  const dice = makeDice(Number(values.seed), line);
  const outcomes = new Map<string, number>();
  for (let number = 0; number < Number(values.cases); number++) {
    const dir = mkdtempSync(join(tmpdir(), 'real-wal-'));
    try {
      cpSync(froms[i] ?? '', dir, { recursive: true });
      const damage = damageLog(join(dir, 'member', 'wal'), dice);
      const foretold = foretell(dir, line);
      const log = await startEtcd(program, dir);
      const seen = outcomeOf(log, line);
      const name = foretold.step === undefined ? foretold.outcome : `${foretold.outcome} at ${foretold.step}`;
      outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
      const problem = difference(foretold, seen, log);
      if (problem === undefined) continue;
      wrong++;
      console.log(
        `etcd ${line}, ${damage}: foretold ${foretold.outcome} (${foretold.error ?? ''}), ${problem}`,
      );
      console.log(log.split('\n').slice(-6).join('\n'));
    } finally {
      rmSync(dir, { recursive: true });
    }
  }
  console.log(line, Object.fromEntries(outcomes));
}
console.log(wrong === 0 ? 'every start was as foretold' : `${wrong} starts were not as foretold`);
process.exitCode = wrong === 0 ? 0 : 1;

/** Answers what was done. Only what was written is damaged, and not the zeros behind it. */
function damageLog(folder: string, dice: Dice): string {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.wal'))
    .sort();
  const name = names[drawInt(dice, 0, names.length - 1)] ?? '';
  const path = join(folder, name);
  const bytes = readFileSync(path);
  let used = bytes.length;
  while (used > 0 && bytes[used - 1] === 0) used--;
  const kind = drawInt(dice, 0, 5);
  if (kind === 0) {
    const length = drawInt(dice, 0, used);
    truncateSync(path, length);
    return `${name} cut to ${length}`;
  }
  if (kind === 1) {
    const sector = drawInt(dice, 0, Math.floor(used / 512));
    bytes.fill(0, sector * 512, Math.min(used, (sector + 1) * 512));
    writeFileSync(path, bytes);
    return `${name}, sector ${sector} zeroed`;
  }
  if (kind === 2) {
    const from = drawInt(dice, 0, used);
    bytes.fill(0, from, used);
    writeFileSync(path, bytes);
    return `${name}, zeros from ${from}`;
  }
  if (kind === 3 && names.length > 1) {
    rmSync(path);
    return `${name} removed`;
  }
  const at = drawInt(dice, 0, used - 1);
  const bit = drawInt(dice, 0, 7);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  writeFileSync(path, bytes);
  return `${name}, bit ${bit} of byte ${at} flipped`;
}

function foretell(dir: string, line: EtcdLine): WalStart {
  const sources = sourcesOf(join(dir, 'member', 'wal'), '');
  const snaps = sourcesOf(join(dir, 'member', 'snap'), '.snap').map((source) => readSnap(source, line));
  return etcdWalStart(
    sources,
    readWal(sources, {}, undefined, { line }),
    snaps.filter(({ ok }) => ok),
    line,
  );
}

function sourcesOf(folder: string, suffix: string) {
  const names = readdirSync(folder).filter((name) => name.endsWith(suffix));
  return names.map((name) => memorySource(name, new Uint8Array(readFileSync(join(folder, name)))));
}

/** Its log, once it serves or has ended. */
async function startEtcd(program: string, dir: string): Promise<string> {
  const [client, peer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`];
  const args = [
    '--name',
    'm',
    '--data-dir',
    dir,
    '--listen-client-urls',
    client,
    '--advertise-client-urls',
    client,
  ];
  const child = spawn(program, [...args, '--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer]);
  let log = '';
  return new Promise((resolve, reject) => {
    const take = (bytes: Buffer): void => {
      log += bytes.toString();
      if (log.includes('ready to serve client requests')) child.kill('SIGKILL');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', () => {
      resolve(log.trim());
    });
    // A member that lost too much of its log waits for a majority that nobody is in.
    setTimeout(() => child.kill('SIGKILL'), 15_000).unref();
  });
}

type Seen = 'starts' | 'repairs' | 'refuses';

function outcomeOf(log: string, line: EtcdLine): Seen {
  const raftBegins = line === '3.4' ? 'newRaft ' : 'restarting local member';
  if (!log.includes(raftBegins) && !log.includes('ready to serve')) return 'refuses';
  return log.includes('repaired WAL') ? 'repairs' : 'starts';
}

function difference(foretold: WalStart, seen: Seen, log: string): string | undefined {
  const { outcome, step, error = '', repaired } = foretold;
  // Logs quote what is in quotation marks once more.
  const says = (words: string): boolean =>
    log.replaceAll('\\"', '"').replaceAll('\u00a0', ' ').includes(words);
  if (step === 'raft') return says(error) ? undefined : `but it does not say so`;
  if (outcome !== seen && !(outcome === 'repairs' && repaired && seen === 'repairs')) return `but it ${seen}`;
  return error === '' || says(error) ? undefined : 'but in other words';
}
