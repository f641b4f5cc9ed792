import { drawInt, makeDice } from '../../../src/base/random.ts';
import { CommandError } from '../../../src/sim/command/command.ts';
import { drawEtcdCommand } from '../../sim/random-etcd.ts';
import { EtcdLab } from '../../system/etcd-lab.ts';

/** A lab after so many commands of every kind. */
export async function usedLab(seed: number, steps: number): Promise<EtcdLab> {
  const lab = await EtcdLab.start({
    seed,
    nodes: 3,
    bootstrap: seed % 2 === 0 ? 'plain' : 'etcd',
    snapshotCount: 25,
    snapshotCatchUpEntries: 5,
  });
  const dice = makeDice(seed, 'saved');
  for (let step = 0; step < steps; step++) {
    try {
      await lab.act(drawEtcdCommand(dice, lab.world));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
    }
    await lab.run(drawInt(dice, 1, 250));
  }
  return lab;
}
