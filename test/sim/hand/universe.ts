import type { Command } from '../../../src/sim/command/command.ts';
import type { World } from '../../../src/sim/world/world.ts';

/** Everything that an action could be asked of this world, enabled or not, and what can be asked of none. */
export function universe(world: World): Command[] {
  const all: Command[] = [];
  for (let message = 0; message <= world.bus.lastId + 1; message++) {
    for (const type of ['deliver', 'drop', 'duplicate'] as const) all.push({ type, message });
  }
  for (const node of [...world.machines.keys(), 0, 99, -1, 1.5, NaN]) {
    for (const type of [
      'finishWrite',
      'finishApply',
      'ready',
      'tick',
      'elapse',
      'kill',
      'restart',
      'resume',
    ] as const) {
      all.push({ type, node });
    }
  }
  for (let request = -1; request <= world.calls.lastId + 1; request++) all.push({ type: 'timeout', request });
  for (const client of [...[...world.clients.all()].map(({ name }) => name), 'nobody', '']) {
    all.push({ type: 'clientStep', client });
  }
  for (const { seq } of world.due.parked()) all.push({ type: 'report', report: seq });
  all.push({ type: 'report', report: 0 }, { type: 'byHand', on: true });
  return all;
}
