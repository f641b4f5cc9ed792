import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { drawInt, makeDice, type Dice } from '../../src/base/random.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError, type Command } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { NodeBatch, NodeBatchResult, NodeHost } from '../../src/sim/node-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import type { WorldEvent } from '../../src/sim/record/world-event.ts';
import { BatchHost } from './batch-host.ts';
import { drawCommand } from './random-commands.ts';
import { ShuffledHost } from './shuffled-host.ts';
import { toyFactory } from './toy-member.ts';

interface RunOptions {
  readonly seed: number;
  readonly jitterMs?: number;
  readonly latencyMs?: number;
  readonly loss?: number;
  readonly fsyncMs?: number;
  /** Now and then a put that fells the member it comes to. */
  readonly fatal?: boolean;
  /** At most so many things in one batch. */
  readonly batch?: number;
}

/** Notes how many inputs a batch had for one member, and how many a member had answered when it fell. */
class MeasuredHost extends BatchHost {
  readonly #most: { inputs: number; before: number };

  constructor(most: { inputs: number; before: number }) {
    super(toyFactory);
    this.#most = most;
  }

  override run(batches: readonly NodeBatch[]): readonly NodeBatchResult[] {
    const results = super.run(batches);
    for (const { inputs } of batches) this.#most.inputs = Math.max(this.#most.inputs, inputs.length);
    for (const { crashed, outputs } of results) {
      if (crashed !== undefined) this.#most.before = Math.max(this.#most.before, outputs.length);
    }
    return results;
  }
}

/** Four virtual seconds with a random command now and then; the hash after each. */
async function hashes(host: NodeHost, options: RunOptions): Promise<string[]> {
  const { seed, jitterMs = 4, latencyMs = 10, loss = 0.02, fsyncMs = 5, fatal = false } = options;
  const config = parseConfig({
    seed,
    jitterMs,
    latencyMs,
    loss,
    fsyncMs,
    duplicate: 0.05,
    clientTimeoutMs: 300,
  });
  const cluster = await Cluster.create(config, host, new NoWatcher());
  const dice = makeDice(seed, 'commands');
  const found: string[] = [];
  for (let at = 0; at < 4_000_000;) {
    at += drawInt(dice, 1, 90_000);
    await runTo(cluster, at, options.batch ?? Infinity);
    try {
      await cluster.act(drawCommand(dice, cluster.world));
      if (fatal) await cluster.act(fatalPut(dice, cluster));
    } catch (error) {
      expect(error).toBeInstanceOf(CommandError);
    }
    found.push(`${cluster.world.events} ${cluster.world.hash.hex()}`);
  }
  return found;
}

/** The toy throws at this value, when its message comes. */
function fatalPut(dice: Dice, { world }: Cluster): Command {
  const value = Uint8Array.of(drawInt(dice, 0, 9) === 0 ? 0xff : 1);
  const operation = { type: 'put', key: Uint8Array.of(1), value } as const;
  return { type: 'request', request: world.calls.lastId + 1, node: drawInt(dice, 1, 3), operation };
}

async function runTo(cluster: Cluster, until: number, batch: number): Promise<void> {
  for (;;) {
    const before = cluster.world.events;
    await cluster.run({ until, events: batch });
    if (cluster.world.events === before) break;
  }
  cluster.setClock(until);
}

describe('one total order', () => {
  it('gives the same history one at a time, in small batches and in whole batches', async () => {
    for (let seed = 1; seed <= 15; seed++) {
      const whole = await hashes(new BatchHost(toyFactory), { seed });
      expect(await hashes(new InProcessHost(toyFactory), { seed }), `seed ${seed}`).toEqual(whole);
      expect(await hashes(new BatchHost(toyFactory), { seed, batch: 3 }), `seed ${seed}`).toEqual(whole);
    }
  });

  it('gives the same history on a host that answers late and in any order', async () => {
    for (let seed = 1; seed <= 15; seed++) {
      const here = await hashes(new InProcessHost(toyFactory), { seed });
      expect(await hashes(new ShuffledHost(toyFactory, seed), { seed }), `seed ${seed}`).toEqual(here);
    }
  });

  it('holds for real members as for toys', async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const whole = await hashes(new BatchHost(Member), { seed });
      expect(await hashes(new InProcessHost(Member), { seed }), `seed ${seed}`).toEqual(whole);
      expect(await hashes(new ShuffledHost(Member, seed), { seed }), `seed ${seed}`).toEqual(whole);
    }
  });

  it('gives a member several inputs in one batch, and a fall in the middle takes back nothing that was before it', async () => {
    const most = { inputs: 0, before: 0 };
    for (let seed = 1; seed <= 6; seed++) {
      const options = { seed, fatal: true, latencyMs: 40, fsyncMs: 15 };
      const whole = await hashes(new MeasuredHost(most), options);
      expect(await hashes(new InProcessHost(toyFactory), options), `seed ${seed}`).toEqual(whole);
      expect(await hashes(new BatchHost(toyFactory), { ...options, batch: 2 }), `seed ${seed}`).toEqual(
        whole,
      );
    }
    expect(most.inputs).toBeGreaterThan(2);
    expect(most.before, 'somebody fell after it had answered others of the same batch').toBeGreaterThan(0);
  });

  it('holds without any lookahead, when messages take no time', async () => {
    const here = await hashes(new InProcessHost(toyFactory), { seed: 5, latencyMs: 0, jitterMs: 0 });
    const late = await hashes(new ShuffledHost(toyFactory, 5), {
      seed: 5,
      latencyMs: 0,
      jitterMs: 0,
      batch: 1,
    });
    expect(late).toEqual(here);
  });

  test.prop([fc.nat(1_000_000)], { numRuns: 10 })('is another for another seed', async (seed) => {
    const one = await hashes(new InProcessHost(toyFactory), { seed });
    const other = await hashes(new InProcessHost(toyFactory), { seed: seed + 1 });
    expect(one.at(-1)).not.toBe(other.at(-1));
  });

  it('goes on where a link is so quick that a message is lost on it within what was a lookahead', async () => {
    const whole = await hashes(new BatchHost(toyFactory), { seed: 375_932 });
    expect(await hashes(new InProcessHost(toyFactory), { seed: 375_932 })).toEqual(whole);
  });

  it('delivers a message once that was held and released in the same instant, in one batch with others', async () => {
    const delivered: number[] = [];
    const journal = {
      append: ({ type, message }: WorldEvent) => void (type === 'message' && delivered.push(message)),
    };
    const config = parseConfig({ seed: 9, jitterMs: 0, latencyMs: 10 });
    const cluster = await Cluster.create(config, new BatchHost(toyFactory), new NoWatcher(), journal);
    for (let at = 5_000; at <= 1_000_000; at += 5_000) {
      await cluster.run({ until: at, events: Infinity });
      for (const id of Array.from(cluster.world.bus.flights(), (flight) => flight.id)) {
        await cluster.act({ type: 'hold', message: id });
        await cluster.act({ type: 'release', message: id });
      }
    }
    expect(delivered.length).toBeGreaterThan(50);
    expect(new Set(delivered).size).toBe(delivered.length);
  });

  it('differs when a dial is moved', async () => {
    const one = await hashes(new InProcessHost(toyFactory), { seed: 4, loss: 0.02 });
    const other = await hashes(new InProcessHost(toyFactory), { seed: 4, loss: 0.03 });
    expect(one.at(-1)).not.toBe(other.at(-1));
  });
});
