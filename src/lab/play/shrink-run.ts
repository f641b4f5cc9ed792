import { linkOf } from '../../shrink/link.ts';
import type { RunRecipe } from '../../shrink/recipe.ts';
import { shrink } from '../../shrink/shrink.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { Rest } from './long-work.ts';
import type { Run } from './run.ts';

/** A small run that breaks what a large one breaks. */
export interface ShrunkRun {
  readonly property: string;
  /** What somebody has to follow: steps by hand, or commands where it is a run by time. */
  readonly steps: number;
  readonly byHand: boolean;
  readonly nodes: number;
  /** The fragment of the link that opens it, without `#`. */
  readonly fragment: string;
}

/**
 * The first violation of the property in the current branch, shrunk. The run stays as it is. Throws a CommandError where the branch does
 * not break it.
 */
export async function shrinkRun(run: Run, property: string, rest: Rest): Promise<ShrunkRun> {
  const violation = run.live.world.watcher.violations.find((each) => each.property === property);
  const recipe = recipeUpTo(run, violation?.event ?? 0);
  let tries = 0;
  const shrunk =
    violation && (await shrink(recipe, { factory: run.factory, property, rest: () => rest(share(++tries)) }));
  if (shrunk === undefined) {
    throw new CommandError(
      'badArgument',
      `shrink: this branch does not break ${property}, so there is nothing to shrink`,
    );
  }
  const { steps, byHand, recipe: small } = shrunk;
  const { nodes, learners } = small.config;
  return {
    property,
    steps,
    byHand,
    nodes: nodes + learners,
    fragment: await linkOf(small, run.factory, property),
  };
}

/** Nobody knows how many tries it takes; most runs take some hundred. */
function share(tries: number): number {
  return tries / (tries + 150);
}

/** The current branch from its beginning up to an event. */
export function recipeUpTo(run: Run, event: number): RunRecipe {
  const { history } = run;
  const steps = history.commandsAfter(0).filter((each) => each.event <= event);
  return { config: run.config, steps, end: history.events.timeOf(event), isWhole: true };
}
