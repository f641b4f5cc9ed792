/** What a learner has done in one lesson. Choices are numbers from 0, in the order of the lesson. */
export interface LessonProgress {
  /** How many of its steps were seen. */
  readonly steps: number;
  /** By the id of the step that asks. */
  readonly answers: Readonly<Record<string, Answered>>;
  /** Of `beTheNode` steps, by their ids: so many decisions were answered as the engine took them, of so many. */
  readonly asNode: Readonly<Record<string, { readonly right: number; readonly of: number }>>;
  readonly goalReached: boolean;
}

export interface Answered {
  /** Before the telling moment; undefined: it was passed over. */
  readonly predicted: number | undefined;
  /** After it, or the one answer of a question that is asked once. */
  readonly seen: number | undefined;
}

/** By the ids of lessons. */
export type CourseProgress = Readonly<Record<string, LessonProgress>>;

export const NOT_BEGUN: LessonProgress = { steps: 0, answers: {}, asNode: {}, goalReached: false };
