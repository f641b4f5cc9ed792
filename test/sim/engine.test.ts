import { expect, it } from 'vitest';
import { makeDice } from '../../src/base/random.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { NoWatcher } from '../../src/sim/record/watcher.ts';
import { ENGINE } from '../../src/sim/world/engine.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { drawCommand } from './random-commands.ts';

/** The fingerprint of a run by the dice, which has commands of most kinds in it. */
async function hashOf(config: Partial<LabConfig>): Promise<string> {
  const cluster = await Cluster.create(parseConfig(config), new InProcessHost(Member), new NoWatcher());
  const dice = makeDice(7, 'engine');
  for (let i = 0; i < 60; i++) {
    await cluster.run({ until: Infinity, events: 40 });
    await cluster.act(drawCommand(dice, cluster.world)).catch((error: unknown) => {
      if (!(error instanceof CommandError)) throw error;
    });
  }
  return cluster.world.hash.hex();
}

it('the engine computes what it always has: whoever changes that raises ENGINE, and links and files say so', async () => {
  const plain = await hashOf({ seed: 1 });
  const etcd = await hashOf({
    seed: 2,
    nodes: 3,
    bootstrap: 'etcd',
    loss: 0.02,
    duplicate: 0.02,
    reorder: 0.05,
  });
  // If this fails: raise ENGINE in src/sim/world/engine.ts, and write down what is computed now.
  expect({ engine: ENGINE, plain, etcd }).toEqual({
    engine: '2',
    plain: '23d19536a47b2afd',
    etcd: '4d26afaf639085a3',
  });
});
