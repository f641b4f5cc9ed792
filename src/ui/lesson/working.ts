import { reportError } from '../act.ts';
import { onFrameCame } from '../frames-come.ts';
import { useView } from '../view-state.ts';
import { changeLesson, lessonNow } from './lesson-store.ts';

/**
 * Brings the lab somewhere; meanwhile, and until a frame shows where it stands then, the lesson is `working`. A frame that was asked for
 * before may still be on its way: the one after it is of what was done.
 */
export async function working<T>(work: () => Promise<T>): Promise<T> {
  count(1);
  try {
    return await work();
  } finally {
    let left = 2;
    const stop = onFrameCame(() => {
      left--;
      if (left > 0) return;
      stop();
      count(-1);
    });
  }
}

function count(more: number): void {
  const state = lessonNow();
  if (state === undefined) return;
  changeLesson({ works: Math.max(0, state.works + more) });
  // On a short way the last frame comes while the lesson still waits for the lab, and no other comes after it.
  noteArrival();
}

/** Has the run come to where it plays on to, or been stopped on the way? */
export function noteArrival(): void {
  const state = lessonNow();
  const { frame } = useView.getState();
  if (state?.playingTo === undefined || state.works > 0 || frame === undefined) return;
  if (frame.events >= state.playingTo || !frame.playing) changeLesson({ playingTo: undefined });
}

/** What it refuses is shown, and everything stays as it was. */
export function run(work: Promise<unknown>): void {
  work.catch(reportError);
}
