import type { Micros } from '../../base/flavor.ts';

/**
 * The pace by meaning: how fast virtual time goes so that what is worth seeing can be followed, and what is not is
 * over soon. A function of the instant alone, so the same frames show the same run.
 *
 *     something notable is under way     each thing takes as long to the eye as its kind deserves
 *     one is due soon, or was just now   slower the nearer it is: the pace glides down before it, and up behind it
 *     ticks and empty heartbeats only    fast; faster still when what comes next is known and far
 */
export interface Scene {
  readonly now: Micros;
  /** What is notable and under way: how long it lasts in the run, and how long it is to be seen, in real ms. */
  readonly underWay: readonly Following[];
  /** When the last notable thing happened; undefined: too long ago to matter. */
  readonly lastAt: Micros | undefined;
  /** When the next notable thing that is known will happen. */
  readonly nextAt: Micros | undefined;
  /** How long a message usually flies. */
  readonly flight: Micros;
}

export interface Following {
  readonly lasts: Micros;
  readonly seenMs: number;
}

/** Virtual ms a real ms over ticks with nothing in them; and at most, when the next thing to see is far. */
export const GLIDE = 1.5;
export const GLIDE_MAX = 5;
/** A far instant is reached in about so many real ms. */
const FAR_MS = 2500;
/** Near something notable the pace changes by a factor of e in so many real ms. */
const EASE_MS = 200;
/** What has just happened stays in view so many real ms before the pace rises. */
const HOLD_MS = 450;
/** At the slow end of gliding a message would fly so many real ms. */
const SLOW_FLIGHT_MS = 600;
const SLOWEST = 1 / 400;
const SLOW_MAX = 0.2;
/** Of more things at once than this nobody follows each. */
const CROWD = 24;
/** From this distance on nothing slows the gliding. */
export const REACH_MS = GLIDE_MAX * EASE_MS + HOLD_MS * SLOW_MAX;

export interface Pace {
  /** Virtual ms a real ms, above 0. */
  readonly speed: number;
  /** Nothing is worth following. */
  readonly gliding: boolean;
}

export function paceOf({ now, underWay, lastAt, nextAt, flight }: Scene): Pace {
  const slow = Math.min(SLOW_MAX, Math.max(SLOWEST, ms(flight) / SLOW_FLIGHT_MS));
  const ahead = nextAt === undefined ? Infinity : ms(Math.max(0, nextAt - now));
  const behind = lastAt === undefined ? Infinity : ms(Math.max(0, now - lastAt)) - slow * HOLD_MS;
  const glide = ahead === Infinity ? GLIDE : Math.min(GLIDE_MAX, Math.max(GLIDE, ahead / FAR_MS));
  const near = slow + Math.max(0, Math.min(ahead, behind)) / EASE_MS;
  const crowd = 1 + Math.max(0, underWay.length - CROWD) / CROWD;
  let speed = Math.min(glide, near);
  for (const { lasts, seenMs } of underWay) {
    if (lasts > 0) speed = Math.min(speed, Math.max(SLOWEST, (ms(lasts) / seenMs) * crowd));
  }
  return { speed, gliding: underWay.length === 0 && speed > SLOW_MAX };
}

function ms(micros: Micros): number {
  return micros / 1000;
}
