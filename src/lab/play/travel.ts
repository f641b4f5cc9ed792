import { msToMicros, microsToMs, type Micros } from '../../base/flavor.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { PositionAsk } from '../lab-port.ts';
import type { Branch, Branches, Instant, Place } from './branches.ts';
import type { LongWork } from './long-work.ts';
import type { Run } from './run.ts';

/** The instant that somebody asks for. A CommandError if there is none. */
export function instantOf(branches: Branches, { branch: id, event: asked, atMs }: PositionAsk): Instant {
  const branch = branches.known(id);
  const { events } = branch.recorder.history;
  const newest = branch.newest.at;
  const time = atMs === undefined ? undefined : checkedTime(branch, atMs, newest);
  if (asked === undefined) {
    return { branch, event: time === undefined ? events.last : events.lastAt(time), at: time ?? newest };
  }
  if (!Number.isSafeInteger(asked) || asked < 0 || asked > events.last) {
    throw new CommandError(
      'badArgument',
      `there is no event ${String(asked)} in branch ${id}, which has ${events.last}`,
    );
  }
  const at = events.timeOf(asked);
  const until = asked < events.last ? events.timeOf(asked + 1) : newest;
  if (time === undefined || (time >= at && time <= until)) return { branch, event: asked, at: time ?? at };
  throw new CommandError(
    'badArgument',
    `${String(atMs)} ms is not right after event ${asked}, which is from ${microsToMs(at)} to ${microsToMs(until)} ms`,
  );
}

/** Where the playhead is. */
export function playheadOf({ branches, cluster }: Run): Instant {
  const { events, now } = cluster.world;
  return { branch: branches.current, event: events, at: now };
}

export function placeOf({ branch, event, at }: Instant): Place {
  return { line: branch.line, event, at };
}

/** Stopped half-way it stands at the newest instant of that branch. */
export async function travelTo(run: Run, { branch, event, at }: Instant, work?: LongWork): Promise<void> {
  if (branch !== run.branches.current) await run.switchTo(branch);
  await run.seekEvent(event, work, at);
}

function checkedTime({ id }: Branch, atMs: number, newest: Micros): Micros {
  const at = msToMicros(atMs);
  if (at >= 0 && at <= newest) return at;
  throw new CommandError(
    'badArgument',
    `${String(atMs)} ms is not in branch ${id}, which goes from 0 to ${microsToMs(newest)} ms`,
  );
}
