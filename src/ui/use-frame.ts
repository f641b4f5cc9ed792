import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Frame } from '../lab/frame.ts';
import { useView } from './store.ts';

/** Between two re-renderings of words and tables while time runs, in ms: faster than this nobody reads. */
const READING_MS = 150;

/**
 * The current frame for components of words and tables: at once while paused, a few times a second while playing.
 * What must move every frame subscribes to the store instead.
 */
export function useFrame(): Frame | undefined {
  const [frame, setFrame] = useState(() => useView.getState().frame);
  useEffect(() => {
    let shown = useView.getState().frame;
    let shownAt = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      timer = undefined;
      shown = useView.getState().frame;
      shownAt = performance.now();
      setFrame(shown);
    };
    const changed = () => {
      const next = useView.getState().frame;
      if (next === shown || next?.version === shown?.version || timer !== undefined) return;
      const wait = next?.playing ? READING_MS - (performance.now() - shownAt) : 0;
      if (wait <= 0) show();
      else timer = setTimeout(show, wait);
    };
    show();
    const stop = useView.subscribe(changed);
    return () => {
      stop();
      if (timer !== undefined) clearTimeout(timer);
    };
  }, []);
  return frame;
}

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}

export const PHONE = '(max-width: 52rem)';
export const STILL = '(prefers-reduced-motion: reduce)';
