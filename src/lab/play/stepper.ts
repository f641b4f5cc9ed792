import { microsToMs, MICROS_PER_MS, type Micros } from '../../base/flavor.ts';
import { busMessageNumber, type BusMessageType } from '../../sim/world/bus-message.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { RunEnd, RunTarget, StepKind } from '../lab-port.ts';
import type { LongWork } from './long-work.ts';
import type { Run } from './run.ts';
import { findInRecord, goOnTo, type Sought } from './search.ts';

/** A step that finds nothing gives up after so much virtual time. */
const SEARCH_MS = 60_000;

const targets: readonly RunTarget[] = ['commit', 'election', 'lease', 'reject', 'answer'];

/** On to the next event of this kind. Throws if none comes, or if it is stopped; then everything is as it was. */
export async function stepForward(run: Run, kind: StepKind, work: LongWork): Promise<void> {
  const { history } = run;
  const known = history.events.next(kind, run.cluster.world.events);
  if (known !== undefined) return run.seekEvent(known, work);
  run.checkTimeGoes('step', true);
  // The very next event need not be looked for.
  if (kind === 'event' && (await run.goOnTo(history.events.last + 1, work))) return;
  const until = run.live.world.now + SEARCH_MS * MICROS_PER_MS;
  const { end } = await goOnTo(run, { type: 'landmark', landmark: kind }, until, work);
  if (end === 'found') return;
  const none = `no ${kind} comes in the next ${SEARCH_MS / 1000} s`;
  throw new CommandError('badArgument', end === 'nothingDue' ? `${none}: nothing is due` : none);
}

/** Back to the event of this kind before, or to the beginning. Throws if this is the beginning. */
export async function stepBack(run: Run, kind: StepKind, work: LongWork): Promise<void> {
  const { events, now } = run.cluster.world;
  if (events === 0 && now === 0) {
    throw new CommandError('badArgument', 'this is the beginning: there is nothing before it');
  }
  await run.seekEvent(run.history.events.previous(kind, events) ?? 0, work);
}

/** Throws unless this is something a run can go on to. */
export function checkTarget(target: RunTarget): void {
  const known: readonly string[] = [...targets, ...Object.keys(busMessageNumber)];
  if (known.includes(target)) return;
  throw new CommandError(
    'badArgument',
    `there is no target "${target}"; targets are ${targets.join(', ')} and types of messages, as MsgApp`,
  );
}

/** On to the next such event, exactly. If none comes up to `until`, or it is stopped while it looks, everything is as it was. */
export async function runUntil(run: Run, target: RunTarget, until: Micros, work: LongWork): Promise<RunEnd> {
  const { events, now: from } = run.cluster.world;
  const sought = soughtBy(target);
  const ended = (end: RunEnd['end'], at: Micros): RunEnd => ({ end, ms: microsToMs(at - from) });
  const known = findInRecord(run, sought, events);
  if (known !== undefined) {
    const at = run.history.events.timeOf(known);
    if (at > until) return ended('timeOver', until);
    await run.seekEvent(known, work);
    return ended('found', at);
  }
  if (until < run.live.world.now) return ended('timeOver', until);
  run.checkTimeGoes('runUntil', true);
  const { end, at } = await goOnTo(run, sought, until, work);
  return ended(end, at);
}

function soughtBy(target: RunTarget): Sought {
  if (isMessageType(target)) return { type: 'message', message: target };
  return { type: 'landmark', landmark: target };
}

function isMessageType(target: RunTarget): target is BusMessageType {
  return !targets.includes(target);
}
