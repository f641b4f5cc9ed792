import type { NodeId } from '../../base/flavor.ts';

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

/** Where a node's centre is. */
export interface Place extends Point {
  readonly id: NodeId;
}

export interface StageLayout {
  readonly size: StageSize;
  readonly centre: Point;
  /** Half axes of the ring. */
  readonly rx: number;
  readonly ry: number;
  /** Of a node's disc. */
  readonly radius: number;
  /** What a rem is to the page: type and marks of the stage are sized in it, and it grows and shrinks with the nodes. */
  readonly unit: number;
  /** In ring order, which is the order of ids. */
  readonly places: readonly Place[];
  /** Angles on the ring half way between a node and the next, in the same order. */
  readonly gaps: readonly number[];
  /** Whether all nodes are where the ring has them; not so once somebody has moved one (arrangement.ts). */
  readonly isRing: boolean;
}

/** The box around the nodes takes at least this part of the stage. */
const FILL = 0.64;
/** A node is at least so many pixels from its centre to its rim, however small the stage. */
const RADIUS_MIN = 20;
/** Of the geometric mean of the stage's sides. */
const RADIUS_PART = 0.064;
/** Centres of neighbours are so many radii apart: room for timers, and for messages between them. */
const APART = 2.9;
/** Words beside a node that are written out want so many units; with less than this they stand above or below. */
const SIDE_WORDS = 11.2;
const SIDE_WORDS_MIN = 5.5;
/** Two lines below the nodes. */
const WORDS_BELOW = 2.5;

/**
 * Nodes on an ellipse that takes the shape of its room, clockwise from the top and evenly along the line; an even number
 * stands with two at the top. Words get what the ring leaves, and the ring leaves no more than they can use.
 */
export function layoutStage(ids: readonly NodeId[], size: StageSize): StageLayout {
  const count = Math.max(1, ids.length);
  const crowd = count > 5 ? Math.max(0.7, 1 - (count - 5) * 0.05) : 1;
  const { width, height } = size;
  let radius = Math.max(
    RADIUS_MIN,
    Math.min(Math.sqrt(width * height) * RADIUS_PART * crowd, Math.min(width, height) * 0.16),
  );
  // The margins depend on the radius, and the radius on how far apart the nodes are.
  for (let round = 0; ; round++) {
    const layout = ring(ids, size, radius);
    const most = Math.max(RADIUS_MIN, leastDistance(layout.places) / APART);
    if (radius <= most || round === 3) return layout;
    radius = most;
  }
}

function ring(ids: readonly NodeId[], size: StageSize, radius: number): StageLayout {
  const { width, height, rem } = size;
  const unit = Math.min(Math.max(radius / 2.5, rem * 0.78), rem * 2.6);
  const room = roomForDiscs(size, radius, unit);
  const count = Math.max(1, ids.length);
  // One stands in the middle, and two beside or above each other, as the room is.
  const upright = count === 2 && height > width;
  const angles = evenAngles(count, (room.right - room.left) / (room.bottom - room.top), upright);
  const units = ids.map((_, i): Point => {
    if (count === 1) return { x: 0, y: 0 };
    const angle = angles[2 * i] ?? 0;
    return { x: Math.cos(angle), y: Math.sin(angle) };
  });
  const across = axis(
    units.map(({ x }) => x),
    room.left + radius,
    room.right - radius,
  );
  const down = axis(
    units.map(({ y }) => y),
    room.top + radius,
    room.bottom - radius,
  );
  const places = ids.map((id, i): Place => {
    const at = units[i] ?? { x: 0, y: 0 };
    return { id, x: across.middle + at.x * across.half, y: down.middle + at.y * down.half };
  });
  return {
    size,
    centre: { x: across.middle, y: down.middle },
    rx: across.half,
    ry: down.half,
    radius,
    unit,
    places,
    gaps: ids.map((_, i) => angles[2 * i + 1] ?? 0),
    isRing: true,
  };
}

/** What stands round a disc takes so much: crowns above it, rims, and trays beside it. */
function marksAround(radius: number, unit: number) {
  const above = crownTop(radius, unit) - radius + 2;
  const below = rimRadius(radius, unit) + unit * 0.2 - radius + 2;
  const beside = Math.max(below, trayPlace(radius, unit).x + TRAY * unit + 2 - radius);
  return { above, below, beside };
}

/** Where a node's centre may be, so that it and its marks are whole on the stage. */
export function centresRoom({ width, height }: StageSize, radius: number, unit: number) {
  const { above, below, beside } = marksAround(radius, unit);
  return {
    left: beside + radius,
    right: width - beside - radius,
    top: above + radius,
    bottom: height - below - radius,
  };
}

/** Where discs may be: inside of it there is always room for rims, crowns and trays, and for words on the outside. */
function roomForDiscs({ width, height }: StageSize, radius: number, unit: number) {
  const { above, below, beside } = marksAround(radius, unit);
  const mostHigh = height - above - below;
  const mostWide = width - 2 * beside;
  const wanted = FILL * width * height;
  const wide = Math.min(mostWide, Math.max(wanted / mostHigh, width - 2 * SIDE_WORDS * unit));
  if ((width - wide) / 2 >= SIDE_WORDS_MIN * unit) {
    const left = (width - wide) / 2;
    return { left, right: width - left, top: above, bottom: height - below };
  }
  const high = Math.min(mostHigh, Math.max(wanted / mostWide, mostHigh - WORDS_BELOW * unit));
  return { left: beside, right: width - beside, top: above, bottom: above + high };
}

/** Stretches values of -1 to 1 so that they fill the room between two edges; what does not differ stands in its middle. */
function axis(values: readonly number[], from: number, to: number): { middle: number; half: number } {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const extent = most - least;
  const centre = (from + to) / 2;
  if (!(extent > 1e-6)) return { middle: centre, half: Math.max(0, (to - from) / 2) };
  const half = Math.max(0, to - from) / extent;
  return { middle: centre - ((least + most) / 2) * half, half };
}

const SAMPLES = 360;

/**
 * 2·count angles that lie evenly along an ellipse `ratio` times as wide as high, from the top, clockwise: nodes at the even
 * ones, the middles of the gaps between them at the odd ones.
 */
function evenAngles(count: number, ratio: number, upright: boolean): readonly number[] {
  const wide = Math.min(8, Math.max(1 / 8, ratio));
  const lengths: number[] = [0];
  const at = (i: number) => -Math.PI / 2 + (i * 2 * Math.PI) / SAMPLES;
  for (let i = 1; i <= SAMPLES; i++) {
    const [a, b] = [at(i - 1), at(i)];
    const step = Math.hypot((Math.cos(b) - Math.cos(a)) * wide, Math.sin(b) - Math.sin(a));
    lengths.push((lengths[i - 1] ?? 0) + step);
  }
  const around = lengths[SAMPLES] ?? 1;
  const shift = count % 2 === 0 && !upright ? -0.5 / count : 0;
  return Array.from({ length: 2 * count }, (_, k) => {
    const part = (shift + k / (2 * count) + 1) % 1;
    const wanted = part * around;
    const i = Math.max(
      1,
      lengths.findIndex((length) => length >= wanted),
    );
    const [before, after] = [lengths[i - 1] ?? 0, lengths[i] ?? 0];
    const between = after === before ? 0 : (wanted - before) / (after - before);
    return at(i - 1 + between);
  });
}

/** Between any two of the points; Infinity for fewer than two. */
function leastDistance(points: readonly Point[]): number {
  let least = Number.POSITIVE_INFINITY;
  points.forEach((a, i) => {
    for (const b of points.slice(i + 1)) least = Math.min(least, Math.hypot(a.x - b.x, a.y - b.y));
  });
  return least;
}

/** Of the rim round a node's disc, where a leader's ring is, and everybody else's timer. */
export function rimRadius(radius: number, unit: number): number {
  return radius + unit * 0.45;
}

/** From a leader's centre up to the tips of its crown, which stands on its ring. */
export function crownTop(radius: number, unit: number): number {
  return rimRadius(radius, unit) + radius * 0.36;
}

/** Half a tray's width, in units of the stage. */
export const TRAY = 0.42;

/** From a node's centre to the foot of its trays (disk at -x, apply at x): outside of the rim, with all they can hold. */
export function trayPlace(radius: number, unit: number): Point {
  return { x: radius * 0.85 + unit * 0.9, y: radius * 0.78 + unit * 0.55 };
}

/** From a node's centre to its badges, which stand outside of the timer's arc: paused and joint at x, the others at -x. */
export function badgePlace(radius: number, unit: number): number {
  return (radius + unit * 1.1) * Math.SQRT1_2;
}

/** The point on the ring between neighbour i and the next, pushed outwards by `factor` (1: on the ring). */
export function gapPoint(layout: StageLayout, i: number, factor: number): Point {
  const angle = layout.gaps[i] ?? 0;
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

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
