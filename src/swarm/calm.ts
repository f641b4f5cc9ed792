import type { Command } from '../sim/command/command.ts';
import type { DiskFaults } from '../sim/world/disk.ts';
import { isRuined } from '../sim/world/machine.ts';
import type { World } from '../sim/world/world.ts';

/** Nothing is wrong with a disk any more. */
const REPAIRED = { lies: false, full: false, writesFail: false, unreadable: 'nothing' } as const;

function isSound({ lies, roomBytes, writesFail, unreadable }: DiskFaults): boolean {
  return !lies && roomBytes === undefined && !writesFail && unreadable === 'nothing';
}

/**
 * Everything that drawFault breaks is whole again: links, disks, clocks, paused members and killed ones; but for disks that have
 * lost what they had said they had synced, or that nobody starts from. Whoever was there stays down.
 */
export function calmCommands(world: World): Command[] {
  const { latencyMs, jitterMs } = world.config;
  const settings = { latencyMs, jitterMs, loss: 0, duplicate: 0, reorder: 0, hold: false };
  const machines = [...world.machines.values()];
  return [
    { type: 'heal' },
    ...world.bus.links().map(({ from, to }): Command => ({ type: 'link', from, to, settings })),
    ...machines.map(({ id, disk }): Command => ({
      type: 'disk',
      node: id,
      settings: { fsyncMs: world.config.fsyncMs, stuck: false, ...(isSound(disk.faults) ? {} : REPAIRED) },
    })),
    ...machines
      .filter(({ clock }) => clock.rate !== 1)
      .map(({ id }): Command => ({ type: 'clockRate', node: id, rate: 1 })),
    ...machines
      .filter(({ status }) => status === 'paused')
      .map(({ id }): Command => ({ type: 'resume', node: id })),
    ...machines
      .filter((machine) => machine.status === 'killed' && !isRuined(machine))
      .map(({ id }): Command => ({ type: 'restart', node: id })),
  ];
}
