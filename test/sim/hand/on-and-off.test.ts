import { describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import { drawInt, makeDice } from '../../../src/base/random.ts';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { Monitors } from '../../../src/check/monitors.ts';
import { calmCommands } from '../../../src/swarm/calm.ts';
import { Member } from '../../../src/node/member.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import { CommandError, type Command } from '../../../src/sim/command/command.ts';
import type { LabConfig } from '../../../src/sim/world/config.ts';
import { enabledActions } from '../../../src/sim/hand/enabled-actions.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';
import { drawHandful, drawStretch, settleNow } from './random-hand.ts';

async function start(config: Partial<LabConfig>): Promise<Cluster> {
  return Cluster.create(parseConfig(config), new InProcessHost(Member), new Monitors());
}

async function attempt(cluster: Cluster, command: Command): Promise<void> {
  await cluster.act(command).catch((error: unknown) => expect(error).toBeInstanceOf(CommandError));
}

const views = (cluster: Cluster) => cluster.members().map((member) => member.view());

describe('switching to by hand and back', () => {
  it('changes nothing when nothing is picked: the run goes on as without it', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const config = {
        seed,
        jitterMs: 5,
        reorder: 0.2,
        bootstrap: seed % 2 === 0 ? 'plain' : 'etcd',
      } as const;
      const [with_, without] = [await start(config), await start(config)];
      const dice = { a: makeDice(seed, 'stretch'), b: makeDice(seed, 'stretch') };
      // No loss by the dice: what they have lost already is under way again by hand, and so arrives.
      for (const [cluster, own] of [
        [with_, dice.a],
        [without, dice.b],
      ] as const) {
        for (let i = 0; i < 30; i++) {
          await cluster.run({ until: cluster.world.now + drawInt(own, 1, 90_000), events: Infinity });
          const request = cluster.world.calls.lastId + 1;
          const operation = { type: 'put', key: encodeUtf8('k'), value: encodeUtf8(`${i}`) } as const;
          await cluster.act({ type: 'request', request, node: drawInt(own, 1, 5), operation });
          if (cluster !== with_) continue;
          const { now } = cluster.world;
          await cluster.act({ type: 'byHand', on: true });
          await settleNow(cluster);
          await cluster.run({ until: Infinity, events: Infinity });
          expect(cluster.world.now, `seed ${seed}: time stands`).toBe(now);
          await cluster.act({ type: 'byHand', on: false });
        }
        await cluster.run({ until: 4_000_000, events: Infinity });
      }
      expect(views(with_), `seed ${seed}`).toEqual(views(without));
      expect(with_.world.events, `seed ${seed}`).toBe(without.world.events + 60);
      expect(
        with_.world.calls.ended.slice(0).map(({ id, result, returnedAt }) => [id, result, returnedAt]),
      ).toEqual(
        without.world.calls.ended.slice(0).map(({ id, result, returnedAt }) => [id, result, returnedAt]),
      );
    }
  });

  it('leaves nothing to the dice: what they had lost is under way again, and they lose and copy nothing more', async () => {
    const cluster = await start({ seed: 2, nodes: 3, loss: 0.5, duplicate: 1 });
    const { bus } = cluster.world;
    const fates = () => new Set([...bus.flights()].map(({ fate }) => fate));
    while (!fates().has('doomed')) await cluster.run({ until: Infinity, events: 1 });
    const before = [...bus.flights()].map(({ id }) => id);
    await cluster.act({ type: 'byHand', on: true });
    expect([...fates()]).toEqual(['flying']);
    expect([...bus.flights()].map(({ id }) => id)).toEqual(before);
    const dice = makeDice(2, 'by hand');
    for (let i = 0; i < 60; i++) {
      const actions = enabledActions(cluster.world).filter(
        ({ type }) => !['drop', 'duplicate', 'kill'].includes(type),
      );
      await cluster.act(present(actions[drawInt(dice, 0, actions.length - 1)], 'an action').command);
      await settleNow(cluster);
    }
    expect(bus.lastId).toBeGreaterThan(before.length + 10);
    expect(
      [...bus.flights()].filter(
        ({ fate, copyOf, id }) => fate !== 'flying' || (copyOf !== undefined && !before.includes(id)),
      ),
    ).toEqual([]);
  });

  it('keeps every promise, and a cluster that is whole again elects a leader and commits', async () => {
    for (let seed = 1; seed <= 14; seed++) {
      const cluster = await start({
        seed,
        nodes: 3,
        snapshotCount: 5,
        loss: 0.05,
        duplicate: 0.05,
        bootstrap: seed % 2 === 0 ? 'plain' : 'etcd',
      });
      const { world } = cluster;
      const dice = makeDice(seed, 'on and off');
      for (let turn = 0; turn < 5; turn++) {
        await drawStretch(dice, cluster, drawInt(dice, 0, 10));
        await drawHandful(dice, cluster, drawInt(dice, 0, 60));
        await cluster.act({ type: 'byHand', on: false });
      }
      for (const command of calmCommands(world)) await attempt(cluster, command);
      expect(world.due.parked()).toEqual([]);
      await cluster.run({ until: world.now + 20_000_000, events: Infinity });
      const crashed = [...world.machines.values()].flatMap((machine) => machine.crashed ?? []);
      expect(crashed, `seed ${seed}`).toEqual([]);
      expect(world.watcher.violations, `seed ${seed}`).toEqual([]);
      const leader = [...world.machines.values()].find(
        ({ state, status }) => status === 'up' && state === 'StateLeader',
      );
      const request = world.calls.lastId + 1;
      const operation = { type: 'put', key: encodeUtf8('last'), value: encodeUtf8('word') } as const;
      await cluster.act({ type: 'request', request, node: leader?.id ?? 0, operation });
      await cluster.run({ until: world.now + 5_000_000, events: Infinity });
      const ended = world.calls.ended.slice(0).find(({ id }) => id === request);
      expect(ended?.result?.status, `seed ${seed}, node ${leader?.id}`).toBe('ok');
    }
  });
});
