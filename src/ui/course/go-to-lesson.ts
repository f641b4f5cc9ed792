import { useCallback } from 'react';
import { reportError } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { lessonOpener } from '../lesson/lesson-part.ts';
import { closeCourse } from './open-course.ts';

/** Opens a lesson, at one of its steps if one is named, and closes the course over it. */
export function useGoToLesson(): (id: string, step?: string) => void {
  const lab = useLab();
  return useCallback(
    (id, step) => {
      closeCourse();
      lessonOpener
        .load()
        .then(({ openLesson }) => openLesson(lab, id, { step }))
        .catch(reportError);
    },
    [lab],
  );
}
