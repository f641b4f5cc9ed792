import { runOf } from '../../lessons/course/steps.ts';
import { HistoryPicture } from '../lesson/HistoryPicture.tsx';
import { useText } from '../lesson/text-of.ts';
import type { LectureQuestion } from './Lecture.tsx';

/** Where the question is asked: what the lesson says there, and what clients saw, if that is what it is about. */
export function Situation({
  question: { lesson, step },
  told,
}: {
  question: LectureQuestion;
  told: boolean;
}) {
  const say = useText();
  const run = lesson.runs.find(({ id }) => id === runOf(lesson, step));
  return (
    <div className="lecture-situation">
      <p>{say(step.say)}</p>
      {step.history !== undefined && run !== undefined && 'script' in run && (
        <HistoryPicture script={run.script} name={step.history} told={told} />
      )}
    </div>
  );
}
