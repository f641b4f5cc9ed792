import { useLayoutEffect } from 'react';
import { currentView, type AloneView } from '../view-state.ts';

/** Type for the back row (page.css). The first child, so that the type has its size before the others measure themselves. */
export function LargeType({ view }: { readonly view: AloneView | 'lecture' }) {
  useLayoutEffect(() => {
    document.documentElement.dataset['alone'] = view;
    currentView().tokensChanged();
    return () => {
      delete document.documentElement.dataset['alone'];
      currentView().tokensChanged();
    };
  }, [view]);
  return null;
}
