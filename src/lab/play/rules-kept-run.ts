import { linkOf } from '../../shrink/link.ts';
import { withRulesKept, type RulesKept } from '../../shrink/rules-kept.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { Rest } from './long-work.ts';
import type { Run } from './run.ts';
import { recipeUpTo } from './shrink-run.ts';

/** The schedule of a run in a cluster that keeps every rule. */
export interface RulesKeptRun extends Omit<RulesKept, 'recipe'> {
  /** The fragment of the link that opens it, without `#`. */
  readonly fragment: string;
}

/**
 * The current branch, up to its newest event, as it goes when no rule is switched off. The run stays as it is. Throws a CommandError where
 * no rule is.
 */
export async function rulesKeptRun(run: Run, rest: Rest): Promise<RulesKeptRun> {
  if (run.config.brokenRules.length === 0)
    throw new CommandError('badArgument', 'rules kept: no rule is switched off in this run');
  const recipe = recipeUpTo(run, run.live.world.events);
  const { recipe: kept, ...told } = await withRulesKept(recipe, run.factory, rest);
  return { ...told, fragment: await linkOf(kept, run.factory, run.config.brokenRules.join(', ')) };
}
