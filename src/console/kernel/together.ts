import type { Running, Waitable } from './process.ts';

interface Part<T> {
  readonly running: Running<T>;
  waits: readonly Waitable[];
}

/** Runs all of them side by side, as Go's goroutines with a channel: what they give, in the order in which they end. */
export function* together<T>(all: readonly Running<T>[]): Running<readonly T[]> {
  const ended: T[] = [];
  let left: Part<T>[] = all.map((running) => ({ running, waits: [] }));
  try {
    let isFirst = true;
    for (; left.length > 0; isFirst = false) {
      const still: Part<T>[] = [];
      for (const part of left) {
        if (isFirst || part.waits.some(({ isReady }) => isReady)) {
          const step = part.running.next();
          if (step.done === true) {
            ended.push(step.value);
            continue;
          }
          part.waits = step.value;
        }
        still.push(part);
      }
      left = still;
      const waits = left.flatMap((part) => part.waits);
      if (waits.length > 0 && !waits.some(({ isReady }) => isReady)) yield waits;
    }
    return ended;
  } finally {
    for (const { running } of left) running.return(undefined as never);
  }
}
