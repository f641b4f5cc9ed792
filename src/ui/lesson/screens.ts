import type { Lesson, LessonStep } from '../../lessons/course/lesson.ts';

/** What the panel shows at one time: a step, or what stands at the end of a lesson. */
export type Screen =
  | { readonly type: 'step'; readonly id: string; readonly step: LessonStep }
  | { readonly type: 'tryIt'; readonly id: string }
  | { readonly type: 'end'; readonly id: string };

export function screensOf({ steps, tryIt }: Lesson): readonly Screen[] {
  return [
    ...steps.map((step): Screen => ({ type: 'step', id: step.id, step })),
    ...(tryIt === undefined ? [] : [{ type: 'tryIt', id: 'tryIt' } as const]),
    { type: 'end', id: 'end' },
  ];
}

/** Where a screen of this name is, from 0; undefined: there is none. */
export function screenAt(screens: readonly Screen[], id: string): number | undefined {
  const at = screens.findIndex((screen) => screen.id === id);
  return at === -1 ? undefined : at;
}
