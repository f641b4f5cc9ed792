import type { SeenCall } from '../../lab/look/client-history.ts';

/** What the judge has found, as places in the list of what clients saw. */
export interface Findings {
  /** The first answer that no order explains. */
  readonly first: number | undefined;
  /** Calls that contradict each other, `first` among them, ascending. */
  readonly contradiction: readonly number[];
}

/** Which calls a picture has room for, ascending, and how many are left out. */
export interface ShownCalls {
  readonly shown: readonly number[];
  readonly leftOut: number;
}

/**
 * All calls if there are at most so many; else what contradicts each other with what was nearest to the impossible answer, or the
 * newest ones where nothing is impossible.
 */
export function shownCalls(
  seen: readonly SeenCall[],
  { first, contradiction }: Findings,
  most: number,
): ShownCalls {
  const all = seen.map((_, i) => i);
  if (all.length <= most) return { shown: all, leftOut: 0 };
  const impossible = first === undefined ? undefined : seen[first];
  const middle = impossible === undefined ? Infinity : (impossible.returned ?? impossible.invoked);
  const needed = new Set(contradiction);
  const distance = ({ invoked, returned }: SeenCall): number =>
    middle === Infinity
      ? -invoked
      : Math.min(Math.abs(invoked - middle), Math.abs((returned ?? invoked) - middle));
  const others = all
    .filter((i) => !needed.has(i))
    .map((i) => ({ i, distance: distance(seen[i] as SeenCall) }))
    .sort((a, b) => a.distance - b.distance || a.i - b.i)
    .slice(0, Math.max(0, most - needed.size))
    .map(({ i }) => i);
  const shown = [...contradiction, ...others].sort((a, b) => a - b);
  return { shown, leftOut: all.length - shown.length };
}
