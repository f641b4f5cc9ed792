import { describe, expect, it } from 'vitest';
import { runSeed } from './run-seed.ts';

/** Seeds that have shown something once, in the core or in what looks at it. */
const KEPT: readonly (readonly [seed: number, about: string])[] = [
  [
    211,
    'nobody can be elected in the end: a voter that needs it does not know that a member is none any more',
  ],
  [1957, 'the only voter is asked for a read before its first commit'],
  [3150, 'a snapshot takes the place of a log that ends at the same index'],
];

describe('a seed that is kept', () => {
  it.each(KEPT)('%i holds every promise: %s', (seed) => {
    expect(runSeed(seed).failure?.text).toBeUndefined();
  });
});
