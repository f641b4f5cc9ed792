import type { Command } from '../sim/command/command.ts';
import type { World } from '../sim/world/world.ts';

/** Everything that drawFault breaks is whole again: links, disks, paused members and killed ones. */
export function calmCommands(world: World): Command[] {
  const { latencyMs, jitterMs } = world.config;
  const settings = { latencyMs, jitterMs, loss: 0, duplicate: 0, reorder: 0, hold: false };
  const machines = [...world.machines.values()];
  return [
    { type: 'heal' },
    ...world.bus.links().map(({ from, to }): Command => ({ type: 'link', from, to, settings })),
    ...machines.map(({ id }): Command => ({
      type: 'disk',
      node: id,
      settings: { fsyncMs: world.config.fsyncMs, stuck: false },
    })),
    ...machines
      .filter(({ status }) => status === 'paused')
      .map(({ id }): Command => ({ type: 'resume', node: id })),
    ...machines
      .filter(({ status }) => status === 'killed')
      .map(({ id }): Command => ({ type: 'restart', node: id })),
  ];
}
