import { restore } from '../canvas/text.ts';
import type { Band, SpaceTimeScene } from '../../view/time/space-time.ts';
import { termLook } from '../../view/stage/term-colour.ts';
import { fillPattern } from '../canvas/term-pattern.ts';
import type { Paint } from '../canvas/surface.ts';

/** A member's life on its lane: thick while it leads, hatched while it asks for votes, dotted while paused, thin when dead. */
export function paintBands(paint: Paint, scene: SpaceTimeScene): void {
  for (const band of scene.bands) paintBand(paint, band, paint.unit * scene.laneScale);
}

/** `unit` is scaled to the room of a lane. */
export function paintBand(paint: Paint, band: Band, unit: number): void {
  const { context, tokens } = paint;
  const { colour, pattern } = termLook(band.term);
  const { fill = tokens.colour('ink-3'), ink = tokens.colour('ink') } = tokens.term[colour] ?? {};
  const width = Math.max(band.right - band.left, unit);
  if (band.faint) {
    line(paint, band, tokens.colour('line-strong'), 1.5 * unit, []);
    return;
  }
  switch (band.look) {
    case 'leader':
      bar(paint, band, width, 9 * unit, fill, 1);
      fillPattern(context, pattern, ink, unit);
      break;
    case 'follower':
      bar(paint, band, width, 5 * unit, fill, 0.55);
      fillPattern(context, pattern, ink, unit);
      break;
    case 'candidate':
      hatched(paint, band, width, 7 * unit, fill, 1);
      break;
    case 'preCandidate':
      hatched(paint, band, width, 6 * unit, fill, 0.75);
      break;
    case 'paused':
      line(paint, band, fill, 3 * unit, [3 * unit, 3 * unit]);
      break;
    case 'killed':
      line(paint, band, tokens.colour('line-strong'), unit, [2 * unit, 4 * unit]);
      break;
  }
  context.globalAlpha = 1;
}

function bar(
  { context }: Paint,
  band: Band,
  width: number,
  height: number,
  fill: string,
  alpha: number,
): void {
  context.globalAlpha = alpha;
  context.fillStyle = fill;
  context.beginPath();
  context.roundRect(band.left, band.y - height / 2, width, height, Math.min(2, width / 2));
  context.fill();
}

function hatched(paint: Paint, band: Band, width: number, height: number, fill: string, alpha: number): void {
  const { context, unit } = paint;
  bar(paint, band, width, height, fill, 0.28);
  context.globalAlpha = alpha;
  context.save();
  context.beginPath();
  context.rect(band.left, band.y - height / 2, width, height);
  context.clip();
  context.beginPath();
  for (let x = band.left - height; x < band.left + width; x += 4.5 * unit) {
    context.moveTo(x, band.y + height / 2);
    context.lineTo(x + height, band.y - height / 2);
  }
  context.lineWidth = 1.6 * unit;
  context.strokeStyle = fill;
  context.stroke();
  restore(context);
  context.globalAlpha = 1;
}

function line({ context }: Paint, band: Band, stroke: string, width: number, dash: number[]): void {
  context.beginPath();
  context.moveTo(band.left, band.y);
  context.lineTo(band.right, band.y);
  context.setLineDash(dash);
  context.lineWidth = width;
  context.strokeStyle = stroke;
  context.stroke();
  context.setLineDash([]);
}
