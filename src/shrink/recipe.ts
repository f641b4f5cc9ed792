import type { Micros } from '../base/flavor.ts';
import { Cluster } from '../sim/cluster.ts';
import { CommandError, type Command } from '../sim/command/command.ts';
import { InProcessHost, type MemberFactory } from '../sim/in-process-host.ts';
import type { Watcher } from '../sim/record/watcher.ts';
import type { Journal } from '../sim/record/world-event.ts';
import type { LabConfig } from '../sim/world/config.ts';

/**
 * A command of a run, and when it is done: everything that is due by `at` has happened before it, and nothing later; several at the
 * same time are done together, before what they lead to. Without
 * `at`: when nothing more is due at this very instant, which by hand is right after what the command before it has led to.
 */
export interface RecipeStep {
  readonly at?: Micros;
  /** Which event of the run that it comes from it was; counts only as long as no step is left out (`RunRecipe.isWhole`). */
  readonly event?: number;
  readonly command: Command;
}

/**
 * A run as plain data that can be taken apart: a step may be left out and the others stay where they are. It goes on to `end`
 * after the last of them; by hand nothing is due there any more.
 */
export interface RunRecipe {
  readonly config: LabConfig;
  readonly steps: readonly RecipeStep[];
  readonly end: Micros;
  /** Nothing is left out yet: each step that says its event is that event, whatever else was due at the same instant. */
  readonly isWhole?: true;
}

/** What is looked at while a recipe is cooked: true ends it there. */
export type IsEnough = (cluster: Cluster) => boolean;

export interface CookParts {
  readonly factory: MemberFactory;
  readonly watcher: Watcher;
  readonly journal?: Journal;
}

/** So many events happen between two looks at `isEnough`. */
const PIECE = 200;

/**
 * The run of a recipe, up to its end or to the first violation that `isEnough` takes. A step that cannot be done is left out, and
 * `done` has those that were done.
 */
export async function runRecipe(
  recipe: RunRecipe,
  { factory, watcher, journal }: CookParts,
  isEnough: IsEnough = () => false,
): Promise<{ readonly cluster: Cluster; readonly done: readonly RecipeStep[] }> {
  const cluster = await Cluster.create(recipe.config, new InProcessHost(factory), watcher, journal);
  const done: RecipeStep[] = [];
  let before: Micros | undefined;
  for (const step of recipe.steps) {
    // Before a hand lets time pass, what is due at this instant happens: it cannot happen any more behind it.
    const isPassing = step.command.type === 'passTime';
    const isTogether = recipe.isWhole !== true && !isPassing && step.at !== undefined && step.at === before;
    before = step.at;
    if (isTogether) {
      if (await attempt(cluster, step.command)) done.push(step);
      continue;
    }
    const upTo = recipe.isWhole === true && step.event !== undefined ? step.event - 1 : Infinity;
    if (await goTo(cluster, step.at ?? cluster.world.now, isEnough, upTo)) return { cluster, done };
    if (await attempt(cluster, step.command)) done.push(step);
  }
  await goTo(cluster, Math.max(recipe.end, cluster.world.now), isEnough);
  return { cluster, done };
}

/**
 * Everything that is due by then happens, up to this event at most; by now, where that has gone by: with a step left out, another may have moved
 * the clock further. True: it is enough.
 */
export async function goTo(
  cluster: Cluster,
  by: Micros,
  isEnough: IsEnough,
  upTo = Infinity,
): Promise<boolean> {
  const { world } = cluster;
  const at = Math.max(by, world.now);
  let before: number;
  do {
    before = world.events;
    await cluster.run({ until: at, events: Math.min(PIECE, upTo - world.events) });
    if (isEnough(cluster)) return true;
  } while (world.events > before);
  if (at > world.now) cluster.setClock(at);
  return false;
}

/** False: it cannot be done now, and nothing has changed. */
export async function attempt(cluster: Cluster, command: Command): Promise<boolean> {
  try {
    await cluster.act(command);
    return true;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return false;
  }
}
