import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { drawInt, drawUnit, makeDice, type Dice } from '../../src/base/random.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError, type Command } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import type { StateType } from '../../src/raft/ready.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import type { World } from '../../src/sim/world/world.ts';
import { drawEtcdCommand } from '../sim/random-etcd.ts';
import { changeFields, Judge } from './folded-member.ts';

/** Clients of every kind, and trouble; now and then what they do not ask for. */
function drawAnything(dice: Dice, world: World): Command {
  const nodes = [...world.machines.keys()];
  const node = nodes[drawInt(dice, 0, nodes.length - 1)] ?? 1;
  const chance = drawUnit(dice);
  if (chance < 0.04) return { type: 'snapshotNow', node };
  if (chance < 0.08) return { type: 'restart', node };
  if (chance < 0.12) return { type: 'transferLeader', to: node };
  return drawEtcdCommand(dice, world);
}

async function begin(judge: Judge, settings: Partial<LabConfig>): Promise<Cluster> {
  return Cluster.create(parseConfig(settings), new InProcessHost(judge.factory), new NoWatcher());
}

async function pass(cluster: Cluster, ms: number): Promise<void> {
  await cluster.run({ until: cluster.world.now + ms * 1000, events: Infinity });
}

function put(world: World, node: number, key: string, value = 'v'): Command {
  const operation = { type: 'put', key: encodeUtf8(key), value: encodeUtf8(value) } as const;
  return { type: 'request', request: world.calls.lastId + 1, node, operation };
}

async function runRandomly(judge: Judge, seed: number, steps: number): Promise<void> {
  const cluster = await begin(judge, {
    seed,
    nodes: 3,
    bootstrap: seed % 2 === 0 ? 'plain' : 'etcd',
    snapshotCount: 20,
    snapshotCatchUpEntries: 4,
    heartbeatTicks: 2,
    quotaBytes: 30_000,
    leaseCheckpoints: true,
    preVote: seed % 3 === 0,
    storage: seed % 3 === 0 ? 'sync' : 'async',
    watchProgressMs: 1000,
  });
  const dice = makeDice(seed, 'folds');
  for (let step = 0; step < steps && judge.problems.length === 0; step++) {
    try {
      await cluster.act(drawAnything(dice, cluster.world));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
    }
    await cluster.run({ until: cluster.world.now + drawInt(dice, 1, 250_000), events: 1000 });
  }
}

/** A leader that is cut off takes entries that nobody else gets, and loses more of them than it is sent instead. */
async function loseEntries(judge: Judge): Promise<void> {
  const cluster = await begin(judge, { nodes: 3, seed: 5, checkQuorum: false });
  const { world } = cluster;
  await pass(cluster, 3000);
  const leads = () => [...world.machines.values()].filter(({ state }) => state === 'StateLeader');
  const [before] = leads();
  await cluster.act({ type: 'isolate', node: before?.id ?? 0 });
  for (const key of ['a', 'b', 'c', 'd']) await cluster.act(put(world, before?.id ?? 0, key));
  await pass(cluster, 4000);
  expect(leads()).toHaveLength(2);
  await cluster.act({ type: 'heal' });
  await pass(cluster, 1000);
  expect(leads()).toHaveLength(1);
}

/** A follower that was cut off for too long is sent the store. */
async function installSnapshot(judge: Judge): Promise<void> {
  const cluster = await begin(judge, { nodes: 3, seed: 7, snapshotCount: 5, snapshotCatchUpEntries: 1 });
  const { world } = cluster;
  await pass(cluster, 3000);
  const stateOf = (state: StateType) =>
    [...world.machines.values()].find((one) => one.state === state)?.id ?? 0;
  const [leader, follower] = [stateOf('StateLeader'), stateOf('StateFollower')];
  await cluster.act(put(world, leader, '0'));
  await pass(cluster, 300);
  await cluster.act({ type: 'isolate', node: follower });
  for (let i = 0; i < 12; i++) {
    await cluster.act(put(world, leader, `${i % 3}`));
    await pass(cluster, 50);
  }
  await cluster.act({ type: 'heal' });
  await pass(cluster, 3000);
  expect(world.machine(follower).image?.view().snapshotIndex).toBeGreaterThan(5);
}

/** Told at once of what is new; a compaction that takes more than one step; no room left. */
async function fillStore(judge: Judge): Promise<void> {
  const cluster = await begin(judge, { nodes: 1, seed: 6, quotaBytes: 90_000 });
  const { world } = cluster;
  await pass(cluster, 3000);
  await cluster.act({ type: 'openStream', stream: 1, node: 1, kind: 'watch' });
  const everything = { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0), startRevision: 0, watchId: 0n };
  const plain = { progressNotify: false, filters: [], prevKv: false, fragment: false };
  await cluster.act({ type: 'sendStream', stream: 1, message: { type: 'create', ...everything, ...plain } });
  for (let i = 0; i < 250; i++) await cluster.act(put(world, 1, 'a', 'long '.repeat(40)));
  await pass(cluster, 1000);
  const compact = { type: 'compact', revision: 240 } as const;
  await cluster.act({ type: 'request', request: world.calls.lastId + 1, node: 1, operation: compact });
  for (let i = 0; i < 50; i++) await cluster.act(put(world, 1, `${i}`, 'v'.repeat(2000)));
  await pass(cluster, 1000);
}

/** A member is removed, and is a former one from then on. */
async function removeOne(judge: Judge): Promise<void> {
  const cluster = await begin(judge, { nodes: 3, seed: 8, strictReconfigCheck: false });
  await pass(cluster, 3000);
  const change = { version: 1, id: 0, type: 'ConfChangeRemoveNode', nodeId: 3, context: undefined } as const;
  await cluster.act({ type: 'confChange', request: cluster.world.calls.lastId + 1, node: 1, change });
  await pass(cluster, 500);
}

/** What happens to a member leaves raft with a Ready that nobody has taken. */
async function leaveReady(judge: Judge): Promise<void> {
  const cluster = await begin(judge, { nodes: 3, seed: 7, readyByHand: true });
  await cluster.act({ type: 'campaign', node: 1 });
  await pass(cluster, 10);
}

describe('the fold of the records of a life', () => {
  it('shows after each of them what a look into the member shows, and a field left out is found out', async () => {
    const judge = new Judge();
    for (const seed of [1, 2]) await runRandomly(judge, seed, 90);
    await loseEntries(judge);
    await installSnapshot(judge);
    await fillStore(judge);
    await removeOne(judge);
    await leaveReady(judge);
    expect(judge.problems).toEqual([]);
    expect(judge.records).toBeGreaterThan(2000);
    expect(changeFields.filter((field) => !judge.found.has(field))).toEqual([]);
  });
});
