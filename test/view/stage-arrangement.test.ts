import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { arranged, movedTo, type Arrangement } from '../../src/view/stage/arrangement.ts';
import { borders } from '../../src/view/stage/borders.ts';
import { layoutStage, rimRadius, type Place, type Point } from '../../src/view/stage/stage-layout.ts';
import { splitLines } from '../../src/view/stage/stage-split.ts';

const desk = { width: 1040, height: 390, rem: 16 };
const projector = { width: 2800, height: 1100, rem: 36 };
const phone = { width: 340, height: 230, rem: 16 };
const sizes = [desk, projector, phone];

const part = fc.double({ min: 0, max: 1, noNaN: true });
const arrangement: fc.Arbitrary<Arrangement> = fc.uniqueArray(
  fc.record({ node: fc.integer({ min: 1, max: 9 }), x: part, y: part }),
  { selector: ({ node }) => node },
);

function ids(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

describe('nodes that somebody moved', () => {
  it('stand where they were put, on a stage of any size at the same place of its room', () => {
    const ring = layoutStage(ids(5), desk);
    const moved = movedTo(ring, [], 3, { x: 520, y: 200 });
    const place = arranged(ring, moved).places[2];
    expect(place?.x).toBeCloseTo(520, 0);
    expect(place?.y).toBeCloseTo(200, 0);
    // The others are where the ring has them.
    expect(arranged(ring, moved).places[0]).toEqual(ring.places[0]);
    const large = arranged(layoutStage(ids(5), projector), moved).places[2];
    expect((large?.x ?? 0) / projector.width).toBeCloseTo(0.5, 1);
    expect((large?.y ?? 0) / projector.height).toBeCloseTo(0.51, 1);
  });

  it('are on the ring again when no one is arranged, or one that is gone', () => {
    const ring = layoutStage(ids(3), desk);
    expect(arranged(ring, [])).toBe(ring);
    expect(arranged(ring, [{ node: 7, x: 0.5, y: 0.5 }])).toBe(ring);
  });

  it.prop([arrangement, fc.integer({ min: 2, max: 9 }), fc.constantFrom(...sizes)])(
    'never cover each other, and stay whole on the stage, wherever they were put',
    (wanted, count, size) => {
      const ring = layoutStage(ids(count), size);
      const { places, radius, unit } = arranged(ring, wanted);
      const rim = rimRadius(radius, unit);
      for (const [i, a] of places.entries()) {
        expect(a.x - rim).toBeGreaterThanOrEqual(0);
        expect(a.x + rim).toBeLessThanOrEqual(size.width);
        expect(a.y - rim).toBeGreaterThanOrEqual(0);
        expect(a.y + rim).toBeLessThanOrEqual(size.height);
        for (const b of places.slice(i + 1))
          expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(2 * radius);
      }
    },
  );
});

describe('borders between groups that stand anywhere', () => {
  const frame = { left: -50, top: -50, right: 1050, bottom: 450 };
  const scattered = fc
    .uniqueArray(fc.record({ x: fc.integer({ min: 0, max: 20 }), y: fc.integer({ min: 0, max: 8 }) }), {
      minLength: 2,
      maxLength: 9,
      selector: ({ x, y }) => `${x},${y}`,
    })
    .map((points) => points.map(({ x, y }, i): Place => ({ id: i + 1, x: x * 50, y: y * 50 })));

  it.prop([scattered, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 9, maxLength: 9 })])(
    'are as far from a node of one group as from the next of another, and no nearer to any',
    (places, groups) => {
      const groupOf = (id: number) => groups[id - 1] ?? 0;
      for (const { points } of borders(places, groupOf, frame))
        for (const [i, point] of points.entries()) {
          const next = points[i + 1];
          if (!next) continue;
          const middle = { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
          const near = places.toSorted((a, b) => away(a, middle) - away(b, middle));
          const [first, second] = near;
          expect(away(first, middle)).toBeCloseTo(away(second, middle), 6);
          const nearest = near.filter((place) => away(place, middle) < away(first, middle) + 1e-6);
          expect(new Set(nearest.map(({ id }) => groupOf(id))).size).toBeGreaterThan(1);
        }
    },
  );

  it('is one line between two groups, and three lines from a point between three', () => {
    const ring = layoutStage(ids(6), desk);
    const moved = arranged(ring, movedTo(ring, [], 1, { x: 300, y: 180 }));
    const two = splitLines(moved, [
      [1, 5, 6],
      [2, 3, 4],
    ]);
    expect(two).toHaveLength(1);
    expect(two[0]?.ends).toHaveLength(2);
    const three = splitLines(moved, [
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(three).toHaveLength(3);
    expect(three.map(({ ends }) => ends.length)).toEqual([1, 1, 1]);
    expect(three.flatMap(({ groups }) => groups)).toHaveLength(3);
    // They meet in one point.
    const inner = three.map(({ points, ends }) => points.filter((point) => !ends.includes(point)).map(at));
    expect(inner[0]?.filter((point) => inner[1]?.includes(point) && inner[2]?.includes(point))).toHaveLength(
      1,
    );
  });

  it('are drawn where groups alternate, too, when somebody has moved nodes', () => {
    const ring = layoutStage(ids(5), desk);
    const moved = arranged(ring, [{ node: 1, x: 0.4, y: 0.5 }]);
    expect(
      splitLines(ring, [
        [1, 3, 5],
        [2, 4],
      ]),
    ).toEqual([]);
    expect(
      splitLines(moved, [
        [1, 3, 5],
        [2, 4],
      ]).length,
    ).toBeGreaterThan(0);
  });
});

function away(place: Point | undefined, { x, y }: Point): number {
  return place ? Math.hypot(place.x - x, place.y - y) : Number.POSITIVE_INFINITY;
}

function at({ x, y }: Point): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
