import type { Term } from '../../base/flavor.ts';

/** A term as a number of a step; beyond the exact ones it is decimal text. */
export function termOf(term: Term): { readonly term: number | string } {
  return { term: typeof term === 'bigint' ? String(term) : term };
}
