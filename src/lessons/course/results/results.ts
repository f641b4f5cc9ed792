import type { CourseProgress } from '../progress.ts';
import type { QuizResults } from '../quiz/quiz.ts';

/** What a learner hands to a teacher. */
export interface LearnerResults {
  /** As the learner wrote it; undefined: none. */
  readonly name: string | undefined;
  /** Made up by the browser once: the same learner, handed in twice, is one. */
  readonly browser: string;
  readonly lessons: CourseProgress;
  readonly quiz: QuizResults;
}

/** What a text turned out not to be, or what is wrong with it. */
export type ResultsProblem =
  /** It does not begin as one. */
  | { readonly type: 'noCode' }
  /** It was made by a version that is not known here. */
  | { readonly type: 'otherVersion'; readonly version: string }
  /** Characters were lost or changed on the way. */
  | { readonly type: 'damaged' }
  /** It is whole, but does not say results: what is wrong, as `lessons.E1.steps: a number`. */
  | { readonly type: 'unreadable'; readonly problem: string };

export type Read<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: ResultsProblem };

/** Longer names are cut by who asks for them. */
export const NAME_MAX = 60;
