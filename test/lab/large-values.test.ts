import { describe, expect, it } from 'vitest';
import { LARGE_BYTES } from '../../src/base/large-bytes.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { Monitors } from '../../src/check/monitors.ts';
import type { ClientOperation } from '../../src/etcd/request.ts';
import { History } from '../../src/history/history.ts';
import { seekEvent } from '../../src/history/replay.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import type { Command } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import type { World } from '../../src/sim/world/world.ts';

const NODES = 5;
const PUTS = 40;

class LargeRun {
  #puts = 0;

  private constructor(
    readonly cluster: Cluster,
    readonly history: History,
  ) {}

  static async begin(): Promise<LargeRun> {
    const config = parseConfig({ nodes: NODES, seed: 5, snapshotCount: 15, snapshotCatchUpEntries: 3 });
    const history = new History();
    const cluster = await Cluster.create(config, new InProcessHost(Member), new Monitors(), history);
    const run = new LargeRun(cluster, history);
    history.begin(cluster);
    await run.pass(3000);
    return run;
  }

  async pass(ms: number): Promise<void> {
    const end = this.cluster.world.now + ms * 1000;
    for (let before = -1; before !== this.cluster.world.events;) {
      before = this.cluster.world.events;
      await this.cluster.run({ until: end, events: 50 });
      this.history.maybeCheckpoint(this.cluster);
    }
    this.cluster.setClock(end);
  }

  async act(command: Command, ms: number): Promise<void> {
    await this.cluster.act(command);
    await this.pass(ms);
  }

  /** Values of three sizes, no two alike, at every member in turn; every third within a transaction. */
  async put(): Promise<void> {
    const request = ++this.#puts;
    const value = new Uint8Array(LARGE_BYTES * (1 + (request % 3))).fill(request);
    const put = { type: 'put', key: encodeUtf8(`key ${request % 30}`), value } as const;
    const operation: ClientOperation =
      request % 3 === 0 ? { type: 'txn', compare: [], success: [put], failure: [] } : put;
    await this.act({ type: 'request', request, node: (request % NODES) + 1, operation }, 200);
  }
}

/** The memory of every large piece on the disks, and of every value that the record and the calls have. */
function largeBuffers(world: World, history: History): Set<ArrayBufferLike> {
  const found = new Set<ArrayBufferLike>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!(value instanceof Uint8Array)) Object.values(value).forEach(visit);
    else if (value.length >= LARGE_BYTES) found.add(value.buffer);
  };
  for (const { disk } of world.machines.values()) visit(disk.image());
  visit(history.commands);
  visit(world.calls.ended.slice(0));
  return found;
}

describe('a large value', () => {
  it('is kept once, whatever has it: logs, snapshots, restarted and restored members, record, calls', async () => {
    const run = await LargeRun.begin();
    const { world } = run.cluster;
    const { history } = run;
    for (let i = 0; i < PUTS / 2; i++) await run.put();
    await run.act({ type: 'kill', node: 2 }, 1000);
    await run.act({ type: 'kill', node: 3 }, 1000);
    for (let i = 0; i < PUTS / 2; i++) await run.put();
    for (const node of [2, 3]) await run.act({ type: 'restart', node }, 2000);
    for (let node = 1; node <= NODES; node++) {
      if (node !== 2 && node !== 3) await run.act({ type: 'kill', node }, 500);
      if (node !== 2 && node !== 3) await run.act({ type: 'restart', node }, 2500);
    }
    for (let node = 1; node <= NODES; node++) await run.act({ type: 'snapshotNow', node }, 500);
    expect([...world.machines.values()].map(({ status, crashed }) => crashed ?? status)).toEqual(
      Array.from({ length: NODES }, () => 'up'),
    );
    const snapshots = [...world.machines.values()].map(
      ({ disk }) => disk.image().files.filter(({ name }) => name.startsWith('snap/')).length,
    );
    expect(snapshots.every((count) => count > 0)).toBe(true);
    const values = history.commands.filter(({ command }) => command.type === 'request').length;
    expect(values).toBe(PUTS);
    expect(largeBuffers(world, history).size).toBe(values);
    expect(history.largeBytes).toBeGreaterThan(PUTS * LARGE_BYTES);

    const replayed = await seekEvent(history, history.events.last, Member);
    expect(replayed.world.hash.hex()).toBe(world.hash.hex());
    expect(history.branch(0).largeBytes).toBe(0);
    expect(history.branch(history.events.last).largeBytes).toBe(history.largeBytes);
  });
});
