import type { FoldBand } from '../../view/time/space-time-folds.ts';
import type { SpaceTimeScene } from '../../view/time/space-time.ts';
import type { Paint } from '../canvas/surface.ts';
import { setFont, textWidth } from '../canvas/text.ts';

/** Heartbeats that are folded: dots; crosses where none of them arrived. Their number where it has room. */
export function paintFolds(paint: Paint, scene: SpaceTimeScene): void {
  const { context, tokens, unit } = paint;
  const { folds, plot, lanes } = scene;
  if (folds.length === 0) return;
  const scale = unit * scene.laneScale;
  dots(
    paint,
    folds.filter(({ source }) => !source.gone),
    tokens.colour('ink-3'),
    scale,
  );
  crosses(
    paint,
    folds.filter(({ source }) => source.gone),
    tokens.colour('bad'),
    1.6 * scale,
  );
  if ((plot.bottom - plot.top) / Math.max(1, lanes.length) < 26 * unit) return;
  setFont(context, `400 ${9 * unit}px ${tokens.mono}`);
  context.fillStyle = tokens.colour('ink-3');
  context.textAlign = 'center';
  for (const { left, right, y, source } of folds) {
    const [from, to] = [Math.max(left, plot.left), Math.min(right, plot.right)];
    const text = `×${source.count}`;
    if (to - from < textWidth(context, text) + 12 * unit) continue;
    const lane = lanes.find(({ id }) => id === source.follower)?.y ?? y;
    context.fillText(text, (from + to) / 2, y + Math.sign(y - lane) * 6 * unit);
  }
}

function dots({ context }: Paint, folds: readonly FoldBand[], colour: string, scale: number): void {
  context.beginPath();
  for (const { left, right, y } of folds) {
    context.moveTo(left, y);
    context.lineTo(Math.max(right, left + 1.5 * scale), y);
  }
  context.setLineDash([1.5 * scale, 3 * scale]);
  context.lineWidth = 1.5 * scale;
  context.strokeStyle = colour;
  context.globalAlpha = 0.8;
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function crosses({ context, unit }: Paint, folds: readonly FoldBand[], colour: string, size: number): void {
  context.beginPath();
  for (const { left, right, y } of folds) {
    for (let x = left; x <= right; x += Math.max(8 * unit, (right - left) / 200)) {
      context.moveTo(x - size, y - size);
      context.lineTo(x + size, y + size);
      context.moveTo(x + size, y - size);
      context.lineTo(x - size, y + size);
    }
  }
  context.lineWidth = unit;
  context.strokeStyle = colour;
  context.stroke();
}
