import type { NodeId } from '../../base/flavor.ts';
import { centresRoom, type Place, type Point, type StageLayout } from './stage-layout.ts';

/**
 * Where somebody has put a node: parts of the room that nodes' centres have, 0 at its left and top, 1 at its right and foot, so
 * that it means the same place on a stage of another size.
 */
export interface ArrangedNode {
  readonly node: NodeId;
  readonly x: number;
  readonly y: number;
}

/** Whoever is not in it stands on the ring. */
export type Arrangement = readonly ArrangedNode[];

/** Centres are at least so many radii from each other, whatever the arrangement asks: rims and crowns stay whole. */
const APART = 2.9;
/** Of that distance so much will do where there is little room. */
const ENOUGH = 0.75;
/** Nodes that are too near are pushed apart so often, at most. */
const ROUNDS = 100;

/**
 * The layout of a ring with the arranged nodes where they were put, as far from each other as nodes must be; the ring itself
 * where the stage has no room for that.
 */
export function arranged(ring: StageLayout, arrangement: Arrangement): StageLayout {
  const byNode = new Map(arrangement.map((each) => [each.node, each]));
  if (!ring.places.some(({ id }) => byNode.has(id))) return ring;
  const room = centresRoom(ring.size, ring.radius, ring.unit);
  const put = ring.places.map((place): Place => {
    const wanted = byNode.get(place.id);
    if (!wanted) return place;
    return {
      id: place.id,
      x: room.left + clamp(wanted.x) * (room.right - room.left),
      y: room.top + clamp(wanted.y) * (room.bottom - room.top),
    };
  });
  const places = pushedApart(put, ring.radius * APART, room);
  if (!places) return ring;
  return { ...ring, places, centre: middleOf(places), isRing: false };
}

/** The arrangement with one node at a point of the stage (pixels), or as near to it as may be. */
export function movedTo(layout: StageLayout, arrangement: Arrangement, node: NodeId, to: Point): Arrangement {
  const { left, right, top, bottom } = centresRoom(layout.size, layout.radius, layout.unit);
  const x = part(to.x, left, right);
  const y = part(to.y, top, bottom);
  return [...arrangement.filter((each) => each.node !== node), { node, x, y }].toSorted(
    (a, b) => a.node - b.node,
  );
}

function part(at: number, from: number, to: number): number {
  return to > from ? Math.round(clamp((at - from) / (to - from)) * 10_000) / 10_000 : 0.5;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Pairs that are too near part, half the way each, and stay in the room; undefined where there is no room for that. */
function pushedApart(
  places: readonly Place[],
  apart: number,
  room: ReturnType<typeof centresRoom>,
): readonly Place[] | undefined {
  const now = places.map(({ id, x, y }) => ({ id, x, y }));
  const move = (place: { x: number; y: number }, dx: number, dy: number): void => {
    place.x = Math.min(room.right, Math.max(room.left, place.x + dx));
    place.y = Math.min(room.bottom, Math.max(room.top, place.y + dy));
  };
  let nearest = 0;
  for (let round = 0; round < ROUNDS && nearest < apart - 0.5; round++) {
    nearest = Number.POSITIVE_INFINITY;
    for (const [i, a] of now.entries())
      for (const b of now.slice(i + 1)) {
        const distance = Math.hypot(a.x - b.x, a.y - b.y);
        nearest = Math.min(nearest, distance);
        if (distance >= apart) continue;
        // Those on one spot part in directions of their own.
        const angle = distance > 0.01 ? Math.atan2(b.y - a.y, b.x - a.x) : i + b.id;
        const by = (apart - distance) / 2;
        move(a, -by * Math.cos(angle), -by * Math.sin(angle));
        move(b, by * Math.cos(angle), by * Math.sin(angle));
      }
  }
  return nearest >= apart * ENOUGH ? now : undefined;
}

function middleOf(places: readonly Point[]): Point {
  const count = Math.max(1, places.length);
  return {
    x: places.reduce((sum, { x }) => sum + x, 0) / count,
    y: places.reduce((sum, { y }) => sum + y, 0) / count,
  };
}
