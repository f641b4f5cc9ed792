import { Member } from '../../node/member.ts';
import { linkOf } from '../../shrink/link.ts';
import { shrink } from '../../shrink/shrink.ts';
import { livenessPhase } from '../../swarm/liveness-phase.ts';
import { runSwarm, type SwarmFailure, type SwarmReport } from '../../swarm/swarm-run.ts';
import type { SimOptions } from './arguments.ts';

/** What one seed came to. Plain data: it crosses between threads. */
export interface SeedOutcome {
  readonly seed: number;
  readonly events: number;
  readonly timeMs: number;
  readonly failure: SwarmFailure | undefined;
}

/** The small run that a failing seed has been shrunk to. */
export interface SmallRun {
  readonly seed: number;
  readonly steps: number;
  readonly byHand: boolean;
  /** What it breaks, with its own numbers. */
  readonly detail: string;
  /** The fragment of the link that opens it. */
  readonly link: string;
}

/** One seed: it draws the configuration, too, so that many seeds see many kinds of cluster. */
export function runWhole(seed: number, options: SimOptions): Promise<SwarmReport> {
  const { nodes, events, faults, rule, storage } = options;
  return runSwarm({ seed, nodes, events, faults, rules: rule === undefined ? [] : [rule], storage }, Member);
}

export async function runSeed(seed: number, options: SimOptions): Promise<SeedOutcome> {
  const { events, timeMs, failure } = await runWhole(seed, options);
  return { seed, events, timeMs, failure };
}

/** The run of a seed that fails, shrunk. */
export async function shrinkSeed(seed: number, options: SimOptions): Promise<SmallRun> {
  const { recipe, safety, failure } = await runWhole(seed, options);
  const property = failure?.property;
  const shrunk =
    failure?.phase === 'liveness'
      ? await shrink(safety, { factory: Member, property, afterwards: livenessPhase })
      : await shrink(recipe, { factory: Member, property });
  return {
    seed,
    steps: shrunk?.steps ?? recipe.steps.length,
    byHand: shrunk?.byHand ?? false,
    detail: shrunk?.violation.detail ?? failure?.detail ?? '',
    link: await linkOf(shrunk?.recipe ?? recipe, Member, `seed ${seed}: ${property ?? ''}`),
  };
}
