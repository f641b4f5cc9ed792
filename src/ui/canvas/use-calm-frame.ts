import { useEffect, useState } from 'react';
import type { Frame } from '../../lab/frame.ts';
import { useView } from '../store.ts';
import { leaveTurn, takeTurn } from './turns.ts';

/**
 * The frame for what is read rather than watched (tables, lists): while time runs at most one render every
 * `everyMs`, and always the newest one in the end.
 */
export function useCalmFrame(everyMs: number): Frame | undefined {
  const [frame, setFrame] = useState(() => useView.getState().frame);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shown: Frame | undefined;
    const show = () => {
      timer = undefined;
      shown = useView.getState().frame;
      setFrame(shown);
    };
    const stop = useView.subscribe((state) => {
      if (state.frame?.version === shown?.version || timer !== undefined) return;
      timer = state.frame?.playing === true ? setTimeout(() => takeTurn(show), everyMs) : setTimeout(show, 0);
    });
    show();
    return () => {
      stop();
      clearTimeout(timer);
      leaveTurn(show);
    };
  }, [everyMs]);
  return frame;
}
