import { LabKeeper } from './keeper.ts';
import { webLocks } from './locks.ts';
import { openShelf } from './open-shelf.ts';

/** The keeper of a tab. To be made in a worker: only there has the browser files that can be written at once. */
export function browserKeeper(): LabKeeper {
  return new LabKeeper({
    openShelf,
    locks: webLocks,
    newId: () => crypto.randomUUID(),
    today: () => Date.now(),
    clock: () => performance.now(),
    later: (work, ms) => void setTimeout(work, ms),
  });
}
