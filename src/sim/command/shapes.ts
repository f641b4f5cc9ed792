import * as v from 'valibot';
import { unreachable } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import { node, word } from '../../base/schema.ts';
import type { World } from '../world/world.ts';
import { CommandError } from './command.ts';
import { entry } from './entry.ts';
import { knownMachine, leaderOf } from './known.ts';
import { setCuts } from './links.ts';

/**
 * Shapes that a network may be in, all links at once. The centre is the node that the shape is about.
 *
 *     halves      two parts, the leader in the smaller one
 *     minority    the leader and as many as still make no majority, and the rest
 *     alone       the centre is cut off (unless said: the leader)
 *     bridge      two parts that do not hear each other, and the centre hears both: two majorities share it
 *     star        everybody hears the centre alone
 *     ring        each hears its two neighbours
 *     oneWayRing  each is heard by the next one alone
 *     chain       a ring that is open between the last and the first
 *     deaf        the centre is heard and hears nobody (unless said: the leader)
 *     mute        the centre hears and is heard by nobody (unless said: the leader)
 */
export const shapeNames = [
  'halves',
  'minority',
  'alone',
  'bridge',
  'star',
  'ring',
  'oneWayRing',
  'chain',
  'deaf',
  'mute',
] as const;
export type ShapeName = (typeof shapeNames)[number];

export const shapeCommands = {
  shape: entry('shape', {
    fields: { shape: word(shapeNames), node: v.exactOptional(node) },
    check: (world, { node: centre }) => {
      if (centre !== undefined) knownMachine(world, centre);
      if (world.machines.size >= 2) return;
      throw new CommandError('nothingThere', 'one node alone has no links');
    },
    perform: (world, { shape, node: centre }) => {
      const carries = linksOf(world, shape, centre);
      setCuts(world, (from, to) => !carries(from, to));
    },
    isFault: true,
    label: ({ shape, node: centre }) => ({ object: centre === undefined ? shape : `${shape} n${centre}` }),
    doc: `shape(name, {node?}): the network becomes exactly this, every other cut is gone: ${shapeNames.join(', ')}. halves: two parts, the leader in the smaller; minority: the leader with all but a majority; alone, deaf (heard, hears nobody), mute (hears, unheard): the node, or the leader; bridge: two parts and a node that hears both; star: all hear the node alone; ring, oneWayRing, chain: neighbours by their numbers. Errors: unknownNode, badArgument, nothingThere.`,
  }),
};

type Carries = (from: NodeId, to: NodeId) => boolean;

/** Which links carry. */
function linksOf(world: World, shape: ShapeName, given: NodeId | undefined): Carries {
  const ids = [...world.machines.keys()];
  const leader = leadingNode(world) ?? ids[0] ?? 1;
  const place = (id: NodeId): number => ids.indexOf(id);
  const next = (id: NodeId): NodeId => ids[(place(id) + 1) % ids.length] ?? id;
  switch (shape) {
    case 'halves':
    case 'minority': {
      const first = given ?? leader;
      const size = shape === 'halves' ? Math.floor(ids.length / 2) : Math.floor((ids.length - 1) / 2);
      const part = new Set([first, ...ids.filter((id) => id !== first)].slice(0, Math.max(1, size)));
      return (from, to) => part.has(from) === part.has(to);
    }
    case 'alone':
      return (from, to) => from !== (given ?? leader) && to !== (given ?? leader);
    case 'deaf':
      return (_, to) => to !== (given ?? leader);
    case 'mute':
      return (from) => from !== (given ?? leader);
    case 'bridge': {
      const centre = given ?? ids.find((id) => id !== leader) ?? leader;
      const others = ids.filter((id) => id !== centre);
      const half = new Set(others.slice(0, Math.floor(others.length / 2)));
      return (from, to) => from === centre || to === centre || half.has(from) === half.has(to);
    }
    case 'star': {
      const centre = given ?? leader;
      return (from, to) => from === centre || to === centre;
    }
    case 'ring':
      return (from, to) => next(from) === to || next(to) === from;
    case 'oneWayRing':
      return (from, to) => next(from) === to;
    case 'chain':
      return (from, to) => Math.abs(place(from) - place(to)) === 1;
    default:
      return unreachable(shape);
  }
}

function leadingNode(world: World): NodeId | undefined {
  try {
    return leaderOf(world).id;
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}
