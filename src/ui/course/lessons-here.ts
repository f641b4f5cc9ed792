import { useSyncExternalStore } from 'react';
import { catalogue, loadLesson } from '../../lessons/course/catalogue.ts';
import type { Lesson } from '../../lessons/course/lesson.ts';
import { latePart } from '../late-part.ts';

export type LessonsById = ReadonlyMap<string, Lesson>;

const none: LessonsById = new Map();

/** All lessons whole: what is in them (screens, questions) is counted, named and searched. */
export const allLessons = latePart(async (): Promise<LessonsById> => {
  const lessons = await Promise.all(catalogue.map(({ id }) => loadLesson(id)));
  return new Map(lessons.flatMap((lesson) => (lesson === undefined ? [] : [[lesson.id, lesson] as const])));
});

/** Those that are here: none until they have been loaded, which this asks for. */
export function useLessons(): LessonsById {
  const state = useSyncExternalStore(subscribe, allLessons.state);
  return state.type === 'here' ? state.value : none;
}

function subscribe(changed: () => void): () => void {
  // One that cannot be loaded is missing where it is counted; opening it says why.
  allLessons.load().catch(() => undefined);
  return allLessons.subscribe(changed);
}
