import type { Micros, NodeId } from '../../base/flavor.ts';
import { touches } from '../../node/report/touched.ts';
import type { NodeInput, NodeTrace } from '../../node/io.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { Command } from '../../sim/command/command.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { TraceLine } from '../../sim/record/trace-log.ts';
import type { Machine } from '../../sim/world/machine.ts';
import { tickOf } from '../../sim/world/clock.ts';
import type { World } from '../../sim/world/world.ts';
import { chainOf } from '../causes.ts';
import type { Past } from '../past.ts';
import { currentLeader, situationOf } from '../situation.ts';
import type { Hindrance } from './why.ts';

// What several answers ask of the state at the playhead and of the record before it.

/** The machine, or a CommandError: there is no such node. */
export function knownNode({ machines }: World, node: NodeId): Machine {
  const machine = machines.get(node);
  if (machine !== undefined) return machine;
  throw new CommandError(
    'unknownNode',
    `why: there is no node ${node}; nodes are ${[...machines.keys()].join(', ')}`,
  );
}

/** The member as it is; undefined while it is killed. */
export function viewOf(world: World, node: NodeId): MemberView | undefined {
  return world.machines.get(node)?.image?.view();
}

/** Whether a call has reached the machine and its member has yet to take it: it stands still, or has just woken up. */
export function isToCome({ now, due }: World, { id, waiting }: Machine, request: number): boolean {
  const asks = (input: NodeInput): boolean =>
    input.type !== 'requestGone' && 'request' in input && input.request === request;
  if (waiting.some(asks)) return true;
  const rest = due.clone();
  for (let next = rest.pop(); next !== undefined && next.at <= now; next = rest.pop())
    if (next.type === 'input' && next.node === id && asks(next.input)) return true;
  return false;
}

/** The leader of the highest term. */
export function leaderOf(world: World): MemberView | undefined {
  return currentLeader(situationOf(world).nodes);
}

/**
 * Why a node is no part of it, from where `from` stands: it is down or stands still, or the link between the two is cut, one way
 * at least. Undefined: it is up and reached.
 */
export function hindranceOf({ now }: Past, node: NodeId, from: NodeId | undefined): Hindrance | undefined {
  const machine = now.machines.get(node);
  if (machine === undefined || machine.status === 'killed')
    return { node, code: machine?.removed === undefined ? 'killed' : 'removed', numbers: {} };
  if (machine.status === 'paused') return { node, code: 'paused', numbers: {} };
  if (from === undefined || from === node || !now.machines.has(from)) return undefined;
  const isCut = now.bus.link(from, node).cut || now.bus.link(node, from).cut;
  return isCut ? { node, code: 'cutOff', numbers: {} } : undefined;
}

export function hindrancesOf(
  past: Past,
  nodes: readonly NodeId[],
  from: NodeId | undefined,
): readonly Hindrance[] {
  return nodes.flatMap((node) => (node === from ? [] : (hindranceOf(past, node, from) ?? [])));
}

/** The event in which a node became what it is, killed and paused included; undefined: it has been so from the beginning. */
export function becameEvent(past: Past, node: NodeId, touched: number = touches.role): number | undefined {
  return past.history.events.previousTouch(node, touched, past.now.events + 1);
}

/** The newest command of which this is so, up to an event; and which event it was. */
export function lastCommand<Found extends Command>(
  past: Past,
  isIt: (command: Command) => command is Found,
  upTo: number = past.now.events,
): { readonly event: number; readonly command: Found } | undefined {
  const recorded = past.history.lastCommandUpTo(upTo, isIt);
  if (recorded === undefined) return undefined;
  const { event, command } = recorded;
  return isIt(command) ? { event, command } : undefined;
}

/** The events that took these nodes out of it, seen from where `from` stands: who killed, paused, cut. Newest first. */
export function awayEvents(
  past: Past,
  away: readonly Hindrance[],
  from: NodeId | undefined,
): readonly number[] {
  const events = away.flatMap(({ node, code }) => {
    if (code !== 'cutOff') return becameEvent(past, node) ?? [];
    return cutEvent(past, from ?? node, node) ?? [];
  });
  return [...new Set(events)].sort((a, b) => b - a);
}

/** The command that cut the link between two nodes, either way; undefined: it is not cut, or was so from the beginning. */
export function cutEvent(
  past: Past,
  a: NodeId,
  b: NodeId,
  upTo: number = past.now.events,
): number | undefined {
  return lastCommand(past, (command): command is Command => isCutBetween(command, a, b), upTo)?.event;
}

function isCutBetween(command: Command, a: NodeId, b: NodeId): boolean {
  switch (command.type) {
    case 'cut':
      return (command.from === a && command.to === b) || (command.from === b && command.to === a);
    case 'isolate':
      return command.node === a || command.node === b;
    case 'partition': {
      const of = (node: NodeId) => command.groups.findIndex((group) => group.includes(node));
      return of(a) < 0 || of(a) !== of(b);
    }
    default:
      return false;
  }
}

/** The last decisions of a node, newest first, of which this is so. */
export function decisionsOf<Found extends NodeTrace>(
  world: World,
  node: NodeId,
  isIt: (trace: NodeTrace) => trace is Found,
): readonly (TraceLine & { readonly trace: Found })[] {
  const lines = world.machines.get(node)?.trace.lines() ?? [];
  return lines.filter((line): line is TraceLine & { readonly trace: Found } => isIt(line.trace)).reverse();
}

/** From the event in which a node became what it is back to the inputs that made it. */
export async function chainOfBecoming(
  past: Past,
  node: NodeId,
  touched?: number,
): Promise<readonly number[]> {
  const event = becameEvent(past, node, touched);
  return event === undefined ? [] : chainOf(past, event);
}

/** When the node's own clock has ticked so often; undefined while it stands still. */
export function afterTicks(world: World, node: NodeId, ticks: number): Micros | undefined {
  const machine = world.machines.get(node);
  if (machine?.nextTickAt === undefined || world.byHand) return undefined;
  return machine.nextTickAt + Math.max(0, ticks - 1) * tickOf(world, machine);
}
