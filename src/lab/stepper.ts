import { microsToMs, MICROS_PER_MS } from '../base/flavor.ts';
import { CommandError } from '../sim/command.ts';
import type { StepKind } from './lab-port.ts';
import type { Run } from './run.ts';

/** A step that finds nothing gives up after so much virtual time. */
const SEARCH_MICROS = 60_000 * MICROS_PER_MS;

/** On to the next event of this kind. Throws if none comes; then everything is as it was. */
export async function stepForward(run: Run, kind: StepKind): Promise<void> {
  const { history } = run;
  const { events, now } = run.cluster.world;
  const known = history.events.next(kind, events);
  if (known !== undefined) return run.seekEvent(known);
  const wasLive = run.isLive;
  run.goLive();
  const newest = { event: history.events.last, at: run.live.world.now };
  if (await search(run, kind)) return;
  const searched = microsToMs(run.live.world.now - newest.at);
  await run.seekEvent(newest.event, newest.at);
  await run.forgetFuture();
  if (!wasLive) await run.seekEvent(events, now);
  throw new CommandError('badArgument', `no ${kind} comes in the next ${searched} ms`);
}

/** Back to the event of this kind before, or to the beginning. Throws if this is the beginning. */
export async function stepBack(run: Run, kind: StepKind): Promise<void> {
  const { events, now } = run.cluster.world;
  if (events === 0 && now === 0) {
    throw new CommandError('badArgument', 'this is the beginning: there is nothing before it');
  }
  await run.seekEvent(run.history.events.previous(kind, events) ?? 0);
}

async function search(run: Run, kind: StepKind): Promise<boolean> {
  const until = run.live.world.now + SEARCH_MICROS;
  for (;;) {
    const before = run.live.world.events;
    if (run.live.world.now > until || !(await run.advanceOne())) return false;
    if (run.history.events.next(kind, before) !== undefined) return true;
  }
}
