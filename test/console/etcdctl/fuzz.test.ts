import { expect, it } from 'vitest';
import { feedNonsense } from './fuzz.ts';

it('etcdctl takes any line without falling, and a refused one asks no member', () => {
  const { runs, refused } = feedNonsense(11, 80_000);
  expect(refused).toBeGreaterThan(runs / 4);
});
