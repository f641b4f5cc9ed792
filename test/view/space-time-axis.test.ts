import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  formatAxisSeconds,
  timeAt,
  timeAxis,
  timeScale,
  zoomWindow,
} from '../../src/view/time/space-time-axis.ts';

const plot = { left: 50, right: 1050 };

describe('the time axis', () => {
  it('writes as many places as tell two steps apart', () => {
    expect(formatAxisSeconds(6_200_000, 200_000)).toBe('6.2');
    expect(formatAxisSeconds(6_000_000, 1_000_000)).toBe('6');
    expect(formatAxisSeconds(6_204_000, 2000)).toBe('6.204');
    expect(formatAxisSeconds(6_204_010, 10)).toBe('6.20401');
  });

  it('never has two ticks of the same label', () => {
    for (const span of [100, 1000, 7500, 1_000_000, 60_000_000]) {
      const labels = timeAxis({ from: 1_234_567, to: 1_234_567 + span }, plot, 96).map((tick) => tick.label);
      expect(new Set(labels).size).toBe(labels.length);
      expect(labels.length).toBeGreaterThan(2);
    }
  });

  const windows = fc
    .tuple(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1000, max: 600_000_000 }))
    .map(([from, span]) => ({ from, to: from + span }));

  property.prop([windows, fc.double({ min: 0, max: 1, noNaN: true })])(
    'a place and its time are each other’s inverse',
    (window, part) => {
      const at = Math.round(window.from + part * (window.to - window.from));
      expect(Math.abs(timeAt(window, plot, timeScale(window, plot)(at)) - at)).toBeLessThanOrEqual(1);
    },
  );

  property.prop([
    windows,
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0.1, max: 10, noNaN: true }),
  ])(
    'zooming keeps the instant under the pointer where it is, unless that would begin before the run',
    (window, part, factor) => {
      const at = Math.round(window.from + part * (window.to - window.from));
      const zoomed = zoomWindow(window, at, factor);
      expect(zoomed.from).toBeGreaterThanOrEqual(0);
      if (zoomed.from === 0) return;
      const before = timeScale(window, plot)(at);
      const after = timeScale(zoomed, plot)(at);
      expect(Math.abs(after - before)).toBeLessThan(1 + 1000 / (zoomed.to - zoomed.from));
    },
  );
});
