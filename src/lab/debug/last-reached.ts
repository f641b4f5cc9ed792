import type { Goal } from '../../explain/likelihood/continuation.ts';
import { fromCheckpoint, replayTo } from '../../history/replay.ts';
import type { LongWork } from '../play/long-work.ts';
import type { Run } from '../play/run.ts';

/** So far back it is looked for. */
const EVENTS_BACK = 20_000;
/** So many events are replayed between two looks at the clock. */
const PIECE = 200;

/** The last event at or before the playhead at which a state began; undefined: it did not begin in some thousand events before. */
export async function lastReached(run: Run, goal: Goal, work: LongWork): Promise<number | undefined> {
  const { events: end } = run.cluster.world;
  let reached: number | undefined;
  let held = false;
  const copy = fromCheckpoint(run.history, Math.max(0, end - EVENTS_BACK), run.factory, {
    append: (event) => {
      const holds = goal.isReached(event, copy.world);
      if (holds && !held) reached = event.number;
      held = holds;
    },
  });
  held = goal.isReached(undefined, copy.world);
  while (copy.world.events < end) {
    await replayTo(run.history, copy, Math.min(end, copy.world.events + PIECE));
    await work.rest();
  }
  return reached;
}
