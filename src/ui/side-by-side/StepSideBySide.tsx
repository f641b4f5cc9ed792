import type { Lesson, LessonStep } from '../../lessons/course/lesson.ts';
import { useText } from '../lesson/text-of.ts';
import { SideBySide } from './SideBySide.tsx';

/** Two runs of a lesson beside each other. */
export function StepSideBySide({
  lesson: { runs },
  step,
}: {
  readonly lesson: Lesson;
  readonly step: Extract<LessonStep, { readonly type: 'sideBySide' }>;
}) {
  const text = useText();
  const [a, b] = step.runs.map((id) => runs.find((run) => run.id === id));
  // Only scripts have lines that can be paired.
  if (a === undefined || b === undefined || !('script' in a) || !('script' in b)) return null;
  return <SideBySide a={a.script} b={b.script} titles={{ a: text(a.title), b: text(b.title) }} />;
}
