import { showTheme } from '../preferences.ts';
import { currentView } from '../view-state.ts';

/**
 * Does something while the page has the colours and sizes of paper (print.css): white ground, black ink, 16 pixels a rem. It
 * must be done when `work` returns: the browser draws nothing in between, so nobody sees it.
 */
export function onPaper<T>(work: () => T): T {
  const root = document.documentElement;
  const printed = root.dataset['print'];
  root.dataset['print'] = 'yes';
  showTheme('light');
  try {
    return work();
  } finally {
    if (printed === undefined) delete root.dataset['print'];
    if (printed === undefined) showTheme(currentView().theme);
  }
}
