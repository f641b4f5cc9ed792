import { unreachable } from '../../base/assert.ts';
import type { Flight } from '../../net/flight.ts';
import { CommandError } from '../command/command.ts';
import { knownFlight } from '../command/known.ts';
import type { FlightEnd, OpenEvent } from '../record/world-event.ts';
import { endFlight } from '../settle.ts';
import type { BusMessage } from '../world/bus-message.ts';
import type { World } from '../world/world.ts';

/**
 * By hand every message under way may arrive, held or not and in any order, may be lost, and may be there twice; on a link
 * that was cut, or where nobody is, it can only be lost. By time what the dice have lost does not arrive any more. Throws a
 * CommandError if it cannot arrive.
 */
export function checkArrival(world: World, message: number): void {
  const flight = world.byHand ? flightByHand(world, message) : knownFlight(world, message);
  const why = world.byHand ? whyOnlyLost(world, flight) : undefined;
  if (why === undefined) return;
  const { from, to } = flight;
  throw new CommandError('onlyLost', `message ${message} can only be lost: ${reasonOf(why, flight)}`, {
    key: REASONS[why],
    values: { message, from, to },
  });
}

const REASONS = { cut: 'cutUnderWay', former: 'formerMember', down: 'nobodyThere' } as const;

/** Throws a CommandError if it cannot be lost: it is not there, or (by time) it is lost already. */
export function checkLoss(world: World, message: number): void {
  if (world.byHand) flightByHand(world, message);
  else knownFlight(world, message);
}

function flightByHand(world: World, message: number): Flight<BusMessage> {
  const flight = world.bus.flight(message);
  if (flight !== undefined) return flight;
  throw new CommandError('messageGone', `message ${message} is not in flight`);
}

/** Why a message can only be lost; undefined: it may arrive. */
export function whyOnlyLost(
  world: World,
  { fate, doom, to }: Flight<BusMessage>,
): 'cut' | 'former' | 'down' | undefined {
  if (fate === 'doomed') return doom === 'dead' ? 'former' : 'cut';
  return world.machines.get(to)?.status === 'killed' ? 'down' : undefined;
}

function reasonOf(why: 'cut' | 'former' | 'down', { from, to }: Flight<BusMessage>): string {
  switch (why) {
    case 'cut':
      return `the link from ${from} to ${to} was cut while it was under way`;
    case 'former':
      return `the member it is meant for is on node ${to} no longer`;
    case 'down':
      return `node ${to} is not running`;
    default:
      return unreachable(why);
  }
}

/** The message arrives now. */
export function deliverNow(world: World, message: number): void {
  world.due.dropParked((item) => item.type === 'flight' && item.message === message);
  const { id } = world.bus.deliver(message, world.now);
  world.due.pushAtOnce(world.now, { type: 'flight', message: id });
}

/** The message is lost now: on its link, or as it finds nobody. */
export function loseMessage(world: World, message: number, event: OpenEvent): void {
  const flight = world.bus.take(message);
  endFlight(world, flight, world.byHand ? lossOf(world, flight) : 'dropped', event);
}

function lossOf(world: World, flight: Flight<BusMessage>): FlightEnd {
  return flight.doom ?? (whyOnlyLost(world, flight) === 'down' ? 'dead' : 'dropped');
}
