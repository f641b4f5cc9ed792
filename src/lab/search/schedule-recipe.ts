import { Monitors } from '../../check/monitors.ts';
import type { ModelAction } from '../../model/action.ts';
import type { ModelSetup } from '../../model/setup.ts';
import type { RunRecipe } from '../../shrink/recipe.ts';
import { Cluster } from '../../sim/cluster.ts';
import type { Command } from '../../sim/command/command.ts';
import { InProcessHost, type MemberFactory } from '../../sim/in-process-host.ts';
import type { Violation } from '../../sim/record/watcher.ts';
import type { LabConfig } from '../../sim/world/config.ts';
import { settleNow, setupOf } from './instant.ts';
import { playSchedule } from './schedule-run.ts';

/** The beginning of a run as the beginning of a search, after `commands` are done in it by hand. */
export async function setupOfConfig(
  config: LabConfig,
  factory: MemberFactory,
  commands: readonly Command[] = [],
): Promise<ModelSetup> {
  return setupOf(await begun(config, factory, commands));
}

/** A schedule from there as a whole run, and what the checks find in it. Rejects with a CommandError if it cannot be done there. */
export async function recipeOfSchedule(
  config: LabConfig,
  factory: MemberFactory,
  actions: readonly ModelAction[],
  commands: readonly Command[] = [],
): Promise<{ readonly recipe: RunRecipe; readonly violations: readonly Violation[] }> {
  const cluster = await begun(config, factory, commands);
  const { first, steps, violations } = await playSchedule(cluster, setupOf(cluster), actions);
  const all: Command[] = [BY_HAND, ...commands, ...first, ...steps.flatMap((step) => step.commands)];
  const recipe = { config, steps: all.map((command) => ({ command })), end: cluster.world.now };
  return { recipe, violations };
}

const BY_HAND: Command = { type: 'byHand', on: true };

async function begun(
  config: LabConfig,
  factory: MemberFactory,
  commands: readonly Command[],
): Promise<Cluster> {
  const cluster = await Cluster.create(config, new InProcessHost(factory), new Monitors());
  for (const command of [BY_HAND, ...commands]) {
    await cluster.act(command);
    await settleNow(cluster);
  }
  return cluster;
}
