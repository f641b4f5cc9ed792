import type { Frame } from '../../lab/frame/frame.ts';
import type { LessonState } from './lesson-store.ts';

/**
 * Where the lab stands, seen from the lesson.
 * - `working`: it is being brought there; `onTheWay`: the run plays on to the instant of the screen, and pauses there by itself.
 * - `here`: at the instant of the screen. `elsewhere`: at another of the lesson's run.
 * - `free`: in a branch or a run that is not the lesson's. `trying`: in the learner's own play at its end.
 */
export type Standing = 'working' | 'onTheWay' | 'here' | 'elsewhere' | 'free' | 'trying';

type Seen = Pick<Frame, 'run' | 'branch' | 'events' | 'playing'>;

export function standingOf(state: LessonState, frame: Seen | undefined): Standing {
  const { screens, at, open, tryRun, works, playingTo } = state;
  if (works > 0 || frame === undefined) return 'working';
  const screen = screens[at];
  if (screen?.type === 'tryIt' && tryRun !== undefined) return frame.run === tryRun.run ? 'trying' : 'free';
  if (open === undefined || frame.run !== open.run || frame.branch !== open.branch) return 'free';
  // What was done at its end has made it longer.
  if (frame.events > open.last) return 'free';
  if (screen?.type !== 'step') return 'here';
  const event = open.events.get(screen.id);
  if (frame.events === event) return 'here';
  // Whoever answers for a node goes from decision to decision.
  const end = open.ends.get(screen.id);
  if (event !== undefined && end !== undefined && frame.events > event && frame.events <= end)
    return frame.playing ? 'onTheWay' : 'here';
  return playingTo === event && frame.playing ? 'onTheWay' : 'elsewhere';
}
