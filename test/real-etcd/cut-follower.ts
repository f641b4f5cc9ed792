import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { present } from '../../src/base/assert.ts';
import { openGiven } from '../../src/cli/inspect/given-files.ts';
import { inspectMember, type Inspected } from '../../src/datadir/verdict/inspect-member.ts';
import { gatherFiles } from '../../src/datadir/verdict/member-files.ts';
import type { EtcdLine } from '../../src/datadir/verdict/report.ts';
import { binariesOf, type Binaries } from './binaries.ts';
import {
  ask,
  drawCluster,
  logOf,
  ready,
  startMember,
  stopAll,
  stopMember,
  type RealMember,
} from './real-cluster.ts';

/**
 * A follower of three is killed, and the last entries of its log are lost (zeros, as a disk leaves them that confirmed what it had not written)
 * while the leader runs on: `npx tsx test/real-etcd/cut-follower.ts [--lines 3.4,3.7] [--work DIR]`. What is foretold: `db ahead of log`, and the
 * panic `tocommit(…) is out of range`.
 */
const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '3.4,3.5,3.6,3.7' },
    work: { type: 'string', default: '/tmp/quorumscope-cut-follower' },
  },
});
const LOST = 8;
let failed = 0;
for (const binaries of binariesOf(values.lines.split(',') as EtcdLine[])) {
  const said = await cutFollower(binaries);
  if (said !== undefined) failed++;
  console.log(`${binaries.line}: ${said ?? 'as foretold'}`);
}
process.exitCode = failed === 0 ? 0 : 1;

/** Undefined: etcd did what was foretold. */
async function cutFollower(binaries: Binaries): Promise<string | undefined> {
  const folder = join(values.work, binaries.line);
  rmSync(folder, { recursive: true, force: true });
  const cluster = await drawCluster(binaries, folder, 3, {});
  try {
    for (const member of cluster.members) startMember(cluster, member);
    for (const member of cluster.members) await ready(member);
    const [first] = cluster.members;
    for (let i = 0; i < 30; i++) {
      const value = Buffer.from(String(i)).toString('base64');
      await ask(present(first, 'a member'), 'kv/put', { key: 'YQ==', value });
    }
    const follower = await followerOf(cluster.members);
    // In order, so that the db has all that the log is to lose.
    await stopMember(follower, 'SIGTERM');
    loseLastEntries(follower);
    const { report } = inspected(follower);
    const foretold = report.starts.find(({ etcd }) => etcd === binaries.line);
    if (foretold?.code !== 'db ahead of log') return `we foretell ${foretold?.code ?? 'nothing'}`;
    startMember(cluster, follower);
    const state = await ready(follower, 8000);
    const panic = /tocommit\((\d+)\) is out of range \[lastIndex\((\d+)\)\]/.exec(logOf(follower));
    if (state !== 'exited' || panic === null) return `it is ${state}, and says nothing of tocommit`;
    if (Number(panic[2]) !== report.lastIndex) return `it says ${panic[0]}, we ${report.lastIndex}`;
    return undefined;
  } finally {
    await stopAll(cluster, 'SIGKILL');
  }
}

async function followerOf(members: readonly RealMember[]): Promise<RealMember> {
  for (const member of members) {
    const status = await ask(member, 'maintenance/status', {});
    const { header, leader } = status as { header: { member_id: string }; leader: string };
    if (header.member_id !== leader) return member;
  }
  throw new Error('nobody follows');
}

function loseLastEntries(member: RealMember): void {
  const log = present(inspected(member).log, 'a log').summary.log;
  const at = log.offsetOf(present(log.recordAt(log.lastIndex - LOST + 1), 'an entry'));
  const folder = join(member.dir, 'member/wal');
  const name = present(
    readdirSync(folder).find((file) => file.endsWith('.wal')),
    'a segment',
  );
  const bytes = readFileSync(join(folder, name));
  bytes.fill(0, at);
  writeFileSync(join(folder, name), bytes);
}

function inspected(member: RealMember): Inspected {
  const given = openGiven([member.dir]);
  try {
    const [files] = gatherFiles(given.files).members;
    return inspectMember(present(files, 'files'), () => undefined);
  } finally {
    given.close();
  }
}
