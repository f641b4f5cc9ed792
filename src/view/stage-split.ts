import { curveCatmullRom, line } from 'd3';
import { present } from '../base/assert.ts';
import type { NodeId } from '../base/flavor.ts';
import type { LinkFrame } from '../lab/frame.ts';
import { gapPoint, type Place, type Point, type StageLayout } from './stage-layout.ts';

/** Members that can still talk to each other, groups and members ascending; one group: nothing is split. */
export function splitGroups(
  ids: readonly NodeId[],
  links: readonly LinkFrame[],
): readonly (readonly NodeId[])[] {
  const open = new Set(links.filter((link) => !link.cut).map((link) => `${link.from}>${link.to}`));
  const groups: NodeId[][] = [];
  const seen = new Set<NodeId>();
  for (const id of ids) {
    if (seen.has(id)) continue;
    const group: NodeId[] = [];
    const next = [id];
    seen.add(id);
    for (let node = next.pop(); node !== undefined; node = next.pop()) {
      group.push(node);
      for (const other of ids) {
        if (seen.has(other) || !(open.has(`${node}>${other}`) || open.has(`${other}>${node}`))) continue;
        seen.add(other);
        next.push(other);
      }
    }
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}

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

/** A drawn line between groups: an SVG path and where its words stand. */
export interface StageSplit {
  readonly path: string;
  /** Where the words begin (`start`) or end (`end`), away from nodes. */
  readonly label: Point & { readonly anchor: 'start' | 'end' };
  readonly groups: readonly (readonly NodeId[])[];
}

const OUTSIDE = 1.22;
const smooth = line<Point>(
  (point) => Math.round(point.x * 10) / 10,
  (point) => Math.round(point.y * 10) / 10,
).curve(curveCatmullRom);

/**
 * Lines that keep the groups apart: across the ring between two groups, from the middle for more. Only when every
 * group stands together on the ring; otherwise the cut links speak for themselves.
 */
export function splitLines(
  layout: StageLayout,
  groups: readonly (readonly NodeId[])[],
): readonly StageSplit[] {
  if (groups.length < 2) return [];
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
    return {
      path: smooth([layout.centre, gapPoint(layout, gap, 0.6), end]) ?? '',
      label: labelAt(layout, [end]),
      groups: i === 0 ? groups : [],
    };
  });
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
  const start = endOf(layout, first);
  const end = endOf(layout, second);
  const points = [start.at, ...(start.outside ? [a] : []), bend, ...(end.outside ? [b] : []), end.at];
  return { path: smooth(points) ?? '', label: labelAt(layout, [start.at, end.at]), groups };
}

/** Where a line ends in a gap between neighbours: outside of the ring if no node's words are in the way there. */
function endOf(layout: StageLayout, gap: number): { readonly at: Point; readonly outside: boolean } {
  const ends = [OUTSIDE, 1.1, 1, 0.9].map((factor) => ({
    at: inside(layout, gapPoint(layout, gap, factor)),
    outside: factor > 1,
  }));
  const free = ends.find(({ at }) => !layout.places.some((place) => isInWords(layout, place, at)));
  return present(free ?? ends[0], 'a line has ends to choose from');
}

/** Three lines of words beside a node, with a little air. Below it, on a narrow stage, two short ones. */
function isInWords({ narrow, size: { rem } }: StageLayout, { label }: Place, at: Point): boolean {
  const width = rem * (narrow ? 4 : 9.5);
  const left = label.anchor === 'start' ? label.x : label.x - (label.anchor === 'end' ? width : width / 2);
  const [top, bottom] = narrow
    ? [label.y - rem, label.y + rem * 1.2]
    : [label.y - rem * 2, label.y + rem * 2];
  return at.x > left - rem && at.x < left + width && at.y > top && at.y < bottom;
}

/** The point, moved towards the middle of the ring as far as a node beside it asks: a line round one node keeps off it. */
function clearOfNodes(layout: StageLayout, point: Point): Point {
  const { centre, radius } = layout;
  const nearest = Math.min(...layout.places.map((place) => Math.hypot(place.x - point.x, place.y - point.y)));
  const length = Math.hypot(centre.x - point.x, centre.y - point.y);
  const keepOff = radius * (layout.narrow ? KEEP_OFF_WORDS : KEEP_OFF);
  const move = Math.min(1, Math.max(0, keepOff - nearest) / Math.max(1, length));
  return { x: point.x + (centre.x - point.x) * move, y: point.y + (centre.y - point.y) * move };
}

/** In radii, from a node's centre. */
const KEEP_OFF = 2;
/** Where words stand below the nodes. */
const KEEP_OFF_WORDS = 2.7;

/** Of the ends of a line and the sides of each, the one with the most room: far from nodes and inside the stage. */
function labelAt(layout: StageLayout, ends: readonly Point[]): StageSplit['label'] {
  const { rem, width, height } = layout.size;
  const length = rem * LABEL_REM;
  let best: StageSplit['label'] = { x: width / 2, y: height - rem, anchor: 'start' };
  let most = Number.NEGATIVE_INFINITY;
  for (const end of ends) {
    for (const anchor of ['start', 'end'] as const) {
      const direction = anchor === 'start' ? 1 : -1;
      const middle = { x: end.x + direction * (rem * 0.7 + length / 2), y: end.y };
      const room = Math.min(
        ...layout.places.map((place) => roomTo(middle, place, length / 2 + layout.radius)),
      );
      const outside = Math.max(0, middle.x + length / 2 - width, length / 2 - middle.x);
      const score = room - outside * 4;
      if (score <= most) continue;
      most = score;
      best = { x: end.x + direction * rem * 0.7, y: end.y, anchor };
    }
  }
  return best;
}

const LABEL_REM = 9;

/** How much room is left between a label around `middle` and a node: the gap beside it or above it, whichever is more. */
function roomTo(middle: Point, node: Point, halfWidth: number): number {
  return Math.max(Math.abs(middle.x - node.x) - halfWidth, Math.abs(middle.y - node.y) - halfWidth * 0.5);
}

function inside(layout: StageLayout, point: Point): Point {
  const edge = layout.size.rem * 0.6;
  return {
    x: Math.min(layout.size.width - edge, Math.max(edge, point.x)),
    y: Math.min(layout.size.height - edge, Math.max(edge, point.y)),
  };
}
