import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { sharedArea, type Box } from '../../view/stage/box.ts';
import { placeBeside } from '../../view/stage/place-beside.ts';
import type { StageAction } from '../../view/stage/stage-actions.ts';

export interface MenuProps {
  readonly title: string;
  readonly note?: string | undefined;
  /** Where it opens, in pixels of the window: as near to this point as may be. */
  readonly x: number;
  readonly y: number;
  /** What it is not to cover, in pixels of the window; asked when it opens. */
  readonly keepFree: () => readonly Box[];
  readonly onClose: () => void;
}

export interface ActionMenuProps extends MenuProps {
  readonly actions: readonly StageAction[];
  /** Names that the words of actions speak of: `{ a: 'n1', b: 'n2' }`. */
  readonly names: { readonly a: string; readonly b: string };
  readonly onDo: (action: StageAction) => void;
  /** Asks why it is as it is. */
  readonly onWhy?: () => void;
  /** Lists its values, each a way to where it comes from. */
  readonly onValues?: () => void;
  /** Answers in its place. */
  readonly onBe?: () => void;
  /** Moves it on the stage. */
  readonly onMove?: () => void;
}

/** From so many actions on they stand in two columns. */
const MANY = 7;
/** Kept free between the menu and the window's edge, in pixels. */
const EDGE = 8;

/** What can be done to what was clicked, each with what it would do. */
export function ActionMenu({
  actions,
  names,
  onDo,
  onWhy,
  onValues,
  onBe,
  onMove,
  ...menu
}: ActionMenuProps) {
  const { t } = useTranslation('stage');
  return (
    <Menu {...menu} many={actions.length >= MANY}>
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
        {onWhy && (
          <button type="button" role="menuitem" className="menu-item" data-action="why" onClick={onWhy}>
            <span>{t('why')}</span>
          </button>
        )}
        {onValues && (
          <button type="button" role="menuitem" className="menu-item" data-action="values" onClick={onValues}>
            <span>{t('values')}</span>
          </button>
        )}
        {onBe && (
          <button type="button" role="menuitem" className="menu-item" data-action="be" onClick={onBe}>
            <span>{t('beNode')}</span>
          </button>
        )}
        {onMove && (
          <button type="button" role="menuitem" className="menu-item" data-action="move" onClick={onMove}>
            <span>{t('move')}</span>
          </button>
        )}
      </div>
    </Menu>
  );
}

/** A menu that opens where it covers nothing it is about. Arrow keys move, Escape closes. */
export function Menu(props: MenuProps & { readonly many?: boolean; readonly children: ReactNode }) {
  const { title, note, children, onClose } = props;
  const [many, setMany] = useState(props.many ?? false);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = menu.current;
    const focused = document.activeElement;
    // Where nothing can be done the menu itself has the focus, so that Escape closes it.
    (element?.querySelector<HTMLElement>('[role=menuitem]') ?? element)?.focus({ preventScroll: true });
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !element?.contains(event.target)) onClose();
    };
    // A finger that opened it has taken the focus elsewhere since.
    const leave = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || (event.target instanceof Node && element?.contains(event.target))) return;
      event.stopPropagation();
      onClose();
    };
    document.addEventListener('pointerdown', outside, true);
    document.addEventListener('keydown', leave, true);
    return () => {
      document.removeEventListener('pointerdown', outside, true);
      document.removeEventListener('keydown', leave, true);
      // A node in SVG is focusable too, so not only HTML elements are given the focus back.
      if (element?.contains(document.activeElement) === true && focused !== null && 'focus' in focused)
        (focused as HTMLElement).focus({ preventScroll: true });
    };
  }, [onClose]);
  // Time runs under an open menu: with an action that can be done no longer the focus in it would go, and with it the keys.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) menu.current?.focus({ preventScroll: true });
  });
  const [place, setPlace] = useState({ left: props.x, top: props.y });
  const { x, y, keepFree } = props;
  // Where the nodes stand is asked once, when it opens: a menu does not run after them.
  const nodes = useRef(keepFree);
  useLayoutEffect(() => {
    const rect = menu.current?.getBoundingClientRect();
    if (!rect) return;
    const bounds = { left: EDGE, top: EDGE, right: innerWidth - EDGE, bottom: innerHeight - EDGE };
    const keep = nodes.current();
    const at = placeBeside(rect, bounds, keep, { x, y });
    const box = { left: at.x, top: at.y, right: at.x + rect.width, bottom: at.y + rect.height };
    // Two columns that cannot but cover a node: one column, that scrolls, may find room beside them.
    if (many && keep.some((node) => sharedArea(box, node) > 0)) {
      setMany(false);
      return;
    }
    setPlace((before) => (before.left === at.x && before.top === at.y ? before : { left: at.x, top: at.y }));
  }, [x, y, many]);
  return createPortal(
    <div
      className="menu"
      data-many={many || undefined}
      role="menu"
      tabIndex={-1}
      aria-label={title}
      ref={menu}
      style={place}
      onKeyDown={(event) => moveFocus(event, menu.current, onClose)}
    >
      <div className="menu-title">
        <strong>{title}</strong>
        {note !== undefined && <span>{note}</span>}
      </div>
      {children}
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
  if (!menu || event.ctrlKey || event.altKey || event.metaKey) return;
  const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const now = items.findIndex((item) => item === document.activeElement);
  const next = nextItem(event.key, items, now);
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}

/** Arrow keys, Home and End, and the next item that begins with a letter, as menus have it. */
function nextItem(key: string, items: readonly HTMLElement[], now: number): HTMLElement | undefined {
  const { length } = items;
  if (key === 'ArrowDown' || key === 'ArrowRight') return items[(now + 1) % length];
  if (key === 'ArrowUp' || key === 'ArrowLeft') return items[(now - 1 + length) % length];
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  if (key.length !== 1 || key === ' ') return undefined;
  const begins = (item: HTMLElement) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase());
  return [...items.slice(now + 1), ...items.slice(0, now + 1)].find(begins);
}
