import type { ViewState } from '../view-state.ts';

/** The theme that shows: the choice, or the system's. */
export function shownTheme(choice: ViewState['theme']): 'light' | 'dark' {
  if (choice !== 'system') return choice;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
