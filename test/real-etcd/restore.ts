import { execFileSync } from 'node:child_process';
import { inspect, isDeepStrictEqual, parseArgs } from 'node:util';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { drawInt, makeDice, type Dice } from '../../src/base/random.ts';
import { memorySink, memorySource } from '../../src/base/byte-source.ts';
import { openDb, type Db } from '../../src/bbolt/db.ts';
import { carveKeys } from '../../src/datadir/backend/carve.ts';
import { carvePages } from '../../src/bbolt/carve.ts';
import { checkDb } from '../../src/bbolt/check.ts';
import { bucketHash, hashRulesOf } from '../../src/datadir/backend/bucket-hash.ts';
import { bucketEntries, type BucketName } from '../../src/datadir/backend/buckets.ts';
import { hexOf } from '../../src/datadir/backend/problem.ts';
import { readBackend, type Backend } from '../../src/datadir/backend/backend.ts';
import { restoreTo, type RestoreOptions } from '../../src/datadir/backend/restore.ts';
import { snapshotStatus } from '../../src/datadir/backend/snapshot-status.ts';
import {
  keysAt,
  noTell,
  openRecorded,
  STORIES,
  type SnapshotSays,
} from '../datadir/backend/recorded-backend.ts';
import type { EtcdLine } from '../../src/datadir/verdict/report.ts';
import { askAll, type Answers } from './answers.ts';
import { binariesOf, type Binaries } from './binaries.ts';
import { snapshotsWithout } from './naive-restore.ts';
import { ask, drawCluster, startMember, stopAll, type RealCluster, type RealMember } from './real-cluster.ts';
import { logIn, runWorkload } from './workload.ts';

/**
 * Random workloads on real etcds, ended by a stop or a crash; their db read, restored by us at a random revision, or without one, and
 * taken by the release's own `snapshot restore`; an etcd started from that, and all it serves compared.
 *
 *     REAL_ETCD=<folder of etcd-3.7.3 …> npx tsx test/real-etcd/restore.ts [--lines 3.4,3.7] [--seeds 1-20] [--work FOLDER]
 */
const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '3.4,3.5,3.6,3.7' },
    seeds: { type: 'string', default: '1-5' },
    work: { type: 'string', default: '/tmp/real-etcd-restore' },
    keep: { type: 'boolean', default: false },
    /** Also the recorded files of the tests, one of which was left in the middle of a compaction. */
    recorded: { type: 'boolean', default: false },
  },
});
const [firstSeed = 1, lastSeed = firstSeed] = values.seeds.split('-').map(Number);
let failed = 0;
let runs = 0;
const done = {
  restarts: 0,
  revisions: 0,
  hashes: 0,
  without: 0,
  bumped: 0,
  bumpedAsTool: 0,
  crashes: 0,
  auth: 0,
  carved: 0,
};
for (const binaries of binariesOf(values.lines.split(',') as EtcdLine[])) {
  for (const story of values.recorded ? STORIES : []) {
    runs++;
    const folder = join(values.work, `${binaries.line}-${story}`);
    rmSync(folder, { recursive: true, force: true });
    try {
      await runRecorded(binaries, story, folder);
      process.stdout.write(`${binaries.line} ${story}: restored at each revision\n`);
    } catch (error) {
      failed++;
      process.stdout.write(`${binaries.line} ${story}: FAILED: ${String(error)} (files: ${folder})\n`);
    }
  }
  for (let seed = firstSeed; seed <= lastSeed; seed++) {
    runs++;
    const folder = join(values.work, `${binaries.line}-${seed}`);
    rmSync(folder, { recursive: true, force: true });
    try {
      process.stdout.write(`${binaries.line} seed ${seed}: ${await run(binaries, seed, folder)}\n`);
      if (!values.keep) rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      failed++;
      process.stdout.write(`${binaries.line} seed ${seed}: FAILED: ${String(error)} (files: ${folder})\n`);
    }
  }
}
process.stdout.write(`${runs} runs, ${failed} failed; ${JSON.stringify(done)}\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function run(binaries: Binaries, seed: number, folder: string): Promise<string> {
  const dice = makeDice(seed, 'restore');
  const { answers, file, auth } = await original(binaries, seed, dice, folder);
  const opened = open(file);
  const { backend } = opened;
  same(backend.problems, [], 'problems');
  const shared = answers.revisions.filter(({ revision }) => revision <= backend.revision);
  for (const { revision, kvs } of shared) {
    same(keysAt(opened, revision), kvs, `keys at ${revision}`);
    done.revisions++;
  }
  sameStatus(binaries, opened, file);
  // Of a file that is whole, what lies beside the tree is older, or was on its way when the etcd was killed.
  const carved = carveKeys(
    opened.db,
    backend,
    carvePages(opened.db, checkDb(opened.db, noTell), noTell),
    noTell,
  );
  same(
    carved.records.filter(({ standing }) => standing === 'conflict' || standing === 'missing'),
    [],
    'carved',
  );
  done.carved += carved.records.length;
  const { options, expected } = drawRestore(dice, backend, shared);
  const sink = memorySink();
  const restored = restoreTo(opened.db, backend, options, sink, noTell);
  const snapshot = join(folder, 'restored.db');
  writeFileSync(snapshot, sink.bytes());
  sameStatus(binaries, open(snapshot), snapshot);
  const cluster = await drawCluster(binaries, join(folder, 'again'), 1, {});
  restoreByTool(binaries, cluster, snapshot);
  if (options.bump !== undefined && binaries.line !== '3.4') {
    const { revision, without } = options;
    const plain = memorySink();
    restoreTo(opened.db, backend, { revision, without }, plain, noTell);
    // The tool counts from the newest record that it finds, ours from the newest revision there was, left out or compacted.
    const newest = openDb(memorySource('unbumped.db', plain.bytes()));
    const add = restored.revision - readBackend(newest, noTell).times.newestMain;
    const other = join(folder, 'unbumped.db');
    writeFileSync(other, plain.bytes());
    const byTool = await drawCluster(binaries, join(folder, 'by-tool'), 1, {});
    restoreByTool(binaries, byTool, other, ['--bump-revision', String(add), '--mark-compacted']);
    same(
      allOf(dbFile(cluster), ['key', 'meta']),
      allOf(dbFile(byTool), ['key', 'meta']),
      'raised as etcdutl does',
    );
    done.bumpedAsTool++;
  }
  const again = await serve(cluster, async (member) => {
    const token = auth ? await logIn(member) : undefined;
    // A compaction that the mark asks for is carried out first.
    await wait(300);
    return askAll(binaries, member, { token });
  });
  done.restarts++;
  const newest = again.revisions.at(-1);
  if (newest?.revision !== restored.revision)
    throw new Error(`etcd serves revision ${newest?.revision}, ${restored.revision} was restored`);
  if (options.bump === undefined) same(again.revisions, trimmed(expected, again.revisions), 'revisions');
  else same(newest.kvs, expected.at(-1)?.kvs, 'keys of the raised revision');
  sameHash(binaries, open(snapshot), again);
  return `revision ${backend.revision}, compacted ${backend.compactRevision}: restored ${JSON.stringify(options)}`;
}

/** A recorded file, restored at the revision of its compaction, the newest, and one between. */
async function runRecorded(
  binaries: Binaries,
  story: (typeof STORIES)[number],
  folder: string,
): Promise<void> {
  const opened = openRecorded(`${binaries.line}-${story}`);
  const { revision: newest, compactRevision } = opened.backend;
  for (const revision of new Set([compactRevision, Math.floor((compactRevision + newest) / 2), newest])) {
    const sink = memorySink();
    restoreTo(opened.db, opened.backend, { revision }, sink, noTell);
    const cluster = await drawCluster(binaries, join(folder, String(revision)), 1, {});
    const snapshot = join(folder, `${revision}.db`);
    writeFileSync(snapshot, sink.bytes());
    restoreByTool(binaries, cluster, snapshot);
    const again = await serve(cluster, async (member) => {
      // The compaction that was under way goes on first.
      await wait(500);
      return askAll(binaries, member);
    });
    const expected = opened.said.answers.revisions.filter((each) => each.revision <= revision);
    same(again.revisions, trimmed(expected as Answers['revisions'], again.revisions), 'revisions');
    if (again.revisions.at(-1)?.revision !== revision) throw new Error(`etcd does not serve ${revision}`);
    sameHash(binaries, open(snapshot), again);
    done.restarts++;
  }
}

/** Those revisions of the expected ones that etcd tells: it tells none before its first, and those in gaps are as the one before. */
function trimmed(expected: Answers['revisions'], told: Answers['revisions']): Answers['revisions'] {
  const from = told[0]?.revision ?? 0;
  const to = told.at(-1)?.revision ?? 0;
  const base = { revision: 1, kvs: [] };
  const all = expected.some(({ revision }) => revision === 1) ? expected : [base, ...expected];
  return all.filter(({ revision }) => revision >= from && revision <= to);
}

/** An etcd with a workload behind it: what it said of itself, and its db after it has ended. */
async function original(
  binaries: Binaries,
  seed: number,
  dice: Dice,
  folder: string,
): Promise<{ answers: Answers; file: string; auth: boolean }> {
  const cluster = await drawCluster(binaries, join(folder, 'first'), 1, {
    'snapshot-count': String(drawInt(dice, 10, 200)),
  });
  const [member] = cluster.members;
  if (member === undefined) throw new Error('no member');
  startMember(cluster, member);
  await isReady(member);
  const { auth } = await runWorkload(cluster, seed, drawInt(dice, 20, 150));
  if (auth) done.auth++;
  const token = auth ? await logIn(member) : undefined;
  const answers = await askAll(binaries, member, { token });
  const isCrash = drawInt(dice, 0, 1) === 0;
  if (isCrash) done.crashes++;
  await stopAll(cluster, isCrash ? 'SIGKILL' : 'SIGTERM');
  return { answers, file: join(member.dir, 'member/snap/db'), auth };
}

function drawRestore(
  dice: Dice,
  backend: Backend,
  shared: Answers['revisions'],
): {
  options: Required<Pick<RestoreOptions, 'revision' | 'without'>> & RestoreOptions;
  expected: Answers['revisions'];
} {
  const { revision: newest, compactRevision, times } = backend;
  const first = Math.max(1, compactRevision, shared[0]?.revision ?? 1);
  const revision = drawInt(dice, 0, 3) === 0 ? newest : drawInt(dice, first, newest);
  const mains = new Set<number>();
  for (let i = times.countUpTo(first); i < times.countUpTo(revision); i++) mains.add(times.main(i));
  const without = [...mains].filter(() => drawInt(dice, 0, 9) === 0).slice(0, 3);
  const bump = drawInt(dice, 0, 3) === 0 ? drawInt(dice, 1, 1_000_000) : undefined;
  if (without.length > 0) done.without++;
  if (bump !== undefined) done.bumped++;
  const expected = snapshotsWithout(shared, new Set(without)).filter((each) => each.revision <= revision);
  return { options: { revision, without, ...(bump !== undefined && { bump }) }, expected };
}

/** The db of a cluster's only member. */
function dbFile({ members }: RealCluster): string {
  return join(members[0]?.dir ?? '', 'member/snap/db');
}

function allOf(file: string, names: readonly BucketName[]): string[] {
  const { db } = open(file);
  return names.flatMap((name) =>
    [...bucketEntries(db, name)].map(({ key, value }) => `${name} ${hexOf(key)} ${hexOf(value)}`),
  );
}

function restoreByTool(
  { etcdctl, etcdutl }: Binaries,
  { members }: RealCluster,
  snapshot: string,
  flags: readonly string[] = [],
): void {
  const [member] = members;
  if (member === undefined) throw new Error('no member');
  const words = ['snapshot', 'restore', snapshot, '--name', member.name, '--data-dir', member.dir];
  const cluster = ['--initial-cluster', `${member.name}=${member.peer}`];
  const peer = ['--initial-advertise-peer-urls', member.peer];
  execFileSync(etcdutl ?? etcdctl, [...words, ...cluster, ...peer, ...flags], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function serve<T>(cluster: RealCluster, use: (member: RealMember) => Promise<T>): Promise<T> {
  const [member] = cluster.members;
  if (member === undefined) throw new Error('no member');
  startMember(cluster, member);
  try {
    await isReady(member);
    return await use(member);
  } finally {
    await stopAll(cluster);
  }
}

/** It answers; its `/health` says no while there are alarms. */
async function isReady(member: RealMember): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    try {
      await ask(member, 'maintenance/status', {});
      return;
    } catch (error) {
      // It answers, but wants to know who asks.
      if (/: [45]\d\d .*(user|permission|auth)/.test(String(error))) return;
      await wait(100);
    }
  }
  throw new Error(`${member.name} does not serve: see ${member.log}`);
}

/** A db file, read. */
interface Read {
  readonly db: Db;
  readonly backend: Backend;
}

function open(file: string): Read {
  const db = openDb(memorySource('db', new Uint8Array(readFileSync(file))));
  return { db, backend: readBackend(db, noTell) };
}

function sameStatus({ etcdctl, etcdutl, line }: Binaries, { db, backend }: Read, file: string): void {
  const words = ['snapshot', 'status', file, '-w', 'json'];
  const text = execFileSync(etcdutl ?? etcdctl, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const says = JSON.parse(text) as SnapshotSays;
  const { totalKey, version, ...ours } = snapshotStatus(db, backend, noTell);
  const isOld = line === '3.4' || line === '3.5';
  const own = isOld
    ? { ...ours, totalKey: totalKey.before36 }
    : { ...ours, totalKey: totalKey.from36, version };
  same(own, says, 'snapshot status');
}

function sameHash({ line }: Binaries, { db, backend }: Read, { hashKv }: Answers): void {
  const ours = bucketHash(bucketEntries(db, 'key'), backend.times, backend, 0, hashRulesOf(line));
  if (typeof ours === 'string') throw new Error(`no hash: ${ours}`);
  same(ours.hash, hashKv.hash, 'hashkv');
  done.hashes++;
}

function same(ours: unknown, real: unknown, what: string): void {
  if (isDeepStrictEqual(ours, real)) return;
  const [own, others] = [ours, real].map((value) =>
    inspect(value, { depth: 4, breakLength: Infinity }).slice(0, 600),
  );
  throw new Error(`${what}: ours ${own ?? ''}, etcd's ${others ?? ''}`);
}
