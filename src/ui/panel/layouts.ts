import { useView, type ViewState } from '../view-state.ts';

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

/** Which of the two is shown. */
function layoutFor(state: ViewState): keyof LayoutChoice {
  return isLessonOpen(state) ? 'lesson' : 'free';
}

export function isLessonOpen(state: ViewState): boolean {
  return 'lesson' in state && state.lesson !== undefined;
}

/** The layout that was chosen for what is done now; a narrow window has its own all the same (page-form.ts). */
export function chosenLayout(state: ViewState): LayoutName {
  return state.layouts[layoutFor(state)];
}

export function chooseLayout(name: LayoutName): void {
  useView.setState((state) => ({
    layouts: { ...state.layouts, [layoutFor(state)]: name },
    alone: undefined,
  }));
}

/** The one after the layout that is shown, in the order of the menu. */
export function nextLayout(state: ViewState): LayoutName {
  const now = layoutNames.indexOf(chosenLayout(state));
  return layoutNames[(now + 1) % layoutNames.length] ?? 'explore';
}

/** Of what was remembered only what there is. */
export function parseLayouts(text: string | undefined): LayoutChoice {
  const [free, lesson] = (text ?? '').split(' ');
  const known = (name: string | undefined, otherwise: LayoutName) =>
    layoutNames.find((each) => each === name) ?? otherwise;
  return { free: known(free, usualLayouts.free), lesson: known(lesson, usualLayouts.lesson) };
}

export function formatLayouts({ free, lesson }: LayoutChoice): string {
  return `${free} ${lesson}`;
}
