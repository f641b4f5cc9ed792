import type { Instant, Question } from '../lesson.ts';

/** A question of the quiz that is taken before the course and after it. */
export interface QuizQuestion {
  readonly id: string;
  readonly question: Question;
  /** The ids of the lessons that show the answer, the first the nearest. */
  readonly lessons: readonly [string, ...string[]];
  /**
   * Where a run can say what is right: the claims of the choices are asked at this instant of it (see Choice.claim). A lab
   * script, as lessons have them.
   */
  readonly proof?: { readonly script: string; readonly at: Instant };
}

/** The number of the choice that was taken, from 0, by the id of the question. */
export type QuizAnswers = Readonly<Record<string, number>>;

/** The same questions twice; right and wrong is told after the second time alone. */
export type QuizRound = 'before' | 'after';

export interface QuizResults {
  readonly before: QuizAnswers | undefined;
  readonly after: QuizAnswers | undefined;
}
