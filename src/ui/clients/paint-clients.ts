import type { Selection } from '../../lab/frame/frame.ts';
import { selectionOf, type CallBar, type ClientsScene } from '../../view/time/clients.ts';
import { sameData } from '../canvas/same.ts';
import type { Paint } from '../canvas/surface.ts';
import { fitText, setFont } from '../canvas/text.ts';
import { t } from '../messages/say.ts';
import { faultTone, toneColour } from '../timeline/fault-tone.ts';

/** The lanes: a bar a call, its outcome told by shape as well as by colour; faults as dashed lines through all. */
export function paintClients(
  paint: Paint,
  scene: ClientsScene,
  chosen: { readonly selected: Selection | undefined; readonly hovered: Selection | undefined },
): void {
  const { context, tokens, unit } = paint;
  context.textBaseline = 'middle';
  lanes(paint, scene);
  axis(paint, scene);
  faults(paint, scene);
  for (const owners of scene.owners) paintOwners(paint, owners);
  for (const bar of scene.bars) paintBar(paint, bar, sameData(selectionOf(bar.request), chosen.hovered));
  for (const bar of scene.bars) {
    if (!sameData(selectionOf(bar.request), chosen.selected)) continue;
    context.beginPath();
    context.roundRect(
      bar.left - 2 * unit,
      bar.top - 2 * unit,
      bar.right - bar.left + 4 * unit,
      bar.height + 4 * unit,
      4,
    );
    context.lineWidth = 2 * unit;
    context.strokeStyle = tokens.colour('focus');
    context.stroke();
  }
  if (scene.playhead === undefined) return;
  context.fillStyle = tokens.colour('ink');
  context.fillRect(
    scene.playhead - unit * 0.75,
    scene.plot.top - 6 * unit,
    1.5 * unit,
    scene.plot.bottom - scene.plot.top + 6 * unit,
  );
}

function lanes({ context, tokens, unit }: Paint, scene: ClientsScene): void {
  setFont(context, `600 ${11 * unit}px ${tokens.font}`);
  context.textAlign = 'left';
  scene.lanes.forEach((lane, i) => {
    if (i % 2 === 0) {
      context.fillStyle = tokens.colour('surface-2');
      context.fillRect(scene.plot.left, lane.top, scene.plot.right - scene.plot.left, lane.height);
    }
    context.fillStyle = tokens.colour('ink-2');
    const name = fitText(context, lane.name ?? t('clients:page'), scene.plot.left - 14 * unit);
    context.fillText(name, 10 * unit, lane.top + lane.height / 2);
  });
}

function axis({ context, tokens, unit }: Paint, scene: ClientsScene): void {
  setFont(context, `400 ${10 * unit}px ${tokens.mono}`);
  context.fillStyle = tokens.colour('ink-3');
  context.textAlign = 'center';
  for (const tick of scene.axis) {
    const inside = tick.x > scene.plot.left && tick.x < scene.plot.right - 8 * unit;
    if (inside) context.fillText(tick.label, tick.x, scene.plot.bottom + 10 * unit);
  }
}

function faults({ context, tokens, unit }: Paint, scene: ClientsScene): void {
  context.setLineDash([2 * unit, 3 * unit]);
  context.lineWidth = unit;
  for (const fault of scene.faults) {
    const colour = tokens.colour(toneColour[faultTone(fault.command)]);
    context.strokeStyle = colour;
    context.beginPath();
    context.moveTo(fault.x, scene.plot.top - 4 * unit);
    context.lineTo(fault.x, scene.plot.bottom);
    context.stroke();
    context.fillStyle = colour;
    context.beginPath();
    context.moveTo(fault.x - 3.5 * unit, scene.plot.top - 10 * unit);
    context.lineTo(fault.x + 3.5 * unit, scene.plot.top - 10 * unit);
    context.lineTo(fault.x, scene.plot.top - 4 * unit);
    context.fill();
  }
  context.setLineDash([]);
}

const colours = { pending: 'accent', ok: 'good', failed: 'bad', unknown: 'warn' } as const;

/** ok: full. failed: outline with a cross at its end. unknown: dashed, open at its end. pending: an arrow to the right. */
function paintBar(paint: Paint, bar: CallBar, hovered: boolean): void {
  const { context, tokens, unit } = paint;
  const { status } = bar.request;
  const colour = tokens.colour(colours[status]);
  const width = bar.right - bar.left;
  const middle = bar.top + bar.height / 2;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = (hovered ? 2.2 : 1.4) * unit;
  context.beginPath();
  if (status === 'pending') {
    const tip = Math.min(bar.height / 2, width);
    context.moveTo(bar.left, bar.top);
    context.lineTo(bar.right - tip, bar.top);
    context.lineTo(bar.right, middle);
    context.lineTo(bar.right - tip, bar.top + bar.height);
    context.lineTo(bar.left, bar.top + bar.height);
    context.closePath();
    context.globalAlpha = 0.25;
    context.fill();
    context.globalAlpha = 1;
  } else context.roundRect(bar.left, bar.top, width, bar.height, Math.min(3 * unit, width / 2));
  if (status === 'ok') context.fill();
  if (status === 'unknown') context.setLineDash([3 * unit, 2 * unit]);
  if (status !== 'ok' || hovered) context.stroke();
  context.setLineDash([]);
  if (status === 'failed') cross(paint, bar.right, middle);
  if (bar.request.staleBy > 0) stale(paint, bar);
  if (width > 46 * unit) name(paint, bar, status === 'ok' ? tokens.colour('surface') : tokens.colour('ink'));
}

function cross({ context, unit }: Paint, x: number, y: number): void {
  const size = 3.4 * unit;
  context.beginPath();
  context.moveTo(x - size, y - size);
  context.lineTo(x + size, y + size);
  context.moveTo(x + size, y - size);
  context.lineTo(x - size, y + size);
  context.lineWidth = 1.8 * unit;
  context.stroke();
}

function name({ context, tokens, unit }: Paint, bar: CallBar, ink: string): void {
  setFont(context, `500 ${9 * unit}px ${tokens.mono}`);
  context.fillStyle = ink;
  context.textAlign = 'left';
  const text = fitText(context, bar.request.label, bar.right - bar.left - 8 * unit);
  context.fillText(text, bar.left + 4 * unit, bar.top + bar.height / 2 + 0.5 * unit);
}

/** Two owners: a band with a bar at its top in both lanes, and the words in as far as there is room. */
function paintOwners(paint: Paint, { left, right, top, height }: ClientsScene['owners'][number]): void {
  const { context, tokens, unit } = paint;
  context.fillStyle = tokens.colour('bad');
  context.globalAlpha = 0.16;
  context.fillRect(left, top, right - left, height);
  context.globalAlpha = 1;
  context.fillRect(left, top, right - left, 2.5 * unit);
  if (right - left < 60 * unit) return;
  setFont(context, `600 ${9 * unit}px ${tokens.font}`);
  context.textAlign = 'left';
  context.textBaseline = 'bottom';
  context.fillText(
    fitText(context, t('clients:twoOwners.short'), right - left - 8 * unit),
    left + 4 * unit,
    top + height - 1 * unit,
  );
  context.textBaseline = 'middle';
}

/** A stale read: a clock face after the bar's end, so that it is not told by colour alone. */
function stale({ context, tokens, unit }: Paint, bar: CallBar): void {
  const radius = Math.min(4 * unit, bar.height / 2);
  const [x, y] = [bar.right + radius + 2 * unit, bar.top + bar.height / 2];
  context.strokeStyle = tokens.colour('bad');
  context.lineWidth = 1.5 * unit;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.moveTo(x, y - radius * 0.7);
  context.lineTo(x, y);
  context.lineTo(x + radius * 0.6, y);
  context.stroke();
}
