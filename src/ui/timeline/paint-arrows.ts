import type { Arrow, SpaceTimeScene } from '../../view/time/space-time.ts';
import type { Paint } from '../canvas/surface.ts';

/** With more arrows than this there is no room for heads. */
const headsMax = 320;
/** Up to so many of one kind are drawn as wide as they should be. */
const wideMax = 60;

/** All arrows, in as few strokes as there are kinds of them: those of one kind are one path. */
export function paintArrows(paint: Paint, scene: SpaceTimeScene): void {
  const { tokens, unit } = paint;
  const groups = grouped(scene.arrows);
  const thin = scene.arrows.length > 800 ? 0.7 * unit : unit;
  stroke(paint, groups.plain, tokens.colour('ink-2'), thin, scene.arrows.length > 800 ? 0.45 : 0.7);
  stroke(paint, groups.faint, tokens.colour('ink-faint'), thin, 0.7);
  stroke(paint, groups.strong, tokens.colour('ink'), 1.3 * thin, 0.9);
  stroke(paint, groups.flying, tokens.colour('accent'), 1.3 * unit, 1);
  stroke(paint, groups.bad, tokens.colour('bad'), 1.2 * thin, 0.95);
  stroke(paint, groups.gone, tokens.colour('bad'), 1.1 * thin, 0.85);
  crosses(paint, groups.gone);
  if (scene.arrows.length <= headsMax) {
    heads(paint, [...groups.plain, ...groups.faint], tokens.colour('ink-2'));
    heads(paint, groups.strong, tokens.colour('ink'));
    heads(paint, groups.bad, tokens.colour('bad'));
  }
}

interface Groups {
  readonly plain: Arrow[];
  readonly faint: Arrow[];
  /** Votes and other rare words: they are what one looks for. */
  readonly strong: Arrow[];
  readonly flying: Arrow[];
  /** Rejections. */
  readonly bad: Arrow[];
  /** Never arrived. */
  readonly gone: Arrow[];
}

function grouped(arrows: readonly Arrow[]): Groups {
  const groups: Groups = { plain: [], faint: [], strong: [], flying: [], bad: [], gone: [] };
  for (const arrow of arrows) {
    if (arrow.end === 'flying') groups.flying.push(arrow);
    else if (arrow.end !== 'delivered') groups.gone.push(arrow);
    else if (arrow.reject) groups.bad.push(arrow);
    else if (arrow.type === 'MsgHeartbeat' || arrow.type === 'MsgHeartbeatResp') groups.faint.push(arrow);
    else if (arrow.type === 'MsgApp' || arrow.type === 'MsgAppResp') groups.plain.push(arrow);
    else groups.strong.push(arrow);
  }
  return groups;
}

/**
 * A few are strokes of their own, as wide as they should be. Many are one path of hairlines: a path of wide lines that
 * cross each other is a hundred times as slow to fill (160 ms against 1 ms for 2,000 without a graphics card).
 */
function stroke(
  { context, hair }: Paint,
  arrows: readonly Arrow[],
  style: string,
  width: number,
  alpha: number,
): void {
  if (arrows.length === 0) return;
  const many = arrows.length > wideMax;
  context.globalAlpha = alpha;
  context.strokeStyle = style;
  context.lineWidth = many ? Math.min(width, hair) : width;
  if (many) context.beginPath();
  for (const { x1, y1, x2, y2 } of arrows) {
    if (!many) context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    if (!many) context.stroke();
  }
  if (many) context.stroke();
  context.globalAlpha = 1;
}

function crosses({ context, tokens, unit, hair }: Paint, arrows: readonly Arrow[]): void {
  if (arrows.length === 0) return;
  const size = 2.6 * unit;
  context.strokeStyle = tokens.colour('bad');
  context.lineWidth = arrows.length > wideMax ? hair : 1.3 * unit;
  context.beginPath();
  for (const { x2, y2 } of arrows) {
    context.moveTo(x2 - size, y2 - size);
    context.lineTo(x2 + size, y2 + size);
    context.moveTo(x2 + size, y2 - size);
    context.lineTo(x2 - size, y2 + size);
  }
  context.stroke();
}

function heads({ context, unit }: Paint, arrows: readonly Arrow[], fill: string): void {
  if (arrows.length === 0) return;
  context.beginPath();
  for (const { x1, y1, x2, y2 } of arrows) {
    const length = Math.hypot(x2 - x1, y2 - y1);
    if (length < 8 * unit) continue;
    const [dx, dy] = [((x2 - x1) / length) * 5 * unit, ((y2 - y1) / length) * 5 * unit];
    context.moveTo(x2, y2);
    context.lineTo(x2 - dx - dy * 0.42, y2 - dy + dx * 0.42);
    context.lineTo(x2 - dx + dy * 0.42, y2 - dy - dx * 0.42);
    context.closePath();
  }
  context.fillStyle = fill;
  context.fill();
}
