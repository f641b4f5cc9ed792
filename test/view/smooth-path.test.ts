import { fc, test } from '@fast-check/vitest';
import { curveCatmullRom, line } from 'd3';
import { expect } from 'vitest';
import { smoothPath } from '../../src/view/stage/smooth-path.ts';

const d3Path = line<{ x: number; y: number }>(
  (point) => point.x,
  (point) => point.y,
).curve(curveCatmullRom);

const numbers = (path: string) => [...path.matchAll(/-?[\d.]+/g)].map(([number]) => Number(number));

const coordinate = fc.integer({ min: 0, max: 2000 });
const points = fc.uniqueArray(fc.record({ x: coordinate, y: coordinate }), {
  minLength: 3,
  maxLength: 6,
  selector: ({ x, y }) => `${x},${y}`,
});

test.prop([points], { seed: 12, numRuns: 200 })('a smooth path is the one that d3 draws', (through) => {
  const [ours, theirs] = [numbers(smoothPath(through)), numbers(d3Path(through) ?? '')];
  expect(ours).toHaveLength(theirs.length);
  for (const [i, number] of ours.entries()) expect(number).toBeCloseTo(theirs[i] ?? Number.NaN, 0);
});
