import { Cluster } from '../sim/cluster.ts';
import type { Command } from '../sim/command/command.ts';
import { InProcessHost, type MemberFactory } from '../sim/in-process-host.ts';
import type { Watcher } from '../sim/record/watcher.ts';
import type { LabConfig } from '../sim/world/config.ts';
import { commandOfStep, Renumbered, type HandStep } from './hand-step.ts';
import { attempt } from './recipe.ts';

export interface PlayedSteps {
  readonly cluster: Cluster;
  /** The steps that found something to do, and the commands that they came to. */
  readonly used: readonly HandStep[];
  readonly commands: readonly Command[];
}

/** Steps in a run by hand from its beginning. Those that find nothing to do are left out; `isEnough` is asked after each, and true ends it. */
export async function playSteps(
  config: LabConfig,
  steps: readonly HandStep[],
  { factory, watcher }: { readonly factory: MemberFactory; readonly watcher: Watcher },
  isEnough: (cluster: Cluster) => boolean | Promise<boolean>,
): Promise<PlayedSteps> {
  const cluster = await Cluster.create(config, new InProcessHost(factory), watcher);
  const numbers = new Renumbered();
  const [used, commands]: [HandStep[], Command[]] = [[], []];
  // A recipe of it does the same: what is due at the very beginning happens before the clock stands.
  await settle(cluster);
  await attempt(cluster, { type: 'byHand', on: true });
  await settle(cluster);
  for (const step of steps) {
    const command = commandOfStep(cluster.world, step, numbers);
    if (command === undefined || !(await attempt(cluster, command))) continue;
    used.push(step);
    commands.push(command);
    await settle(cluster);
    if (await isEnough(cluster)) break;
  }
  return { cluster, used, commands };
}

/** What follows at once from a choice happens. */
async function settle(cluster: Cluster): Promise<void> {
  await cluster.run({ until: cluster.world.now, events: Infinity });
}
