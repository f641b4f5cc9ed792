import { LabKeeper } from './keeper.ts';
import { webLocks } from './locks.ts';
import { openShelf } from './open-shelf.ts';

/** The page has better to do at first. */
const SWEEP_MS = 10_000;

/** The keeper of a tab. To be made in a worker: only there has the browser files that can be written at once. */
export function browserKeeper(): LabKeeper {
  const keeper = new LabKeeper({
    openShelf,
    locks: webLocks,
    newId: () => crypto.randomUUID(),
    today: () => Date.now(),
    clock: () => performance.now(),
    later: (work, ms) => void setTimeout(work, ms),
  });
  // What cannot be removed now is removed another time.
  setTimeout(() => void keeper.sweep().catch(() => undefined), SWEEP_MS);
  return keeper;
}
