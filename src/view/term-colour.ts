import type { Term } from '../base/flavor.ts';

/** How many colours terms take turns with (tokens.css: --term-1 to --term-6). */
export const TERM_COLOURS = 6;

/** The number of a term's colour: 0 for term 0 ("none yet"), else 1 to TERM_COLOURS; neighbours never share one. */
export function termColour(term: Term): number {
  if (typeof term === 'bigint') return Number((term - 1n) % BigInt(TERM_COLOURS)) + 1;
  return term <= 0 ? 0 : ((term - 1) % TERM_COLOURS) + 1;
}
