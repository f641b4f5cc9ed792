import type { Micros, NodeId } from '../../base/flavor.ts';
import type { Arrow, SpaceTimeScene } from '../../view/time/space-time.ts';
import { formatSeconds } from '../../view/say/format.ts';
import type { Paint } from '../canvas/surface.ts';
import { restore, setFont, textWidth } from '../canvas/text.ts';
import { t } from '../messages/say.ts';
import { paintArrows } from './paint-arrows.ts';
import { paintBands } from './paint-bands.ts';
import { paintDensity } from './paint-density.ts';
import { paintFolds } from './paint-folds.ts';
import { paintLabels, paintMarks } from './paint-marks.ts';
import { timeLabels } from './time-labels.ts';

/** The lower layer: all that changes only with the frame, the window or the size. `taken`: no labels left of it. */
export function paintDiagram(
  paint: Paint,
  scene: SpaceTimeScene,
  options: {
    readonly selected: NodeId | undefined;
    /** Ids of messages. */
    readonly marked: readonly number[];
    readonly taken: number;
    /** Paints over all of it what lies in a causal cone. */
    readonly cone?: (() => void) | undefined;
  },
): void {
  const { context, height } = paint;
  const { plot } = scene;
  context.textBaseline = 'middle';
  paintGround(paint, scene);
  context.save();
  context.beginPath();
  context.rect(plot.left, 0, plot.right - plot.left, height);
  context.clip();
  paintDensity(paint, scene.density);
  paintBands(paint, scene);
  paintFolds(paint, scene);
  paintArrows(paint, scene);
  for (const arrow of scene.arrows)
    if (options.marked.includes(arrow.id)) emphasise(paint, arrow, paint.tokens.colour('accent'));
  paintMarks(paint, scene);
  paintOwners(paint, scene);
  options.cone?.();
  paintFuture(paint, scene);
  restore(context);
  paintLabels(paint, scene, timeLabels(paint, scene, options.taken));
  paintLaneNames(paint, scene, options.selected);
  paintAxis(paint, scene, handleIsLow(scene.playhead.x, options.taken, paint.unit));
}

function paintGround({ context, tokens, unit }: Paint, scene: SpaceTimeScene): void {
  const { plot } = scene;
  context.fillStyle = tokens.colour('split-band');
  context.globalAlpha = 0.55;
  for (const split of scene.splits) {
    context.fillRect(
      split.left,
      plot.top - 6 * unit,
      split.right - split.left,
      plot.bottom - plot.top + 6 * unit,
    );
  }
  context.globalAlpha = 1;
  context.beginPath();
  for (const tick of scene.axis) {
    if (tick.x < plot.left) continue;
    context.moveTo(tick.x, plot.top);
    context.lineTo(tick.x, plot.bottom);
  }
  context.lineWidth = 0.75 * unit;
  context.strokeStyle = tokens.colour('line');
  context.stroke();
  if (scene.horizon === undefined) return;
  context.fillStyle = tokens.colour('surface-2');
  context.fillRect(
    scene.horizon,
    plot.top - 6 * unit,
    plot.right - scene.horizon,
    plot.bottom - plot.top + 6 * unit,
  );
}

/** Two owners of one lock: a bar below the lanes, with words where they have room. */
function paintOwners({ context, tokens, unit }: Paint, { owners, plot }: SpaceTimeScene): void {
  context.fillStyle = tokens.colour('bad');
  setFont(context, `600 ${9 * unit}px ${tokens.font}`);
  context.textAlign = 'left';
  for (const { left, right } of owners) {
    context.fillRect(left, plot.bottom - 3 * unit, right - left, 3 * unit);
    const words = t('timeline:twoOwners');
    if (textWidth(context, words) < right - left - 8 * unit)
      context.fillText(words, left + 4 * unit, plot.bottom - 8 * unit);
  }
}

/** What has not happened at the instant shown lies behind a veil. */
function paintFuture({ context, tokens, unit }: Paint, { future, plot }: SpaceTimeScene): void {
  if (!future) return;
  context.fillStyle = tokens.colour('surface');
  context.globalAlpha = 0.66;
  const top = plot.top - 6 * unit;
  context.fillRect(future.left, top, future.right - future.left, plot.bottom + unit - top);
  context.globalAlpha = 1;
}

function paintLaneNames(
  { context, tokens, unit }: Paint,
  scene: SpaceTimeScene,
  selected: NodeId | undefined,
): void {
  context.textAlign = 'left';
  for (const lane of scene.lanes) {
    const size = lane.folded ? 8 : Math.max(8.5, 11.5 * scene.laneScale);
    setFont(context, `600 ${size * unit}px ${tokens.font}`);
    context.fillStyle = tokens.colour(lane.id === selected ? 'focus' : lane.folded ? 'ink-3' : 'ink');
    const x = scene.plot.left > 40 * unit ? 22 * unit : 10 * unit;
    context.fillText(`n${lane.id}`, x, lane.y);
  }
}

/** Under the tools nobody sees the playhead's handle: then it is at the foot of its line. */
function handleIsLow(x: number, taken: number, unit: number): boolean {
  return x < taken + 7 * unit;
}

function paintAxis(
  { context, tokens, unit }: Paint,
  { axis, plot, playhead }: SpaceTimeScene,
  handleLow: boolean,
): void {
  setFont(context, `400 ${10.5 * unit}px ${tokens.mono}`);
  context.fillStyle = tokens.colour('ink-3');
  context.textAlign = 'center';
  for (const tick of axis) {
    if (tick.x < plot.left - unit) continue;
    const half = textWidth(context, tick.label) / 2 + 8 * unit;
    if (handleLow && playhead.inView && Math.abs(tick.x - playhead.x) < half) continue;
    context.fillText(tick.label, tick.x, plot.bottom + 11 * unit);
  }
}

/** What the hand does at this moment. */
export interface Hand {
  readonly playhead: { readonly x: number; readonly inView: boolean };
  readonly hovered: Arrow | undefined;
  readonly selected: Arrow | undefined;
  readonly brush: { readonly from: number; readonly to: number } | undefined;
  /** The instant under the hand that moves the playhead. */
  readonly scrubbing: Micros | undefined;
}

/** The upper layer: the playhead, what is pointed at, what is selected, the brush. */
export function paintHand(paint: Paint, scene: SpaceTimeScene, hand: Hand, taken: number): void {
  const { context, tokens, unit } = paint;
  context.textBaseline = 'middle';
  if (hand.brush) {
    const left = Math.max(scene.plot.left, Math.min(hand.brush.from, hand.brush.to));
    const right = Math.min(scene.plot.right, Math.max(hand.brush.from, hand.brush.to));
    context.fillStyle = tokens.colour('accent');
    context.globalAlpha = 0.16;
    context.fillRect(left, 0, right - left, scene.plot.bottom);
    context.globalAlpha = 1;
  }
  if (hand.selected) emphasise(paint, hand.selected, tokens.colour('focus'));
  if (hand.hovered) emphasise(paint, hand.hovered, tokens.colour('ink'));
  const { x, inView } = hand.playhead;
  if (!inView) return;
  context.strokeStyle = tokens.colour('ink');
  context.fillStyle = tokens.colour('ink');
  context.lineWidth = 1.75 * unit;
  context.beginPath();
  context.moveTo(x, 2 * unit);
  context.lineTo(x, scene.plot.bottom + 2 * unit);
  context.stroke();
  const low = handleIsLow(x, taken, unit);
  const [foot, down] = low ? [scene.plot.bottom + 12 * unit, -1] : [0, 1];
  context.beginPath();
  context.moveTo(x - 5.5 * unit, foot);
  context.lineTo(x + 5.5 * unit, foot);
  context.lineTo(x + 5.5 * unit, foot + 4 * unit * down);
  context.lineTo(x, foot + 10 * unit * down);
  context.lineTo(x - 5.5 * unit, foot + 4 * unit * down);
  context.closePath();
  context.fill();
  if (hand.scrubbing !== undefined) instant(paint, x, `${formatSeconds(hand.scrubbing)} s`);
}

function instant({ context, tokens, unit, width }: Paint, x: number, text: string): void {
  setFont(context, `500 ${10.5 * unit}px ${tokens.mono}`);
  const long = textWidth(context, text) + 10 * unit;
  const left = x + 8 * unit + long > width ? x - 8 * unit - long : x + 8 * unit;
  context.fillStyle = tokens.colour('primary');
  context.beginPath();
  context.roundRect(left, unit, long, 16 * unit, 4 * unit);
  context.fill();
  context.fillStyle = tokens.colour('primary-ink');
  context.textAlign = 'left';
  context.fillText(text, left + 5 * unit, 9.5 * unit);
}

function emphasise({ context, tokens, unit }: Paint, arrow: Arrow, style: string): void {
  for (const [width, stroke] of [
    [5 * unit, tokens.colour('surface')],
    [2.2 * unit, style],
  ] as const) {
    context.beginPath();
    context.moveTo(arrow.x1, arrow.y1);
    context.lineTo(arrow.x2, arrow.y2);
    context.lineWidth = width;
    context.strokeStyle = stroke;
    context.stroke();
  }
  context.beginPath();
  context.arc(arrow.x1, arrow.y1, 2.6 * unit, 0, Math.PI * 2);
  context.fillStyle = style;
  context.fill();
}
