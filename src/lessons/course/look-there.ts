import { unreachable } from '../../base/assert.ts';
import type { World } from '../../sim/world/world.ts';
import type { Look } from './lesson.ts';

/** Whether what a step points at is there in the world of its instant. */
export function isThere(look: Look, world: World): boolean {
  switch (look.type) {
    case 'node':
    case 'log':
      return world.machines.has(look.node);
    case 'time':
      return look.node === undefined || world.machines.has(look.node);
    case 'link':
      return world.machines.has(look.from) && world.machines.has(look.to);
    case 'message':
      return [...world.bus.flights()].some(
        ({ from, to, payload }) =>
          payload.type === look.message && from === (look.from ?? from) && to === (look.to ?? to),
      );
    case 'entry':
      return [...world.machines.values()].some(({ id, image }) => {
        if (image === undefined || id !== (look.node ?? id)) return false;
        const { last } = image.view();
        return look.index >= 1 && look.index <= last;
      });
    case 'panel':
      return true;
    default:
      return unreachable(look);
  }
}
