import { microsToMs, MICROS_PER_MS, type Micros } from '../../base/flavor.ts';
import { busMessageNumber, type BusMessageType } from '../../sim/world/bus-message.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { RunEnd, RunTarget, StepKind } from '../lab-port.ts';
import type { LongWork } from './long-work.ts';
import type { Run } from './run.ts';

/** A step that finds nothing gives up after so much virtual time. */
const SEARCH_MS = 60_000;

const targets: readonly RunTarget[] = ['commit', 'election', 'lease', 'reject', 'answer'];

/** On to the next event of this kind. Throws if none comes, or if it is stopped; then everything is as it was. */
export async function stepForward(run: Run, kind: StepKind, work: LongWork): Promise<void> {
  const { history } = run;
  const { events, now } = run.cluster.world;
  const known = history.events.next(kind, events);
  if (known !== undefined) return run.seekEvent(known, work);
  run.checkTimeGoes('step', true);
  const wasLive = run.isLive;
  run.goLive();
  const newest = { event: history.events.last, at: run.live.world.now };
  let refusal: unknown;
  try {
    const until = newest.at + SEARCH_MS * MICROS_PER_MS;
    const end = await search(run, (before) => history.events.next(kind, before), until, work);
    if (end === 'found') return;
    const none = `no ${kind} comes in the next ${SEARCH_MS / 1000} s`;
    refusal = new CommandError('badArgument', end === 'nothingDue' ? `${none}: nothing is due` : none);
  } catch (error) {
    refusal = error;
  }
  await run.seekEvent(newest.event, undefined, newest.at);
  await run.forgetFuture();
  if (!wasLive) await run.seekEvent(events, undefined, now);
  throw refusal;
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

/** On to the next such event, exactly; or to `until`, if none comes. Stopped, it stands where it got to. */
export async function runUntil(run: Run, target: RunTarget, until: Micros, work: LongWork): Promise<RunEnd> {
  const { history } = run;
  const from = run.cluster.world.now;
  const next = (after: number): number | undefined => nextOf(run, target, after);
  const ended = (end: RunEnd['end']): RunEnd => ({ end, ms: microsToMs(run.cluster.world.now - from) });
  const known = next(run.cluster.world.events);
  if (known !== undefined && history.events.timeOf(known) <= until) {
    await run.seekEvent(known, work);
    return ended('found');
  }
  if (known !== undefined || until < run.live.world.now) {
    await run.seekTime(until, work);
    return ended('timeOver');
  }
  run.checkTimeGoes('runUntil', true);
  run.goLive();
  const end = await search(run, next, until, work);
  if (end === 'timeOver') await run.advance(until);
  return ended(end);
}

function nextOf(run: Run, target: RunTarget, after: number): number | undefined {
  const { events } = run.history;
  const { arrows } = run.timeline;
  if (isLandmark(target)) return events.next(target, after);
  for (let number = after + 1; number <= events.last; number++) {
    const message = events.messageOf(number);
    if (message === 0 || arrows.typeOf(message) !== target) continue;
    if (events.typeOf(number) !== 'death') return number;
  }
  return undefined;
}

function isLandmark(target: RunTarget): target is Exclude<RunTarget, BusMessageType> {
  return targets.includes(target);
}

/**
 * Beyond the record, event by event, to the first that `next` finds after the one before. What is due after `until` has not
 * happened. The run stands at a clean point whenever others are let in, and at the end.
 */
async function search(
  run: Run,
  next: (after: number) => number | undefined,
  until: Micros,
  work: LongWork,
): Promise<RunEnd['end']> {
  const from = run.live.world.now;
  let end: RunEnd['end'] | undefined;
  while (end === undefined) {
    const before = run.live.world.events;
    const step = await run.advanceOne(until);
    if (step !== 'done') end = step;
    else if (next(before) !== undefined) end = 'found';
    else if (!work.hasTime()) {
      await run.live.confirm();
      await work.rest((run.live.world.now - from) / Math.max(1, until - from));
    }
  }
  await run.live.confirm();
  return end;
}
