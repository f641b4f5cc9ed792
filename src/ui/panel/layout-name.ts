/**
 * What a layout is for, where the window has room for more than one view at a time:
 * - `explore`: stage over logs, details beside them, time across the foot;
 * - `lecture`: the stage large, the logs below it, type for the back row, few controls;
 * - `debug`: more room for details, logs and time;
 * - `lesson`: the stage over logs and details, so that it is large beside a lesson, too;
 * - `phone`: the stage and one view at a time, as on a phone.
 * A lesson that is open has a pane of its own in each of them (LessonPlace.tsx).
 */
export type LayoutName = 'explore' | 'lecture' | 'debug' | 'lesson' | 'phone';

export const layoutNames: readonly LayoutName[] = ['explore', 'lecture', 'debug', 'lesson', 'phone'];

/** The two that are remembered: one for lessons, one for everything else. */
export type LayoutChoice = Readonly<Record<'free' | 'lesson', LayoutName>>;

export const usualLayouts: LayoutChoice = { free: 'explore', lesson: 'lesson' };

/** Of what was remembered only what there is. */
export function parseLayouts(text: string | undefined): LayoutChoice {
  const [free, lesson] = (text ?? '').split(' ');
  return { free: known(free) ?? usualLayouts.free, lesson: known(lesson) ?? usualLayouts.lesson };
}

function known(name: string | undefined): LayoutName | undefined {
  return layoutNames.find((each) => each === name);
}

export function formatLayouts({ free, lesson }: LayoutChoice): string {
  return `${free} ${lesson}`;
}
