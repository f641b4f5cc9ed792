import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { Monitors } from '../../../src/check/monitors.ts';
import type { PropertyName } from '../../../src/check/properties.ts';
import { Member } from '../../../src/node/member.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import type { Command } from '../../../src/sim/command/command.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import type { LabConfig } from '../../../src/sim/world/config.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';

/** A run, and what was stalled in it at any of its ticks. */
class Watched {
  readonly cluster: Cluster;
  readonly seen = new Map<PropertyName, string>();

  constructor(cluster: Cluster) {
    this.cluster = cluster;
  }

  static async begin(config: Partial<LabConfig>): Promise<Watched> {
    const parsed = parseConfig({ nodes: 3, seed: 3, electionTicks: 5, ...config });
    return new Watched(await Cluster.create(parsed, new InProcessHost(Member), new Monitors()));
  }

  async pass(ms: number): Promise<void> {
    for (let i = 0; i < ms / 100; i++) {
      await this.cluster.run({ until: this.cluster.world.now + 100_000, events: Infinity });
      for (const { property, detail } of this.cluster.world.watcher.stalls ?? [])
        this.seen.set(property, detail);
    }
  }

  act(command: Command): Promise<void> {
    return this.cluster.act(command);
  }

  get leader(): number {
    const leaders = [...this.cluster.world.machines.values()].filter(({ state }) => state === 'StateLeader');
    return leaders.toSorted((a, b) => Number(b.term) - Number(a.term))[0]?.id ?? 0;
  }

  put(node: number, request: number): Promise<void> {
    const [key, value] = [encodeUtf8('k'), encodeUtf8(`v${request}`)];
    return this.act({ type: 'request', request, node, operation: { type: 'put', key, value } });
  }
}

describe('stalls', () => {
  it('are none in a run with trouble that ends, nor while a majority is away', async () => {
    const run = await Watched.begin({});
    await run.pass(3000);
    await run.put(1, 1);
    await run.act({ type: 'isolate', node: run.leader });
    await run.pass(5000);
    await run.act({ type: 'heal' });
    await run.pass(5000);
    await run.act({ type: 'kill', node: 1 });
    await run.act({ type: 'kill', node: 2 });
    await run.pass(8000);
    await run.act({ type: 'restart', node: 1 });
    await run.act({ type: 'restart', node: 2 });
    await run.pass(8000);
    expect([...run.seen]).toEqual([]);
  });

  it('EventuallyCommitted: a new leader without an entry of its own commits nothing that was before', async () => {
    const run = await Watched.begin({ brokenRules: ['noNoop'] });
    await run.pass(3000);
    const old = run.leader;
    for (const to of [1, 2, 3])
      if (to !== old) await run.act({ type: 'link', from: to, to: old, settings: { hold: true } });
    await run.put(old, 1);
    await run.pass(300);
    await run.act({ type: 'kill', node: old });
    await run.act({ type: 'heal' });
    for (const to of [1, 2, 3])
      if (to !== old) await run.act({ type: 'link', from: to, to: old, settings: { hold: false } });
    await run.pass(6000);
    expect(run.seen.get('EventuallyCommitted')).toMatch(
      /leads term \d+ with entries up to 1, and 0 is committed/,
    );
  });

  it('NoZombie: a leader that nobody answers leads on', async () => {
    const run = await Watched.begin({ brokenRules: ['noStepDown'], checkQuorum: true });
    await run.pass(3000);
    const old = run.leader;
    await run.act({ type: 'isolate', node: old });
    await run.pass(4000);
    expect(run.seen.get('NoZombie')).toMatch(new RegExp(`^node ${old} leads term`));
  });

  it('EventuallyLeader: says of each node who would not vote for it, and why', async () => {
    const run = await Watched.begin({});
    await run.pass(3000);
    // Nobody's clock makes it campaign any more.
    const old = run.leader;
    for (const node of [1, 2, 3]) await run.act({ type: 'electionTimeout', node, ticks: 1_000_000 });
    await run.act({ type: 'kill', node: old });
    await run.pass(8000);
    expect(run.seen.get('EventuallyLeader')).toMatch(/^nobody leads nodes \d, \d; node \d could win/);
  });

  it('of a clone go their own way, and end when what was open happens', async () => {
    const run = await Watched.begin({});
    await run.pass(3000);
    for (const node of [1, 2, 3]) await run.act({ type: 'electionTimeout', node, ticks: 1_000_000 });
    const old = run.leader;
    await run.act({ type: 'kill', node: old });
    await run.pass(8000);
    const { watcher } = run.cluster.world;
    expect(watcher.stalls).toHaveLength(1);
    const copy = watcher.clone();
    await run.act({ type: 'campaign', node: (old % 3) + 1 });
    await run.pass(1000);
    expect(watcher.stalls).toEqual([]);
    expect(copy.stalls).toHaveLength(1);
  });
});
