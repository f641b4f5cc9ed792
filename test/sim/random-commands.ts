import { drawInt, drawUnit, type Dice } from '../../src/base/random.ts';
import type { Command } from '../../src/sim/command.ts';
import type { World } from '../../src/sim/world.ts';

const text = new TextEncoder();

/** Some command, by the dice; it may be one that cannot be done. */
export function drawCommand(dice: Dice, world: World): Command {
  const nodes = [...world.machines.keys()];
  const node = nodes[drawInt(dice, 0, nodes.length - 1)] ?? 1;
  const other = nodes[drawInt(dice, 0, nodes.length - 1)] ?? 1;
  const message = drawInt(dice, Math.max(1, world.bus.lastId - 20), world.bus.lastId + 1);
  const request = world.calls.lastId + 1;
  const oneWay = drawUnit(dice) < 0.5;
  switch (drawInt(dice, 0, 17)) {
    case 0:
      return { type: 'kill', node };
    case 1:
    case 2:
      return { type: 'restart', node };
    case 3:
      return { type: 'pause', node };
    case 4:
    case 5:
      return { type: 'resume', node };
    case 6:
      return { type: 'isolate', node };
    case 7:
      return { type: 'partition', groups: [nodes.filter((id) => id <= node)] };
    case 8:
    case 9:
      return { type: 'heal' };
    case 10:
      return { type: 'cut', from: node, to: other, oneWay };
    case 11: {
      const settings = {
        latencyMs: drawInt(dice, 1, 30),
        jitterMs: drawInt(dice, 0, 9),
        loss: drawUnit(dice) / 4,
      };
      return { type: 'link', from: node, to: other, settings: { ...settings, hold: drawUnit(dice) < 0.2 } };
    }
    case 12:
      return { type: 'duplicate', message };
    case 13:
      return { type: 'drop', message };
    case 14:
      return { type: 'deliver', message };
    default: {
      const key = text.encode(`k${drawInt(dice, 0, 9)}`);
      return {
        type: 'request',
        request,
        node,
        operation: { type: 'put', key, value: text.encode(`${request}`) },
      };
    }
  }
}
