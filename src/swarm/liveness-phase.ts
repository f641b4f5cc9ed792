import type { Broken } from '../shrink/broken.ts';
import { attempt, goTo, type RecipeStep } from '../shrink/recipe.ts';
import type { Cluster } from '../sim/cluster.ts';
import type { Command } from '../sim/command/command.ts';
import type { World } from '../sim/world/world.ts';
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

/** A disk that was slow may have a long queue. */
const LEFT_OVER_TICKS_MAX = 2000;

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
    for (let ticks = 0; ticks < LEFT_OVER_TICKS_MAX && hasLeftOver(world); ticks++)
      if (await goTo(cluster, world.now + world.durations.tick, isBroken)) return undefined;
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

/** Whether disks and links are still at what they were given in slow times: calm begins when all that comes, comes within a tick. */
function hasLeftOver(world: World): boolean {
  const soon = world.now + world.durations.tick;
  const isSlow = [...world.machines.values()].some(({ disk }) =>
    disk.queue.some(({ dueAt = Infinity }) => dueAt > soon),
  );
  return isSlow || [...world.bus.flights()].some(({ endsAt }) => endsAt !== undefined && endsAt > soon);
}
