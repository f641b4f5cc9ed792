import type { Micros } from '../../base/flavor.ts';
import type { World } from '../../sim/world/world.ts';
import type { Past } from '../past.ts';

/** So many events are looked ahead: a few seconds of a small cluster, and a few milliseconds of work. */
const EVENTS_AHEAD = 300;

/** What comes by itself: when, and the world then. */
export interface Foreseen {
  readonly at: Micros;
  readonly world: World;
}

/**
 * When it will be so if nobody acts: the run goes on, on a copy that nobody keeps, with the same dice. Undefined: not within
 * the events that are looked at, or never: by hand nothing comes by itself.
 */
export async function foresee(
  past: Past,
  isSo: (world: World) => boolean,
  events = EVENTS_AHEAD,
): Promise<Foreseen | undefined> {
  if (past.now.byHand) return undefined;
  const copy = past.copy();
  for (let i = 0; i <= events; i++) {
    if (isSo(copy.world)) return { at: copy.world.now, world: copy.world };
    const step = copy.runNext(Infinity, 1);
    if (step === 'nothing') return undefined;
    if (step !== 'done') await step;
  }
  return undefined;
}

/** The same, only when. */
export async function foretell(
  past: Past,
  isSo: (world: World) => boolean,
  events = EVENTS_AHEAD,
): Promise<Micros | undefined> {
  return (await foresee(past, isSo, events))?.at;
}
