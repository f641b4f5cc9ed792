import type { NodeId } from '../../base/flavor.ts';
import { borders } from './borders.ts';
import { smoothPath } from './smooth-path.ts';
import { gapPoint, type Point, type StageLayout } from './stage-layout.ts';

/** The two sides of an endless line through a and b: those left of it, those right of it. */
export function sidesOfLine(layout: StageLayout, a: Point, b: Point): readonly [NodeId[], NodeId[]] {
  const left: NodeId[] = [];
  const right: NodeId[] = [];
  for (const place of layout.places) {
    const side = (b.x - a.x) * (place.y - a.y) - (b.y - a.y) * (place.x - a.x);
    (side < 0 ? left : right).push(place.id);
  }
  return [left, right];
}

/** The groups after a further split: every group there is, cut in two by the sides. Empty ones are left out. */
export function splitFurther(
  groups: readonly (readonly NodeId[])[],
  sides: readonly (readonly NodeId[])[],
): readonly (readonly NodeId[])[] {
  return groups
    .flatMap((group) => sides.map((side) => group.filter((id) => side.includes(id))))
    .filter((group) => group.length > 0);
}

/** A drawn line between groups. */
export interface StageSplit {
  /** As an SVG path. */
  readonly path: string;
  /** The same, coarsely: words keep off the stretches between these points. */
  readonly points: readonly Point[];
  /** Where its words may stand: the ends that are free. */
  readonly ends: readonly Point[];
  readonly groups: readonly (readonly NodeId[])[];
}

const OUTSIDE = 1.22;

/**
 * Lines that keep the groups apart: across the ring between two groups, from the middle for more. Only when every
 * group stands together; otherwise the cut links speak for themselves.
 */
export function splitLines(
  layout: StageLayout,
  groups: readonly (readonly NodeId[])[],
): readonly StageSplit[] {
  if (groups.length < 2) return [];
  if (!layout.isRing) return arrangedLines(layout, groups);
  const ids = layout.places.map((place) => place.id);
  const groupOf = (id: NodeId | undefined) =>
    groups.findIndex((group) => id !== undefined && group.includes(id));
  const gaps = ids.flatMap((id, i) => (groupOf(id) === groupOf(ids[(i + 1) % ids.length]) ? [] : [i]));
  if (gaps.length !== groups.length) return [];
  const [first, second] = gaps;
  if (first === undefined || second === undefined) return [];
  if (groups.length === 2) return [lineAcross(layout, groups, first, second)];
  return gaps.map((gap, i) => {
    const end = inside(layout, gapPoint(layout, gap, OUTSIDE));
    const points = [layout.centre, gapPoint(layout, gap, 0.6), end];
    return { path: smoothPath(points), points, ends: [end], groups: i === 0 ? groups : [] };
  });
}

/** Where somebody has moved nodes the lines go half way between the groups, wherever those stand. */
function arrangedLines(layout: StageLayout, groups: readonly (readonly NodeId[])[]): readonly StageSplit[] {
  const { places, radius } = layout;
  const more = BEYOND * radius;
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const start = inside(layout, { x: Math.min(...xs) - more, y: Math.min(...ys) - more });
  const end = inside(layout, { x: Math.max(...xs) + more, y: Math.max(...ys) + more });
  const frame = { left: start.x, top: start.y, right: end.x, bottom: end.y };
  const groupOf = (id: NodeId) => groups.findIndex((group) => group.includes(id));
  return borders(places, groupOf, frame).map(({ points, freeEnds }, i) => {
    const soft = softened(points);
    return { path: smoothPath(soft), points: soft, ends: freeEnds, groups: i === 0 ? groups : [] };
  });
}

/** So far beyond the outermost nodes, in radii. */
const BEYOND = 1.8;

/** The ends, and the middles between corners: a curve through them cuts the corners. */
function softened(points: readonly Point[]): readonly Point[] {
  const middles = points.slice(1).map(({ x, y }, i) => {
    const before = points[i] ?? { x, y };
    return { x: (x + before.x) / 2, y: (y + before.y) / 2 };
  });
  return [...points.slice(0, 1), ...middles, ...points.slice(-1)];
}

function lineAcross(
  layout: StageLayout,
  groups: readonly (readonly NodeId[])[],
  first: number,
  second: number,
): StageSplit {
  const a = gapPoint(layout, first, 1);
  const b = gapPoint(layout, second, 1);
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const bend = clearOfNodes(layout, { x: middle.x + (b.y - a.y) * 0.05, y: middle.y - (b.x - a.x) * 0.05 });
  const start = inside(layout, gapPoint(layout, first, OUTSIDE));
  const end = inside(layout, gapPoint(layout, second, OUTSIDE));
  const points = [start, a, bend, b, end];
  return { path: smoothPath(points), points, ends: [start, end], groups };
}

/** The point, moved towards the middle of the ring as far as a node beside it asks: a line round one node keeps off it. */
function clearOfNodes(layout: StageLayout, point: Point): Point {
  const { centre, radius } = layout;
  const nearest = Math.min(...layout.places.map((place) => Math.hypot(place.x - point.x, place.y - point.y)));
  const length = Math.hypot(centre.x - point.x, centre.y - point.y);
  const keepOff = radius * KEEP_OFF;
  const move = Math.min(1, Math.max(0, keepOff - nearest) / Math.max(1, length));
  return { x: point.x + (centre.x - point.x) * move, y: point.y + (centre.y - point.y) * move };
}

/** In radii, from a node's centre. */
const KEEP_OFF = 2;
function inside(layout: StageLayout, point: Point): Point {
  const edge = layout.unit * 0.6;
  return {
    x: Math.min(layout.size.width - edge, Math.max(edge, point.x)),
    y: Math.min(layout.size.height - edge, Math.max(edge, point.y)),
  };
}
