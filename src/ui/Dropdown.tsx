import { useEffect, useRef, useState, type ReactNode } from 'react';

/** A button that folds out a small panel; closes on Escape and on a click elsewhere. */
export function Dropdown({
  label,
  title,
  children,
  className = '',
}: {
  label: ReactNode;
  title: string;
  children: ReactNode;
  className?: string;
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
      <summary className="button button-quiet" title={title}>
        {label}
      </summary>
      {open && <div className="dropdown-panel">{children}</div>}
    </details>
  );
}
