import { useEffect, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { showBeside } from './top-layer.ts';

/** A button that folds out a small panel over the page; closes on Escape and on a click elsewhere. */
export function Dropdown({
  label,
  title,
  children,
  className = '',
  buttonClassName = 'button button-quiet',
}: {
  label: ReactNode;
  title: string;
  children: ReactNode;
  className?: string;
  buttonClassName?: string;
}) {
  const element = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const close = (event: Event) => {
      const details = element.current;
      if (!details?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return;
        // It closes this, and nothing else.
        event.preventDefault();
        details.open = false;
        details.querySelector('summary')?.focus();
      } else if (event.target instanceof Node && !details.contains(event.target)) details.open = false;
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return (
    <details
      className={`dropdown ${className}`}
      ref={element}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className={buttonClassName} title={title}>
        {label}
      </summary>
      {open && <FoldedOut of={element}>{children}</FoldedOut>}
    </details>
  );
}

/** In the top layer, within the window. */
function FoldedOut({ of, children }: { of: RefObject<HTMLElement | null>; children: ReactNode }) {
  const panel = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current: element } = panel;
    return element === null ? undefined : showBeside(element, () => of.current, 'right');
  }, [of]);
  return (
    <div className="dropdown-panel" ref={panel} popover="manual">
      <div>{children}</div>
    </div>
  );
}
