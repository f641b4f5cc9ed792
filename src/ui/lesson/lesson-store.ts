import { create } from 'zustand';
import type { BranchId } from '../../history/position.ts';
import type { GoalReached } from '../../lab/debug/goal.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import type { Lesson } from '../../lessons/course/lesson.ts';
import type { Screen } from './screens.ts';

/** A run of the lesson, as it stands in the lab. */
export interface OpenRun {
  /** Of the lesson's runs. */
  readonly id: string;
  /** Its number in the lab (`Frame.run`). */
  readonly run: number;
  readonly branch: BranchId;
  /** By the ids of its steps: right after this event. */
  readonly events: ReadonlyMap<string, number>;
  /** Where the stretches end in which the learner answers for a node, by the ids of their steps. */
  readonly ends: ReadonlyMap<string, number>;
  /** Its last event: whatever comes after it somebody has done. */
  readonly last: number;
}

/** The learner's own play at the end. */
export interface TryRun {
  /** Its number in the lab (`Frame.run`). */
  readonly run: number;
  readonly branch: BranchId;
  /** Where the learner takes over. */
  readonly event: number;
  /** So many hints are shown. */
  readonly hints: number;
  /** The way was shown: what reaches the goal from then on is not the learner's. */
  readonly isShown: boolean;
  readonly reached: GoalReached | undefined;
}

export interface LessonState {
  readonly lab: LabPort;
  readonly lesson: Lesson;
  readonly screens: readonly Screen[];
  /** Of the screen that is shown. */
  readonly at: number;
  /** The one that was opened last; it may not be what the lab shows any more. */
  readonly open: OpenRun | undefined;
  readonly tryRun: TryRun | undefined;
  /** So many times the lab is being brought somewhere (working.ts). */
  readonly works: number;
  /** The event that the run plays on to by itself. */
  readonly playingTo: number | undefined;
}

/** Undefined: no lesson is open. */
export const useLesson = create<{ readonly state: LessonState | undefined }>(() => ({ state: undefined }));

export function lessonNow(): LessonState | undefined {
  return useLesson.getState().state;
}

/** Of the lesson that is open; of none nothing is changed. */
export function changeLesson(change: Partial<LessonState>): void {
  useLesson.setState(({ state }) => ({ state: state && { ...state, ...change } }));
}
