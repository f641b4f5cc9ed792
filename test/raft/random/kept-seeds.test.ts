import { describe, expect, it } from 'vitest';
import { runSeed } from './run-seed.ts';

/** Seeds that have shown something once, in the core or in what looks at it. */
const KEPT: readonly (readonly [seed: number, about: string])[] = [
  [
    211,
    'nobody can be elected in the end: a voter that needs it does not know that a member is none any more',
  ],
  [1957, 'the only voter is asked for a read before its first commit'],
  [
    85988,
    'a voter that is the only one for itself is elected while a read is under way to the leader before it',
  ],
  [114180, 'a snapshot is under way when everything else is at rest'],
  [149518, 'a candidate wins before its own vote is on disk, and crashes'],
  [162579, 'the same, among members that come and go'],
  [3150, 'a snapshot takes the place of a log that ends at the same index'],
];

describe('a seed that is kept', () => {
  it.each(KEPT)('%i holds every promise: %s', (seed) => {
    expect(runSeed(seed).failure?.text).toBeUndefined();
  });
});
