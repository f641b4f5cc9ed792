import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import {
  columnLeft,
  labelWidthMin,
  termWidthMin,
  rowTop,
  visibleIndexes,
  type LogGridLayout,
} from '../../view/log/log-grid-layout.ts';
import type { LogCell, LogRow, LogScene } from '../../view/log/log-grid.ts';
import { termLook } from '../../view/stage/term-colour.ts';
import type { Paint } from '../canvas/surface.ts';
import { fillPattern } from '../canvas/term-pattern.ts';
import { restore, fitText, setFont, textWidth } from '../canvas/text.ts';
import { t } from '../messages/say.ts';
import { commitWords, roleWord, standingWords } from './log-words.ts';
import { cellFont, outline, paintEntry, type CellBox } from './paint-cell.ts';

export interface LogPicture {
  readonly scene: LogScene;
  readonly layout: LogGridLayout;
  /** Index at the left edge of the grid, with fraction. */
  readonly scroll: number;
  readonly selected: { readonly node: NodeId; readonly index: LogIndex } | undefined;
  /** An entry wherever a log has it. */
  readonly marked: { readonly index: LogIndex; readonly term: Term } | undefined;
  readonly hovered: { readonly row: number; readonly index: LogIndex | undefined } | undefined;
}

export function paintLogs(paint: Paint, picture: LogPicture): void {
  const { context } = paint;
  const { scene, layout } = picture;
  context.textBaseline = 'middle';
  paintColumnBands(paint, picture);
  context.save();
  context.beginPath();
  context.rect(layout.gridLeft - 1, 0, layout.gridRight - layout.gridLeft + 1, paint.height);
  context.clip();
  paintIndexes(paint, picture);
  scene.rows.forEach((row, i) => paintCells(paint, picture, row, i));
  paintCommitLine(paint, picture);
  scene.rows.forEach((row, i) => paintProgress(paint, picture, row, i));
  paintSelection(paint, picture);
  restore(context);
  paintCommitWords(paint, picture);
  scene.rows.forEach((row, i) => {
    paintName(paint, picture, row, i);
    paintSnapshotHead(paint, picture, row, i);
    paintWords(paint, layout, row, i);
  });
  if (scene.maxLast === 0) paintEmpty(paint, layout);
  paintScrollbar(paint, picture);
}

function cellBox(layout: LogGridLayout, scroll: number, row: number, index: LogIndex): CellBox {
  const gap = layout.columnWidth > 20 * layout.unit ? 2 * layout.unit : layout.unit;
  return {
    x: columnLeft(layout, scroll, index) + gap / 2,
    y: cellTop(layout, row),
    width: layout.columnWidth - gap,
    height: layout.cellHeight,
  };
}

function cellTop(layout: LogGridLayout, row: number): number {
  const room = layout.narrow ? 3 * layout.unit : (layout.rowHeight - layout.cellHeight) / 2;
  return rowTop(layout, row) + room;
}

function paintColumnBands(
  { context, tokens }: Paint,
  { layout, scroll, selected, hovered }: LogPicture,
): void {
  const indexes = new Set([selected?.index, hovered?.index]);
  context.fillStyle = tokens.colour('surface-2');
  for (const index of indexes) {
    if (index === undefined) continue;
    const left = Math.max(layout.gridLeft, columnLeft(layout, scroll, index));
    const right = Math.min(layout.gridRight, columnLeft(layout, scroll, index + 1));
    const top = layout.headHeight - 16 * layout.unit;
    if (right > left) context.fillRect(left, top, right - left, rowTop(layout, layout.rows) - top);
  }
}

function paintIndexes({ context, tokens, unit }: Paint, { layout, scroll }: LogPicture): void {
  const { first, last } = visibleIndexes(layout, scroll);
  setFont(context, `400 ${10.5 * unit}px ${tokens.mono}`);
  context.fillStyle = tokens.colour('ink-3');
  context.textAlign = 'center';
  const need = textWidth(context, `${last}`) + 10 * unit;
  const every =
    [1, 2, 5, 10, 20, 50, 100, 200, 500].find((step) => step * layout.columnWidth >= need) ?? 1000;
  for (let index = first; index <= last; index++) {
    if (index % every !== 0) continue;
    const x = columnLeft(layout, scroll, index) + layout.columnWidth / 2;
    context.fillText(`${index}`, x, layout.headHeight - 8 * unit);
  }
}

function paintCells(paint: Paint, { layout, scroll }: LogPicture, row: LogRow, i: number): void {
  const { context, unit } = paint;
  setFont(context, cellFont(paint, layout.cellHeight));
  const labelOf = labelFor(layout.columnWidth / unit);
  paintSnapshot(paint, layout, scroll, row, i);
  const missing: CellBox[] = [];
  const changed: CellBox[] = [];
  // The first entry in view of each term says which term it is.
  let termBefore: Term | undefined;
  for (const cell of row.cells) {
    const box = cellBox(layout, scroll, i, cell.index);
    if (box.x > layout.gridRight || box.x + box.width < layout.gridLeft) continue;
    if (cell.type === 'entry') {
      const begins = cell.term !== termBefore;
      termBefore = cell.term;
      paintEntry(paint, cell, box, labelOf(cell), begins);
    } else if (cell.type !== 'swallowed') missing.push(box);
    if (cell.change) changed.push(box);
  }
  paintMissing(paint, missing);
  for (const box of changed) paintChange(paint, box);
  if (row.incoming > row.last) paintIncoming(paint, layout, scroll, row, i);
}

/** Its upper right corner is marked: the event that time stands at has changed it. */
function paintChange({ context, tokens, unit }: Paint, { x, y, width, height }: CellBox): void {
  const size = Math.min(8 * unit, width / 2, height * 0.6);
  context.beginPath();
  context.moveTo(x + width - size, y - unit);
  context.lineTo(x + width + unit, y - unit);
  context.lineTo(x + width + unit, y + size);
  context.closePath();
  context.fillStyle = tokens.colour('accent');
  context.strokeStyle = tokens.colour('surface');
  context.lineWidth = 1.5 * unit;
  context.stroke();
  context.fill();
}

/** What there is room for: its label, or which term it is of. */
function labelFor(columnWidth: number): (cell: Extract<LogCell, { type: 'entry' }>) => string {
  if (columnWidth >= labelWidthMin) return shortLabel;
  return columnWidth >= termWidthMin ? ({ term }) => String(term) : () => '';
}

/** The mathematician's empty set stands for the entry without a command. */
function shortLabel(cell: Extract<LogCell, { type: 'entry' }>): string {
  return cell.label === '' ? '∅' : cell.label;
}

function paintMissing({ context, tokens, unit }: Paint, boxes: readonly CellBox[]): void {
  context.beginPath();
  for (const box of boxes)
    context.roundRect(box.x, box.y, box.width, box.height, Math.min(4 * unit, box.width / 3));
  context.lineWidth = unit;
  context.strokeStyle = tokens.colour('line');
  context.setLineDash([3 * unit, 3 * unit]);
  context.stroke();
  context.setLineDash([]);
}

/** The block that stands for the prefix, as far as it reaches into the columns. */
function paintSnapshot(paint: Paint, layout: LogGridLayout, scroll: number, row: LogRow, i: number): void {
  const right = columnLeft(layout, scroll, row.swallowed + 1) - paint.unit;
  if (right <= layout.gridLeft) return;
  const left = layout.gridLeft - 10 * paint.unit;
  outline(paint, { x: left, y: cellTop(layout, i), width: right - left, height: layout.cellHeight }, 0);
  paint.context.fillStyle = paint.tokens.colour('surface-3');
  paint.context.fill();
}

/** Its head stands before the columns, and says how far it goes. */
function paintSnapshotHead(paint: Paint, { layout, scroll }: LogPicture, row: LogRow, i: number): void {
  if (row.swallowed === 0 || columnLeft(layout, scroll, row.swallowed + 1) < layout.gridLeft - 1) return;
  const { context, tokens, unit } = paint;
  const width = 35 * unit;
  const box = {
    x: layout.gridLeft - width - 2 * unit,
    y: cellTop(layout, i),
    width,
    height: layout.cellHeight,
  };
  outline(paint, box, 0);
  context.fillStyle = tokens.colour('surface-3');
  context.fill();
  setFont(context, `500 ${10.5 * unit}px ${tokens.mono}`);
  context.fillStyle = tokens.colour('ink-2');
  context.textAlign = 'center';
  const text = fitText(context, t('logs:snapshot', { index: row.swallowed }), width - 2 * unit);
  context.fillText(text, box.x + width / 2, box.y + box.height / 2);
}

function paintIncoming(paint: Paint, layout: LogGridLayout, scroll: number, row: LogRow, i: number): void {
  const { context, tokens, unit } = paint;
  const left = Math.max(layout.gridLeft, columnLeft(layout, scroll, row.last + 1) + unit);
  const right = Math.min(layout.gridRight, columnLeft(layout, scroll, row.incoming + 1) - unit);
  if (right <= left) return;
  outline(
    paint,
    { x: left, y: cellTop(layout, i), width: right - left, height: layout.cellHeight },
    7 * unit,
  );
  context.fillStyle = tokens.colour('surface-3');
  context.fill();
  context.lineWidth = 1.5 * unit;
  context.strokeStyle = tokens.colour('line-strong');
  context.stroke();
  context.fillStyle = tokens.colour('ink-2');
  context.textAlign = 'center';
  const text = fitText(context, t('logs:snapshot', { index: row.incoming }), right - left - 8 * unit);
  context.fillText(text, (left + right) / 2, cellTop(layout, i) + layout.cellHeight / 2);
}

/** One line through all rows; on a narrow page it leaves the words below each row alone. */
function paintCommitLine({ context, tokens, unit }: Paint, { scene, layout, scroll }: LogPicture): void {
  if (scene.commit === 0) return;
  const x = columnLeft(layout, scroll, scene.commit + 1);
  context.beginPath();
  context.moveTo(x, 4 * unit);
  if (layout.narrow) {
    context.lineTo(x, layout.headHeight);
    for (let row = 0; row < layout.rows; row++) {
      context.moveTo(x, cellTop(layout, row) - 2 * unit);
      context.lineTo(x, cellTop(layout, row) + layout.cellHeight + unit);
    }
  } else context.lineTo(x, rowTop(layout, layout.rows));
  context.lineWidth = 1.75 * unit;
  context.strokeStyle = tokens.colour('ink');
  context.stroke();
}

/** Beside its line, or at the edge behind which the line lies. */
function paintCommitWords({ context, tokens, unit }: Paint, { scene, layout, scroll }: LogPicture): void {
  if (scene.maxLast === 0) return;
  const words = commitWords(scene);
  setFont(context, `600 ${11 * unit}px ${tokens.font}`);
  context.fillStyle = tokens.colour(scene.commit === 0 ? 'ink-3' : 'ink');
  const line = columnLeft(layout, scroll, scene.commit + 1);
  const width = textWidth(context, words);
  const y = 10 * unit;
  const room = 6 * unit;
  context.textAlign = 'left';
  if (line < layout.gridLeft - 1)
    context.fillText(scene.commit === 0 ? words : `‹ ${words}`, layout.gridLeft, y);
  else if (line > layout.gridRight) {
    context.textAlign = 'right';
    context.fillText(`${words} ›`, layout.gridRight, y);
  } else if (line + room + width <= layout.gridRight + (layout.narrow ? 0 : 120 * unit)) {
    context.fillText(words, line + room, y);
  } else {
    context.textAlign = 'right';
    context.fillText(words, line - room, y);
  }
}

/** Match as a dot under its cell, Next as a wedge over its cell, a thread through what is on its way. */
function paintProgress({ context, tokens, unit }: Paint, picture: LogPicture, row: LogRow, i: number): void {
  const { layout, scroll } = picture;
  const { progress } = row;
  if (!progress) return;
  const centre = (index: LogIndex) => columnLeft(layout, scroll, index) + layout.columnWidth / 2;
  const top = cellTop(layout, i);
  const bottom = top + layout.cellHeight;
  const size = Math.min(3.6 * unit, layout.columnWidth / 4, layout.rowHeight / 5);
  context.fillStyle = tokens.colour('ink');
  context.strokeStyle = tokens.colour('surface');
  context.lineWidth = 1.5 * unit;
  if (progress.next - 1 > progress.match && progress.state === 'StateReplicate') {
    context.save();
    context.strokeStyle = tokens.colour('ink-2');
    context.setLineDash([1.5 * unit, 2.5 * unit]);
    context.beginPath();
    context.moveTo(Math.max(layout.gridLeft, centre(progress.match)), bottom);
    context.lineTo(Math.min(layout.gridRight, centre(progress.next) - layout.columnWidth / 2), bottom);
    context.stroke();
    restore(context);
  }
  if (progress.match > 0) {
    context.beginPath();
    // Low rows have no room for it under the label: then under the end of the cell.
    const aside = layout.cellHeight < 16 * unit ? layout.columnWidth * 0.34 : 0;
    context.arc(centre(progress.match) + aside, bottom - (aside > 0 ? unit : 0), size, 0, Math.PI * 2);
    context.stroke();
    context.fill();
  }
  const wedge = centre(progress.next);
  context.beginPath();
  context.moveTo(wedge - size * 1.3, top - 2.5 * unit);
  context.lineTo(wedge + size * 1.3, top - 2.5 * unit);
  context.lineTo(wedge, top + 3.5 * unit);
  context.closePath();
  context.stroke();
  context.fill();
}

function paintSelection(paint: Paint, picture: LogPicture): void {
  const { scene, selected, marked } = picture;
  const { context, unit } = paint;
  context.setLineDash([4 * unit, 2 * unit]);
  for (const [i, { cells }] of scene.rows.entries())
    for (const cell of cells)
      if (cell.type === 'entry' && cell.index === marked?.index && cell.term === marked.term)
        paintFrame(paint, picture, i, cell.index);
  context.setLineDash([]);
  const row = scene.rows.findIndex((candidate) => candidate.id === selected?.node);
  if (selected !== undefined && row >= 0) paintFrame(paint, picture, row, selected.index);
}

function paintFrame(paint: Paint, { layout, scroll }: LogPicture, row: number, index: LogIndex): void {
  const { context, tokens, unit } = paint;
  const box = cellBox(layout, scroll, row, index);
  const grow = 2 * unit;
  context.beginPath();
  context.roundRect(box.x - grow, box.y - grow, box.width + 2 * grow, box.height + 2 * grow, 6 * unit);
  context.lineWidth = 2 * unit;
  context.strokeStyle = tokens.colour('focus');
  context.stroke();
}

function paintName(paint: Paint, picture: LogPicture, row: LogRow, i: number): void {
  const { context, tokens, unit } = paint;
  const { layout } = picture;
  const y = cellTop(layout, i) + layout.cellHeight / 2;
  const x = (layout.narrow ? 14 : 22) * unit;
  paintDot(paint, row, x, y);
  context.textAlign = 'left';
  setFont(context, `600 ${Math.min(12.5 * unit, layout.rowHeight * 0.78)}px ${tokens.font}`);
  context.fillStyle = tokens.colour(row.status === 'killed' ? 'ink-3' : 'ink');
  context.fillText(`n${row.id}`, x + 12 * unit, y);
  if (!layout.narrow) {
    setFont(context, `400 ${Math.min(11 * unit, layout.rowHeight * 0.72)}px ${tokens.font}`);
    context.fillStyle = tokens.colour('ink-3');
    context.fillText(fitText(context, roleWord(row), 78 * unit), x + 36 * unit, y);
  }
}

/** The term's colour; a ring while killed, two bars while paused, a ring around a leader's. */
function paintDot({ context, tokens, unit }: Paint, row: LogRow, x: number, y: number): void {
  const { colour, pattern } = termLook(row.term);
  const { fill = tokens.colour('ink-3'), ink = tokens.colour('ink') } = tokens.term[colour] ?? {};
  context.beginPath();
  if (row.status === 'paused') {
    context.rect(x - 4 * unit, y - 4.5 * unit, 3 * unit, 9 * unit);
    context.rect(x + unit, y - 4.5 * unit, 3 * unit, 9 * unit);
  } else {
    context.arc(x, y, (row.role === 'leader' ? 3.5 : 4.5) * unit, 0, Math.PI * 2);
  }
  context.lineWidth = 1.25 * unit;
  if (row.status === 'killed') {
    context.strokeStyle = tokens.colour('dead');
    context.stroke();
    return;
  }
  context.fillStyle = fill;
  context.fill();
  fillPattern(context, pattern, ink, unit * 0.6);
  if (row.role !== 'leader' || row.status === 'paused') return;
  context.beginPath();
  context.arc(x, y, 6 * unit, 0, Math.PI * 2);
  context.lineWidth = 1.5 * unit;
  context.strokeStyle = fill;
  context.stroke();
}

function paintWords(
  { context, tokens, unit, width }: Paint,
  layout: LogGridLayout,
  row: LogRow,
  i: number,
): void {
  context.textAlign = 'left';
  context.fillStyle = tokens.colour('ink-3');
  if (layout.wordsLeft !== undefined) {
    setFont(context, `400 ${Math.min(11.5 * unit, layout.rowHeight * 0.72)}px ${tokens.font}`);
    const text = fitText(context, standingWords(row), width - layout.wordsLeft - 8 * unit);
    context.fillText(text, layout.wordsLeft, cellTop(layout, i) + layout.cellHeight / 2);
    return;
  }
  setFont(context, `400 ${10.5 * unit}px ${tokens.font}`);
  const words = [roleWord(row), standingWords(row)].filter((word) => word !== '');
  const shown = row.standing.type === 'leader' ? words.slice(1) : words;
  const text = fitText(context, shown.join(' · '), width - layout.gridLeft - 8 * unit);
  context.fillText(text, layout.gridLeft + unit, cellTop(layout, i) + layout.cellHeight + 8.5 * unit);
}

function paintEmpty({ context, tokens, unit }: Paint, layout: LogGridLayout): void {
  const text = t('logs:empty');
  setFont(context, `400 ${11.5 * unit}px ${tokens.font}`);
  context.fillStyle = tokens.colour('ink-3');
  context.textAlign = 'left';
  const right = layout.narrow ? layout.width - 8 * unit : layout.width - 16 * unit;
  context.fillText(fitText(context, text, right - layout.gridLeft), layout.gridLeft, 10 * unit);
}

/** Where the window lies in the whole of the logs; hidden while everything is in view. */
function paintScrollbar(
  { context, tokens, unit, height }: Paint,
  { scene, layout, scroll }: LogPicture,
): void {
  const bar = scrollbar(layout, scene, scroll);
  if (!bar) return;
  const y = Math.min(height - 5 * unit, rowTop(layout, layout.rows) + 4 * unit);
  context.fillStyle = tokens.colour('surface-3');
  context.beginPath();
  context.roundRect(layout.gridLeft, y, layout.gridRight - layout.gridLeft, 3 * unit, 2 * unit);
  context.fill();
  context.fillStyle = tokens.colour('line-strong');
  context.beginPath();
  context.roundRect(bar.left, y, bar.right - bar.left, 3 * unit, 2 * unit);
  context.fill();
}

export function scrollbar(
  layout: LogGridLayout,
  scene: Pick<LogScene, 'minFirst' | 'maxLast'>,
  scroll: number,
): { readonly left: number; readonly right: number; readonly perIndex: number } | undefined {
  const first = Math.max(1, scene.minFirst);
  const columns = (layout.gridRight - layout.gridLeft) / layout.columnWidth;
  const all = scene.maxLast + 3 - first;
  if (all <= columns) return undefined;
  const perIndex = (layout.gridRight - layout.gridLeft) / all;
  const left = layout.gridLeft + Math.max(0, scroll - first) * perIndex;
  const length = Math.max(24 * layout.unit, columns * perIndex);
  const clamped = Math.min(left, layout.gridRight - length);
  return { left: clamped, right: clamped + length, perIndex };
}
