import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { makeDice, drawInt } from '../../src/base/random.ts';
import { Monitors } from '../../src/check/monitors.ts';
import { runSwarm } from '../../src/swarm/swarm-run.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError, type Command } from '../../src/sim/command/command.ts';
import { drawFault, faultNames } from '../../src/sim/command/faults.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';

const text = new TextEncoder();

/** Puts under keys of their own amid trouble, then quiet: which of them are there in the end, and which were promised. */
async function puts(
  seed: number,
  storage: LabConfig['storage'],
): Promise<{ kept: Set<string>; ok: string[] }> {
  const config = parseConfig({ nodes: 3, seed, storage, snapshotCount: 20, fsyncMs: 3 });
  const cluster = await Cluster.create(config, new InProcessHost(Member), new Monitors());
  const { world } = cluster;
  const dice = makeDice(seed, 'trouble');
  const run = (ms: number) => cluster.run({ until: world.now + ms * 1000, events: Infinity });
  const attempt = async (command: Command): Promise<void> => {
    try {
      await cluster.act(command);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
    }
  };
  const calm = async (): Promise<void> => {
    for (const machine of world.machines.values()) {
      if (machine.status === 'paused') await attempt({ type: 'resume', node: machine.id });
      if (machine.status === 'killed') await attempt({ type: 'restart', node: machine.id });
      await attempt({ type: 'disk', node: machine.id, settings: { stuck: false } });
    }
    for (const { from, to } of world.bus.links()) {
      await attempt({ type: 'link', from, to, settings: { loss: 0, duplicate: 0, reorder: 0, hold: false } });
    }
    await attempt({ type: 'heal' });
  };
  await run(3000);
  const faults = faultNames.filter((name) => !['membership', 'compaction', 'jitter'].includes(name));
  for (let i = 1; i <= 120; i++) {
    const operation = { type: 'put', key: text.encode(`k${i}`), value: text.encode('v') } as const;
    const request = world.calls.lastId + 1;
    await attempt({ type: 'request', request, node: drawInt(dice, 1, 3), operation });
    if (i % 3 === 0) await attempt(drawFault(dice, world, present(faults[i % faults.length], 'a fault')));
    if (i % 12 === 0) await calm();
    await run(drawInt(dice, 1, 120));
  }
  await calm();
  await run(20_000);
  expect(world.watcher.violations, `seed ${seed}, ${storage}`).toEqual([]);
  const members = cluster.members();
  expect(new Set(members.map((member) => member.view().kvHash)).size, `seed ${seed}, ${storage}`).toBe(1);
  const stored = present(members[0], 'a member').range(0, 1000).kvs;
  const kept = new Set(stored.map(({ key }) => String.fromCharCode(...key)));
  const ok = world.calls.ended
    .slice(0)
    .filter(({ result }) => result?.status === 'ok')
    .flatMap(({ what }) => (what.type === 'put' ? String.fromCharCode(...what.key) : []));
  return { kept, ok };
}

describe('a world with synchronous storage', () => {
  it('keeps every promise amid all faults', async () => {
    let committed = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const options = { seed, nodes: 3 + (seed % 3), events: 1500, faults: faultNames, rules: [] };
      const report = await runSwarm({ ...options, storage: 'sync' }, Member);
      expect(report.failure, `seed ${seed}`).toBeUndefined();
      committed += report.committed;
    }
    expect(committed).toBeGreaterThan(200);
  });

  it('ends with the same store as one with asynchronous storage, but for what nobody was promised', async () => {
    for (let seed = 1; seed <= 3; seed++) {
      const [sync, async] = [await puts(seed, 'sync'), await puts(seed, 'async')];
      expect(Math.min(sync.ok.length, async.ok.length)).toBeGreaterThan(25);
      for (const { kept, ok } of [sync, async]) expect(ok.filter((key) => !kept.has(key))).toEqual([]);
      const both = sync.ok.filter((key) => async.ok.includes(key));
      expect(both.length).toBeGreaterThan(10);
      for (const key of both) expect([sync.kept.has(key), async.kept.has(key)]).toEqual([true, true]);
    }
  });

  it('takes as long as its disks for every hop', async () => {
    const cluster = await Cluster.create(
      parseConfig({ nodes: 3, storage: 'sync', fsyncMs: 50, latencyMs: 1, jitterMs: 0 }),
      new InProcessHost(Member),
      new Monitors(),
    );
    const { world } = cluster;
    await cluster.act({ type: 'campaign', node: 1 });
    await cluster.run({ until: 500_000, events: Infinity });
    const operation = { type: 'put', key: text.encode('a'), value: text.encode('1') } as const;
    await cluster.act({ type: 'request', request: 1, node: 1, operation });
    await cluster.run({ until: world.now + 49_000, events: Infinity });
    expect(cluster.host.member(1)?.view()).toMatchObject({ last: 2, stable: 1, commit: 1 });
    await cluster.run({ until: world.now + 300_000, events: Infinity });
    expect(cluster.host.member(1)?.view()).toMatchObject({ stable: 2, commit: 2, applied: 2 });
  });
});
