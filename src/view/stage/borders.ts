import type { NodeId } from '../../base/flavor.ts';
import type { Place, Point } from './stage-layout.ts';

/** A box that lines end at. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One line of the borders: through these points, in order. An end is free where the line leaves the frame. */
export interface Border {
  readonly points: readonly Point[];
  readonly freeEnds: readonly Point[];
}

/** Two ends of lines are the same point when they are so near, in pixels. */
const SAME = 0.01;

/**
 * The lines that keep groups of places apart, wherever they stand: every point of them is as far from the nearest place of one group as
 * from that of another (the edges of the places' Voronoi cells between groups), so they keep off all places as far as may be. There are
 * few places: an edge is what all others leave of the line half way between two.
 */
export function borders(
  places: readonly Place[],
  groupOf: (id: NodeId) => number,
  frame: Frame,
): readonly Border[] {
  const edges = places.flatMap((a, i) =>
    places
      .slice(i + 1)
      .flatMap((b) => (groupOf(a.id) === groupOf(b.id) ? [] : (edgeBetween(a, b, places, frame) ?? []))),
  );
  return joined(edges);
}

interface Edge {
  readonly from: Point;
  readonly to: Point;
}

function edgeBetween(a: Place, b: Place, places: readonly Place[], frame: Frame): Edge | undefined {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length < SAME) return undefined;
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const along = { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  /** Keeps of the line, middle + t·along, what has factor·t at most at limit. */
  const keep = (factor: number, limit: number): void => {
    if (Math.abs(factor) < 1e-9) {
      if (limit < 0) [least, most] = [1, 0];
    } else if (factor > 0) most = Math.min(most, limit / factor);
    else least = Math.max(least, limit / factor);
  };
  for (const c of places) {
    if (c.id === a.id || c.id === b.id) continue;
    // No nearer to c than to a: |p - a|² <= |p - c|².
    const [dx, dy] = [c.x - a.x, c.y - a.y];
    const half = (c.x * c.x + c.y * c.y - a.x * a.x - a.y * a.y) / 2;
    keep(along.x * dx + along.y * dy, half - (middle.x * dx + middle.y * dy));
  }
  keep(along.x, frame.right - middle.x);
  keep(-along.x, middle.x - frame.left);
  keep(along.y, frame.bottom - middle.y);
  keep(-along.y, middle.y - frame.top);
  if (!(most - least > SAME)) return undefined;
  const at = (t: number): Point => ({ x: middle.x + t * along.x, y: middle.y + t * along.y });
  return { from: at(least), to: at(most) };
}

/** Edges that meet two at a point become one line; where three meet, each ends. */
function joined(edges: readonly Edge[]): readonly Border[] {
  const ends = edges.flatMap(({ from, to }) => [from, to]);
  const meetingAt = (point: Point) => ends.filter((end) => isSame(end, point)).length;
  let rest = [...edges];
  const lines: Border[] = [];
  for (let first = rest.shift(); first; first = rest.shift()) {
    const points = [first.from, first.to];
    for (const grow of ['end', 'start'] as const)
      for (;;) {
        const tip = grow === 'end' ? points.at(-1) : points[0];
        const next = tip && meetingAt(tip) === 2 ? rest.find((edge) => touches(edge, tip)) : undefined;
        if (!tip || !next) break;
        rest = rest.filter((edge) => edge !== next);
        const other = isSame(next.from, tip) ? next.to : next.from;
        if (grow === 'end') points.push(other);
        else points.unshift(other);
      }
    const [start, end] = [points[0], points.at(-1)];
    const freeEnds = [start, end].flatMap((point) => (point && meetingAt(point) === 1 ? [point] : []));
    lines.push({ points, freeEnds });
  }
  return lines;
}

function touches({ from, to }: Edge, point: Point): boolean {
  return isSame(from, point) || isSame(to, point);
}

function isSame(a: Point, b: Point): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) < SAME;
}
