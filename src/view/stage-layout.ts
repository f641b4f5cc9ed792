import type { NodeId } from '../base/flavor.ts';

/** The stage in CSS pixels; `rem` is one rem of the page, so that a projector's stage grows with its type. */
export interface StageSize {
  readonly width: number;
  readonly height: number;
  readonly rem: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Place extends Point {
  readonly id: NodeId;
  /** Where the words beside the node begin, and to which side they run. */
  readonly label: Point & { readonly anchor: 'start' | 'middle' | 'end' };
}

export interface StageLayout {
  readonly size: StageSize;
  readonly centre: Point;
  /** Half axes of the ring. */
  readonly rx: number;
  readonly ry: number;
  /** Of a node's disc. */
  readonly radius: number;
  /** Narrow: words stand below the nodes, heartbeats shrink to dots. */
  readonly narrow: boolean;
  /** In ring order, which is the order of ids. */
  readonly places: readonly Place[];
}

const NARROW_REM = 42;
/** Centres of neighbours are at least so many radii apart: room for timers and for messages between them. */
const APART = 2.7;

/** Nodes evenly on an ellipse, clockwise from the top; an even number stands with two at the top. */
export function layoutStage(ids: readonly NodeId[], size: StageSize): StageLayout {
  const { width, height, rem } = size;
  const count = Math.max(1, ids.length);
  const narrow = width < NARROW_REM * rem;
  const labelWidth = narrow ? rem * 2.2 : rem * 10.5;
  const crowd = count > 5 ? 1 - (count - 5) * 0.06 : 1;
  const wanted = clamp(
    Math.min(height * 0.108, width * (narrow ? 0.076 : 0.085)) * crowd,
    rem * 1.25,
    rem * 3.6,
  );
  const labelHeight = narrow ? rem * 2.4 : 0;
  const ry = Math.max(wanted, height / 2 - wanted - rem * 1.5 - labelHeight / 2);
  const rx = Math.max(
    wanted,
    Math.min(width / 2 - wanted - labelWidth, narrow ? width : ry * (count > 6 ? 2.5 : 2)),
  );
  const centre = { x: width / 2, y: height / 2 + rem * 0.3 - labelHeight / 2 };
  const start = count % 2 === 0 ? -Math.PI / 2 - Math.PI / count : -Math.PI / 2;
  const points = ids.map((_, i): Point => {
    const angle = start + (i * 2 * Math.PI) / count;
    if (count === 1) return centre;
    return { x: centre.x + rx * Math.cos(angle), y: centre.y + ry * Math.sin(angle) };
  });
  const radius = Math.min(wanted, leastDistance(points) / APART);
  const places = ids.map((id, i): Place => {
    const at = points[i] ?? centre;
    return { id, x: at.x, y: at.y, label: labelPlace(at, centre, radius, narrow, rem) };
  });
  return { size, centre, rx, ry, radius, narrow, places };
}

/** Between any two of the points; Infinity for fewer than two. */
function leastDistance(points: readonly Point[]): number {
  let least = Number.POSITIVE_INFINITY;
  points.forEach((a, i) => {
    for (const b of points.slice(i + 1)) least = Math.min(least, Math.hypot(a.x - b.x, a.y - b.y));
  });
  return least;
}

function labelPlace(at: Point, centre: Point, radius: number, narrow: boolean, rem: number): Place['label'] {
  if (narrow) return { x: at.x, y: at.y + radius + rem * 1.35, anchor: 'middle' };
  const left = at.x < centre.x - 1;
  const middle = Math.abs(at.x - centre.x) <= 1;
  // Clear of the ring of a selected node.
  const gap = radius + rem * 1.35;
  return {
    x: left ? at.x - gap : at.x + gap,
    // A node at the very top keeps its words clear of the link to its neighbour.
    y: middle ? at.y + (at.y < centre.y ? -radius * 0.45 : radius * 0.45) : at.y,
    anchor: left ? 'end' : 'start',
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** Of the rim round a node's disc, where a leader's ring is, and everybody else's timer. */
export function rimRadius(radius: number, rem: number): number {
  return radius + rem * 0.45;
}

/** From a node's centre to the foot of its trays (disk at -x, apply at x): outside of the rim, with all they can hold. */
export function trayPlace(radius: number, rem: number): Point {
  return { x: radius * 0.85 + rem * 0.9, y: radius * 0.78 + rem * 0.55 };
}

/** The point on the ring between neighbour i and the next, pushed outwards by `factor` (1: on the ring). */
export function gapPoint(layout: StageLayout, i: number, factor: number): Point {
  const count = layout.places.length;
  const start = count % 2 === 0 ? -Math.PI / 2 - Math.PI / count : -Math.PI / 2;
  const angle = start + ((i + 0.5) * 2 * Math.PI) / count;
  return {
    x: layout.centre.x + layout.rx * factor * Math.cos(angle),
    y: layout.centre.y + layout.ry * factor * Math.sin(angle),
  };
}

/** How far `at` is from the stretch between a and b. */
export function distanceToSegment(at: Point, a: Point, b: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : clamp(((at.x - a.x) * dx + (at.y - a.y) * dy) / length, 0, 1);
  return Math.hypot(at.x - a.x - t * dx, at.y - a.y - t * dy);
}
