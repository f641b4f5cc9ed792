import { Monitors } from '../check/monitors.ts';
import type { MemberFactory } from '../sim/in-process-host.ts';
import type { HandStep } from './hand-step.ts';
import { playSteps } from './play-steps.ts';
import { runRecipe, type RunRecipe } from './recipe.ts';
import { HandWriter } from './to-hand.ts';

/** What a run comes to when its members keep every rule. */
export interface RulesKept {
  /** A run by hand. */
  readonly recipe: RunRecipe;
  readonly done: number;
  /** Steps of the run that there was nothing for: a message that nobody sent, a command that was refused. */
  readonly leftOut: number;
  /** What is broken all the same, in order. */
  readonly violated: readonly string[];
}

/**
 * The same schedule with no rule switched off: the run is said by hand, message by message, and each step is done again where there is something
 * of its kind. `rest` is called between steps, with how many of them have been done, of how many.
 */
export async function withRulesKept(
  recipe: RunRecipe,
  factory: MemberFactory,
  rest: (share: number) => Promise<void> = () => Promise.resolve(),
): Promise<RulesKept> {
  const steps = await stepsOf(recipe, factory);
  const config = { ...recipe.config, brokenRules: [] };
  let count = 0;
  const parts = { factory, watcher: new Monitors() };
  const { cluster, used, commands } = await playSteps(config, steps, parts, async () => {
    await rest(++count / steps.length);
    return false;
  });
  const byHand = { command: { type: 'byHand', on: true } } as const;
  return {
    recipe: { config, steps: [byHand, ...commands.map((command) => ({ command }))], end: 0 },
    done: used.length,
    leftOut: steps.length - used.length,
    violated: [...new Set(cluster.world.watcher.violations.map(({ property }) => property))],
  };
}

async function stepsOf(recipe: RunRecipe, factory: MemberFactory): Promise<readonly HandStep[]> {
  const journal = new HandWriter();
  await runRecipe(recipe, { factory, watcher: new Monitors(), journal });
  return journal.steps;
}
