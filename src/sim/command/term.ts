import * as v from 'valibot';
import type { Term } from '../../base/flavor.ts';

/** Etcd's terms are unsigned 64-bit numbers: beyond the exact ones, and only there, they are bigints. */
export const term = v.custom<Term>(
  (value) =>
    (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) ||
    (typeof value === 'bigint' && value > BigInt(Number.MAX_SAFE_INTEGER) && value < 2n ** 64n),
  'a term, a whole number from 0',
);
