import type { BranchMark, BranchRow, BranchTreeScene, Stretch } from '../../view/time/branch-tree.ts';
import { restore } from '../canvas/text.ts';
import type { Paint } from '../canvas/surface.ts';

/** Each branch as a line that leaves its parent's in a bend; what belongs to the current one is strong. */
export function paintBranches(paint: Paint, scene: BranchTreeScene): void {
  const { context, tokens, unit, height } = paint;
  const { plot } = scene;
  context.save();
  context.beginPath();
  context.rect(plot.left, 0, plot.right - plot.left + 2 * unit, height);
  context.clip();
  context.lineCap = 'butt';
  paintPlayhead(paint, scene);
  for (const row of scene.rows) paintFork(paint, row);
  for (const row of scene.rows) {
    const { line, y, end } = row;
    if (line) stroke(paint, afterBend(paint, row, line), y, 2, tokens.colour('line-strong'));
    if (end !== undefined) stop(paint, end, y, tokens.colour('ink-3'));
  }
  for (const row of scene.rows) {
    const { path, y, end, isCurrent } = row;
    if (path) stroke(paint, afterBend(paint, row, path), y, 4, tokens.colour('accent'));
    if (end !== undefined && isCurrent) stop(paint, end, y, tokens.colour('accent'));
  }
  for (const { marks, y } of scene.rows) for (const mark of marks) paintMark(paint, mark, y);
  paintHere(paint, scene);
  restore(context);
}

function stroke(
  { context, unit }: Paint,
  { left, right }: Stretch,
  y: number,
  width: number,
  style: string,
): void {
  context.beginPath();
  context.moveTo(left, y);
  context.lineTo(Math.max(right, left + unit), y);
  context.lineWidth = width * unit;
  context.strokeStyle = style;
  context.stroke();
}

/** A branch ends with a bar across. */
function stop({ context, unit }: Paint, x: number, y: number, style: string): void {
  context.fillStyle = style;
  context.fillRect(x - unit, y - 4.5 * unit, 2 * unit, 9 * unit);
}

/** A line that comes down from its parent's does so in a bend this wide. */
function bendOf({ unit }: Paint): number {
  return 6 * unit;
}

function afterBend(paint: Paint, { fork }: BranchRow, { left, right }: Stretch): Stretch {
  return { left: fork === undefined ? left : Math.min(right, left + bendOf(paint)), right };
}

function paintFork(paint: Paint, { fork, y }: BranchRow): void {
  if (fork === undefined) return;
  const { context, tokens, unit } = paint;
  const { x, parentY, onPath } = fork;
  const bend = bendOf(paint);
  context.beginPath();
  context.moveTo(x, parentY);
  context.lineTo(x, y - bend);
  context.quadraticCurveTo(x, y, x + bend, y);
  context.lineWidth = (onPath ? 4 : 2) * unit;
  context.strokeStyle = tokens.colour(onPath ? 'accent' : 'line-strong');
  context.stroke();
}

function paintPlayhead({ context, tokens, unit }: Paint, { playhead, height }: BranchTreeScene): void {
  if (playhead === undefined) return;
  context.beginPath();
  context.moveTo(playhead, 0);
  context.lineTo(playhead, height);
  context.setLineDash([2 * unit, 3 * unit]);
  context.lineWidth = unit;
  context.strokeStyle = tokens.colour('ink-3');
  context.stroke();
  context.setLineDash([]);
}

/** The instant shown is on the current branch, or on the part of an ancestor that is its past. */
function paintHere({ context, tokens, unit }: Paint, { playhead, rows }: BranchTreeScene): void {
  if (playhead === undefined) return;
  const row = rows.findLast(
    ({ path }) => path && path.left - 0.5 <= playhead && playhead <= path.right + 0.5,
  );
  if (row === undefined) return;
  context.beginPath();
  context.arc(playhead, row.y, 4.5 * unit, 0, Math.PI * 2);
  context.fillStyle = tokens.colour('ink');
  context.fill();
  context.lineWidth = 1.5 * unit;
  context.strokeStyle = tokens.colour('surface');
  context.stroke();
}

/** A moment is a small flag on the line, the instant that is kept a ring around it. */
function paintMark({ context, tokens, unit }: Paint, { type, x }: BranchMark, y: number): void {
  context.lineWidth = 1.5 * unit;
  context.strokeStyle = tokens.colour('ink');
  context.beginPath();
  if (type === 'kept') {
    context.arc(x, y, 5 * unit, 0, Math.PI * 2);
    context.stroke();
    return;
  }
  context.moveTo(x, y);
  context.lineTo(x, y - 9 * unit);
  context.stroke();
  context.beginPath();
  context.moveTo(x, y - 9.5 * unit);
  context.lineTo(x + 8 * unit, y - 6.25 * unit);
  context.lineTo(x, y - 3 * unit);
  context.fillStyle = tokens.colour('warn');
  context.fill();
}
