import { describe, expect, it } from 'vitest';
import { Checkpoints } from '../../src/history/checkpoints.ts';
import { History } from '../../src/history/history.ts';
import { seekEvent } from '../../src/history/replay.ts';
import { Safety } from '../../src/check/safety.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';

/** A run in which so many keys are put, recorded with so much room for the past. */
async function recorded(puts: number, bytesMax: number): Promise<{ history: History; cluster: Cluster }> {
  const history = new History(bytesMax);
  const config = parseConfig({ nodes: 3, seed: 5, snapshotCount: 20 });
  const cluster = await Cluster.create(config, new InProcessHost(Member), new Safety(), history);
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
    const counted = new Checkpoints(Infinity);
    for (const checkpoint of history.checkpoints) counted.add(checkpoint);
    const files = new Map<object, number>();
    for (const { world } of history.checkpoints)
      for (const { disk } of world.machines.values())
        for (const [file, bytes] of disk.holdings()) files.set(file, Math.max(bytes, files.get(file) ?? 0));
    const newest = history.checkpoints.at(-1);
    for (const { disk } of newest?.world.machines.values() ?? [])
      for (const [file] of disk.holdings()) files.delete(file);
    expect(counted.bytesOfPast()).toBe([...files.values()].reduce((sum, bytes) => sum + bytes, 0));
    expect(counted.bytesOfPast()).toBeGreaterThan(100_000);
    const bound = new Checkpoints(200_000);
    for (const checkpoint of history.checkpoints) {
      bound.add(checkpoint);
      expect(bound.all.length <= 2 || bound.bytesOfPast() <= 200_000).toBe(true);
    }
    counted.truncate(0);
    expect([counted.all.length, counted.bytesOfPast()]).toEqual([1, 0]);
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
});
