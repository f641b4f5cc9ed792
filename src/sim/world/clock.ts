import type { Micros } from '../../base/flavor.ts';
import type { Machine } from './machine.ts';
import type { World } from './world.ts';

/**
 * A machine's own clocks beside the world's. The monotonic one goes at its rate: its ticks come by it, and with them all that
 * etcd counts in time (election timers, leases, time-outs, silence on connections). The clock on the wall goes as fast and can
 * be set; etcd reads it where it says what time it is: ends of keys of the v2 API, ids made of the time, dates.
 */
export interface MachineClock {
  /** Its seconds in a second of the world. */
  readonly rate: number;
  /** When it began to go at this rate, by the world's clock, and how far ahead it was then. */
  readonly since: Micros;
  readonly ahead: Micros;
  /** How far the clock on the wall was set ahead of it, all in all. */
  readonly jumped: Micros;
}

export const TRUE_CLOCK: MachineClock = { rate: 1, since: 0, ahead: 0, jumped: 0 };

/** How far the monotonic clock is ahead of the world's (negative: behind). It never goes back. */
export function aheadOf({ rate, since, ahead }: MachineClock, now: Micros): Micros {
  return rate === 1 ? ahead : ahead + Math.round((now - since) * (rate - 1));
}

/** .. and the clock on the wall, in whole milliseconds. */
export function wallAheadMs(clock: MachineClock, now: Micros): number {
  return Math.floor((aheadOf(clock, now) + clock.jumped) / 1000);
}

export function atRate(clock: MachineClock, rate: number, now: Micros): MachineClock {
  return { ...clock, rate, since: now, ahead: aheadOf(clock, now) };
}

/** How long a duration of the machine's own clock is in the world; at least a microsecond. */
export function inWorld({ clock }: Pick<Machine, 'clock'>, duration: Micros): Micros {
  return clock.rate === 1 ? duration : Math.max(1, Math.round(duration / clock.rate));
}

/** How long a tick of this machine lasts: its clock may go wrong. */
export function tickOf({ durations }: Pick<World, 'durations'>, machine: Machine): Micros {
  return inWorld(machine, durations.tick);
}
