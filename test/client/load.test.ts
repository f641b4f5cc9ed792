import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { defaultLoad, loadRanges, type LoadSettings } from '../../src/client/load-settings.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import type { RecipeOptions } from '../../src/client/recipes.ts';

async function cluster(seed = 5): Promise<Cluster> {
  const made = await Cluster.create(
    parseConfig({ nodes: 3, seed }),
    new InProcessHost(Member),
    new NoWatcher(),
  );
  await runFor(made, 3000);
  return made;
}

async function runFor(of: Cluster, ms: number): Promise<void> {
  const until = of.world.now + ms * 1000;
  await of.run({ until, events: Infinity });
  of.setClock(until);
}

async function startLoad(of: Cluster, settings: Partial<LoadSettings> = {}): Promise<void> {
  const program: RecipeOptions = {
    recipe: 'load',
    name: encodeUtf8('load'),
    settings: { ...defaultLoad, ...settings },
  };
  await of.act({ type: 'startClient', client: 'w', endpoints: [1, 2, 3], program });
}

function load(of: Cluster) {
  const { program } = of.world.clients.known('w').client;
  if (program.recipe !== 'load') throw new Error('the client is a load');
  return program;
}

describe('a load', () => {
  it('makes about so many calls a second as it is told, of the kinds it is told, and turns while it runs', async () => {
    const it = await cluster();
    await startLoad(it, { clients: 50, perSecond: 100, put: 30, get: 50, txn: 15, delete: 5 });
    await runFor(it, 4000);
    const { made, counts, seconds } = load(it);
    expect(made).toBeGreaterThan(340);
    expect(made).toBeLessThan(460);
    for (const count of Object.values(counts)) expect(count.ok).toBeGreaterThan(5);
    expect(counts.get.ok).toBeGreaterThan(counts.txn.ok);
    expect(seconds.map(({ ok }) => ok).every((ok) => ok > 60)).toBe(true);
    await it.act({
      type: 'tellClient',
      client: 'w',
      instruction: { type: 'dial', load: { ...defaultLoad, perSecond: 0 } },
    });
    await runFor(it, 500);
    const quiet = load(it).made;
    await runFor(it, 2000);
    expect([load(it).made, load(it).open.length]).toEqual([quiet, 0]);
  });

  it('has no more calls under way than it has clients, also when nobody answers, and says what it held back', async () => {
    const it = await cluster();
    await it.act({ type: 'partition', groups: [[1], [2], [3]] });
    await startLoad(it, { clients: 7, perSecond: 200, get: 0 });
    await runFor(it, 1500);
    expect(load(it).open.length).toBeLessThanOrEqual(7);
    expect(load(it).heldBack).toBeGreaterThan(100);
    expect(it.world.clients.known('w').log.length).toBe(0);
  });

  it('is the same in every run of a seed, another with another, and its calls are told apart', async () => {
    const hashes: string[] = [];
    for (const seed of [5, 5, 6]) {
      const it = await cluster(seed);
      await startLoad(it);
      await runFor(it, 1000);
      hashes.push(it.world.hash.hex());
      expect([it.world.calls.listed.length, it.world.calls.ended.length > 5]).toEqual([0, true]);
    }
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  it('keeps its bounds: a field beyond them is refused by name, at the start and at the dial', async () => {
    const it = await cluster();
    for (const [field, { min, max }] of Object.entries(loadRanges)) {
      for (const value of [min - 1, max + 1, 1.5, Number.NaN])
        await expect(startLoad(it, { [field]: value })).rejects.toThrow(
          new RegExp(`program\\.settings\\.${field} is`),
        );
    }
    await startLoad(it);
    const instruction = { type: 'dial', load: { ...defaultLoad, keys: 0 } } as const;
    await expect(it.act({ type: 'tellClient', client: 'w', instruction })).rejects.toThrow(CommandError);
    expect(load(it).settings).toEqual(defaultLoad);
  });
});
