import { assert } from '../base/assert.ts';
import type { Term } from '../base/flavor.ts';

/** The last term there is: terms are unsigned 64-bit numbers on the wire. */
export const TERM_MAX: Term = 0xffff_ffff_ffff_ffffn;

/**
 * The term after this one. Beyond the safe integers it is a bigint, so that equal terms always look the same;
 * after 2^64-1 comes 0, as in etcd, where the next vote request of that node then breaks an assertion.
 */
export function nextTerm(term: Term): Term {
  if (typeof term === 'number') return term < Number.MAX_SAFE_INTEGER ? term + 1 : BigInt(term) + 1n;
  assert(term > Number.MAX_SAFE_INTEGER && term <= TERM_MAX, 'a bigint term lies beyond the safe integers');
  return term === TERM_MAX ? 0 : term + 1n;
}

/** A term for whoever counts in numbers: those beyond the safe integers are of one lesson only. */
export function assertNumber(term: Term): number {
  assert(typeof term === 'number', `term ${term} is beyond the safe integers`);
  return term;
}
