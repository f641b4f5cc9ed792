import type { Micros } from '../../base/flavor.ts';
import type { Due } from '../world/due-queue.ts';
import { isVoid } from '../take-batch.ts';
import { maybePushReady, scheduleFlight, type World } from '../world/world.ts';

/**
 * From now on the clock stands. Whatever would become due is parked: messages, writes, applies, ticks, the ends of calls,
 * what comes for client programs, what transports report. What clients have said to members reaches them at once, and what
 * the dice had lost is under way again.
 */
export function switchToHand(world: World): void {
  world.readys = undefined;
  for (const item of world.due.park()) {
    if (isVoid(world, item)) continue;
    if (waitsForHand(item)) world.due.keepParked(item);
    else world.due.pushAtOnce(world.now, item);
  }
  for (const flight of world.bus.revive(world.now)) scheduleFlight(world, flight);
}

/**
 * Time goes on: everything parked is due when it was meant to be. What comes for a client comes by the world's clock again. `takesReadys`:
 * with the setting `readyByHand`, Readys are taken all the same while time goes.
 */
export function switchToTime(world: World, takesReadys: boolean): void {
  if (takesReadys && world.config.readyByHand) world.readys = new Map();
  const { now } = world;
  world.due.unpark((item) =>
    Math.max(now, item.type === 'client' ? item.at - aheadOf(world, item) : item.at),
  );
  for (const run of world.clients.all()) if (run.ahead > 0) world.clients.set({ ...run, ahead: 0 });
  for (const machine of world.machines.values()) if (machine.status === 'up') maybePushReady(world, machine);
}

function aheadOf(world: World, { client }: Due & { readonly type: 'client' }): Micros {
  return world.clients.known(client).ahead;
}

/** Whether this waits until somebody picks it, or follows at once from what was done before. */
function waitsForHand(item: Due): boolean {
  if (item.type !== 'input') return true;
  if (item.waited === true || item.byHand === true) return false;
  switch (item.input.type) {
    case 'tick':
    case 'writeDone':
    case 'applyDone':
    case 'unreachable':
    case 'snapshotStatus':
      return true;
    default:
      return false;
  }
}
