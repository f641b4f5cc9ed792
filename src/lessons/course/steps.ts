import type { SoughtInstant } from './instant-finder.ts';
import type { Lesson, LessonStep, Question } from './lesson.ts';

/** The run that a step is in, by its id: its own, or that of the step before it. */
export function runOf({ runs, steps }: Lesson, step: LessonStep): string {
  let run = runs[0].id;
  for (const each of steps) {
    run = each.run ?? run;
    if (each === step) break;
  }
  return run;
}

/** Of each step; where the learner answers for a node, with the end of that. */
export function instantsOf(steps: readonly LessonStep[]): SoughtInstant[] {
  return steps.map((step) => ({ ...step.at, ...(step.type === 'beTheNode' ? { until: step.until } : {}) }));
}

/** The question that a step answers: its own, or that of the prediction it looks back on. */
export function questionOf(lesson: Lesson, step: LessonStep): Question | undefined {
  if (step.type === 'ask' || step.type === 'predict') return step.question;
  if (step.type !== 'observe') return undefined;
  const predicted = lesson.steps.find(({ id }) => id === step.of);
  return predicted?.type === 'predict' ? predicted.question : undefined;
}
