import type { Micros } from '../../base/flavor.ts';
import type { MemberFactory } from '../../sim/in-process-host.ts';
import type { Past } from '../past.ts';
import { continuesTo, type Goal } from './continuation.ts';
import type { Chance } from './likelihood.ts';

/** How continuations are made; plain data, so that workers may make them. */
export interface ContinuationPlan {
  /** From each instant. */
  readonly runs: number;
  readonly seed: number;
  /** By time: up to this instant. */
  readonly until: Micros;
  /** The event that reached the state in the record: by hand a continuation may have twice as many choices as led to it. */
  readonly reachedAt: number;
  /** What people did after the instant is done again at its time. */
  readonly repeats: boolean;
}

/** So many choices more than twice those of the record. */
const MORE_CHOICES = 20;

/**
 * In how many continuations from an instant the goal is reached. `rest` is called between two of them. The seeds are of the plan,
 * the event and the number of the continuation: whoever asks again gets the same.
 */
export async function chanceAt(
  past: Pick<Past, 'at' | 'history'>,
  factory: MemberFactory,
  event: number,
  plan: ContinuationPlan,
  goal: () => Goal,
  rest: () => Promise<void>,
): Promise<Chance> {
  const cluster = await past.at(event);
  const beginning = { world: cluster.world, members: cluster.members() };
  const later = past.history.commandsAfter(event).filter((each) => each.event <= plan.reachedAt);
  const reach = {
    until: plan.until,
    choices: later.length * 2 + MORE_CHOICES,
    commands: plan.repeats ? later : [],
  };
  let reached = 0;
  for (let run = 0; run < plan.runs; run++) {
    const seed = seedOf(plan.seed, event, run);
    if (await continuesTo(beginning, factory, seed, goal(), reach)) reached++;
    await rest();
  }
  return { event, runs: plan.runs, reached };
}

/** A whole number of 32 bits for each continuation; neighbours have nothing in common. */
function seedOf(seed: number, event: number, run: number): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(event + 1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) ^ Math.imul(run + 1, 0x297a2d39);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
