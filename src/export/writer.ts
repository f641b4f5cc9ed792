import type { Micros } from '../base/flavor.ts';
import type { Journal } from '../sim/record/world-event.ts';
import type { World } from '../sim/world/world.ts';

/** A stretch of a run: everything that happened from `from` to `to`, both included. */
export interface Stretch {
  readonly from: Micros;
  readonly to: Micros;
}

/**
 * Writes one form. It is made of the world as it is before the first event of the stretch, hears each event in its order,
 * and is asked for the text when the last has been.
 */
export interface Writer extends Journal {
  /** The form has no room for what it has heard; what fitted last is known. Undefined: all of it fits. */
  readonly overflow?: Overflow | undefined;
  end(): string;
}

/** Why a stretch is too large for a form. */
export interface Overflow {
  readonly limit: number;
  readonly unit: 'characters' | 'events';
  /** A stretch from the same beginning up to here fits; undefined: not even its first instant does. */
  readonly fitsTo: Micros | undefined;
}

export type MakeWriter = (world: World, stretch: Stretch) => Writer;
