import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { World } from '../../sim/world/world.ts';
import type { Rest } from './long-work.ts';
import type { Run } from './run.ts';
import type { Sought } from './sought.ts';

/** Why the run stands where it stands, as long as it stands there. */
export interface Halted {
  /** The breakpoint that has halted it, by its id; undefined: a safety property was found broken. */
  readonly breakpoint: number | undefined;
  readonly event: number;
}

/** What may halt a run on its way (debug/breakpoints.ts); nobody needs it before there is a breakpoint. */
export interface Halts {
  /** The first that has halted it since it was last prepared. */
  readonly hit: Halted | undefined;
  /** The run is about to go on from its playhead, and is heard from there. */
  prepare(run: Run): void;
  /** A step of the run, as it happens. */
  look(event: WorldEvent, world: World): void;
  /** What is looked for, or what halts the run before it, if that is sooner. */
  orSooner(run: Run, sought: Sought, rest: Rest): Sought;
}
