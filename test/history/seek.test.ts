import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/base/digest.ts';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { Monitors } from '../../src/check/monitors.ts';
import { History } from '../../src/history/history.ts';
import { replayTo, seekEvent } from '../../src/history/replay.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { drawCommand } from '../sim/random-commands.ts';
import { drawEtcdCommand } from '../sim/random-etcd.ts';

/** Everything that can be seen of a cluster, by part as a fingerprint. */
function seen(cluster: Cluster): Record<string, string | number> {
  const { world } = cluster;
  return {
    events: world.events,
    hash: world.hash.hex(),
    flights: digestOf([...world.bus.flights()]),
    links: digestOf(world.bus.links()),
    machines: digestOf(
      [...world.machines.values()].map(({ disk, trace, image, ...machine }) => [
        { ...machine, fold: undefined },
        trace.lines(),
        image && [
          image.view(),
          image.entries(1, Infinity),
          image.records(0, Infinity),
          image.storeView(1000),
        ],
        disk.queue,
        digestOf(disk.image()),
      ]),
    ),
    calls: digestOf([...world.calls.pending(), ...world.calls.ended.slice(0)]),
    streams: digestOf(
      [...world.streams.all()].map(({ sent, received, ...stream }) => [
        stream,
        sent.slice(0),
        received.slice(0),
      ]),
    ),
    checks: digestOf([world.watcher.steps, world.watcher.violations]),
    members: digestOf(
      cluster.members().map((member) => [member.view(), member.entries(1, Infinity), member.storeView(1000)]),
    ),
  };
}

/** A recorded run with random commands; what was seen after every event in `watch`. */
async function recorded(
  seed: number,
  events: number,
  watch: ReadonlySet<number>,
  fields: Partial<LabConfig> = {},
  draw = drawCommand,
) {
  const history = new History();
  const config = parseConfig({ seed, snapshotCount: 20, loss: 0.01, clientTimeoutMs: 500, ...fields });
  const cluster = await Cluster.create(config, new InProcessHost(Member), new Monitors(), history);
  history.begin(cluster);
  const dice = makeDice(seed, 'commands');
  const originals = new Map<number, unknown>();
  let next = 10;
  while (cluster.world.events < events) {
    const before = cluster.world.events;
    await cluster.run({ until: Infinity, events: 1 });
    const isStill = cluster.world.events === before;
    if (isStill || cluster.world.events >= next) {
      next += drawInt(dice, 1, 30);
      await cluster.act(draw(dice, cluster.world)).catch((error: unknown) => {
        if (!(error instanceof CommandError)) throw error;
      });
    }
    history.maybeCheckpoint(cluster);
    if (watch.has(cluster.world.events)) originals.set(cluster.world.events, seen(cluster));
  }
  return { history, cluster, originals };
}

describe('seeking', () => {
  it('shows at 200 random instants, in any order, what was there', async () => {
    for (const seed of [1, 2]) {
      const dice = makeDice(seed, 'instants');
      const watch = new Set(Array.from({ length: 120 }, () => drawInt(dice, 1, 4000)));
      const { history, originals } = await recorded(seed, 4000, watch);
      expect(history.checkpoints.length).toBeGreaterThan(4);
      expect(originals.size).toBeGreaterThan(95);
      const shuffled = [...originals].sort(([a], [b]) => ((a * 7919) % 4001) - ((b * 7919) % 4001));
      for (const [event, original] of shuffled) {
        expect(seen(await seekEvent(history, event, Member)), `seed ${seed}, event ${event}`).toEqual(
          original,
        );
      }
    }
  });

  it('shows leases, watches, streams and HTTP answers as they were', async () => {
    for (const seed of [6, 7]) {
      const dice = makeDice(seed, 'instants');
      const watch = new Set(Array.from({ length: 30 }, () => drawInt(dice, 300, 3000)));
      const fields = { bootstrap: 'etcd', nodes: 3, loss: 0 } as const;
      const { history, originals } = await recorded(seed, 3000, watch, fields, drawEtcdCommand);
      expect(originals.size).toBeGreaterThan(20);
      for (const [event, original] of originals) {
        expect(seen(await seekEvent(history, event, Member)), `seed ${seed}, event ${event}`).toEqual(
          original,
        );
      }
    }
  });

  it('goes on from a past event through the recorded commands to the same end', async () => {
    const { history, cluster } = await recorded(3, 3000, new Set());
    const past = await seekEvent(history, 0, Member);
    for (const event of [1, 2, 500, 501, 1700, history.events.last]) await replayTo(history, past, event);
    expect(past.world.hash.hex()).toBe(cluster.world.hash.hex());
    expect(seen(past)).toEqual(seen(cluster));
  });

  it('leaves checkpoints and the live cluster untouched', async () => {
    const { history, cluster } = await recorded(4, 1500, new Set());
    const before = seen(cluster);
    const past = await seekEvent(history, 700, Member);
    await past.run({ until: Infinity, events: 400 });
    await past.act({ type: 'heal' });
    expect(seen(cluster)).toEqual(before);
    expect(seen(await seekEvent(history, 700, Member))).toEqual(seen(await seekEvent(history, 700, Member)));
  });

  it('finds in a branch its past, by the same chunks and checkpoints, and neither sees what comes to the other', async () => {
    const { history, cluster } = await recorded(5, 9000, new Set());
    const end = seen(await seekEvent(history, 9000, Member));
    const branch = history.branch(4500);
    expect(branch.events.last).toBe(4500);
    expect(branch.commands).toEqual(history.commands.filter(({ event }) => event <= 4500));
    expect(branch.checkpoints).toEqual(history.checkpoints.filter(({ event }) => event <= 4500));
    expect(branch.checkpoints.every((checkpoint, i) => checkpoint === history.checkpoints[i])).toBe(true);
    expect(branch.chunks.length).toBeGreaterThan(2);
    const known = new Set(history.chunks);
    expect(branch.chunks.filter((chunk) => !known.has(chunk))).toEqual([]);

    // The branch goes another way: it is killed where the other lived on.
    const host = new InProcessHost(Member);
    const start = await seekEvent(branch, 4500, Member);
    host.restore(start.members());
    const other = new Cluster(start.world, host, branch);
    await other.act({ type: 'heal' });
    for (const { id, status } of other.world.machines.values())
      if (status !== 'killed') await other.act({ type: 'kill', node: id });
    while (other.world.events < 4600 && other.world.due.peek() !== undefined)
      await other.run({ until: Infinity, events: 1 });
    expect(branch.events.last).toBe(other.world.events);
    expect(branch.commands.length).toBeGreaterThan(
      history.commands.filter(({ event }) => event <= 4500).length,
    );
    expect(history.events.last).toBe(9000);
    expect(seen(await seekEvent(history, 9000, Member))).toEqual(end);
    expect(seen(await seekEvent(history, 9000, Member))).toEqual(seen(cluster));
    expect(seen(await seekEvent(branch, other.world.events, Member))).toEqual(seen(other));
    expect(seen(await seekEvent(branch, 4400, Member))).toEqual(seen(await seekEvent(history, 4400, Member)));
  });
});
