import type { EntryCell } from '../../view/log/log-grid.ts';
import { termLook } from '../../view/stage/term-colour.ts';
import type { Paint } from '../canvas/surface.ts';
import { fillPattern } from '../canvas/term-pattern.ts';
import { fitText, setFont, textWidth } from '../canvas/text.ts';
import { t } from '../messages/say.ts';

/** Where one cell goes, in CSS pixels. */
export interface CellBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The font of labels in cells of this height, set before the first cell of a row. */
export function cellFont({ tokens, unit }: Paint, cellHeight: number): string {
  return `500 ${cellHeight < 14 * unit ? 10 * unit : 11 * unit}px ${tokens.mono}`;
}

/**
 * One entry: filled when committed, outlined when not; the lower right corner is cut off while it is not on disk;
 * underlined once applied; a double frame for a change of members; struck through when it will be overwritten. `begins`: it is the
 * first of its term in view, and says which term that is, if others may have the same colour.
 */
export function paintEntry(
  paint: Paint,
  cell: EntryCell,
  box: CellBox,
  label: string,
  begins: boolean,
): void {
  const { context, tokens, unit } = paint;
  const { colour, pattern } = termLook(cell.term);
  const term = tokens.term[colour];
  if (!term) return;
  outline(paint, box, cell.stable ? 0 : 7 * unit);
  if (cell.committed) {
    context.fillStyle = term.fill;
    context.fill();
    fillPattern(context, pattern, term.ink, unit);
  } else {
    context.fillStyle = tokens.colour('surface');
    context.fill();
    fillPattern(context, pattern, term.fill, unit);
    context.lineWidth = 1.5 * unit;
    context.strokeStyle = term.fill;
    context.stroke();
  }
  const ink = cell.committed ? term.ink : tokens.colour('ink');
  if (cell.kind === 'conf') doubleFrame(paint, box, ink);
  if (cell.applied) underline(paint, box, ink);
  const number = begins && pattern !== 'plain' ? termNumber(paint, cell, box, ink) : 0;
  if (label !== '') {
    context.fillStyle = ink;
    context.textAlign = 'center';
    const room = box.width - 5 * unit - number;
    // A label that is a little too long is set smaller before it is cut.
    const small = textWidth(context, label) > room;
    if (small) setFont(context, `500 ${9.5 * unit}px ${tokens.mono}`);
    context.fillText(
      fitText(context, label, room),
      box.x + number / 2 + box.width / 2,
      box.y + box.height / 2 + 0.5 * unit,
    );
    if (small) setFont(context, cellFont(paint, box.height));
  }
  if (cell.conflict) strike(paint, box);
}

/** `t7` in the cell's upper left corner; how much of its width that takes. */
function termNumber(
  { context, tokens, unit }: Paint,
  { term }: EntryCell,
  box: CellBox,
  ink: string,
): number {
  const height = 7.5 * unit;
  if (box.height < 13 * unit || box.width < 40 * unit) return 0;
  const font = context.font;
  setFont(context, `600 ${height}px ${tokens.font}`);
  const text = t('logs:termShort', { term: String(term) });
  const width = textWidth(context, text);
  if (width > box.width * 0.35) {
    setFont(context, font);
    return 0;
  }
  context.textAlign = 'left';
  context.fillStyle = ink;
  context.fillText(text, box.x + 3 * unit, box.y + height * 0.75);
  setFont(context, font);
  return width;
}

export function outline({ context, unit }: Paint, box: CellBox, cut: number): void {
  const { x, y, width, height } = box;
  const radius = Math.min(4 * unit, width / 3);
  context.beginPath();
  if (cut === 0) {
    context.roundRect(x, y, width, height, radius);
    return;
  }
  const corner = Math.min(cut, width / 2);
  context.moveTo(x + radius, y);
  context.arcTo(x + width, y, x + width, y + height, radius);
  context.lineTo(x + width, y + height - corner);
  context.lineTo(x + width - corner, y + height);
  context.arcTo(x, y + height, x, y, radius);
  context.arcTo(x, y, x + width, y, radius);
  context.closePath();
}

function doubleFrame({ context, unit }: Paint, box: CellBox, ink: string): void {
  const inset = 2.5 * unit;
  if (box.width < 4 * inset) return;
  context.beginPath();
  // In a low row a frame would run through the label: its two ends stand for it.
  if (box.height < 16 * unit)
    for (const x of [box.x + inset, box.x + box.width - inset]) {
      context.moveTo(x, box.y + inset);
      context.lineTo(x, box.y + box.height - inset);
    }
  else
    context.roundRect(box.x + inset, box.y + inset, box.width - 2 * inset, box.height - 2 * inset, 2 * unit);
  context.lineWidth = unit;
  context.strokeStyle = ink;
  context.stroke();
}

function underline({ context, unit }: Paint, box: CellBox, ink: string): void {
  const inset = Math.min(7 * unit, box.width / 4);
  const above = (box.height < 18 * unit ? 1 : 4) * unit;
  context.globalAlpha = 0.5;
  context.fillStyle = ink;
  context.fillRect(
    box.x + inset,
    box.y + box.height - above,
    box.width - 2 * inset,
    (box.height < 18 * unit ? 1 : 1.5) * unit,
  );
  context.globalAlpha = 1;
}

function strike({ context, tokens, unit }: Paint, box: CellBox): void {
  context.beginPath();
  context.moveTo(box.x + 2 * unit, box.y + box.height - 2 * unit);
  context.lineTo(box.x + box.width - 2 * unit, box.y + 2 * unit);
  context.lineWidth = 1.5 * unit;
  context.strokeStyle = tokens.colour('bad');
  context.stroke();
}
