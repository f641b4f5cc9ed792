import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Frame } from '../lab/frame.ts';
import { leaveTurn, takeTurn } from './canvas/turns.ts';
import { useView, type ViewState } from './store.ts';

/** Between two re-renderings of words and tables while time runs, in ms: faster than this nobody reads. */
const READING_MS = 150;

/**
 * The frame that words and tables show, one for all of them: the newest at once while paused, a few times a second
 * while playing, and then not in the same animation frame as a big canvas.
 */
class ReadingFrame {
  shown: Frame | undefined = useView.getState().frame;
  private shownAt = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly readers = new Set<() => void>();

  constructor() {
    useView.subscribe((state) => this.changed(state));
  }

  readonly subscribe = (reader: () => void): (() => void) => {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  };

  private changed({ frame }: ViewState): void {
    if (frame === this.shown || frame?.version === this.shown?.version) return;
    if (frame?.playing !== true) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.show();
    } else if (this.timer === undefined) {
      const wait = READING_MS - (performance.now() - this.shownAt);
      this.timer = setTimeout(() => takeTurn(this.show), Math.max(0, wait));
    }
  }

  private readonly show = (): void => {
    this.timer = undefined;
    leaveTurn(this.show);
    this.shown = useView.getState().frame;
    this.shownAt = performance.now();
    for (const reader of this.readers) reader();
  };
}

const reading = new ReadingFrame();

/** The frame for components of words and tables. What must move every frame subscribes to the store instead. */
export function useFrame(): Frame | undefined {
  return useSyncExternalStore(reading.subscribe, () => reading.shown);
}

/**
 * A scalar or an object of that frame: no rendering while it does not change. Objects of a frame that say the same
 * as in the last one are the very same objects.
 */
export function useFramePart<T>(select: (frame: Frame) => T): T | undefined {
  return useSyncExternalStore(reading.subscribe, () => reading.shown && select(reading.shown));
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

export const STILL = '(prefers-reduced-motion: reduce)';
