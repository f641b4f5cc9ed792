import { present } from '../../src/base/assert.ts';
import type { Point, Site } from './site.ts';

/**
 * A line on the stage that has two nodes on one side: they are next to each other on the ring, so the line is square
 * to the way from the centre to between them.
 */
export async function lineBeside(site: Site, pair: readonly number[]): Promise<readonly [Point, Point]> {
  const centres = await Promise.all([1, 2, 3, 4, 5].map((id) => site.centreOf(id)));
  const middle = mean(centres);
  const between = mean(pair.map((id) => present(centres[id - 1], 'a node')));
  const through = {
    x: middle.x + (between.x - middle.x) * 0.35,
    y: middle.y + (between.y - middle.y) * 0.35,
  };
  const along = { x: -(between.y - middle.y), y: between.x - middle.x };
  const stage = present(await site.page.getByRole('img', { name: 'Stage' }).boundingBox(), 'a stage');
  const reach = (sign: number): Point => {
    let end = through;
    for (let part = 0; part < 60; part++) {
      const next = { x: end.x + sign * along.x * 0.05, y: end.y + sign * along.y * 0.05 };
      const isInside =
        next.x > stage.x + 12 &&
        next.x < stage.x + stage.width - 12 &&
        next.y > stage.y + 12 &&
        next.y < stage.y + stage.height - 12;
      if (!isInside) break;
      end = next;
    }
    return end;
  };
  return [reach(-1), reach(1)];
}

function mean(points: readonly Point[]): Point {
  const sum = points.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
