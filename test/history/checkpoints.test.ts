import { describe, expect, it } from 'vitest';
import { CheckpointPool } from '../../src/history/checkpoint-pool.ts';
import { Checkpoints, GAP_MAX, GAP_MIN, GAP_OF_RUN } from '../../src/history/checkpoints.ts';
import { present } from '../../src/base/assert.ts';
import { CHECKPOINT_WORK, History } from '../../src/history/history.ts';
import { seekEvent } from '../../src/history/replay.ts';
import { Monitors } from '../../src/check/monitors.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { Member } from '../../src/node/member.ts';
import { makeDice } from '../../src/base/random.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { Disk } from '../../src/sim/world/disk.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { drawEtcdCommand } from '../sim/random-etcd.ts';

/** A run in which so many keys are put, recorded with so much room for the past. */
async function recorded(puts: number, bytesMax: number): Promise<{ history: History; cluster: Cluster }> {
  const history = new History({ checkpoints: new Checkpoints(new CheckpointPool(bytesMax)) });
  const config = parseConfig({ nodes: 3, seed: 5, snapshotCount: 20 });
  const cluster = await Cluster.create(config, new InProcessHost(Member), new Monitors(), history);
  history.begin(cluster);
  const run = async (ms: number): Promise<void> => {
    const end = cluster.world.now + ms * 1000;
    for (;;) {
      const { events } = cluster.world;
      await cluster.run({ until: end, events: 50 });
      history.maybeCheckpoint(cluster);
      if (cluster.world.events === events) break;
    }
    cluster.setClock(end);
  };
  await run(2000);
  for (let i = 1; i <= puts; i++) {
    const operation = { type: 'put', key: encodeUtf8(`key ${i}`), value: new Uint8Array(2000) } as const;
    await cluster.act({ type: 'request', request: i, node: 1, operation });
    await run(40);
  }
  return { history, cluster };
}

function buffersOf(disk: Disk): ArrayBufferLike[] {
  return disk.image().files.flatMap(({ chunks }) => chunks.map(({ buffer }) => buffer));
}

describe('checkpoints', () => {
  it('keep no more of old disks than their budget, and every instant can still be seen', async () => {
    const [free, bound] = [await recorded(200, Infinity), await recorded(200, 1e6)];
    expect(bound.cluster.world.hash.hex()).toBe(free.cluster.world.hash.hex());
    expect(bound.history.checkpoints.length).toBeLessThan(free.history.checkpoints.length);
    expect(bound.history.checkpoints[0]?.event).toBe(0);
    expect(bound.history.checkpoints.at(-1)?.event).toBe(free.history.checkpoints.at(-1)?.event);
    const last = bound.history.events.last;
    for (const share of [0.1, 0.35, 0.6, 0.85, 0.99]) {
      const event = Math.floor(last * share);
      const [seen, expected] = [
        await seekEvent(bound.history, event, Member),
        await seekEvent(free.history, event, Member),
      ];
      expect(seen.world.hash.hex(), `event ${event} of ${last}`).toBe(expected.world.hash.hex());
    }
  });

  it('count what machines and instants share once, and forget it with the last that has it', async () => {
    const { history } = await recorded(120, Infinity);
    const counted = new Checkpoints(new CheckpointPool(Infinity));
    for (const checkpoint of history.checkpoints) counted.add(checkpoint);
    const files = new Map<object, number>();
    for (const { world } of history.checkpoints)
      for (const { disk } of world.machines.values())
        for (const buffer of buffersOf(disk)) files.set(buffer, buffer.byteLength);
    const newest = history.checkpoints.at(-1);
    for (const { disk } of newest?.world.machines.values() ?? [])
      for (const buffer of buffersOf(disk)) files.delete(buffer);
    expect(counted.pool.fileBytes).toBe([...files.values()].reduce((sum, bytes) => sum + bytes, 0));
    expect(counted.pool.fileBytes).toBeGreaterThan(100_000);
    const bound = new Checkpoints(new CheckpointPool(1_000_000));
    for (const checkpoint of history.checkpoints) {
      bound.add(checkpoint);
      expect(bound.all.length <= 2 || bound.pool.bytes <= 1_000_000).toBe(true);
    }
    // A branch has the very same ones, and nothing more is counted.
    const { bytes } = counted.pool;
    const first = counted.branch(0);
    expect([first.all.length, counted.pool.bytes, counted.pool.count]).toEqual([
      1,
      bytes,
      counted.all.length,
    ]);
    counted.pool.leave(counted);
    expect([first.pool.count, first.pool.bytes]).toEqual([1, expect.any(Number)]);
    expect(first.pool.bytes).toBeLessThan(bytes / 10);
  });

  it('are the sparser the older they are, but never further apart than a seek may take', async () => {
    const { history, cluster } = await recorded(0, Infinity);
    const { checkpoints } = history;
    const [{ world, members }] = [present(checkpoints.at(-1), 'a checkpoint')];
    const sparse = new Checkpoints(new CheckpointPool(Infinity));
    const bound = new Checkpoints(new CheckpointPool(100 * 1e6));
    for (let i = 0; i < 2000; i++) {
      // A short run has as many of them as a long one, which are nearer to each other.
      if (i === 200)
        expect(Math.max(...gapsOf(sparse))).toBeLessThanOrEqual(
          Math.max(GAP_MIN, i * CHECKPOINT_WORK * GAP_OF_RUN),
        );
      const checkpoint = {
        event: i * CHECKPOINT_WORK,
        work: i * CHECKPOINT_WORK,
        objects: 1e6,
        world,
        members,
      };
      sparse.add(checkpoint);
      bound.add(checkpoint);
      expect(bound.all.length).toBeLessThanOrEqual(100);
    }
    const end = 1999 * CHECKPOINT_WORK;
    const gaps = sparse.all
      .slice(1)
      .map(({ work }, i) => ({ gap: work - present(sparse.all[i], 'one before').work, age: end - work }));
    expect(Math.max(...gaps.map(({ gap }) => gap))).toBeLessThanOrEqual(GAP_MAX);
    const wanted = Math.min(GAP_MAX, end * GAP_OF_RUN);
    expect(gaps.filter(({ age }) => age > 5 * GAP_MAX).every(({ gap }) => gap > wanted / 2.2)).toBe(true);
    expect(
      gaps.filter(({ age }) => age < 6 * CHECKPOINT_WORK).every(({ gap }) => gap === CHECKPOINT_WORK),
    ).toBe(true);
    expect(sparse.all[0]?.event).toBe(0);
    expect(sparse.all.at(-1)?.event).toBe(end);
    // Beyond the budget every part of the old run is as sparse as any other.
    const wide = bound.all.slice(1, 60).map(({ work }, i) => work - present(bound.all[i], 'one before').work);
    expect(Math.max(...wide) / Math.min(...wide)).toBeLessThanOrEqual(4);
    expect(cluster.world.events).toBeGreaterThan(0);
  });

  it('of members that have applied the same share one snapshot', async () => {
    const { cluster } = await recorded(60, Infinity);
    const snapshots = [...cluster.world.machines.values()].map(({ disk }) =>
      disk
        .image()
        .files.filter(({ name }) => name.endsWith('.snap'))
        .map(({ chunks }) => chunks[0]),
    );
    expect(snapshots[0]?.length).toBeGreaterThan(0);
    for (const each of snapshots) expect(each.every((bytes, i) => bytes === snapshots[0]?.[i])).toBe(true);
  });

  it('have images that show what their members are', async () => {
    for (let seed = 1; seed <= 3; seed++) {
      const history = new History();
      const config = parseConfig({ nodes: 3, seed, snapshotCount: 30 });
      const cluster = await Cluster.create(config, new InProcessHost(Member), new Monitors(), history);
      history.begin(cluster);
      const dice = makeDice(seed, 'commands');
      for (let at = 1_000_000; at <= 5_000_000; at += 20_000) {
        await cluster.run({ until: at, events: Infinity });
        history.maybeCheckpoint(cluster);
        await cluster.act(drawEtcdCommand(dice, cluster.world)).catch((error: unknown) => {
          expect(error, `seed ${seed}`).toBeInstanceOf(CommandError);
        });
      }
      let keys = 0;
      for (const { world, members, event } of history.checkpoints) {
        for (const member of members) {
          const image = world.machines.get(member.view().id)?.image;
          const told = `seed ${seed}, event ${event}`;
          expect(image?.range(0, 1000), told).toEqual(member.range(0, 1000));
          expect(image?.records(0, Infinity), told).toEqual(member.records(0, Infinity));
          expect(image?.recentChanges(1000), told).toEqual(member.recentChanges(1000));
          for (const { key } of member.range(0, 1000).kvs)
            expect(image?.keyHistory(key), told).toEqual(member.keyHistory(key));
          keys += member.view().keyCount;
        }
      }
      expect(keys, `seed ${seed}`).toBeGreaterThan(30);
    }
  });
});

/** What a replay from each to the next has to do. */
function gapsOf({ all }: Checkpoints): number[] {
  return all.slice(1).map(({ work }, i) => work - present(all[i], 'one before').work);
}
