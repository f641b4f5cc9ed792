import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  clampScroll,
  columnCount,
  columnLeft,
  ghostColumns,
  hitLogGrid,
  logGridLayout,
  rowTop,
  tailScroll,
  visibleIndexes,
} from '../../src/view/log/log-grid-layout.ts';

describe('the layout of the log grid', () => {
  const desk = logGridLayout({ width: 1000, height: 200, rows: 5, columnWidth: 58 });
  const phone = logGridLayout({ width: 390, height: 300, rows: 5, columnWidth: 48 });

  it('has words beside the rows on a desk and below them on a phone', () => {
    expect(desk.wordsLeft).toBeGreaterThan(desk.gridRight);
    expect(phone.wordsLeft).toBeUndefined();
    expect(phone.rowHeight).toBeGreaterThan(desk.rowHeight);
    expect(columnCount(phone)).toBeGreaterThanOrEqual(4);
  });

  it('shows nine rows in the pane as it opens at 1440 by 900, without scrolling', () => {
    const nine = logGridLayout({ width: 1024, height: 172, rows: 9, columnWidth: 58 });
    expect(nine.height).toBeLessThanOrEqual(172);
    expect(nine.cellHeight).toBeGreaterThanOrEqual(10);
  });

  it('grows with the size of the type', () => {
    const wall = logGridLayout({ width: 2000, height: 400, rows: 5, columnWidth: 58, unit: 2 });
    expect(columnCount(wall)).toBe(columnCount(desk));
    expect(wall.rowHeight).toBe(desk.rowHeight * 2);
  });

  it('shows the newest entry with the ghost columns behind it when it follows the tail', () => {
    const scroll = tailScroll(desk, 1, 500);
    const last = scroll + columnCount(desk) - 1;
    expect(last).toBe(500 + ghostColumns(desk));
    expect(tailScroll(desk, 1, 0)).toBe(1);
  });

  it('does not scroll beyond the tail nor before what anybody still has', () => {
    expect(clampScroll(desk, 9999, 1, 500)).toBe(tailScroll(desk, 1, 500));
    expect(clampScroll(desk, -5, 1, 500)).toBe(1);
    expect(clampScroll(desk, 1, 300, 500)).toBe(300);
    expect(clampScroll(desk, 50, 498, 500)).toBe(498);
    expect(clampScroll(desk, 9999, 498, 500)).toBe(498);
  });

  property.prop([
    fc.integer({ min: 360, max: 3840 }),
    fc.integer({ min: 1, max: 9 }),
    fc.double({ min: 1, max: 1000, noNaN: true }),
    fc.integer({ min: 12, max: 140 }),
  ])('a point inside a cell hits that cell', (width, rows, scroll, columnWidth) => {
    const layout = logGridLayout({ width, height: 260, rows, columnWidth });
    const { first, last } = visibleIndexes(layout, scroll);
    for (const index of [first, last]) {
      const x = columnLeft(layout, scroll, index) + layout.columnWidth / 2;
      if (x < layout.gridLeft || x >= layout.gridRight) continue;
      expect(hitLogGrid(layout, scroll, x, rowTop(layout, rows - 1) + 3)).toEqual({
        row: rows - 1,
        index,
        words: false,
      });
    }
    expect(hitLogGrid(layout, scroll, layout.gridLeft - 5, rowTop(layout, 0) + 3)).toEqual({
      row: 0,
      index: undefined,
      words: false,
    });
    expect(hitLogGrid(layout, scroll, 200, 2)).toBeUndefined();
  });
});
