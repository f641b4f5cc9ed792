import type { LogIndex } from '../../base/flavor.ts';

/** Where the parts of the log grid lie, in CSS pixels. Rows and columns are uniform, so a place is arithmetic. */
export interface LogGridLayout {
  readonly width: number;
  readonly height: number;
  readonly unit: number;
  /** Too narrow for words beside the rows: they stand below each row instead. */
  readonly narrow: boolean;
  readonly rows: number;
  /** The head with the indexes. */
  readonly headHeight: number;
  readonly rowHeight: number;
  readonly cellHeight: number;
  readonly columnWidth: number;
  /** Columns live in [gridLeft, gridRight); node names before, words after. */
  readonly gridLeft: number;
  readonly gridRight: number;
  /** Undefined while narrow. */
  readonly wordsLeft: number | undefined;
}

export const columnWidthMin = 12;
export const columnWidthMax = 140;
/** Below this width (in units) a cell shows its term in the place of its label, and below the other one nothing. */
export const labelWidthMin = 34;
export const termWidthMin = 16;
/** Logs that were drawn by hand are about terms: all of a figure is in view, each cell with its term, as the paper has it. */
export const columnWidthDrawn = 30;
const narrowBelow = 620;
const wordsWidthWide = 268;
const wordsWidthMedium = 190;

/** `columnWidth` (in units) is what the viewer has zoomed to; rows share what `height` gives, within readable bounds. */
export function logGridLayout(size: {
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  readonly columnWidth: number;
  /** Pixels of a sixteenth of a rem: 1 on a desk, more on a projector. */
  readonly unit?: number;
}): LogGridLayout {
  const { width, rows, unit = 1 } = size;
  const narrow = width < narrowBelow * unit;
  const headHeight = 34 * unit;
  const foot = 8 * unit;
  const least = (narrow ? 38 : 14) * unit;
  const most = (narrow ? 46 : 52) * unit;
  const fit = rows === 0 ? least : Math.floor((size.height - headHeight - foot) / rows / unit) * unit;
  const rowHeight = Math.min(most, Math.max(least, fit));
  const gridLeft = (narrow ? 84 : 172) * unit;
  const words = (narrow ? 12 : width < 900 * unit ? wordsWidthMedium : wordsWidthWide) * unit;
  const gridRight = Math.max(gridLeft + 1, width - words);
  return {
    width,
    height: headHeight + rows * rowHeight + foot,
    unit,
    narrow,
    rows,
    headHeight,
    rowHeight,
    cellHeight: narrow ? 21 * unit : wideCellHeight(rowHeight / unit) * unit,
    columnWidth: Math.min(columnWidthMax, Math.max(columnWidthMin, size.columnWidth)) * unit,
    gridLeft,
    gridRight,
    wordsLeft: narrow ? undefined : gridRight + 16 * unit,
  };
}

/** Of a row so high, in units: low rows are all cell; high ones, where the logs have the window, leave air between. */
function wideCellHeight(row: number): number {
  return row > 34 ? row * 0.7 : Math.min(24, row - (row < 18 ? 3 : 4));
}

/** How many whole columns fit; at least one. */
export function columnCount(layout: LogGridLayout): number {
  return Math.max(1, Math.floor((layout.gridRight - layout.gridLeft) / layout.columnWidth));
}

/** The left edge of the column of `index` while the grid begins at `scroll` (an index, with fraction). */
export function columnLeft(layout: LogGridLayout, scroll: number, index: LogIndex): number {
  return layout.gridLeft + (index - scroll) * layout.columnWidth;
}

export function rowTop(layout: LogGridLayout, row: number): number {
  return layout.headHeight + row * layout.rowHeight;
}

/** The indexes that are at least partly in view. */
export function visibleIndexes(
  layout: LogGridLayout,
  scroll: number,
): { readonly first: LogIndex; readonly last: LogIndex } {
  const across = (layout.gridRight - layout.gridLeft) / layout.columnWidth;
  return { first: Math.max(1, Math.floor(scroll)), last: Math.max(1, Math.ceil(scroll + across) - 1) };
}

/** Empty columns that stay in view behind the newest entry, so that what is missing can be seen. */
export function ghostColumns(layout: LogGridLayout): number {
  return Math.min(3, Math.max(1, Math.floor(columnCount(layout) / 4)));
}

/** The scroll at which the newest entry is in view with the ghost columns behind it; nothing cut off by all is shown. */
export function tailScroll(layout: LogGridLayout, minFirst: LogIndex, maxLast: LogIndex): number {
  return Math.max(1, minFirst, maxLast + ghostColumns(layout) - columnCount(layout) + 1);
}

/** A scroll kept within what there is: from the first index that anybody still has to the tail. */
export function clampScroll(
  layout: LogGridLayout,
  scroll: number,
  minFirst: LogIndex,
  maxLast: LogIndex,
): number {
  return Math.min(Math.max(1, minFirst, scroll), tailScroll(layout, minFirst, maxLast));
}

/** What lies under a point: a row, and in the grid an index, or what is said of the row. */
export function hitLogGrid(
  layout: LogGridLayout,
  scroll: number,
  x: number,
  y: number,
): { readonly row: number; readonly index: LogIndex | undefined; readonly words: boolean } | undefined {
  const row = Math.floor((y - layout.headHeight) / layout.rowHeight);
  if (y < layout.headHeight || row >= layout.rows) return undefined;
  const below = y - rowTop(layout, row) > layout.cellHeight + 6 * layout.unit;
  const words = layout.narrow ? x >= layout.gridLeft && below : x >= (layout.wordsLeft ?? Infinity);
  const inGrid = !words && x >= layout.gridLeft && x < layout.gridRight;
  const index = Math.floor(scroll + (x - layout.gridLeft) / layout.columnWidth);
  return { row, index: inGrid && index >= 1 ? index : undefined, words };
}
