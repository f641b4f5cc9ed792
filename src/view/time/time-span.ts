import type { Micros } from '../../base/flavor.ts';
import type { Frame } from '../../lab/frame/frame.ts';

/** The width of the diagram shows about so many real ms: a comparable number of things at every speed. */
const SHOWN_MS = 15_000;
const SPAN_MIN: Micros = 40_000;
const SPAN_MAX: Micros = 120_000_000;
/** By meaning the pace comes and goes: the window goes along with it within these. */
const MEANING_MIN: Micros = 150_000;
const MEANING_MAX: Micros = 4_000_000;
/** It is e times nearer to its goal after so many real ms. */
const EASE_MS = 900;

/** How much time the diagram shows at this pace, once it has settled. */
export function spanOf({ speed, pace }: Pick<Frame, 'speed' | 'pace'>): Micros {
  const [least, most] = pace === 'fixed' ? [SPAN_MIN, SPAN_MAX] : [MEANING_MIN, MEANING_MAX];
  return Math.round(Math.min(most, Math.max(least, speed * SHOWN_MS * 1000)));
}

/**
 * The span after so many real ms of playing, on its way from `span` to `goal`. Without motion it keeps still while it is
 * within a factor of two of the goal, and is there at once when it is not.
 */
export function nextSpan(span: Micros, goal: Micros, elapsedMs: number, still: boolean): Micros {
  const away = goal / span;
  if (still) return away > 2 || away < 0.5 ? goal : span;
  if (Math.abs(away - 1) < 0.01) return span;
  return Math.round(span * away ** (1 - Math.exp(-elapsedMs / EASE_MS)));
}
