import { Monitors } from '../check/monitors.ts';
import type { Cluster } from '../sim/cluster.ts';
import type { MemberFactory } from '../sim/in-process-host.ts';
import type { Watcher } from '../sim/record/watcher.ts';
import { brokenIn, type Broken } from './broken.ts';
import { fewest } from './fewer.ts';
import { HandRuns } from './hand-runs.ts';
import { runRecipe, type RecipeStep, type RunRecipe } from './recipe.ts';
import { HandWriter } from './to-hand.ts';
import { Tries, type TriesOptions } from './tries.ts';

/** Goes on with a run whose steps are done, and says what it does not come to; `steps`: what was done for that. */
export type Afterwards = (
  cluster: Cluster,
) => Promise<{ readonly broken: Broken | undefined; readonly steps: readonly RecipeStep[] }>;

export interface ShrinkOptions extends TriesOptions {
  readonly factory: MemberFactory;
  /** The property that must stay broken. Absent: the one that the run breaks first. */
  readonly property?: string | undefined;
  /** What checks; absent: everything that is checked. */
  readonly watcher?: () => Watcher;
  /** A run is tried at most so often; absent: 2000 times. */
  readonly triesMax?: number;
  /** What is not broken on the way may be broken by what comes after it: a cluster left alone that does not converge. */
  readonly afterwards?: Afterwards | undefined;
}

export interface Shrunk {
  readonly recipe: RunRecipe;
  readonly violation: Broken;
  /** How many steps somebody has to follow; of a run by hand without the one that lets the clock stand. */
  readonly steps: number;
  /** Whether it is a run by hand. */
  readonly byHand: boolean;
  readonly tries: number;
}

const TRIES_MAX = 2000;
/** So many of them for a run that goes by time, each of which takes long. */
const TIMED_SHARE = 0.1;

/**
 * A run that breaks a property becomes a small one that breaks the same: first fewer commands, then the run is said as one by hand,
 * message by message, and fewer of those steps; then fewer nodes and a plainer configuration, and an order that can be followed.
 * Deterministic. Undefined: the run does not break it.
 */
export async function shrink(recipe: RunRecipe, options: ShrinkOptions): Promise<Shrunk | undefined> {
  const { factory, watcher = () => new Monitors(), triesMax = TRIES_MAX, afterwards } = options;
  const tries = new Tries(triesMax, options);
  const first = await cook(recipe, options.property);
  if (first === undefined) return undefined;
  const { property } = first.broken;
  const { isWhole, ...loose } = recipe;
  let timed = first;
  let broken = first.broken;
  const timedTries = Math.max(50, triesMax * TIMED_SHARE);
  const willDo = async (steps: readonly RecipeStep[]): Promise<readonly RecipeStep[] | undefined> => {
    if (tries.count >= timedTries || !(await tries.next('commands', steps.length))) return undefined;
    const cooked = await cook({ ...loose, steps }, property);
    if (cooked === undefined) return undefined;
    [timed, broken] = [cooked, cooked.broken];
    return cooked.done;
  };
  const steps = await fewest(first.done, willDo);
  const base = isWhole === true && steps.length === first.done.length ? recipe : loose;
  const small: RunRecipe = { ...base, steps, end: Math.max(broken.at, steps.at(-1)?.at ?? 0) };
  const byHand = timed.after.length > 0 ? undefined : await shrinkByHand(small, property);
  if (byHand !== undefined) return { ...byHand, tries: tries.count };
  const all = [...steps, ...timed.after];
  const whole = { ...small, steps: all, end: Math.max(small.end, broken.at) };
  return { recipe: whole, violation: broken, steps: all.length, byHand: false, tries: tries.count };

  /** The run, as far as the property is broken. */
  async function cook(
    tried: RunRecipe,
    wanted: string | undefined,
  ): Promise<{ broken: Broken; done: readonly RecipeStep[]; after: readonly RecipeStep[] } | undefined> {
    const found = (cluster: Cluster): Broken | undefined => brokenIn(cluster, wanted);
    const cooked = await runRecipe(tried, { factory, watcher: watcher() }, (c) => found(c) !== undefined);
    const { cluster, done } = cooked;
    const onTheWay = found(cluster);
    if (onTheWay !== undefined || afterwards === undefined)
      return onTheWay && { broken: onTheWay, done, after: [] };
    const end = await afterwards(cluster);
    if (end.broken === undefined || (wanted !== undefined && end.broken.property !== wanted))
      return undefined;
    return { broken: end.broken, done, after: end.steps };
  }

  async function shrinkByHand(from: RunRecipe, wanted: string): Promise<Omit<Shrunk, 'tries'> | undefined> {
    const writer = new HandWriter();
    const isEnough = (cluster: Cluster): boolean => brokenIn(cluster, wanted) !== undefined;
    await runRecipe(from, { factory, watcher: watcher(), journal: writer }, isEnough);
    const runs = new HandRuns({ config: from.config, property: wanted, factory, watcher, tries });
    return runs.shrink(writer.steps);
  }
}
