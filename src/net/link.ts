import type { Micros, NodeId } from '../base/flavor.ts';
import { cloneDice, drawUnits, makeDice, wholeIn, type Dice } from '../base/random.ts';

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
  /** Probability that a message strays: it takes up to twice as long, and those behind it do not wait for it, 0 to 1. */
  readonly reorder: number;
}

/** One direction between two nodes, with dice of its own. */
export interface Link {
  readonly from: NodeId;
  readonly to: NodeId;
  dials: LinkDials;
  cut: boolean;
  hold: boolean;
  /** When the last message that keeps the order arrives. Invariant: what is sent later and keeps it is due no earlier. */
  lastDueAt: Micros;
  readonly dice: Dice;
}

/** What the dice say about one sending. */
export interface Fortune {
  readonly delay: Micros;
  readonly lost: boolean;
  /** It takes no part in the link's order. */
  readonly strays: boolean;
  /** The delay of the second copy, if there is one. */
  readonly copyDelay: Micros | undefined;
}

export function makeLink(seed: number, from: NodeId, to: NodeId, dials: LinkDials): Link {
  return { from, to, dials, cut: false, hold: false, lastDueAt: 0, dice: makeDice(seed, 'link', from, to) };
}

/** `seed`: the copy's dice fall as those of a link of that seed would; left out: as this one's. */
export function cloneLink(link: Link, seed?: number): Link {
  const dice = seed === undefined ? cloneDice(link.dice) : makeDice(seed, 'link', link.from, link.to);
  return { ...link, dice };
}

/** What was drawn last: no list is made for every message. */
const units = new Float64Array(6);

/**
 * Six draws, always, whatever the dials say: moving a dial changes what a draw means on this link and leaves every
 * later draw, here and elsewhere, as it was.
 */
export function drawFortune(link: Link): Fortune {
  const { latency, jitter, loss, duplicate, reorder } = link.dials;
  drawUnits(link.dice, units);
  const {
    0: forLoss = 0,
    1: forCopy = 0,
    2: forDelay = 0,
    3: forCopyDelay = 0,
    4: forOrder = 0,
    5: forDetour = 0,
  } = units;
  const delay = latency + wholeIn(forDelay, 0, jitter);
  const strays = forOrder < reorder;
  return {
    delay: strays ? delay + wholeIn(forDetour, 0, latency + jitter) : delay,
    lost: forLoss < loss,
    strays,
    copyDelay: forCopy < duplicate ? latency + wholeIn(forCopyDelay, 0, jitter) : undefined,
  };
}
