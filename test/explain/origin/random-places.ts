import { drawInt, type Dice } from '../../../src/base/random.ts';
import type { Place } from '../../../src/explain/origin/place.ts';
import { placeFields } from '../../../src/explain/origin/place.ts';
import type { World } from '../../../src/sim/world/world.ts';

/** All places of a world of which somebody may ask, but for most of the entries and calls. */
function placesOf(world: World, dice: Dice): Place[] {
  const places: Place[] = [];
  for (const { id: node, image } of world.machines.values()) {
    if (image === undefined) continue;
    const { first, last, progress } = image.view();
    for (const field of placeFields) places.push({ type: 'field', node, field });
    for (const field of ['term', 'vote', 'commit'] as const) places.push({ type: 'hardState', node, field });
    const indexes = first <= last ? [0, 1, 2, 3].map(() => drawInt(dice, first, last)) : [];
    for (const index of indexes) places.push({ type: 'entry', node, index });
    for (const { id: of } of progress)
      for (const field of ['match', 'next', 'state'] as const)
        places.push({ type: 'progress', node, of, field });
    for (const key of ['k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7']) {
      if (image.keyHistory(new Uint8Array([107, key.charCodeAt(1)])).length > 0)
        places.push({ type: 'key', node, key, field: 'modRevision' });
    }
  }
  for (let i = 0; i < 10; i++) {
    const id = drawInt(dice, 1, world.calls.lastId);
    if (world.calls.get(id)?.result !== undefined) places.push({ type: 'call', id });
  }
  return places;
}

export function drawPlaces(world: World, dice: Dice, count: number): Place[] {
  const all = placesOf(world, dice);
  return Array.from({ length: count }, () => all[drawInt(dice, 0, all.length - 1)]).filter(
    (place) => place !== undefined,
  );
}
