import { createKeybindingsHandler } from 'tinykeys';
import type { LabPort } from '../lab/lab-port.ts';
import { reportError } from './act.ts';
import { onFrameCame } from './frames-come.ts';
import { keyCommands, type KeyCommand } from './key-bindings.ts';
import { KeyQueue } from './key-queue.ts';
import { askStage, focusedNode } from './stage/stage-asks.ts';
import { currentView } from './view-state.ts';

/** Where text is typed, so that every key is a letter. */
const TYPING =
  'input:not([type=radio]):not([type=checkbox]):not([type=range]), textarea, select, [contenteditable=true]';
/** A small place of its own, whose keys do nothing to the page behind it. */
const OWN_KEYS = 'dialog[open], [role=menu], [data-own-keys]';
/** What arrow keys move within. The choice of a kind to step by is not among them: there they step, too. */
const OWN_ARROWS =
  '[role=slider], [role=tab], [role=separator], [role=grid], input:not([name=step-kind]), [data-own-arrows]';
/** On the stage Enter opens what a press of Space would elsewhere: Space is for time there. */
const PRESSED_BY_SPACE =
  'button:not(.stage-message), summary, a, [role=button]:not(.node-hit), [type=checkbox], [type=radio]:not([name=step-kind])';
const STAGE = '.stage-box';
/** Used by pointer they hand the arrow keys back to time. */
const LET_GO = '[role=tab], [role=grid], input[type=range], input[name=step-kind]';

/** The command table at the page's keyboard: what a press does, and the way to let go of it. */
export function connectKeys(
  lab: LabPort,
  focusClientForm: () => void,
): { readonly press: (event: KeyboardEvent) => void; readonly disconnect: () => void } {
  const queue = new KeyQueue();
  const unsubscribe = onFrameCame(() => queue.frameShown());
  const perform = (command: KeyCommand, event: KeyboardEvent): void => {
    const run = async (): Promise<unknown> =>
      command.run({ lab, view: currentView(), focusClientForm, askStage, focusedNode: focusedNode() }, event);
    const turn = command.atOnce === true ? run() : queue.press(command.readsFrame === true, run);
    turn.catch(reportError);
  };
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const command of keyCommands)
    for (const key of command.keys)
      bindings[key] = (event) => {
        if (event.defaultPrevented || event.isComposing) return;
        if (event.key === 'Escape' && leavesField(event)) return;
        if (isTaken(event, command)) return;
        event.preventDefault();
        perform(command, event);
      };
  window.addEventListener('click', letGo);
  const disconnect = (): void => {
    window.removeEventListener('click', letGo);
    unsubscribe();
  };
  return { press: createKeybindingsHandler(bindings), disconnect };
}

/** Escape in a field of the page goes back to the page's keys; what is selected stays. */
function leavesField({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement) || !target.matches(TYPING) || target.closest(OWN_KEYS)) return false;
  target.blur();
  askStage({ type: 'focus', on: undefined });
  return true;
}

/** A click by pointer (one by the keyboard has no count) leaves the focus only where text is typed or more is chosen. */
function letGo({ detail }: MouseEvent): void {
  const { activeElement } = document;
  if (detail > 0 && activeElement instanceof HTMLElement && activeElement.matches(LET_GO))
    activeElement.blur();
}

function isTaken(event: KeyboardEvent, { onStage, anywhere, inLesson }: KeyCommand): boolean {
  if (inLesson === true && currentView().lesson === undefined) return true;
  if (document.querySelector('dialog[open]') !== null) return true;
  if (anywhere === true) return false;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest(OWN_KEYS) || target.closest(TYPING)) return true;
  if (onStage === true) return target !== document.body && target.closest(STAGE) === null;
  if (event.key === ' ') return target.closest(PRESSED_BY_SPACE) !== null;
  if (/^(Arrow|Home|End)/.test(event.key)) return !event.shiftKey && target.closest(OWN_ARROWS) !== null;
  return false;
}
