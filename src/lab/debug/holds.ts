import { microsToMs } from '../../base/flavor.ts';
import type { Rest } from '../play/long-work.ts';
import type { Run } from '../play/run.ts';
import { conditionOf } from './condition.ts';
import { Hits } from './record-search.ts';

/** Every instant of the record, also beyond the playhead, at which a condition begins to hold. */
export interface Held {
  /** How many there are. */
  readonly total: number;
  /** The first of them, ascending; at most HELD_MAX. */
  readonly hits: readonly { readonly event: number; readonly atMs: number }[];
}

/** So many instants are listed. */
export const HELD_MAX = 10_000;

/** By the indexes of the record where they can tell, else by a replay: it may take long, and may be stopped. */
export async function holds(run: Run, text: unknown, rest: Rest): Promise<Held> {
  const hits = await Hits.of(run, conditionOf('holds', text));
  await hits.findUpTo(run.history.events.last, rest);
  const { events } = hits;
  const shown = Math.min(events.length, HELD_MAX);
  return {
    total: events.length,
    hits: Array.from({ length: shown }, (_, i) => {
      const event = events.at(i);
      return { event, atMs: microsToMs(run.history.events.timeOf(event)) };
    }),
  };
}
