import { microsToMs, type LogIndex, type NodeId, type Term } from '../../base/flavor.ts';
import type { Command } from '../../sim/command/command.ts';
import type { World } from '../../sim/world/world.ts';
import type { Past } from '../past.ts';
import {
  acknowledges,
  brings,
  isReached,
  machineOf,
  underWay,
  writtenAt,
  type Holder,
  type Leading,
} from './standing.ts';
import type { Hindrance, Need } from './why.ts';

/** What keeps a node from having an entry on its disk, as the leader would have it; undefined: it has it. */
export function lacking(
  world: World,
  holder: Holder,
  { index, term }: { readonly index: LogIndex; readonly term: Term },
  leading: Leading | undefined,
): Hindrance | undefined {
  if (holder.stable) return undefined;
  const node = holder.id;
  const away = standingAway(world, node, leading?.id);
  if (away !== undefined) return away;
  if (holder.has) return writing(world, node, index);
  const coming =
    leading === undefined
      ? undefined
      : underWay(world, leading.id, node, (each) => brings(each, index, term));
  if (coming !== undefined) {
    return coming.endsAt === undefined
      ? { node, code: 'entryHeld', numbers: { message: coming.id } }
      : {
          node,
          code: 'entryUnderWay',
          numbers: { message: coming.id, dueAtMs: microsToMs(coming.endsAt) },
        };
  }
  const progress = leading?.view.progress.find(({ id }) => id === node);
  if (progress?.state === 'StateSnapshot')
    return { node, code: 'getsSnapshot', numbers: { snapshot: progress.pendingSnapshot } };
  return holder.otherTerm === undefined
    ? { node, code: 'behind', numbers: { last: holder.last } }
    : { node, code: 'otherEntry', numbers: { entryTerm: holder.otherTerm } };
}

/** Killed, cut off from somebody, or paused; undefined: it runs and is reached. */
export function standingAway(world: World, node: NodeId, from: NodeId | undefined): Hindrance | undefined {
  const { status } = machineOf(world, node);
  if (status === 'killed') return { node, code: 'killed', numbers: {} };
  if (from !== undefined && !isReached(world, from, node)) return { node, code: 'cutOff', numbers: {} };
  return status === 'paused' ? { node, code: 'paused', numbers: {} } : undefined;
}

function writing(world: World, node: NodeId, index: LogIndex): Hindrance {
  const machine = machineOf(world, node);
  if (machine.disk.stuck) return { node, code: 'diskStuck', numbers: {} };
  const at = writtenAt(machine, index);
  if (at === undefined) return { node, code: 'notWritten', numbers: {} };
  return { node, code: 'writing', numbers: { dueAtMs: microsToMs(at) } };
}

/** Why the leader does not count a node whose disk has the entry; undefined: it does. */
export function uncounted(
  world: World,
  node: NodeId,
  index: LogIndex,
  leading: Leading,
): Hindrance | undefined {
  const match = leading.view.progress.find(({ id }) => id === node)?.match ?? 0;
  if (match >= index) return undefined;
  const away = standingAway(world, node, leading.id);
  if (away !== undefined) return away;
  const answer = underWay(world, node, leading.id, (each) => acknowledges(each, index));
  if (answer === undefined) return { node, code: 'acknowledgementMissing', numbers: { match } };
  return answer.endsAt === undefined
    ? { node, code: 'acknowledgementHeld', numbers: { message: answer.id } }
    : {
        node,
        code: 'acknowledgementUnderWay',
        numbers: { message: answer.id, dueAtMs: microsToMs(answer.endsAt) },
      };
}

/** What would have to happen for one of them to be kept no longer. */
export function needsOf(hindrances: readonly Hindrance[], leader: NodeId | undefined): readonly Need[] {
  return hindrances.flatMap((each) => needOf(each, leader) ?? []);
}

function needOf({ node, code, numbers }: Hindrance, leader: NodeId | undefined): Need | undefined {
  switch (code) {
    case 'killed':
      return { code: 'restarted', numbers: { node } };
    case 'paused':
      return { code: 'resumed', numbers: { node } };
    case 'cutOff':
      return leader === undefined ? undefined : { code: 'linkHealed', numbers: { node, leader } };
    case 'writing':
      return { code: 'writeDone', numbers: { node } };
    case 'diskStuck':
      return { code: 'diskFreed', numbers: { node } };
    case 'notWritten':
      return { code: 'readyTaken', numbers: { node } };
    case 'entryUnderWay':
    case 'acknowledgementUnderWay':
    case 'commitUnderWay':
      return { code: 'messageArrives', numbers: { message: numbers.message } };
    case 'entryHeld':
    case 'acknowledgementHeld':
    case 'commitHeld':
      return { code: 'messageReleased', numbers: { message: numbers.message } };
    default:
      return undefined;
  }
}

/** The commands that made them so, the newest of each: their events, newest first. */
export function commandsBehind(
  { history, now }: Past,
  hindrances: readonly Hindrance[],
  leader: NodeId | undefined,
): readonly number[] {
  const wanted = hindrances.filter(({ code }) => code in byCode);
  const found = new Set<number>();
  for (const { node, code } of wanted) {
    const makes = byCode[code as keyof typeof byCode];
    const recorded = history.lastCommandUpTo(now.events, (command) => makes(command, node, leader));
    if (recorded !== undefined) found.add(recorded.event);
  }
  return [...found].sort((a, b) => b - a);
}

type Makes = (command: Command, node: NodeId, leader: NodeId | undefined) => boolean;

const byCode: Readonly<Record<'killed' | 'paused' | 'cutOff' | 'diskStuck', Makes>> = {
  killed: ({ type, ...rest }, node) =>
    (type === 'kill' || type === 'crashed') && 'node' in rest && rest.node === node,
  paused: (command, node) => command.type === 'pause' && command.node === node,
  diskStuck: (command, node) => command.type === 'disk' && command.node === node,
  cutOff: (command, node, leader) => {
    switch (command.type) {
      case 'partition':
        return true;
      case 'isolate':
        return command.node === node || command.node === leader;
      case 'cut':
      case 'link':
        return [command.from, command.to].every((end) => end === node || end === leader);
      default:
        return false;
    }
  },
};
