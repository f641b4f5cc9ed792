import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import { reportError } from './act.ts';
import { keyCommands, type KeyCommand } from './commands.ts';
import { onFrameCame } from './frames-come.ts';
import { KeyQueue } from './key-queue.ts';
import { useLab } from './lab-context.tsx';
import { currentView } from './store.ts';

/** Where keys mean something else: text is typed, a list is moved through, a button is pressed. */
const TYPING =
  'input:not([type=radio]):not([type=checkbox]):not([type=range]), textarea, select, [contenteditable=true]';
const OWN_ARROWS =
  '[role=slider], [role=tab], [role=menuitem], [role=separator], [role=grid], input, [data-own-keys]';
const PRESSED_BY_SPACE = 'button, summary, a, [role=button], [role=menuitem], [role=tab], [type=checkbox]';

/** Connects the command table to the page's keyboard. */
export function useKeyboard(focusClientForm: () => void): void {
  const lab = useLab();
  useEffect(() => {
    const queue = new KeyQueue();
    const unsubscribe = onFrameCame(() => queue.frameShown());
    const press = (command: KeyCommand, event: KeyboardEvent): void => {
      const run = async (): Promise<unknown> =>
        command.run({ lab, view: currentView(), focusClientForm }, event);
      queue.press(command.readsFrame === true, run).catch(reportError);
    };
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const command of keyCommands)
      for (const key of command.keys)
        bindings[key] = (event) => {
          if (event.defaultPrevented || isTaken(event)) return;
          event.preventDefault();
          press(command, event);
        };
    const unbind = tinykeys(window, bindings);
    return () => {
      unbind();
      unsubscribe();
    };
  }, [lab, focusClientForm]);
}

function isTaken(event: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open]') !== null) return true;
  const target = event.target instanceof Element ? event.target : undefined;
  if (!target) return false;
  if (target.closest(TYPING)) return true;
  if (event.key === ' ') return target.closest(PRESSED_BY_SPACE) !== null;
  if (/^(Arrow|Home|End)/.test(event.key)) return target.closest(OWN_ARROWS) !== null;
  return false;
}
