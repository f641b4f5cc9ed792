import { msToMicros, type NodeId } from '../../base/flavor.ts';
import { node, number } from '../../base/schema.ts';
import { atRate } from '../world/clock.ts';
import type { Machine } from '../world/machine.ts';
import { computeLookahead, startClock, type World } from '../world/world.ts';
import { entry } from './entry.ts';
import { knownMachine } from './known.ts';
import { tell } from './tell.ts';

/** The slowest and the quickest clock: its seconds in a second of the run. */
export const CLOCK_RATES = { min: 0.1, max: 10 } as const;
/** The most that a clock on the wall is set at once: ten years. */
export const JUMP_MS_MAX = 10 * 365 * 24 * 3_600_000;

/** Clocks of machines: how fast they go, and what they show. */
export const clockCommands = {
  /** Its ticks come quicker or slower, and with them all that its member counts in time. */
  clockRate: entry('clockRate', {
    fields: { node, rate: number(CLOCK_RATES.min, CLOCK_RATES.max) },
    check: (world, command) => void knownMachine(world, command.node),
    perform: (world, command) => setRate(world, world.machine(command.node), command.rate),
    isFault: true,
    label: ({ node: id, rate }) => ({ node: id, object: `× ${rate}` }),
    doc: `clockRate(id, rate): the clock of a machine goes so many times as fast, ${CLOCK_RATES.min} to ${CLOCK_RATES.max}, 1 is right: its ticks come quicker or slower, and with them election timers, heartbeats, the ends of leases where it leads, time-outs. Errors: unknownNode, badArgument.`,
  }),
  /** What goes by ticks is left as it is: etcd measures time by the monotonic clock. */
  clockJump: entry('clockJump', {
    fields: { node, ms: number(-JUMP_MS_MAX, JUMP_MS_MAX) },
    check: (world, command) => void knownMachine(world, command.node),
    perform: (world, command) => jump(world, command.node, command.ms),
    isFault: true,
    label: ({ node: id, ms }) => ({ node: id, object: `${ms < 0 ? '−' : '+'}${Math.abs(ms)} ms` }),
    doc: `clockJump(id, ms): the clock on the wall of a machine is set forward or back by so many ms (ten years at most). Ticks, elections and leases go by the monotonic clock and do not notice; the ends of keys of the v2 API and the times a member prints do. Errors: unknownNode, badArgument.`,
  }),
};

/** What is left to the next tick was measured by the old rate. */
function setRate(world: World, machine: Machine, rate: number): void {
  const faster = rate / machine.clock.rate;
  machine.clock = atRate(machine.clock, rate, world.now);
  machine.tickLeft = Math.round(machine.tickLeft / faster);
  if (machine.nextTickAt !== undefined) {
    startClock(world, machine, Math.max(1, Math.round((machine.nextTickAt - world.now) / faster)));
  }
  world.lookahead = computeLookahead(world);
}

function jump(world: World, id: NodeId, ms: number): void {
  const machine = world.machine(id);
  machine.clock = { ...machine.clock, jumped: machine.clock.jumped + msToMicros(ms) };
  if (machine.status !== 'killed') tell(world, id, { type: 'clockJump', ms });
}
