import { describe, expect, it } from 'vitest';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { LockstepHost } from '../../src/host/member/lockstep-host.ts';
import { WorkerHost } from '../../src/host/member/worker-host.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { NodeHost } from '../../src/sim/node-host.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import { drawCommand } from '../sim/random-commands.ts';
import { drawEtcdCommand } from '../sim/random-etcd.ts';
import { FakeWorker } from './fake-worker.ts';

/** Seeds take turns: a world that acts on what workers say, and one that acts on shadows which workers confirm. */
const workerHost = (seed: number): LockstepHost | WorkerHost =>
  new (seed % 2 === 0 ? WorkerHost : LockstepHost)(() => new FakeWorker(Member), Member);

/** Virtual seconds with a random command now and then; events and hash after each. */
async function play(
  host: NodeHost,
  seed: number,
  fields: Partial<LabConfig> = { nodes: 3, learners: 1, snapshotCount: 5, clientTimeoutMs: 400 },
  draw = drawCommand,
): Promise<string[]> {
  const config = parseConfig({ seed, ...fields });
  const cluster = await Cluster.create(config, host, new NoWatcher());
  const dice = makeDice(seed, 'commands');
  const found: string[] = [];
  for (let at = 0; at < 6_000_000;) {
    at += drawInt(dice, 1, 150_000);
    await cluster.run({ until: at, events: Infinity });
    cluster.setClock(at);
    try {
      await cluster.act(draw(dice, cluster.world));
    } catch (error) {
      expect(error, `seed ${seed}`).toBeInstanceOf(CommandError);
    }
    const crashed = [...cluster.world.machines.values()].map((machine) => machine.crashed);
    expect(crashed, `seed ${seed}`).toEqual(crashed.map(() => undefined));
    found.push(`${cluster.world.events} ${cluster.world.hash.hex()}`);
  }
  return found;
}

describe('a run in workers', () => {
  it('is the same to the byte as the run in process, whatever is done to it', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const host = workerHost(seed);
      const inWorkers = await play(host, seed);
      host.dispose();
      expect(inWorkers, `seed ${seed}`).toEqual(await play(new InProcessHost(Member), seed));
    }
  });

  it('is the same for every kind of call, stream and HTTP request', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const fields = { nodes: 3, bootstrap: seed % 4 < 2 ? 'plain' : 'etcd', snapshotCount: 8 } as const;
      const host = workerHost(seed);
      const inWorkers = await play(host, seed, fields, drawEtcdCommand);
      host.dispose();
      const inProcess = await play(new InProcessHost(Member), seed, fields, drawEtcdCommand);
      expect(inWorkers, `seed ${seed}`).toEqual(inProcess);
    }
  });

  it('goes on the same from a checkpoint that was handed to the workers', async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const config = parseConfig({ seed, snapshotCount: 5, bootstrap: seed % 4 < 2 ? 'plain' : 'etcd' });
      const host = workerHost(seed);
      const cluster = await Cluster.create(config, host, new NoWatcher());
      const dice = makeDice(seed, 'before');
      for (let at = 1_500_000; at <= 3_000_000; at += 30_000) {
        await cluster.run({ until: at, events: Infinity });
        await cluster.act(drawEtcdCommand(dice, cluster.world)).catch((error: unknown) => {
          expect(error, `seed ${seed}`).toBeInstanceOf(CommandError);
        });
      }
      const world = cluster.world.clone();
      const members =
        host instanceof LockstepHost
          ? await host.saved(
              [...world.machines.values()].flatMap(({ id, status }) => (status === 'killed' ? [] : id)),
            )
          : cluster.members().map((member) => member.clone());
      await cluster.run({ until: 5_000_000, events: Infinity });
      const expected = cluster.world.hash.hex();
      await host.restore(members);
      const again = new Cluster(world, host);
      await again.run({ until: 5_000_000, events: Infinity });
      expect(again.world.hash.hex(), `seed ${seed}`).toBe(expected);
      host.dispose();
    }
  });
});
