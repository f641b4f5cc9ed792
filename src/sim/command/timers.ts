import * as v from 'valibot';
import type { NodeId } from '../../base/flavor.ts';
import { list, node, whole } from '../../base/schema.ts';
import type { Machine } from '../world/machine.ts';
import { tickOf } from '../world/clock.ts';
import { startClock, type World } from '../world/world.ts';
import { CommandError } from './command.ts';
import { entry } from './entry.ts';
import { knownMachine, runningMachine } from './known.ts';
import { tell } from './tell.ts';

const TICKS_MAX = 1_000_000;

const nodes = v.exactOptional(list(node, 'a list of nodes'));
const ticks = v.exactOptional(whole(1, TICKS_MAX));

/**
 * Election timers of several nodes at once. They begin again now, once: what they are drawn as next, the dice say. The clocks of
 * these nodes beat together from then on, so that a tick more is a tick later for everybody.
 */
export const timerCommands = {
  /** All of them end at the same instant, all ask for votes at once, each has given its own to itself: nobody wins. */
  alignTimers: entry('alignTimers', {
    fields: { nodes, ticks },
    check: (world, command) => void chosen(world, command.nodes),
    perform: (world, command) => {
      const machines = chosen(world, command.nodes);
      const all = command.ticks ?? electionTicks(world, machines);
      setTimers(
        world,
        machines.map((machine) => ({ machine, ticks: all })),
      );
    },
    isFault: true,
    label: (command) => ({ object: wordsOf(command) }),
    doc: 'alignTimers({nodes?, ticks?}): the election timers of these voters that do not lead (all of them, unless said) begin again and end together, after so many ticks (electionTicks, unless said), so that votes are split. Errors: badArgument, unknownNode, notRunning, standsStill, nothingThere.',
  }),
  /** One ends after the other, and the first has asked for its votes and leads before the second asks. */
  spreadTimers: entry('spreadTimers', {
    fields: { nodes, ticks, gap: v.exactOptional(whole(1, TICKS_MAX)) },
    check: (world, command) => void chosen(world, command.nodes),
    perform: (world, command) => {
      const machines = chosen(world, command.nodes);
      const first = command.ticks ?? electionTicks(world, machines);
      const gap = command.gap ?? usualGap(electionTicks(world, machines), machines.length);
      setTimers(
        world,
        machines.map((machine, i) => ({ machine, ticks: first + i * gap })),
      );
    },
    isFault: false,
    label: (command) => ({ object: wordsOf(command) }),
    doc: 'spreadTimers({nodes?, ticks?, gap?}): the election timers of these voters that do not lead begin again and end one after the other, the first after so many ticks, each next one `gap` ticks later, in the order they are named (unless said, who has the newest log first), so that votes are not split. Errors: as alignTimers.',
  }),
};

/** Who is meant; of nobody named, every voter that runs and does not lead, the newest log first. */
function chosen(world: World, asked: readonly NodeId[] | undefined): readonly Machine[] {
  const found = asked === undefined ? everybody(world) : asked.map((id) => namedOne(world, id));
  if (new Set(found).size !== found.length) {
    throw new CommandError('badArgument', `nodes names a node twice: ${asked?.join(', ') ?? ''}`);
  }
  if (found.length >= 2) return found;
  if (asked !== undefined) {
    throw new CommandError('badArgument', `nodes is ${asked.length} node, but two at least can go together`);
  }
  throw new CommandError('nothingThere', 'there are not two voters that run and do not lead', {
    key: 'fewVoters',
    values: {},
  });
}

function everybody(world: World): readonly Machine[] {
  const found = [...world.machines.values()].filter(
    (machine) => machine.status === 'up' && machine.state !== 'StateLeader' && isVoter(machine),
  );
  return found.sort((a, b) => {
    const [own, other] = [lastOf(a), lastOf(b)];
    if (own.term !== other.term) return own.term > other.term ? -1 : 1;
    return other.index - own.index || a.id - b.id;
  });
}

function lastOf({ image }: Machine): { readonly term: number | bigint; readonly index: number } {
  const index = image?.view().last ?? 0;
  return { term: image?.entries(index, index)[0]?.term ?? image?.view().snapshotTerm ?? 0, index };
}

function namedOne(world: World, id: NodeId): Machine {
  knownMachine(world, id);
  const machine = runningMachine(world, id);
  if (machine.status === 'paused') {
    throw new CommandError('standsStill', `node ${id} is paused: let it go on first`);
  }
  if (machine.state === 'StateLeader') {
    throw new CommandError('badArgument', `node ${id} leads: no timer makes it ask for votes`);
  }
  if (isVoter(machine)) return machine;
  throw new CommandError('badArgument', `node ${id} is no voter: no timer makes it ask for votes`);
}

function isVoter({ id, image }: Machine): boolean {
  const conf = image?.view().confState;
  return conf !== undefined && [...conf.voters, ...conf.votersOutgoing].includes(id);
}

/** No timer is drawn shorter, for any of them. */
function electionTicks(world: World, machines: readonly Machine[]): number {
  return Math.max(
    ...machines.map(({ settingsInForce }) => settingsInForce.electionTicks ?? world.config.electionTicks),
  );
}

/** Timers are drawn from electionTicks up to twice that: so far apart they have room in it. */
function usualGap(ticks: number, count: number): number {
  return Math.max(1, Math.floor((ticks - 1) / (count - 1)));
}

function setTimers(
  world: World,
  timers: readonly { readonly machine: Machine; readonly ticks: number }[],
): void {
  for (const { machine, ticks: own } of timers) {
    startClock(world, machine, tickOf(world, machine));
    tell(world, machine.id, { type: 'electionTimeout', ticks: own, once: true });
  }
}

function wordsOf(command: {
  readonly nodes?: readonly NodeId[];
  readonly ticks?: number;
  readonly gap?: number;
}): string {
  return [
    (command.nodes ?? []).join(' '),
    ...(['ticks', 'gap'] as const).flatMap((name) =>
      command[name] === undefined ? [] : [`${name}=${command[name]}`],
    ),
  ]
    .filter((part) => part !== '')
    .join(' ');
}
