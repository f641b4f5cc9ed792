import { drawInt, drawUnit, type Dice } from '../../base/random.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { ConfChangeType } from '../../raft/entry.ts';
import type { Command } from './command.ts';
import { MACHINES_MAX } from '../world/parse-config.ts';
import type { World } from '../world/world.ts';

/** Kinds of trouble for random runs. Each offers a command that may or may not be possible now. */
export const faultNames = [
  'kill',
  'restart',
  'pause',
  'partition',
  'oneway',
  'loss',
  'duplicate',
  'jitter',
  'reorder',
  'hold',
  'transfer',
  'disk',
  'compaction',
  'membership',
] as const;
export type FaultName = (typeof faultNames)[number];

/** A command of this kind of trouble, or one that ends earlier trouble of it. */
export function drawFault(dice: Dice, world: World, fault: FaultName): Command {
  const nodes = [...world.machines.keys()];
  const node = pickNode(dice, world, nodes);
  const other = pick(
    dice,
    nodes.filter((id) => id !== node),
  );
  switch (fault) {
    case 'kill':
      return isMostDown(world) ? revive(world) : { type: 'kill', node };
    case 'restart':
      return revive(world);
    case 'pause': {
      const paused = nodes.find((id) => world.machine(id).status === 'paused');
      return paused === undefined ? { type: 'pause', node } : { type: 'resume', node: paused };
    }
    case 'partition':
      return drawUnit(dice) < 0.5 ? { type: 'heal' } : { type: 'partition', groups: [half(dice, nodes)] };
    case 'oneway':
      return drawUnit(dice) < 0.4 ? { type: 'heal' } : { type: 'cut', from: node, to: other, oneWay: true };
    case 'loss':
      return {
        type: 'link',
        from: node,
        to: other,
        settings: { loss: drawUnit(dice) < 0.5 ? 0 : drawUnit(dice) },
      };
    case 'duplicate':
      return { type: 'link', from: node, to: other, settings: { duplicate: drawUnit(dice) } };
    case 'jitter': {
      const settings = { latencyMs: drawInt(dice, 1, 60), jitterMs: drawInt(dice, 0, 400) };
      return { type: 'link', from: node, to: other, settings };
    }
    case 'reorder':
      return { type: 'link', from: node, to: other, settings: { reorder: drawUnit(dice) } };
    case 'hold':
      return { type: 'link', from: node, to: other, settings: { hold: drawUnit(dice) < 0.5 } };
    case 'disk': {
      const stuck = nodes.find((id) => world.machine(id).disk.stuck);
      if (stuck !== undefined) return { type: 'disk', node: stuck, settings: { stuck: false } };
      const settings = drawUnit(dice) < 0.4 ? { stuck: true } : { fsyncMs: drawInt(dice, 1, 500) };
      return { type: 'disk', node, settings };
    }
    case 'transfer':
      return { type: 'transferLeader', to: node };
    case 'compaction':
      return { type: 'snapshotNow', node };
    case 'membership':
      return drawMembership(dice, world, node);
    default:
      return { type: 'heal' };
  }
}

const changes: readonly ConfChangeType[] = [
  'ConfChangeAddNode',
  'ConfChangeRemoveNode',
  'ConfChangeAddLearnerNode',
];

function drawMembership(dice: Dice, world: World, node: NodeId): Command {
  const nodes = [...world.machines.keys()];
  if (nodes.length < Math.min(world.config.nodes + 2, MACHINES_MAX)) {
    return { type: 'addMachine', node: Math.max(...nodes) + 1 };
  }
  const type = changes[drawInt(dice, 0, changes.length - 1)] ?? 'ConfChangeAddNode';
  return {
    type: 'confChange',
    request: world.calls.lastId + 1,
    node: pick(dice, nodes),
    change: { version: 1, id: 0, type, nodeId: node, context: undefined },
  };
}

/** Half of the voters or more would be down: no more kills for now. */
function isMostDown(world: World): boolean {
  const killed = [...world.machines.values()].filter((machine) => machine.status === 'killed').length;
  return 2 * (killed + 1) > world.machines.size;
}

function revive(world: World): Command {
  const killed = [...world.machines.values()].find((machine) => machine.status === 'killed');
  return { type: 'restart', node: killed?.id ?? 1 };
}

/** Rather the leader than another: trouble is worst where it is. */
function pickNode(dice: Dice, world: World, nodes: readonly NodeId[]): NodeId {
  const leader = nodes.find((id) => world.machine(id).state === 'StateLeader');
  const chosen = pick(dice, nodes);
  return drawUnit(dice) < 0.3 ? (leader ?? chosen) : chosen;
}

function half(dice: Dice, nodes: readonly NodeId[]): NodeId[] {
  return nodes.filter(() => drawUnit(dice) < 0.5);
}

function pick(dice: Dice, nodes: readonly NodeId[]): NodeId {
  return nodes[drawInt(dice, 0, nodes.length - 1)] ?? 1;
}
