import type { Cone } from '../../lab/debug/cone.ts';
import { coneScene } from '../../view/time/space-time-cone.ts';
import type { Arrow, SpaceTimeScene } from '../../view/time/space-time.ts';
import type { Paint } from '../canvas/surface.ts';
import { restore } from '../canvas/text.ts';
import { paintBands } from './paint-bands.ts';
import { paintMarks } from './paint-marks.ts';

/** More than so many arrows are hairlines, and not dashed: else they are slow to draw. */
const WIDE_MAX = 60;
/** What could have influenced is drawn solid, what could be influenced dashed: so that it is not colour alone. */
export const coneDash = [4, 3] as const;

/** Everything behind a veil but what is in the cone. */
export function paintCone(paint: Paint, scene: SpaceTimeScene, cone: Cone): void {
  const { context, tokens, unit } = paint;
  const { plot } = scene;
  const { lanes, past, future, origin } = coneScene(scene, cone);
  context.fillStyle = tokens.colour('surface');
  context.globalAlpha = 0.78;
  context.fillRect(plot.left, plot.top - 6 * unit, plot.right - plot.left, plot.bottom - plot.top + 7 * unit);
  context.globalAlpha = 1;
  context.save();
  context.beginPath();
  for (const { y, height, pastTo, futureFrom } of lanes) {
    if (pastTo !== undefined) context.rect(plot.left, y - height / 2, pastTo - plot.left, height);
    if (futureFrom !== undefined) context.rect(futureFrom, y - height / 2, plot.right - futureFrom, height);
  }
  context.clip();
  paintBands(paint, scene);
  paintMarks(paint, scene);
  restore(context);
  arrows(paint, past, tokens.colour('accent'), []);
  arrows(paint, future, tokens.colour('warn'), coneDash);
  for (const { y, height, pastTo, futureFrom } of lanes) {
    const [top, bottom] = [y - height * 0.4, y + height * 0.4];
    if (pastTo !== undefined) edge(paint, pastTo, top, bottom, tokens.colour('accent'), []);
    if (futureFrom !== undefined) edge(paint, futureFrom, top, bottom, tokens.colour('warn'), coneDash);
  }
  context.lineWidth = 2 * unit;
  context.strokeStyle = tokens.colour('ink');
  context.fillStyle = tokens.colour('surface');
  for (const { x, y } of origin) {
    context.beginPath();
    context.arc(x, y, 4.5 * unit, 0, Math.PI * 2);
    context.fill();
    context.stroke();
  }
}

function arrows(
  { context, unit, hair }: Paint,
  list: readonly Arrow[],
  colour: string,
  dash: readonly number[],
): void {
  const many = list.length > WIDE_MAX;
  context.strokeStyle = colour;
  context.lineWidth = many ? hair : 1.5 * unit;
  if (!many) context.setLineDash(dash.map((length) => length * unit));
  if (many) context.beginPath();
  for (const { x1, y1, x2, y2 } of list) {
    if (!many) context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    if (!many) context.stroke();
  }
  if (many) context.stroke();
  context.setLineDash([]);
}

function edge(
  { context, unit }: Paint,
  x: number,
  top: number,
  bottom: number,
  colour: string,
  dash: readonly number[],
): void {
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x, bottom);
  context.lineWidth = 2 * unit;
  context.strokeStyle = colour;
  context.setLineDash(dash.map((length) => (length * unit) / 2));
  context.stroke();
  context.setLineDash([]);
}
