import { drawInt, drawUnit, type Dice } from '../../base/random.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { ConfChangeType } from '../../raft/entry.ts';
import type { Command, DiskSettings } from './command.ts';
import { shapeNames, type ShapeName } from './shapes.ts';
import { isRuined } from '../world/machine.ts';
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
  'isolate',
  'bridge',
  'clock',
  'clockJump',
  'diskFull',
  'diskError',
  'readError',
  'tear',
  'lostUnsynced',
  'lyingDisk',
  'bitFlip',
  'loseDisk',
] as const;
export type FaultName = (typeof faultNames)[number];

/**
 * A command of this kind of trouble, or one that ends earlier trouble of it. No protocol keeps its promises where a member comes
 * back that has forgotten what it said it had synced: disks are ruined one at a time, and nobody starts from a ruined one again, so
 * that what the checks find is always the members' doing.
 */
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
    case 'isolate':
      return drawUnit(dice) < 0.5 ? { type: 'heal' } : { type: 'isolate', node };
    case 'bridge':
      return drawUnit(dice) < 0.5 ? { type: 'heal' } : { type: 'shape', shape: drawShape(dice), node };
    case 'clock':
      return { type: 'clockRate', node, rate: drawRate(dice, world) };
    case 'clockJump':
      return { type: 'clockJump', node, ms: drawInt(dice, -HOUR_MS, HOUR_MS) };
    case 'diskFull':
    case 'diskError':
    case 'readError':
      return drawDiskFault(dice, world, node, fault);
    case 'tear':
    case 'lostUnsynced':
      return isMostDown(world) ? revive(world) : { type: 'powerLoss', node, torn: fault === 'tear' };
    case 'lyingDisk':
    case 'bitFlip':
    case 'loseDisk':
      return drawRuin(dice, world, node, fault);
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
  // Who never comes back goes first: else the others might not be enough any more.
  const ruined = [...world.machines.values()].find(isRuined)?.id;
  const nodeId = type === 'ConfChangeRemoveNode' ? (ruined ?? node) : node;
  return {
    type: 'confChange',
    request: world.calls.lastId + 1,
    node: pick(dice, nodes),
    change: { version: 1, id: 0, type, nodeId, context: undefined },
  };
}

const HOUR_MS = 3_600_000;

/** Clocks are off by half or double at most. Reads by a lease are only right where they all go equally fast. */
function drawRate(dice: Dice, { config }: World): number {
  const rate = 2 ** (2 * drawUnit(dice) - 1);
  return config.readOnly === 'leaseBased' || drawUnit(dice) < 0.4 ? 1 : rate;
}

function drawShape(dice: Dice): ShapeName {
  return shapeNames[drawInt(dice, 0, shapeNames.length - 1)] ?? 'bridge';
}

/** Trouble that ends members, or starts of them, and takes nothing from them. */
function drawDiskFault(
  dice: Dice,
  world: World,
  node: NodeId,
  fault: 'diskFull' | 'diskError' | 'readError',
): Command {
  const machines = [...world.machines.values()];
  if (fault === 'readError') {
    const bad = machines.find(({ disk }) => disk.faults.unreadable !== 'nothing');
    if (bad !== undefined) return set(bad.id, { unreadable: 'nothing' });
    return set(node, { unreadable: drawUnit(dice) < 0.5 ? 'wal' : 'snap' });
  }
  const bad = machines.find(({ disk }) => disk.faults.writesFail || disk.faults.roomBytes !== undefined);
  if (bad !== undefined) return set(bad.id, { writesFail: false, full: false });
  if (isMostDown(world)) return revive(world);
  if (fault === 'diskError') return set(node, { writesFail: true });
  return set(node, drawUnit(dice) < 0.5 ? { full: true } : { roomBytes: drawInt(dice, 100, 5000) });
}

function set(node: NodeId, settings: DiskSettings): Command {
  return { type: 'disk', node, settings };
}

/** A disk is ruined: if no other is, or may come to be. */
function drawRuin(
  dice: Dice,
  world: World,
  node: NodeId,
  fault: 'lyingDisk' | 'bitFlip' | 'loseDisk',
): Command {
  const machines = [...world.machines.values()];
  const lying = machines.find(({ disk }) => disk.faults.lies);
  if (lying !== undefined) {
    const ends = drawUnit(dice) < 0.5 || isMostDown(world) || lying.status === 'killed';
    if (ends) return { type: 'disk', node: lying.id, settings: { lies: false } };
    return { type: 'powerLoss', node: lying.id, torn: drawUnit(dice) < 0.5 };
  }
  if (machines.some(isRuined)) return revive(world);
  if (fault === 'lyingDisk') return { type: 'disk', node, settings: { lies: true } };
  const victim = machines.find(({ status }) => status === 'killed')?.id;
  if (victim === undefined) return isMostDown(world) ? revive(world) : { type: 'kill', node };
  if (fault === 'loseDisk') return { type: 'loseDisk', node: victim };
  return { type: 'bitFlip', node: victim, file: drawUnit(dice) < 0.5 ? 'wal' : 'snap' };
}

/** Half of the voters or more would be down: no more kills for now. */
function isMostDown(world: World): boolean {
  const killed = [...world.machines.values()].filter((machine) => machine.status === 'killed').length;
  return 2 * (killed + 1) > world.machines.size;
}

function revive(world: World): Command {
  const killed = [...world.machines.values()].find(
    (machine) => machine.status === 'killed' && !isRuined(machine),
  );
  return killed === undefined ? { type: 'heal' } : { type: 'restart', node: killed.id };
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
