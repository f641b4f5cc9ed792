import type { Instant, Lesson, LessonStep } from './lesson.ts';

/** The run that a step is in, by its id: its own, or that of the step before it. */
export function runOf({ runs, steps }: Lesson, step: LessonStep): string {
  let run = runs[0].id;
  for (const each of steps) {
    run = each.run ?? run;
    if (each === step) break;
  }
  return run;
}

export function instantsOf(steps: readonly LessonStep[]): Instant[] {
  return steps.map(({ at }) => at ?? {});
}
