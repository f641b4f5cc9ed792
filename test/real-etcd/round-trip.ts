import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { present } from '../../src/base/assert.ts';
import { memorySource } from '../../src/base/byte-source.ts';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { dataDirOf, type SavedDataDir } from '../../src/datadir/exchange/data-dir.ts';
import { ExchangeError } from '../../src/datadir/exchange/exchange-error.ts';
import { labFrom } from '../../src/datadir/exchange/lab-from.ts';
import { memberOfLab } from '../../src/datadir/exchange/lab-member.ts';
import type { EtcdVersion } from '../../src/datadir/exchange/version.ts';
import { isEtcdVersion } from '../../src/datadir/exchange/version.ts';
import { gatherFiles } from '../../src/datadir/verdict/member-files.ts';
import { EtcdState } from '../../src/etcd/etcd-state.ts';
import { etcdOptions } from '../../src/node/core/member-state.ts';
import { decodeMemberSnapshot } from '../../src/node/core/node-ids.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError, type Command } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import { drawEtcdCommand } from '../sim/random-etcd.ts';
import { EtcdLab } from '../system/etcd-lab.ts';
import { askHashKv } from './answers.ts';
import { binariesOf, type Binaries } from './binaries.ts';
import {
  ask,
  drawCluster,
  logOf,
  ready,
  startMember,
  stopAll,
  type Json,
  type RealCluster,
  type RealMember,
} from './real-cluster.ts';

// A lab's members as data directories; real etcds start from them and are asked; they write more; their directories open as a lab again.
// npx tsx test/real-etcd/round-trip.ts [--lines 3.4,3.7] [--seeds 1-10] [--nodes 1,3] [--out DIR] [--steps 150]

const LEASES_LIVE = 100_000;

interface Standing {
  readonly revision: number;
  readonly hash: number;
  readonly leases: readonly string[];
  readonly keys: number;
}

/** A lab after calls of every kind and trouble; its leases outlive what follows. */
async function usedLab(seed: number, nodes: number, steps: number): Promise<EtcdLab> {
  const lab = await EtcdLab.start({
    seed,
    nodes,
    bootstrap: seed % 3 === 0 ? 'plain' : 'etcd',
    snapshotCount: 25,
    snapshotCatchUpEntries: 5,
    minLeaseTtl: LEASES_LIVE,
    keepsTombstones: true,
  });
  const dice = makeDice(seed, 'round trip');
  for (let step = 0; step < steps; step++) {
    await tryTo(lab.act(drawEtcdCommand(dice, lab.world)));
    await lab.run(drawInt(dice, 1, 250));
  }
  await settle(lab);
  return lab;
}

async function settle(lab: EtcdLab): Promise<void> {
  const { machines } = lab.world;
  await lab.act({ type: 'heal' });
  for (const { id, status } of machines.values()) {
    const back: Command = { type: status === 'killed' ? 'restart' : 'resume', node: id };
    if (status !== 'up') await tryTo(lab.act(back));
  }
  for (const { from, to } of lab.world.bus.links()) {
    const settings = { latencyMs: 10, jitterMs: 0, loss: 0, duplicate: 0 };
    if (machines.has(from) && machines.has(to)) await tryTo(lab.act({ type: 'link', from, to, settings }));
  }
  await lab.run(15_000);
}

async function tryTo(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  }
}

interface Kept {
  readonly node: number;
  readonly saved: SavedDataDir;
  readonly state: EtcdState;
}

function savedMembers(
  lab: EtcdLab,
  version: EtcdVersion,
  peers: ReadonlyMap<bigint, readonly string[]>,
): Kept[] {
  return [...lab.world.machines.keys()].flatMap((node): Kept[] => {
    try {
      const member = memberOfLab(lab.cluster, node);
      const saved = dataDirOf(member, { version, peerUrls: peers });
      const { etcd } = decodeMemberSnapshot(present(member.applied.data, 'a store'));
      return [{ node, saved, state: EtcdState.restore(etcd, etcdOptions(member.config)) }];
    } catch (error) {
      if (error instanceof ExchangeError) return [];
      throw error;
    }
  });
}

function standingOf({ kv, leases }: EtcdState): Standing {
  const hash = kv.hashKv(0);
  if (typeof hash === 'string') throw new Error(hash);
  const ids = leases.leases().map(({ id }) => String(id));
  return { revision: kv.revision, hash: hash.hash, leases: ids.sort(), keys: kv.keyCount };
}

async function askStanding(member: RealMember, binaries: Binaries): Promise<Standing> {
  const { hash } = await askHashKv(binaries, member, undefined);
  const listed = (await ask(member, 'lease/leases', {})) as Record<string, Json>;
  const range = (await ask(member, 'kv/range', {
    key: 'AA==',
    range_end: 'AA==',
    count_only: true,
  })) as Record<string, Json>;
  const header = range['header'] as { revision?: string };
  const leases = ((listed['leases'] ?? []) as { ID: string }[]).map(({ ID }) => ID);
  return {
    revision: Number(header.revision),
    hash,
    leases: leases.sort(),
    keys: Number(range['count'] ?? 0),
  };
}

function write(member: RealMember, { files }: SavedDataDir): void {
  for (const { path, bytes } of files) {
    const to = join(member.dir, path);
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    writeFileSync(to, bytes, { mode: 0o600 });
  }
}

function compare(what: string, a: unknown, b: unknown): string[] {
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
  return x === y ? [] : [`${what}: ${x} in the lab, ${y} of etcd`];
}

async function roundTrip(
  binaries: Binaries,
  seed: number,
  nodes: number,
  steps: number,
  out: string,
): Promise<string[]> {
  const version = binaries.line;
  const lab = await usedLab(seed, nodes, steps);
  const all = savedMembers(lab, version, new Map());
  const best = all.reduce((a, b) => (b.saved.index > a.saved.index ? b : a));
  const members = best.state.cluster.members();
  const standing = all.filter(({ saved }) => members.some(({ id }) => id === saved.memberId));
  const voters = members.filter(({ isLearner }) => !isLearner).map(({ id }) => id);
  const there = standing.filter(({ saved }) => voters.includes(saved.memberId));
  const isForced = there.length * 2 <= voters.length;
  const cluster = await drawCluster(binaries, out, isForced ? 1 : standing.length, {});
  const chosen = isForced ? [there.find((each) => each === best) ?? present(there[0], 'a voter')] : standing;
  const peers = new Map(
    chosen.map(({ saved }, i) => [saved.memberId, [present(cluster.members[i], 'a member').peer]]),
  );
  const saved = savedMembers(lab, version, peers).filter(({ node }) =>
    chosen.some((each) => each.node === node),
  );
  for (const [i, each] of saved.entries()) write(present(cluster.members[i], 'a member'), each.saved);
  const learners = new Set(
    saved.flatMap(({ saved: { memberId } }, i) => (voters.includes(memberId) ? [] : [i])),
  );
  try {
    return await served(
      cluster,
      present(saved.find(({ node }) => node === (isForced ? chosen[0]?.node : best.node)) ?? saved[0], 'one'),
      isForced,
      members.length,
      learners,
    );
  } finally {
    await stopAll(cluster);
  }
}

async function served(
  cluster: RealCluster,
  best: Kept,
  isForced: boolean,
  count: number,
  learners: ReadonlySet<number>,
): Promise<string[]> {
  for (const member of cluster.members)
    startMember(cluster, member, isForced ? { 'force-new-cluster': 'true' } : {});
  for (const member of cluster.members) {
    const state = await ready(member);
    if (state !== 'ready')
      return [`${member.name} is ${state}: ${logOf(member).split('\n').slice(-4).join(' | ')}`];
  }
  const voters = cluster.members.filter((_, i) => !learners.has(i));
  const first = present(voters[0], 'a voter');
  const wrong: string[] = [];
  for (const member of voters) {
    wrong.push(...compare(member.name, standingOf(best.state), await askStanding(member, cluster.binaries)));
  }
  const listed = (await ask(first, 'cluster/member/list', {})) as { members: { ID: string }[] };
  wrong.push(...compare('members', isForced ? 1 : count, listed.members.length));
  for (let i = 0; i < 20; i++) {
    await ask(first, 'kv/put', { key: btoa(`more${i % 7}`), value: btoa(`${i}`) });
  }
  await ask(first, 'kv/deleterange', { key: btoa('more3') });
  const after = await askStanding(first, cluster.binaries);
  await stopAll(cluster);
  return [...wrong, ...(await opened(cluster, after))];
}

/** What etcd has left, as a lab. */
async function opened(cluster: RealCluster, after: Standing): Promise<string[]> {
  const given = cluster.members.flatMap(({ dir }) => filesIn(dir));
  const { lab } = labFrom(gatherFiles(given).members, {}, () => undefined);
  const wrong: string[] = [];
  const run = await Cluster.create(lab.config, new InProcessHost(Member), new NoWatcher());
  await run.run({ until: 8_000_000, events: Infinity });
  for (const id of run.world.machines.keys()) {
    if (run.world.machine(id).status !== 'up') continue;
    const { applied, config } = memberOfLab(run, id);
    const state = EtcdState.restore(
      decodeMemberSnapshot(present(applied.data, 'a store')).etcd,
      etcdOptions(config),
    );
    wrong.push(...compare(`opened, node ${id}`, standingOf(state), after));
  }
  return wrong;
}

function filesIn(dir: string) {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({
      path: relative(dirname(dir), path),
      source: memorySource(present(path.split('/').at(-1), 'a name'), new Uint8Array(readFileSync(path))),
    }));
}

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '3.4' },
    seeds: { type: 'string', default: '1-5' },
    nodes: { type: 'string', default: '1,3' },
    steps: { type: 'string', default: '150' },
    out: { type: 'string', default: '/tmp/round-trip' },
  },
});
const [from = 1, to = from] = values.seeds.split('-').map(Number);
let failed = 0;
let done = 0;
for (const binaries of binariesOf(values.lines.split(',').filter(isEtcdVersion))) {
  for (const nodes of values.nodes.split(',').map(Number)) {
    for (let seed = from; seed <= to; seed++) {
      const out = join(values.out, `${binaries.line}-${nodes}-${seed}`);
      rmSync(out, { recursive: true, force: true });
      const wrong = await roundTrip(binaries, seed, nodes, Number(values.steps), out);
      done++;
      if (wrong.length === 0) {
        rmSync(out, { recursive: true, force: true });
        continue;
      }
      failed++;
      console.log(`etcd ${binaries.line}, ${nodes} nodes, seed ${seed} (${out})`);
      for (const line of wrong) console.log(`  ${line}`);
    }
  }
}
console.log(`${done} round trips, ${failed} with differences`);
process.exitCode = failed === 0 ? 0 : 1;
