import type { Broken } from '../shrink/broken.ts';
import { attempt, goTo, type RecipeStep } from '../shrink/recipe.ts';
import type { Cluster } from '../sim/cluster.ts';
import type { Command } from '../sim/command/command.ts';
import { calmCommands } from './calm.ts';
import { canConverge, Convergence, newestMembers } from './convergence.ts';

/** What the end of a run came to. */
export interface LivenessPhase {
  readonly broken: Broken | undefined;
  /** What was done for it. */
  readonly steps: readonly RecipeStep[];
  /** False: too few voters can run, and nothing was promised. */
  readonly isJudged: boolean;
}

/**
 * Trouble ends, everybody is started again, and nobody does anything but the clients' programs: now the cluster must converge, each step
 * of it in its time. Monitors of progress count from here on: what they report is broken.
 */
export async function livenessPhase(cluster: Cluster): Promise<LivenessPhase> {
  const { world } = cluster;
  const steps: RecipeStep[] = [];
  const begun = world.events;
  const isBroken = (): boolean => brokenSince(cluster, begun) !== undefined;
  const act = async (command: Command): Promise<void> => {
    const at = world.now;
    if (await attempt(cluster, command)) steps.push({ at, command });
  };
  for (const command of calmCommands(world)) await act(command);
  // Who has been removed and never heard of it would interfere: an operator turns such machines off.
  const members = newestMembers(world);
  for (const { id, status } of world.machines.values())
    if (status === 'up' && !members.has(id)) await act({ type: 'kill', node: id });
  const isJudged = canConverge(world);
  const stall = isJudged && !isBroken() ? await converge() : undefined;
  return { broken: brokenSince(cluster, begun) ?? stall, steps, isJudged };

  async function converge(): Promise<Broken | undefined> {
    const convergence = new Convergence();
    while (!convergence.isDone) {
      if (await goTo(cluster, world.now + world.durations.tick, isBroken)) return undefined;
      const found = convergence.look(world);
      if (found === undefined) continue;
      if (!('type' in found)) return { ...found, event: world.events, at: world.now };
      await act(found);
    }
    return undefined;
  }
}

function brokenSince({ world }: Cluster, event: number): Broken | undefined {
  return world.watcher.violations.find((each) => each.event > event);
}
