import { describe, expect, it } from 'vitest';
import type { Likelihood } from '../../src/lab/debug/likelihood.ts';
import { likelihoodScene } from '../../src/view/likelihood/likelihood-scene.ts';

const point = (event: number, timeMs: number, reached: number) => ({
  event,
  timeMs,
  runs: 10,
  reached,
  low: Math.max(0, reached / 10 - 0.1),
  high: Math.min(1, reached / 10 + 0.1),
});

describe('the picture of a likelihood', () => {
  const answer: Likelihood = {
    condition: 'violation',
    reachedEvent: 50,
    reachedAtMs: 3000,
    repeats: true,
    points: [point(10, 1000, 2), point(30, 2000, 2), point(31, 2010, 9)],
    bend: { from: 30, to: 31, before: 0.2, after: 0.9, fromMs: 2000, toMs: 2010 },
  };

  it('has every instant at its time, and more above less', () => {
    for (const width of [320, 640]) {
      const { points, reached, bend, height, over, xTicks } = likelihoodScene(answer, width);
      expect(over).toBe('time');
      const [first, second, third] = points;
      expect(first && second && third && [first.x < second.x, second.x < third.x]).toEqual([true, true]);
      expect(first?.y).toBe(second?.y);
      expect(third?.y).toBeLessThan(second?.y ?? 0);
      for (const { y, low, high } of points) expect(low >= y && y >= high).toBe(true);
      expect(reached.x).toBeLessThanOrEqual(width);
      expect(reached.y).toBeLessThan(third?.y ?? 0);
      expect(Math.max(...points.map(({ y }) => y))).toBeLessThan(height);
      expect(bend).toEqual({ from: second?.x, to: third?.x });
      // Half the time is half the way.
      expect((second?.x ?? 0) - (first?.x ?? 0)).toBeCloseTo((reached.x - (first?.x ?? 0)) / 2, 0);
      expect(xTicks.length).toBeGreaterThan(2);
    }
  });

  it('goes over events where the clock stood', () => {
    const points3000 = [point(10, 3000, 2), point(30, 3000, 2), point(31, 3000, 9)];
    const still = { ...answer, points: points3000 };
    const { over, points, xTicks } = likelihoodScene(still, 640);
    expect(over).toBe('event');
    expect(points[1]?.x).toBeCloseTo((points[0]?.x ?? 0) + (640 - 60) / 2, 0);
    expect(xTicks.map(({ label }) => label)).toContain('20');
  });
});
