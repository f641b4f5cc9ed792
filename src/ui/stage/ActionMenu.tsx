import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { StageAction } from '../../view/stage-actions.ts';

export interface ActionMenuProps {
  readonly title: string;
  readonly note?: string | undefined;
  readonly actions: readonly StageAction[];
  /** Names that the words of actions speak of: `{ a: 'n1', b: 'n2' }`. */
  readonly names: { readonly a: string; readonly b: string };
  /** Where it opens, in pixels of the window. */
  readonly x: number;
  readonly y: number;
  readonly onDo: (action: StageAction) => void;
  readonly onClose: () => void;
}

/** From so many actions on they stand in two columns. */
const MANY = 7;
/** Kept free between the menu and the window's edge, in pixels. */
const EDGE = 8;

/** What can be done to what was clicked, each with what it would do. Arrow keys move, Escape closes. */
export function ActionMenu(props: ActionMenuProps) {
  const { title, note, actions, names, onDo, onClose } = props;
  const { t } = useTranslation('stage');
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = menu.current;
    const focused = document.activeElement;
    element?.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true });
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !element?.contains(event.target)) onClose();
    };
    document.addEventListener('pointerdown', outside, true);
    return () => {
      document.removeEventListener('pointerdown', outside, true);
      // A node in SVG is focusable too, so not only HTML elements are given the focus back.
      if (element?.contains(document.activeElement) === true && focused !== null && 'focus' in focused)
        (focused as HTMLElement).focus({ preventScroll: true });
    };
  }, [onClose]);
  const [place, setPlace] = useState({ left: props.x, top: props.y });
  useLayoutEffect(() => {
    const rect = menu.current?.getBoundingClientRect();
    if (!rect) return;
    const left = Math.max(EDGE, Math.min(props.x, window.innerWidth - rect.width - EDGE));
    const top = Math.max(EDGE, Math.min(props.y, window.innerHeight - rect.height - EDGE));
    setPlace((before) => (before.left === left && before.top === top ? before : { left, top }));
  }, [props.x, props.y]);
  return createPortal(
    <div
      className="menu"
      data-many={actions.length >= MANY || undefined}
      role="menu"
      aria-label={title}
      ref={menu}
      style={place}
      onKeyDown={(event) => moveFocus(event, menu.current, onClose)}
    >
      <div className="menu-title">
        <strong>{title}</strong>
        {note !== undefined && <span>{note}</span>}
      </div>
      {actions.length === 0 && <p className="menu-nothing muted">{t('nothingToDo')}</p>}
      <div className="menu-items" role="none">
        {actions.map((action) => (
          <button
            key={action.id}
            type="button"
            role="menuitem"
            className={action.danger ? 'menu-item menu-danger' : 'menu-item'}
            data-action={action.id}
            onClick={() => onDo(action)}
          >
            <span>{t(`action.${action.id}.name`, names)}</span>
            <small>{t(`action.${action.id}.does`, names)}</small>
          </button>
        ))}
      </div>
    </div>,
    document.querySelector('main') ?? document.body,
  );
}

function moveFocus(event: KeyboardEvent, menu: HTMLElement | null, close: () => void): void {
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.stopPropagation();
    close();
    return;
  }
  const step =
    event.key === 'ArrowDown' || event.key === 'ArrowRight'
      ? 1
      : event.key === 'ArrowUp' || event.key === 'ArrowLeft'
        ? -1
        : 0;
  if (step === 0 || !menu) return;
  event.preventDefault();
  event.stopPropagation();
  const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const now = items.findIndex((item) => item === document.activeElement);
  items[(now + step + items.length) % items.length]?.focus();
}
