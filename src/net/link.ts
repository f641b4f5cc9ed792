import type { Micros, NodeId } from '../base/flavor.ts';
import { cloneDice, drawInt, drawUnit, makeDice, type Dice } from '../base/random.ts';

/** What can be set on a directed link. */
export interface LinkDials {
  /** One way, the least time a message takes. */
  readonly latency: Micros;
  /** Added to it: uniform in [0, jitter]. */
  readonly jitter: Micros;
  /** Probability that a message is lost, 0 to 1. */
  readonly loss: number;
  /** Probability that a message arrives twice, 0 to 1. */
  readonly duplicate: number;
}

/** One direction between two nodes, with dice of its own. */
export interface Link {
  readonly from: NodeId;
  readonly to: NodeId;
  dials: LinkDials;
  cut: boolean;
  hold: boolean;
  readonly dice: Dice;
}

/** What the dice say about one sending. */
export interface Fortune {
  readonly delay: Micros;
  readonly lost: boolean;
  /** The delay of the second copy, if there is one. */
  readonly copyDelay: Micros | undefined;
}

export function makeLink(seed: number, from: NodeId, to: NodeId, dials: LinkDials): Link {
  return { from, to, dials, cut: false, hold: false, dice: makeDice(seed, 'link', from, to) };
}

export function cloneLink(link: Link): Link {
  return { ...link, dice: cloneDice(link.dice) };
}

/**
 * Four draws, always, whatever the dials say: moving a dial changes what a draw means on this link and leaves every
 * later draw, here and elsewhere, as it was.
 */
export function drawFortune(link: Link): Fortune {
  const { latency, jitter, loss, duplicate } = link.dials;
  const lost = drawUnit(link.dice) < loss;
  const twice = drawUnit(link.dice) < duplicate;
  const delay = latency + drawInt(link.dice, 0, jitter);
  const copyDelay = latency + drawInt(link.dice, 0, jitter);
  return { delay, lost, copyDelay: twice ? copyDelay : undefined };
}
