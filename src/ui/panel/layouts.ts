import { useView, type ViewState } from '../view-state.ts';
import { layoutNames, type LayoutChoice, type LayoutName } from './layout-name.ts';

/** Which of the two is shown. */
function layoutFor(state: ViewState): keyof LayoutChoice {
  return isLessonOpen(state) ? 'lesson' : 'free';
}

export function isLessonOpen(state: ViewState): boolean {
  return state.lesson !== undefined;
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
