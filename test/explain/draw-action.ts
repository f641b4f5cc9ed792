import { drawInt, drawUnit, type Dice } from '../../src/base/random.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import type { ClientOperation } from '../../src/etcd/request.ts';
import type { Command } from '../../src/sim/command/command.ts';
import { drawFault, type FaultName } from '../../src/sim/command/faults.ts';
import type { World } from '../../src/sim/world/world.ts';
import { calmCommands } from '../../src/swarm/calm.ts';

/** Mostly clients' calls, several at once, so that there is something to lose; trouble; now and then its end. */
export function drawAction(dice: Dice, world: World, faults: readonly FaultName[]): Command[] {
  const chance = drawUnit(dice);
  const fault = faults[drawInt(dice, 0, faults.length - 1)];
  if (chance < 0.3 && fault !== undefined) return [drawFault(dice, world, fault)];
  if (chance < 0.36) return calmCommands(world);
  const first = world.calls.lastId + 1;
  return Array.from({ length: drawInt(dice, 1, 4) }, (_, i) => drawCall(dice, world, first + i));
}

function drawCall(dice: Dice, world: World, request: number): Command {
  const nodes = [...world.machines.keys()];
  const node = nodes[drawInt(dice, 0, nodes.length - 1)] ?? 1;
  const key = encodeUtf8(`k${drawInt(dice, 0, 7)}`);
  return { type: 'request', request, node, operation: drawOperation(drawInt(dice, 0, 9), key, request) };
}

function drawOperation(choice: number, key: Uint8Array, request: number): ClientOperation {
  if (choice === 0) return { type: 'deleteRange', key };
  if (choice <= 2) return { type: 'range', key, revision: 0, consistency: 'linearizable' };
  return { type: 'put', key, value: encodeUtf8(`v${request}`) };
}
