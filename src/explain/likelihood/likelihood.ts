import { assert } from '../../base/assert.ts';

/** One instant, and in how many of the continuations from there the state was reached. */
export interface Chance {
  readonly event: number;
  readonly runs: number;
  readonly reached: number;
}

/** Between two instants that were looked at the likelihood rose most; where they are neighbours, it is the event `to` that did it. */
export interface Bend {
  readonly from: number;
  readonly to: number;
  /** From what to what, 0 to 1. */
  readonly before: number;
  readonly after: number;
}

export interface ChancesAsk {
  /** The window of events: `last` is before the state was reached. */
  readonly first: number;
  readonly last: number;
  /** How many instants may be looked at, at least 2. */
  readonly instants: number;
}

/** Runs the continuations from these events; their chances in the same order. */
export type AskChances = (events: readonly number[]) => Promise<readonly Chance[]>;

/** So much of the instants is spread evenly; the rest goes to where the likelihood changes. */
const EVEN_SHARE = 0.45;
/** So many stretches are halved at a time. */
const HALVED = 2;

/**
 * The likelihood of a state over the events before it: first evenly spread instants, then always the middle of the stretches in which
 * it changes most, down to neighbouring events. Ascending by event.
 */
export async function chancesOver(
  { first, last, instants }: ChancesAsk,
  ask: AskChances,
): Promise<readonly Chance[]> {
  assert(first <= last, 'the window has an event');
  const found = new Map<number, Chance>();
  const look = async (events: readonly number[]): Promise<void> => {
    const wanted = events.filter((event) => !found.has(event));
    if (wanted.length > 0) for (const chance of await ask(wanted)) found.set(chance.event, chance);
  };
  await look(evenly(first, last, Math.max(2, Math.round(instants * EVEN_SHARE))));
  while (found.size < instants) {
    const middles = middlesOfChange(ascending(found), Math.min(HALVED, instants - found.size));
    if (middles.length === 0) break;
    await look(middles);
  }
  return ascending(found);
}

/**
 * Where the likelihood rose most; `reachedAt` is the event that reached the state, at which it is 1. Undefined: it was as likely all
 * the way.
 */
export function bendOf(chances: readonly Chance[], reachedAt: number): Bend | undefined {
  let bend: Bend | undefined;
  const points = [
    ...chances.map((each) => ({ event: each.event, share: shareOf(each) })),
    { event: reachedAt, share: 1 },
  ];
  for (const [i, { event: to, share: after }] of points.entries()) {
    const before = points[i - 1];
    if (before === undefined || after <= before.share) continue;
    if (bend !== undefined && after - before.share <= bend.after - bend.before) continue;
    bend = { from: before.event, to, before: before.share, after };
  }
  return bend;
}

export function shareOf({ reached, runs }: Chance): number {
  return reached / Math.max(1, runs);
}

/** Within these bounds the true likelihood lies 95 times of 100 (Wilson's score interval). */
export function boundsOf({ reached, runs }: Chance): readonly [number, number] {
  if (runs === 0) return [0, 1];
  const z = 1.96;
  const share = reached / runs;
  const middle = share + (z * z) / (2 * runs);
  const half = z * Math.sqrt((share * (1 - share)) / runs + (z * z) / (4 * runs * runs));
  const whole = 1 + (z * z) / runs;
  return [Math.max(0, (middle - half) / whole), Math.min(1, (middle + half) / whole)];
}

function ascending(found: ReadonlyMap<number, Chance>): Chance[] {
  return [...found.values()].sort((a, b) => a.event - b.event);
}

/** Both ends, and what lies evenly between them. */
function evenly(first: number, last: number, count: number): number[] {
  const events = Array.from({ length: count }, (_, i) =>
    Math.round(first + ((last - first) * i) / (count - 1)),
  );
  return [...new Set(events)];
}

/** The middles of the stretches with the greatest change; where nothing changes, of the longest. */
function middlesOfChange(chances: readonly Chance[], count: number): number[] {
  return chances
    .flatMap((to, i) => {
      const from = chances[i - 1];
      if (from === undefined || to.event - from.event < 2) return [];
      const change = Math.abs(shareOf(to) - shareOf(from));
      return [{ middle: Math.floor((from.event + to.event) / 2), change, length: to.event - from.event }];
    })
    .filter(({ change }) => change > 0)
    .sort((a, b) => b.change - a.change || b.length - a.length)
    .slice(0, count)
    .map(({ middle }) => middle);
}
