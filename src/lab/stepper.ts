import { microsToMs, MICROS_PER_MS } from '../base/flavor.ts';
import { CommandError } from '../sim/command.ts';
import type { StepKind } from './lab-port.ts';
import type { LongWork } from './long-work.ts';
import type { Run } from './run.ts';

/** A step that finds nothing gives up after so much virtual time. */
const SEARCH_MICROS = 60_000 * MICROS_PER_MS;

/** On to the next event of this kind. Throws if none comes, or if it is stopped; then everything is as it was. */
export async function stepForward(run: Run, kind: StepKind, work: LongWork): Promise<void> {
  const { history } = run;
  const { events, now } = run.cluster.world;
  const known = history.events.next(kind, events);
  if (known !== undefined) return run.seekEvent(known, work);
  const wasLive = run.isLive;
  run.goLive();
  const newest = { event: history.events.last, at: run.live.world.now };
  let refusal: unknown;
  try {
    if (await search(run, kind, work)) return;
    const searched = Math.round(microsToMs(run.live.world.now - newest.at) / 1000);
    refusal = new CommandError('badArgument', `no ${kind} comes in the next ${searched} s`);
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

/** Beyond the record, event by event. The run stands at a clean point whenever others are let in, and at the end. */
async function search(run: Run, kind: StepKind, work: LongWork): Promise<boolean> {
  const until = run.live.world.now + SEARCH_MICROS;
  let found = false;
  while (!found && run.live.world.now <= until) {
    const before = run.live.world.events;
    if (!(await run.advanceOne())) break;
    found = run.history.events.next(kind, before) !== undefined;
    if (found || work.hasTime()) continue;
    await run.live.confirm();
    await work.rest();
  }
  await run.live.confirm();
  return found;
}
