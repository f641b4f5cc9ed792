import { drawInt, type Dice } from '../../../src/base/random.ts';
import { present } from '../../../src/base/assert.ts';
import type { Past } from '../../../src/explain/past.ts';
import { placeFields, type Place, type PlaceField } from '../../../src/explain/origin/place.ts';

/** What of a node that is down is on its disk. */
const fieldsOnDisk: readonly PlaceField[] = ['term', 'vote', 'commit', 'last', 'stable', 'snapshot'];

/** All places of the playhead of which somebody may ask, but for most of the entries and calls. */
function placesOf(past: Past, dice: Dice): Place[] {
  const places: Place[] = [];
  const { machines, calls } = past.now;
  for (const { id: node, image } of machines.values()) {
    const { first, last, progress } = present(past.member(node), 'a disk that can be read').view();
    for (const field of image === undefined ? fieldsOnDisk : placeFields)
      places.push({ type: 'field', node, field });
    for (const field of ['term', 'vote', 'commit'] as const) places.push({ type: 'hardState', node, field });
    const indexes = first <= last ? [0, 1, 2, 3].map(() => drawInt(dice, first, last)) : [];
    for (const index of indexes) places.push({ type: 'entry', node, index });
    if (image === undefined) continue;
    for (const { id: of } of progress)
      for (const field of ['match', 'next', 'state'] as const)
        places.push({ type: 'progress', node, of, field });
    for (const key of ['k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7']) {
      if (image.keyHistory(new Uint8Array([107, key.charCodeAt(1)])).length > 0)
        places.push({ type: 'key', node, key, field: 'modRevision' });
    }
  }
  for (let i = 0; i < 10; i++) {
    const id = drawInt(dice, 1, calls.lastId);
    if (calls.get(id)?.result !== undefined) places.push({ type: 'call', id });
  }
  return places;
}

export function drawPlaces(past: Past, dice: Dice, count: number): Place[] {
  const all = placesOf(past, dice);
  return Array.from({ length: count }, () => all[drawInt(dice, 0, all.length - 1)]).filter(
    (place) => place !== undefined,
  );
}
