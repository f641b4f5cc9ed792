import { useMemo } from 'react';
import { tally, type Tally } from '../../lessons/course/results/tally.ts';
import type { LectureQuestion } from './Lecture.tsx';
import { useLecture, type Round } from './lecture-store.ts';

/** How often each choice was taken in a round. */
export function useTally({ lesson, step, question }: LectureQuestion, round: Round): Tally {
  const votes = useLecture((state) => state.rounds[round]);
  const choices = question.choices.length;
  return useMemo(
    () => tally(votes, { lesson: lesson.id, step: step.id, choices }),
    [votes, lesson.id, step.id, choices],
  );
}
