import { useEffect } from 'react';
import { reportError } from './act.ts';
import { useLab } from './lab-context.tsx';
import { latePart } from './late-part.ts';

const keys = latePart(() => import('./connect-keys.ts'));

/**
 * The page's keyboard. What keys do is loaded once the first picture stands; a key that comes before that is done as soon as
 * it is known what it does.
 */
export function useKeyboard(focusClientForm: () => void): void {
  const lab = useLab();
  useEffect(() => {
    const early: KeyboardEvent[] = [];
    let press = (event: KeyboardEvent): void => void early.push(event);
    let disconnect = (): void => undefined;
    let isHere = true;
    keys
      .load()
      .then(({ connectKeys }) => {
        if (!isHere) return;
        ({ press, disconnect } = connectKeys(lab, focusClientForm));
        for (const event of early.splice(0)) press(event);
      })
      .catch(reportError);
    const onKeyDown = (event: KeyboardEvent): void => press(event);
    window.addEventListener('keydown', onKeyDown);
    return () => {
      isHere = false;
      window.removeEventListener('keydown', onKeyDown);
      disconnect();
    };
  }, [lab, focusClientForm]);
}
