import { drawInt, drawUnit, type Dice } from '../../src/base/random.ts';
import { put, watch } from '../../src/client/operations.ts';
import type { Command } from '../../src/sim/command/command.ts';
import type { World } from '../../src/sim/world/world.ts';
import type { RecipeOptions } from '../../src/client/recipes.ts';

const text = new TextEncoder();

/** Some command, by the dice; it may be one that cannot be done. */
export function drawCommand(dice: Dice, world: World): Command {
  const nodes = [...world.machines.keys()];
  const node = nodes[drawInt(dice, 0, nodes.length - 1)] ?? 1;
  const other = nodes[drawInt(dice, 0, nodes.length - 1)] ?? 1;
  const message = drawInt(dice, Math.max(1, world.bus.lastId - 20), world.bus.lastId + 1);
  const request = world.calls.lastId + 1;
  const oneWay = drawUnit(dice) < 0.5;
  switch (drawInt(dice, 0, 21)) {
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
    case 15:
      return startClient(dice, nodes);
    case 16:
    case 17:
      return clientCommand(dice);
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

/** One of three clients begins to write, to watch, or to take a lock. */
function startClient(dice: Dice, nodes: readonly number[]): Command {
  const client = `c${drawInt(dice, 1, 3)}`;
  const key = text.encode(`k${drawInt(dice, 0, 9)}`);
  const lock = { name: key, holds: true, lease: 0n, ttl: 2, keepAlive: true };
  const operations = Array.from({ length: 5 }, (_, i) => put(key, text.encode(`${client}.${i}`)));
  const programs: RecipeOptions[] = [
    { recipe: 'calls', operations, gapMs: drawInt(dice, 0, 40), stays: false },
    { recipe: 'watching', request: watch(key, new Uint8Array(0), 1) },
    { recipe: 'lock', ...lock },
  ];
  const program = programs[drawInt(dice, 0, 2)] ?? { recipe: 'lock', ...lock };
  return { type: 'startClient', client, endpoints: nodes, program };
}

function clientCommand(dice: Dice): Command {
  const client = `c${drawInt(dice, 1, 3)}`;
  const type = (['pauseClient', 'resumeClient', 'resumeClient', 'stopClient'] as const)[drawInt(dice, 0, 4)];
  return type === undefined
    ? { type: 'tellClient', client, instruction: { type: 'release' } }
    : { type, client };
}
