import { expect, it } from 'vitest';
import { feedNonsense } from './fuzz.ts';

it('etcdctl takes ten million characters of nonsense', () => {
  const { runs, refused } = feedNonsense(12, 10_000_000);
  expect(refused).toBeGreaterThan(runs / 4);
}, 600_000);
