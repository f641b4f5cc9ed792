import type { Axis } from '../../foreign/history.ts';
import { formatAt } from '../../view/foreign/axis-words.ts';
import type { ForeignScene, SceneArrow, SceneItem, SceneLane } from '../../view/foreign/foreign-scene.ts';
import { termLook } from '../../view/stage/term-colour.ts';
import type { Paint } from '../canvas/surface.ts';
import { fitText, restore, setFont, textWidth } from '../canvas/text.ts';

/** What is marked in the picture. */
export interface Marked {
  readonly selected: number | undefined;
  readonly hovered: number | undefined;
  readonly hits: ReadonlySet<number> | undefined;
  /** What contradicts itself, and the answer of it that nothing explains. */
  readonly against: ReadonlySet<number> | undefined;
  readonly impossible: number | undefined;
  /** That messages are not drawn; empty: all are. */
  readonly left: string;
  /** In CSS pixels. */
  readonly brush: { readonly from: number; readonly to: number } | undefined;
}

/** Lanes, roles, faults, messages, items and the axis. */
export function paintForeign(paint: Paint, scene: ForeignScene, axis: Axis, marked: Marked): void {
  const { context, width, height } = paint;
  const { plot } = scene;
  context.save();
  context.beginPath();
  context.rect(0, plot.top, width, height - plot.top);
  context.clip();
  paintGround(paint, scene);
  paintGrid(paint, scene);
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top, plot.right - plot.left, height - plot.top);
  context.clip();
  paintFaults(paint, scene);
  for (const lane of scene.lanes) paintRoles(paint, scene, lane);
  paintArrows(paint, scene, marked);
  for (const lane of scene.lanes) {
    if (lane.density === undefined) paintItems(paint, scene, lane, marked);
    else paintDensity(paint, scene, lane);
  }
  restore(context);
  paintNames(paint, scene);
  restore(context);
  paintAxis(paint, scene, axis);
  paintLeft(paint, scene, marked.left);
  if (marked.brush !== undefined) paintBrush(paint, scene, marked.brush);
}

function paintGround(
  { context, width, tokens, hair }: Paint,
  { lanes, rowHeight, plot }: ForeignScene,
): void {
  context.strokeStyle = tokens.colour('line');
  context.lineWidth = hair;
  context.beginPath();
  for (const { y } of lanes) {
    context.moveTo(0, y + rowHeight / 2);
    context.lineTo(width, y + rowHeight / 2);
    context.moveTo(plot.left, y);
    context.lineTo(plot.right, y);
  }
  context.stroke();
}

function paintFaults({ context, tokens, height, hair, unit }: Paint, { faults, plot }: ForeignScene): void {
  setFont(context, `600 ${10.5 * unit}px ${tokens.font}`);
  context.textBaseline = 'bottom';
  context.textAlign = 'left';
  for (const { from, to, fault } of faults) {
    context.fillStyle = tokens.colour('split-band');
    context.globalAlpha = 0.55;
    context.fillRect(from, plot.top, Math.max(hair, to - from), height - plot.top);
    context.globalAlpha = 1;
    context.fillStyle = tokens.colour('split');
    context.fillRect(from, plot.top, hair, height - plot.top);
    const text = fitText(context, fault.label, to - from - 8 * unit);
    if (text.length > 4) context.fillText(text, from + 4 * unit, height - 4 * unit);
  }
}

/** A leader's band is full, a candidate's hatched by being thin, a follower's a line: told by more than colour. */
const bandHeights = { leader: 0.62, candidate: 0.36, precandidate: 0.24, follower: 0.12 } as const;

function paintRoles(
  { context, tokens, unit, hair }: Paint,
  { rowHeight, plot }: ForeignScene,
  lane: SceneLane,
): void {
  setFont(context, `600 ${10.5 * unit}px ${tokens.font}`);
  context.textBaseline = 'top';
  context.textAlign = 'left';
  for (const { from, to, role, term } of lane.roles) {
    const colour = tokens.term[term === undefined ? 0 : termLook(term).colour];
    const thick = rowHeight * bandHeights[role];
    const left = Math.max(from, plot.left);
    context.globalAlpha = role === 'leader' ? 0.5 : 0.38;
    context.fillStyle = colour?.fill ?? tokens.colour('line-strong');
    context.fillRect(left, lane.y - thick / 2, Math.max(hair, to - left), thick);
    context.globalAlpha = 1;
    if (role === 'follower') continue;
    const text = fitText(context, term === undefined ? role : `${role} ${term}`, to - left - 6 * unit);
    context.fillStyle = tokens.colour('ink-2');
    if (text !== '') context.fillText(text, left + 3 * unit, lane.y - rowHeight / 2 + 2 * unit);
  }
}

function paintArrows({ context, tokens, hair }: Paint, { arrows }: ForeignScene, { selected }: Marked): void {
  const isOf = ({ from, to }: SceneArrow): boolean => from === selected || to === selected;
  context.strokeStyle = tokens.colour('ink-faint');
  context.lineWidth = arrows.length > 300 ? hair : 1;
  context.beginPath();
  for (const arrow of arrows) {
    if (isOf(arrow)) continue;
    context.moveTo(arrow.x1, arrow.y1);
    context.lineTo(arrow.x2, arrow.y2);
  }
  context.stroke();
  context.strokeStyle = tokens.colour('accent');
  context.lineWidth = 2;
  context.beginPath();
  for (const arrow of arrows.filter(isOf)) {
    context.moveTo(arrow.x1, arrow.y1);
    context.lineTo(arrow.x2, arrow.y2);
  }
  context.stroke();
}

function paintDensity({ context, tokens }: Paint, scene: ForeignScene, { y, density }: SceneLane): void {
  if (density === undefined) return;
  const { rowHeight, columnWidth, plot, most } = scene;
  const height = rowHeight * 0.7;
  const bar = (column: number, colour: string, tall: number): void => {
    context.fillStyle = colour;
    context.fillRect(plot.left + column * columnWidth, y - tall / 2, columnWidth * 0.8, tall);
  };
  const tallOf = (count: number): number =>
    Math.max(2, (height * Math.log2(1 + count)) / Math.log2(1 + most));
  const colours = { plain: tokens.colour('ink-3'), bad: tokens.colour('bad'), hit: tokens.colour('accent') };
  for (const [column, count] of density.counts.entries()) {
    if (count === 0) continue;
    bar(column, colours.plain, tallOf(count));
    // What is bad has a foot below, what was found a cap above: seen without colour as well.
    if (density.bad[column] === 1) {
      context.fillStyle = colours.bad;
      context.fillRect(plot.left + column * columnWidth, y + height / 2, columnWidth, rowHeight * 0.12);
    }
    if (density.hits[column] === 1) {
      context.fillStyle = colours.hit;
      context.fillRect(
        plot.left + column * columnWidth,
        y - height / 2 - rowHeight * 0.12,
        columnWidth,
        rowHeight * 0.12,
      );
    }
  }
}

function paintItems(paint: Paint, scene: ForeignScene, lane: SceneLane, marked: Marked): void {
  const { context, tokens, unit } = paint;
  setFont(context, `500 ${11 * unit}px ${tokens.font}`);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const item of lane.items) {
    if (item.outcome === 'event' && item.end - item.x < 2 * unit) paintPoint(paint, lane.y, item);
    else paintBar(paint, scene, lane.y, item);
    paintMark(paint, scene, lane.y, item, marked);
    paintLabel(paint, scene, lane.y, item, marked);
  }
}

/** A point; a triangle where something is wrong. */
function paintPoint({ context, tokens, unit }: Paint, y: number, { x, isBad }: SceneItem): void {
  const size = (isBad ? 4.5 : 3) * unit;
  context.fillStyle = tokens.colour(isBad ? 'bad' : 'ink-2');
  context.beginPath();
  if (isBad) {
    context.moveTo(x, y - size);
    context.lineTo(x + size, y + size);
    context.lineTo(x - size, y + size);
    context.closePath();
  } else context.arc(x, y, size, 0, 2 * Math.PI);
  context.fill();
}

/** From call to return: solid if it succeeded, hollow if it failed, hollow with an open, dashed end if nobody knows. */
function paintBar({ context, tokens, unit }: Paint, scene: ForeignScene, y: number, item: SceneItem): void {
  const tall = barHeight(scene);
  const left = Math.max(item.x, scene.plot.left - 10);
  const width = Math.max(2 * unit, Math.min(item.end, scene.plot.right + 10) - left);
  const colours = { ok: 'good', fail: 'bad', unknown: 'warn', event: 'split' } as const;
  const colour = tokens.colour(colours[item.outcome]);
  context.fillStyle = item.outcome === 'ok' ? tokens.colour('good-soft') : tokens.colour('surface');
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.setLineDash(item.outcome === 'unknown' ? [4 * unit, 3 * unit] : []);
  context.beginPath();
  context.rect(left, y - tall / 2, width, tall);
  context.fill();
  context.stroke();
  context.setLineDash([]);
  if (item.outcome === 'ok') {
    context.fillStyle = colour;
    context.fillRect(left, y - tall / 2, 3 * unit, tall);
  } else if (item.outcome === 'fail') {
    // A small cross in its corner: the words beside it stay clear.
    const corner = Math.min(width, 7 * unit);
    context.beginPath();
    context.moveTo(left, y + tall / 2 - corner);
    context.lineTo(left + corner, y + tall / 2);
    context.moveTo(left, y + tall / 2);
    context.lineTo(left + corner, y + tall / 2 - corner);
    context.stroke();
  }
}

function barHeight({ rowHeight }: ForeignScene): number {
  return rowHeight * 0.56;
}

function paintMark(
  { context, tokens, unit }: Paint,
  scene: ForeignScene,
  y: number,
  item: SceneItem,
  marked: Marked,
): void {
  const tall = barHeight(scene) + 6 * unit;
  const around = (colour: string, width: number, more = 0): void => {
    context.strokeStyle = tokens.colour(colour);
    context.lineWidth = width;
    context.beginPath();
    const isPoint = item.outcome === 'event' && item.end - item.x < 2 * unit;
    if (isPoint) context.arc(item.x, y, 7 * unit + more, 0, 2 * Math.PI);
    else
      context.rect(item.x - 2 * unit, y - tall / 2, Math.max(2 * unit, item.end - item.x) + 4 * unit, tall);
    context.stroke();
  };
  if (marked.hits?.has(item.item) === true) around('accent', 1.5);
  if (marked.against?.has(item.item) === true) around('bad', item.item === marked.impossible ? 3.5 : 2);
  if (item.item === marked.hovered) around('ink-2', 1.5);
  if (item.item === marked.selected) around('ink', 2.5, 3 * unit);
}

function paintLabel(
  { context, tokens, unit }: Paint,
  scene: ForeignScene,
  y: number,
  item: SceneItem,
  marked: Marked,
): void {
  const isImpossible = item.item === marked.impossible;
  const before = isImpossible ? '✗ ' : '';
  const isPoint = item.outcome === 'event' && item.end - item.x < 2 * unit;
  const left = Math.max(item.x, scene.plot.left) + (isPoint ? 7 : 6) * unit;
  const room = item.room - (isPoint ? 4 : 2) * unit;
  if (room < 18 * unit) return;
  const text = shortened(context, `${before}${item.label}`.slice(0, 160), room);
  if (text === '') return;
  context.fillStyle = tokens.colour(isImpossible ? 'bad' : 'ink');
  context.fillText(text, left, y);
}

/**
 * As much of a text as fits, near enough. (`fitText` measures it letter by letter: while somebody moves along thousands of
 * items that is most of a frame.)
 */
function shortened(context: Paint['context'], text: string, room: number): string {
  const width = textWidth(context, text);
  if (width <= room) return text;
  const length = Math.floor((text.length * room * 0.92) / width) - 1;
  return length < 3 ? '' : `${text.slice(0, length).trimEnd()}…`;
}

function paintNames({ context, tokens, unit }: Paint, { lanes, plot, rowHeight }: ForeignScene): void {
  setFont(context, `600 ${12 * unit}px ${tokens.font}`);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const { name, y } of lanes) {
    context.fillStyle = tokens.colour('surface');
    context.fillRect(0, y - rowHeight / 2 + 1, plot.left - 1, rowHeight - 2);
    context.fillStyle = tokens.colour('ink-2');
    context.fillText(fitText(context, name, plot.left - 14 * unit), 8 * unit, y);
  }
}

/** Where the instants of the axis are; items lie over it. */
function paintGrid({ context, tokens, hair, height }: Paint, { plot, ticks }: ForeignScene): void {
  context.strokeStyle = tokens.colour('line');
  context.lineWidth = hair;
  context.beginPath();
  for (const { x } of ticks) {
    if (x < plot.left || x > plot.right) continue;
    context.moveTo(x, plot.top);
    context.lineTo(x, height);
  }
  context.stroke();
}

function paintAxis({ context, tokens, unit, width, hair }: Paint, scene: ForeignScene, axis: Axis): void {
  const { plot, ticks } = scene;
  setFont(context, `500 ${11 * unit}px ${tokens.font}`);
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.fillStyle = tokens.colour('ink-3');
  const step = Math.max(1e-9, (ticks[1]?.at ?? 1) - (ticks[0]?.at ?? 0));
  for (const { x, at } of ticks) {
    if (x < plot.left || x > plot.right - 12 * unit) continue;
    context.fillText(formatAt(axis, at, step), x, plot.top / 2);
  }
  context.strokeStyle = tokens.colour('line-strong');
  context.lineWidth = hair;
  context.beginPath();
  context.moveTo(0, plot.top);
  context.lineTo(width, plot.top);
  context.stroke();
}

/** That there are messages which are not drawn, at the foot. */
function paintLeft({ context, tokens, unit, height }: Paint, { plot }: ForeignScene, words: string): void {
  if (words === '') return;
  setFont(context, `500 ${11 * unit}px ${tokens.font}`);
  context.textBaseline = 'bottom';
  context.textAlign = 'right';
  context.fillStyle = tokens.colour('ink-3');
  context.fillText(words, plot.right, height - 4 * unit);
}

function paintBrush(
  { context, tokens, height }: Paint,
  { plot }: ForeignScene,
  brush: { from: number; to: number },
): void {
  const [left, right] = [Math.min(brush.from, brush.to), Math.max(brush.from, brush.to)];
  context.fillStyle = tokens.colour('accent');
  context.globalAlpha = 0.18;
  context.fillRect(left, plot.top, right - left, height - plot.top);
  context.globalAlpha = 1;
}
