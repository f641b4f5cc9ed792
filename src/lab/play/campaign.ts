import type { Micros } from '../../base/flavor.ts';
import type { MemberView } from '../../node/report/view.ts';

/** When a member's own clock will make it campaign, if it hears of nobody until then; its ticks last `tick`. */
export function campaignAt(view: MemberView, nextTickAt: Micros, tick: Micros): Micros {
  const ticks = Math.max(1, view.randomizedElectionTimeout - view.electionElapsed);
  return nextTickAt + (ticks - 1) * tick;
}
