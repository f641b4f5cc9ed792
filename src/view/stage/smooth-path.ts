import type { Point } from './stage-layout.ts';

/**
 * A smooth SVG path through the points: a centripetal Catmull-Rom spline as cubic Béziers (Yuksel, Schaefer, Keyser 2011), the same
 * as d3's `curveCatmullRom`. (d3-shape comes as one piece of which nothing can be left out: 3 kB before the first picture.)
 */
export function smoothPath(points: readonly Point[]): string {
  const [first] = points;
  if (first === undefined) return '';
  const curves = points.slice(1).map((to, i) => {
    const from = points[i] ?? first;
    const leaving = handle(points[i - 1] ?? from, from, to);
    const arriving = handle(points[i + 2] ?? to, to, from);
    return `C${at(leaving)},${at(arriving)},${at(to)}`;
  });
  return `M${at(first)}${curves.join('')}`;
}

/** The control point beside `from`, on its way to `to`; `before` is the point on its other side. */
function handle(before: Point, from: Point, to: Point): Point {
  const back = Math.hypot(from.x - before.x, from.y - before.y);
  const forth = Math.hypot(to.x - from.x, to.y - from.y);
  if (back === 0) return from;
  const root = Math.sqrt(back * forth);
  const along = (axis: 'x' | 'y') =>
    (back * to[axis] - forth * before[axis] + (2 * back + 3 * root + forth) * from[axis]) /
    (3 * (back + root));
  return { x: along('x'), y: along('y') };
}

function at({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
