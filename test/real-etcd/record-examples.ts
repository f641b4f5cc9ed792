/**
 * Makes the data directories that the page offers to whoever has none (src/ui/files/examples): runs real clusters, breaks one as clusters
 * break, and packs what lies on the disks. Needs etcd and etcdctl 3.6 (`ETCD`, `ETCDCTL`: their paths); no test runs it.
 *
 *     ETCD=…/etcd ETCDCTL=…/etcdctl npx tsx test/real-etcd/record-examples.ts [NAME…]
 */
import { zipSync, type Zippable } from 'fflate';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const etcd = process.env['ETCD'] ?? 'etcd';
const etcdctl = process.env['ETCDCTL'] ?? 'etcdctl';
const examples = new URL('../../src/ui/files/examples/', import.meta.url);

const client = (member: number): string => `http://127.0.0.1:${24790 + member}`;
const peer = (member: number): string => `http://127.0.0.1:${24780 + member}`;

const running = new Set<ChildProcess>();

function start(
  folder: string,
  member: number,
  members: readonly number[],
  more: readonly string[] = [],
): ChildProcess {
  const cluster = members.map((each) => `m${each}=${peer(each)}`).join();
  const child = spawn(
    etcd,
    [
      '--name',
      `m${member}`,
      '--data-dir',
      join(folder, `m${member}.etcd`),
      '--listen-client-urls',
      client(member),
      '--advertise-client-urls',
      client(member),
      '--listen-peer-urls',
      peer(member),
      '--initial-advertise-peer-urls',
      peer(member),
      '--initial-cluster',
      cluster,
      '--initial-cluster-token',
      'example',
      '--log-level',
      'error',
      ...more,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  running.add(child);
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill(signal);
  await ended;
  running.delete(child);
}

/** One call, tried until the cluster has a leader. */
function ctl(member: number, args: readonly string[], input?: Buffer): string {
  for (let tries = 0; ; tries++)
    try {
      return execFileSync(etcdctl, ['--endpoints', client(member), '--dial-timeout', '2s', ...args], {
        input: input ?? '',
        stdio: ['pipe', 'pipe', tries < 30 ? 'ignore' : 'inherit'],
      }).toString();
    } catch (error) {
      if (tries >= 30) throw error;
      execFileSync('sleep', ['0.3']);
    }
}

const put = (member: number, key: string, value: string, ...more: string[]): string =>
  ctl(member, ['put', key, value, ...more]);

/** A value as the Kubernetes API server writes it: `k8s\0` and a runtime.Unknown of an object with a name, its namespace and a label. */
function kubernetes(
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  round: number,
): Buffer {
  const meta = Buffer.concat([
    text(1, name),
    text(3, namespace),
    field(11, Buffer.concat([text(1, 'round'), text(2, String(round))])),
  ]);
  const type = Buffer.concat([text(1, apiVersion), text(2, kind)]);
  return Buffer.concat([
    Buffer.from('k8s\0'),
    field(1, type),
    field(2, field(1, meta)),
    text(3, ''),
    text(4, ''),
  ]);
}

function field(number: number, bytes: Buffer): Buffer {
  if (bytes.length > 127)
    return Buffer.concat([
      Buffer.from([number * 8 + 2, (bytes.length & 127) | 128, bytes.length >> 7]),
      bytes,
    ]);
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
}

function text(number: number, value: string): Buffer {
  return field(number, Buffer.from(value));
}

/** What lies on the disks: the zeros that a log is filled up with, and the empty log that lies ready, are left out. */
function pack(folder: string, name: string): void {
  const files: Zippable = {};
  for (const each of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!each.isFile() || each.name.endsWith('.tmp')) continue;
    const path = join(each.parentPath, each.name);
    const bytes = readFileSync(path);
    let end = bytes.length;
    if (each.name.endsWith('.wal')) while (end > 0 && bytes[end - 1] === 0) end--;
    // Of the zeros some stay, as an etcd has them there.
    files[relative(folder, path)] = bytes.subarray(0, Math.min(bytes.length, Math.ceil(end / 8) * 8 + 64));
  }
  const packed = Buffer.from(zipSync(files, { level: 9, mtime: new Date(Date.UTC(2026, 0, 1)) }));
  writeFileSync(new URL(`${name}.txt`, examples), packed.toString('base64'));
  console.log(`${name}: ${Object.keys(files).length} files, ${packed.length} bytes packed`);
}

/**
 * Three members; m3 falls, the others go on and fall as well, m2 in the middle of a write; somebody in a hurry starts m3 as a cluster of
 * its own, and clients write to it.
 */
async function outage(folder: string): Promise<void> {
  const all = [1, 2, 3];
  const [m1, m2, m3] = [start(folder, 1, all), start(folder, 2, all), start(folder, 3, all)];
  for (let round = 1; round <= 3; round++)
    for (const name of ['web-1', 'web-2', 'db-0'])
      ctl(1, ['put', `/registry/pods/default/${name}`], kubernetes('v1', 'Pod', 'default', name, round));
  put(1, '/app/config', JSON.stringify({ replicas: 3, region: 'eu-west', feature: { carve: true } }));
  put(1, '/app/motd', 'all is well');
  const lease = /lease (\w+)/.exec(ctl(1, ['lease', 'grant', '3600']))?.[1] ?? '';
  put(2, '/app/leader', 'm1', `--lease=${lease}`);
  for (let i = 1; i <= 12; i++) put(2, '/app/counter', String(i));
  ctl(1, ['del', '/registry/pods/default/web-2']);
  const revision = Number(/"Revision" : (\d+)/.exec(ctl(1, ['get', '/app/motd', '-w', 'fields']))?.[1]);
  ctl(1, ['compact', String(revision - 12)]);
  put(1, '/app/config', JSON.stringify({ replicas: 5, region: 'eu-west', feature: { carve: true } }));
  await end(m3, 'SIGKILL');
  put(1, '/app/orders/1001', '{"item":"umbrella","paid":true}');
  put(1, '/app/orders/1002', '{"item":"tent","paid":true}');
  put(1, '/app/motd', 'm3 is down');
  ctl(1, ['del', '/app/counter']);
  await new Promise((resolve) => setTimeout(resolve, 500));
  await end(m1, 'SIGKILL');
  await end(m2, 'SIGKILL');
  const alone = start(folder, 3, all, ['--force-new-cluster']);
  put(3, '/app/orders/1001', '{"item":"kayak","paid":false}');
  put(3, '/app/motd', 'm3 alone, all others are lost');
  put(3, '/app/counter', '13');
  await new Promise((resolve) => setTimeout(resolve, 500));
  await end(alone, 'SIGTERM');
  // m2 fell in the middle of a write: the beginning of a record stands behind its last whole one, and the file ends there.
  const log = join(folder, 'm2.etcd/member/wal');
  const [last = ''] = readdirSync(log)
    .filter((name) => name.endsWith('.wal'))
    .toSorted()
    .toReversed();
  const bytes = readFileSync(join(log, last));
  let length = bytes.length;
  while (bytes[length - 1] === 0) length--;
  const whole = bytes.subarray(0, Math.ceil(length / 8) * 8);
  // A frame's head says 47 bytes and one to fill up; of the record nine have come: an entry, its sum, how long it is.
  const torn = Buffer.from('2f0000000000008108021091e2a3f407', 'hex');
  writeFileSync(join(log, last), Buffer.concat([whole, torn]));
}

/** One member that is full of old revisions, of which some were compacted away: its pages are free, and its history has room. */
async function space(folder: string): Promise<void> {
  const member = start(folder, 1, [1]);
  for (let i = 1; i <= 120; i++) put(1, `/events/${String(i).padStart(4, '0')}`, `event ${i} `.repeat(24));
  for (let i = 1; i <= 40; i++) put(1, '/config/limits', JSON.stringify({ round: i, text: 'x'.repeat(160) }));
  ctl(1, ['del', '/events/', '--prefix']);
  // Revision 1 is before all; the deletes are all of one.
  ctl(1, ['compact', '162', '--physical']);
  put(1, '/config/mode', 'quiet');
  for (let i = 1; i <= 15; i++) put(1, '/config/limits', JSON.stringify({ round: 100 + i }));
  await new Promise((resolve) => setTimeout(resolve, 500));
  await end(member, 'SIGTERM');
}

const wanted = process.argv.slice(2);
for (const [name, make] of Object.entries({ outage, space })) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const folder = mkdtempSync(join(tmpdir(), `quorumscope-${name}-`));
  try {
    await make(folder);
    pack(folder, name);
  } finally {
    for (const child of running) child.kill('SIGKILL');
    running.clear();
    if (process.env['KEEP'] === undefined) rmSync(folder, { recursive: true, force: true });
    else console.log(folder);
  }
}
