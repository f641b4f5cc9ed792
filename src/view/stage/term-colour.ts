import type { Term } from '../../base/flavor.ts';

/** How many colours terms take turns with (tokens.css: --term-1 to --term-6). */
export const TERM_COLOURS = 6;

/** What lies over a term's colour, a round of colours each: terms 1 to 6 are plain, 7 to 12 dotted, and so on. */
export const termPatterns = ['plain', 'dots', 'bars', 'checks'] as const;

export type TermPattern = (typeof termPatterns)[number];

/** Terms so far apart look the same again. */
export const TERM_LOOKS = TERM_COLOURS * termPatterns.length;

export interface TermLook {
  /** 0 for term 0 ("none yet"), else 1 to TERM_COLOURS. */
  readonly colour: number;
  readonly pattern: TermPattern;
}

/**
 * How a term looks, a function of the term alone: everywhere on the page, and in every picture of the run, it is the same.
 * Any `TERM_LOOKS` terms in a row are told apart by colour and pattern; two that share a colour are six terms apart.
 */
export function termLook(term: Term): TermLook {
  if (term <= 0) return { colour: 0, pattern: 'plain' };
  const turn = typeof term === 'bigint' ? Number((term - 1n) % BigInt(TERM_LOOKS)) : (term - 1) % TERM_LOOKS;
  return {
    colour: (turn % TERM_COLOURS) + 1,
    pattern: termPatterns[Math.floor(turn / TERM_COLOURS)] ?? 'plain',
  };
}
