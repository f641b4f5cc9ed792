import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import type { Frame } from '../lab/frame/frame.ts';
import { nextSpan, spanOf } from '../view/time/time-span.ts';
import { useView, type ViewState } from './view-state.ts';

/**
 * Shows a frame, all of it at once: React has rendered it when this returns, and canvases paint in the same task. So
 * whatever is painted between two frames of the screen is of one instant. Parts that have not changed are the very
 * same objects as in the frame before, and what shows only them does not render.
 */
export function showFrame(frame: Frame): void {
  flushSync(() => useView.setState({ frame, ...windowFor(frame) }));
}

let shownAt = 0;

/** While time runs, and the playhead is followed, the diagram's window goes with the pace. */
function windowFor(frame: Frame): Pick<ViewState, 'timelineWindow'> | undefined {
  const elapsedMs = Math.min(100, performance.now() - shownAt);
  shownAt = performance.now();
  const { timelineWindow: window } = useView.getState();
  if (!frame.playing || !window.follow) return undefined;
  const goal = Math.round(spanOf(frame) * window.zoom);
  const span = nextSpan(window.span, goal, elapsedMs, isStill());
  return span === window.span ? undefined : { timelineWindow: { ...window, span } };
}

/** The frame that is shown. What moves with every frame (clock, canvases) subscribes to the store instead. */
export function useFrame(): Frame | undefined {
  return useView((state) => state.frame);
}

/**
 * A scalar or an object of that frame: no rendering while it does not change. Objects of a frame that say the same
 * as in the last one are the very same objects.
 */
export function useFramePart<T>(select: (frame: Frame) => T): T | undefined {
  return useView(({ frame }) => frame && select(frame));
}

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  // Kept: to ask the browser for a list takes longer than to ask the list, and every rendering does.
  const list = useMemo(() => window.matchMedia(query), [query]);
  const subscribe = useCallback(
    (changed: () => void) => {
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    [list],
  );
  return useSyncExternalStore(subscribe, () => list.matches);
}

const STILL = '(prefers-reduced-motion: reduce)';

/** Nothing moves by itself: the system asks for that, or the viewer does. */
export function useStill(): boolean {
  const bySystem = useMedia(STILL);
  return useView(({ motion }) => motion === 'still') || bySystem;
}

export function isStill(): boolean {
  return useView.getState().motion === 'still' || matchMedia(STILL).matches;
}
