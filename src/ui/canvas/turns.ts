import { useView } from '../store.ts';

/** Who waits is served after so many ms, or twice as many, even if no frame comes: two animation frames. */
const LATE_MS = 34;

const waiting = new Set<() => void>();
let late: ReturnType<typeof setTimeout> | undefined;
/** Somebody has been served since the timer was set. */
let served = false;

/**
 * What takes a big part of an animation frame takes turns while time runs: canvases, and React where there is much
 * for it to do. Of those that wait the first is served with each frame of the lab: none has to bear more than one.
 */
export function takeTurn(work: () => void): void {
  waiting.add(work);
  waitLongest();
}

/** It has been done anyway, or is not to be done any more. */
export function leaveTurn(work: () => void): void {
  waiting.delete(work);
}

useView.subscribe((state, before) => {
  // A microtask: after all who hear of this frame have said that they want a turn.
  if (state.frame !== before.frame) queueMicrotask(serve);
});

function serve(): void {
  const [first] = waiting;
  if (!first) return;
  waiting.delete(first);
  served = true;
  first();
}

/** One timer, left alone while frames come: to set it again with every frame would cost more than it is worth. */
function waitLongest(): void {
  if (late !== undefined) return;
  served = false;
  late = setTimeout(() => {
    late = undefined;
    if (!served) serve();
    if (waiting.size > 0) waitLongest();
  }, LATE_MS);
}
