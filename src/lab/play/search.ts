import type { Micros } from '../../base/flavor.ts';
import { copyInProcess } from '../../history/replay.ts';
import type { Journal, WorldEvent } from '../../sim/record/world-event.ts';
import type { World } from '../../sim/world/world.ts';
import type { LongWork } from './long-work.ts';
import type { Run } from './run.ts';
import type { Lookout, Sought } from './sought.ts';

/** How a search ended. `at` is the time of what was found, or up to which there is nothing. */
export type SearchEnd =
  | { readonly end: 'found'; readonly event: number; readonly at: Micros }
  | { readonly end: 'timeOver' | 'nothingDue'; readonly at: Micros };

/**
 * Goes on beyond the record to the first such event, exactly. What lies there is looked at on a copy first, so that a
 * search which finds nothing up to `until`, or is stopped, leaves record and playhead as they were. Then the run
 * goes on to what was found, many events at a time; stopped on this way, it stands where it got to.
 */
export async function goOnTo(run: Run, sought: Sought, until: Micros, work: LongWork): Promise<SearchEnd> {
  const newest = run.live.world.events;
  for (;;) {
    const ahead = await lookAhead(run, sought, until, work);
    if (ahead.end !== 'found') return ahead;
    await run.goOnTo(ahead.event, work);
    const event = await sought.next(run, newest);
    // A worker has failed on the way, which is no part of the copy: the future is another one.
    if (event === undefined) continue;
    // One that has failed at the end of it has fallen right after what was found, and that is seen too.
    if (event < ahead.event) await run.seekEvent(event);
    return { end: 'found', event, at: run.history.events.timeOf(event) };
  }
}

/** The same without going there: the copy of the newest instant goes on by itself, in this thread, and is not recorded. */
async function lookAhead(run: Run, sought: Sought, until: Micros, work: LongWork): Promise<SearchEnd> {
  const { live } = run;
  const { world } = live;
  const watch = new Watch(sought.lookout(world));
  const copy = copyInProcess({ world, members: live.members() }, run.factory, watch);
  watch.world = copy.world;
  while (watch.found === undefined) {
    run.checkRoom(copy.world.events);
    const step = copy.runNext(until, Infinity);
    if (step === 'nothing') {
      const isOver = copy.world.due.peek() !== undefined;
      return isOver ? { end: 'timeOver', at: until } : { end: 'nothingDue', at: copy.world.now };
    }
    if (step !== 'done') await step;
    if (!work.hasTime()) await work.rest((copy.world.now - world.now) / Math.max(1, until - world.now));
  }
  return watch.found;
}

/** Hears of every event, and remembers the first that is sought. */
class Watch implements Journal {
  readonly #isSought: Lookout;
  world: World | undefined;
  found: Extract<SearchEnd, { end: 'found' }> | undefined;

  constructor(isSought: Lookout) {
    this.#isSought = isSought;
  }

  append(event: WorldEvent): void {
    if (this.found !== undefined || this.world === undefined || !this.#isSought(event, this.world)) return;
    this.found = { end: 'found', event: event.number, at: event.at };
  }
}
