import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { StageAction } from '../../view/stage-actions.ts';

export interface ActionMenuProps {
  readonly title: string;
  readonly note?: string | undefined;
  readonly actions: readonly StageAction[];
  /** Names that the words of actions speak of: `{ a: 'n1', b: 'n2' }`. */
  readonly names: { readonly a: string; readonly b: string };
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly onDo: (action: StageAction) => void;
  readonly onClose: () => void;
}

const MENU_REM = 15;

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
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const left = Math.max(8, Math.min(props.x, props.width - MENU_REM * rem - 8));
  return (
    <div
      className="menu"
      role="menu"
      aria-label={title}
      ref={menu}
      style={{
        left,
        top: Math.max(8, Math.min(props.y, props.height * 0.35)),
        maxHeight: Math.max(160, props.height - 16),
      }}
      onKeyDown={(event) => moveFocus(event, menu.current, onClose)}
    >
      <div className="menu-title">
        <strong>{title}</strong>
        {note !== undefined && <span>{note}</span>}
      </div>
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
  );
}

function moveFocus(event: KeyboardEvent, menu: HTMLElement | null, close: () => void): void {
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.stopPropagation();
    close();
    return;
  }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !menu) return;
  event.preventDefault();
  event.stopPropagation();
  const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const now = items.findIndex((item) => item === document.activeElement);
  items[(now + step + items.length) % items.length]?.focus();
}
