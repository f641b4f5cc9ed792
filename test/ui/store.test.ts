import { describe, expect, it } from 'vitest';
import { timelineRange, useView } from '../../src/ui/view-state.ts';
import { openingFrame } from './fixtures/frame.ts';

describe('the stretch of time in view', () => {
  it('opens at six tenths of a second, with the playhead four fifths along', () => {
    const at = 2_000_000;
    const { from, to } = timelineRange({ ...useView.getState(), frame: { ...openingFrame(), at } });
    expect(to - from).toBe(600_000);
    expect((at - from) / (to - from)).toBeCloseTo(0.8, 6);
  });

  it('begins with the run while the run is shorter than that', () => {
    const { from, to } = timelineRange({ ...useView.getState(), frame: { ...openingFrame(), at: 100_000 } });
    expect([from, to]).toEqual([0, 600_000]);
  });
});
