import { createContext, useContext, useRef } from 'react';
import type { PreviewAsk } from '../../lab/debug/preview.ts';
import type { ActionType } from '../../sim/hand/enabled-actions.ts';

/** Something that may be picked: an action, or a command that stands beside them. */
export interface Pick {
  readonly id: string;
  readonly type: ActionType | 'hold' | 'release' | 'alignTimers' | 'spreadTimers';
  readonly ask: PreviewAsk;
  readonly name: string;
  readonly says: string;
}

/** What the list does with what is pointed at and picked. */
export interface Picking {
  /** Where it is told what the thing pointed at would do. */
  readonly paneId: string;
  /** The first click shows what it would do, the second does it: for fingers, which point at nothing. */
  readonly looksFirst: boolean;
  readonly isShown: (ask: PreviewAsk) => boolean;
  readonly show: (says: string, ask: PreviewAsk | undefined) => void;
  readonly do: (ask: PreviewAsk) => void;
  readonly keepFocus: (button: HTMLButtonElement) => void;
}

export const PickContext = createContext<Picking | undefined>(undefined);

export function PickButton({ pick }: { pick: Pick }) {
  const picking = useContext(PickContext);
  /** Commands are made anew by each rendering: what is asked stays the object of the first look. */
  const shown = useRef<PreviewAsk>(undefined);
  if (picking === undefined) return null;
  const { id, type, ask, name, says } = pick;
  const show = () => {
    shown.current = ask;
    picking.show(says, ask);
  };
  return (
    <button
      type="button"
      className="button button-tiny"
      data-action={id}
      data-type={type}
      title={says}
      // Who speaks to the page says what stands on the button.
      aria-label={`${name}: ${says}`}
      aria-describedby={picking.paneId}
      // A finger points at nothing: what would show under it, as it comes down, would take the tap.
      onPointerEnter={({ pointerType }) => {
        if (pointerType === 'mouse') show();
      }}
      onFocus={({ currentTarget }) => {
        if (!picking.looksFirst && currentTarget.matches(':focus-visible')) show();
      }}
      onClick={(event) => {
        const isSeen = shown.current !== undefined && picking.isShown(shown.current);
        if (picking.looksFirst && !isSeen) {
          show();
          return;
        }
        picking.keepFocus(event.currentTarget);
        picking.do(ask);
      }}
    >
      {name}
    </button>
  );
}
