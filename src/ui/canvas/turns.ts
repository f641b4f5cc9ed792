/** A canvas that waits is painted after so many ms even if no news comes: two animation frames. */
const LATE_MS = 34;

const waiting = new Set<() => void>();
let serving = false;
let late: ReturnType<typeof setTimeout> | undefined;

/**
 * Big canvases take turns while time runs: of those that wait, the first is painted in this animation frame, the
 * others in the next ones. No frame has to bear more than one of them.
 */
export function takeTurn(paint: () => void): void {
  waiting.add(paint);
  if (serving) return;
  serving = true;
  queueMicrotask(serve);
}

/** It has been painted anyway, or is no more. */
export function leaveTurn(paint: () => void): void {
  waiting.delete(paint);
}

function serve(): void {
  serving = false;
  clearTimeout(late);
  const [first] = waiting;
  if (!first) return;
  waiting.delete(first);
  first();
  if (waiting.size > 0) late = setTimeout(serve, LATE_MS);
}
