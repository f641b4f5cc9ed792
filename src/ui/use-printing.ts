import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { showTheme } from './preferences.ts';
import { currentView } from './view-state.ts';

/**
 * Whether the page is being printed. The browser takes its picture as soon as the handlers of `beforeprint` have
 * returned, so the page for paper is drawn within them: a style sheet alone cannot draw canvases in other colours.
 */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const change = (now: boolean) => {
      const root = document.documentElement;
      if (now === (root.dataset['print'] === 'yes')) return;
      if (now) root.dataset['print'] = 'yes';
      else delete root.dataset['print'];
      showTheme(now ? 'light' : currentView().theme);
      flushSync(() => setPrinting(now));
      currentView().tokensChanged();
    };
    const paper = window.matchMedia('print');
    const before = () => change(true);
    const after = () => change(false);
    const media = () => change(paper.matches);
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    paper.addEventListener('change', media);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
      paper.removeEventListener('change', media);
    };
  }, []);
  return printing;
}
