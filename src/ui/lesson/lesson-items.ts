import { catalogue, loadLesson } from '../../lessons/course/catalogue.ts';

export { openLesson } from './open-lesson.ts';

/** A lesson in a list: how often it asks something, and whether a goal is to be reached at its end. */
export interface LessonItem {
  readonly id: string;
  readonly chapter: string;
  readonly core: boolean;
  readonly minutes: number;
  readonly questions: number;
  readonly goal: boolean;
}

/** What asks: for a prediction, for what was seen, for an answer. */
const ASKS: ReadonlySet<string> = new Set(['predict', 'observe', 'ask']);

/** Every lesson of the course, in reading order. */
export async function lessonItems(): Promise<LessonItem[]> {
  return Promise.all(
    catalogue.map(async ({ id, chapter, core, minutes }) => {
      const lesson = await loadLesson(id);
      const questions = (lesson?.steps ?? []).filter(({ type }) => ASKS.has(type)).length;
      return { id, chapter, core, minutes, questions, goal: lesson?.tryIt !== undefined };
    }),
  );
}
