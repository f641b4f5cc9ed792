import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'fflate';
import type { EtcdLine } from '../../src/datadir/verdict/report.ts';
import type { HashSays, RecordedBackend, SnapshotSays } from '../datadir/backend/recorded-backend.ts';
import { askAll } from './answers.ts';
import { binariesOf, type Binaries } from './binaries.ts';
import { ask, drawCluster, startMember, stopAll, type RealCluster, type RealMember } from './real-cluster.ts';

/**
 * Records small db files of real etcds, and what their tools say of them, for the tests under `test/datadir/backend`:
 *
 *     REAL_ETCD=<folder of etcd-3.7.3 …> npx tsx test/real-etcd/record-backends.ts --out test/datadir/backend/recorded
 */
const LINES: readonly EtcdLine[] = ['3.4', '3.5', '3.6', '3.7'];

const { values } = parseArgs({
  options: { out: { type: 'string' }, work: { type: 'string', default: '/tmp/record-backends' } },
});
if (values.out === undefined) throw new Error('--out FOLDER is needed');
mkdirSync(values.out, { recursive: true });
const all = binariesOf(LINES);
for (const binaries of all) {
  await record(binaries, 'plain', {}, plainStory);
  await record(binaries, 'compacting', slowCompaction(binaries), compactingStory);
}

type Story = (cluster: RealCluster, member: RealMember) => Promise<HashSays | undefined>;

/** Runs a story, ends the etcd as a crash does, keeps its db, and asks an etcd that starts from it. */
async function record(
  binaries: Binaries,
  name: string,
  flags: Record<string, string>,
  story: Story,
): Promise<void> {
  const cluster = await drawCluster(
    binaries,
    join(values.work, `${binaries.line}-${name}-${Date.now()}`),
    1,
    flags,
  );
  const [member] = cluster.members;
  if (member === undefined) throw new Error('no member');
  startMember(cluster, member);
  await isReady(member);
  const hashUnderWay = await story(cluster, member);
  await stopAll(cluster, 'SIGKILL');
  const file = join(member.dir, 'member/snap/db');
  const bytes = new Uint8Array(readFileSync(file));
  const copy = join(values.work, `${binaries.line}-${name}.db`);
  writeFileSync(copy, bytes);
  const status = Object.fromEntries(all.map((tools) => [tools.line, statusOf(tools, copy)]));
  const check =
    binaries.bbolt === undefined ? '' : execFileSync(binaries.bbolt, ['check', copy], { encoding: 'utf8' });
  startMember(cluster, member);
  await isReady(member);
  // A compaction that was under way is carried out first.
  await wait(1000);
  const answers = await askAll(binaries, member);
  const newest = answers.revisions.at(-1)?.revision ?? 1;
  const hashes = Array.from({ length: newest + 2 }, (_, revision) => ({
    revision,
    says: hashOf(binaries, member, revision),
  }));
  await stopAll(cluster);
  const recorded: RecordedBackend = {
    line: binaries.line,
    answers,
    hashes,
    ...(hashUnderWay !== undefined && { hashUnderWay }),
    status,
    check,
  };
  const out = join(values.out ?? '', `${binaries.line}-${name}`);
  writeFileSync(`${out}.db.gz`, gzipSync(bytes, { level: 9, mtime: 0 }));
  writeFileSync(
    `${out}.json.gz`,
    gzipSync(new TextEncoder().encode(JSON.stringify(recorded)), { level: 9, mtime: 0 }),
  );
  process.stdout.write(`${out}: ${bytes.length} bytes, revision ${newest}\n`);
}

/** It serves reads. Its `/health` would say no, as there are alarms. */
async function isReady(member: RealMember): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      await ask(member, 'kv/range', { key: 'AA==' });
      return;
    } catch {
      await wait(100);
    }
  }
  throw new Error(`${member.name} does not serve: see ${member.log}`);
}

/** Every kind of record: puts, transactions, deletes of one and of many, leases, users, an alarm, a compaction at a delete. */
async function plainStory(_: RealCluster, member: RealMember): Promise<undefined> {
  const put = (key: string, value: string, lease = '0') =>
    ask(member, 'kv/put', { key: base64(key), value: base64(value), lease });
  await ask(member, 'lease/grant', { TTL: '3600', ID: '7000' });
  await ask(member, 'lease/grant', { TTL: '9000', ID: '-5' });
  for (let i = 0; i < 6; i++) await put(`/registry/pods/default/p${i % 4}`, `value ${i}`);
  await put('/leased', 'x', '7000');
  await put('/leased-too', 'y', '-5');
  await put('', 'no key').catch(() => undefined);
  await ask(member, 'kv/txn', {
    success: [
      { request_put: { key: base64('/t/1'), value: base64('one') } },
      { request_put: { key: base64('/t/2'), value: base64('{"a": 1}') } },
      { request_delete_range: { key: base64('/registry/pods/default/p3') } },
    ],
  });
  await ask(member, 'kv/deleterange', { key: base64('/t/'), range_end: base64('/t0') });
  await put('/t/1', 'again');
  await put('/large', 'long '.repeat(1500));
  const gone = (await ask(member, 'kv/deleterange', { key: base64('/registry/pods/default/p1') })) as {
    header: { revision: string };
  };
  await ask(member, 'kv/compaction', { revision: gone.header.revision, physical: true });
  await put('/registry/pods/default/p1', 'back');
  await ask(member, 'kv/deleterange', { key: base64('/registry/pods/default/p2') });
  await put('/registry/services/s', 'last');
  await ask(member, 'auth/user/add', { name: 'root', password: 'root' });
  await ask(member, 'auth/role/add', { name: 'root' });
  await ask(member, 'auth/role/add', { name: 'pods' });
  const perm = {
    permType: 'READWRITE',
    key: base64('/registry/pods/'),
    range_end: base64('/registry/pods0'),
  };
  await ask(member, 'auth/role/grant', { name: 'pods', perm });
  await ask(member, 'auth/user/grant', { user: 'root', role: 'root' });
  await ask(member, 'maintenance/alarm', { action: 'ACTIVATE', memberID: '77', alarm: 'NOSPACE' });
  // A backend commits ten times a second.
  await wait(500);
  return undefined;
}

/** An etcd that removes a few records at a time and then rests; how long, 3.4 cannot be told: 10 ms. */
function slowCompaction({ line }: Binaries): Record<string, string> {
  if (line === '3.4') return { 'experimental-compaction-batch-limit': '1' };
  const prefix = line === '3.5' ? 'experimental-' : '';
  return { [`${prefix}compaction-batch-limit`]: '2', [`${prefix}compaction-sleep-interval`]: '300ms' };
}

/** Ended while a compaction is under way. */
async function compactingStory({ binaries }: RealCluster, member: RealMember): Promise<HashSays> {
  const rounds = binaries.line === '3.4' ? 150 : 20;
  for (let i = 0; i < rounds; i++) {
    const key = base64(`k${i % 3}`);
    await (i % 7 === 6
      ? ask(member, 'kv/deleterange', { key })
      : ask(member, 'kv/put', { key, value: base64(String(i)) }));
  }
  await ask(member, 'kv/compaction', { revision: String(rounds - 3) });
  const says = hashOf(binaries, member, 0);
  if (typeof says === 'string') throw new Error(says);
  await wait(binaries.line === '3.4' ? 200 : 700);
  return says;
}

function hashOf({ etcdctl }: Binaries, member: RealMember, revision: number): HashSays | string {
  try {
    const words = [
      '--endpoints',
      member.client,
      'endpoint',
      'hashkv',
      '--rev',
      String(revision),
      '-w',
      'json',
    ];
    const text = execFileSync(etcdctl, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    const [says] = JSON.parse(text) as { HashKV: HashSays }[];
    if (says === undefined) throw new Error(text);
    const { hash, compact_revision, hash_revision } = says.HashKV;
    return { hash, compact_revision, ...(hash_revision !== undefined && { hash_revision }) };
  } catch (error) {
    const words = String((error as { stderr?: string }).stderr ?? error);
    return /mvcc: [\w ]+/.exec(words)?.[0] ?? words;
  }
}

function statusOf({ etcdctl, etcdutl }: Binaries, file: string): SnapshotSays {
  const text = execFileSync(etcdutl ?? etcdctl, ['snapshot', 'status', file, '-w', 'json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(text) as SnapshotSays;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
