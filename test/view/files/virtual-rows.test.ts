import { expect, test } from 'vitest';
import { scrollFor, visibleRows } from '../../../src/view/files/virtual-rows.ts';

const box = (count: number) => ({ count, rowPixels: 28, height: 560 });

test('a short list has every row where it would be laid out', () => {
  expect(visibleRows(0, box(100))).toEqual({ from: 0, to: 28, top: 0, total: 2800 });
  const middle = visibleRows(1000, box(100));
  expect(middle.from * 28).toBe(middle.top);
  expect(visibleRows(2800 - 560, box(100)).to).toBe(100);
});

test('of millions of rows the first and the last can be reached, and any row be brought into the middle', () => {
  const many = box(5_000_000);
  const { total } = visibleRows(0, many);
  expect(total).toBeLessThan(33_000_000);
  expect(visibleRows(0, many).from).toBe(0);
  expect(visibleRows(total - 560, many).to).toBe(5_000_000);
  for (const row of [0, 1, 77, 2_345_678, 4_999_999]) {
    const scroll = scrollFor(row, many);
    const { from, to, top } = visibleRows(scroll, many);
    expect(from <= row && row < to).toBe(true);
    // Within the window, wherever the browser rounds.
    const at = top + (row - from) * 28 - scroll;
    expect(at).toBeGreaterThanOrEqual(-1);
    expect(at).toBeLessThanOrEqual(560 - 28 + 1);
  }
});
