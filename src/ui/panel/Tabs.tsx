import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
}

/** Tabs by the book: one in the tab order, arrow keys between them. */
export function Tabs<Id extends string>({
  label,
  tabs,
  current,
  onChange,
  children,
}: {
  label: string;
  tabs: readonly Tab<Id>[];
  current: Id;
  onChange: (id: Id) => void;
  children: ReactNode;
}) {
  const row = useRef<HTMLDivElement>(null);
  // The row scrolls where it is too narrow for all the names: however a tab was chosen, its name is in sight.
  useEffect(() => {
    const tab = row.current?.querySelector(`[data-tab="${current}"]`);
    if (row.current && tab) bringInto(row.current, tab);
  }, [current]);
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const now = tabs.findIndex((tab) => tab.id === current);
    const next = tabs[(now + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <>
      <div ref={row} className="tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            data-tab={tab.id}
            id={`tab-${tab.id}`}
            aria-selected={tab.id === current}
            aria-controls={`panel-${tab.id}`}
            tabIndex={tab.id === current ? 0 : -1}
            onClick={() => onChange(tab.id)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div
        className="tab-panel"
        role="tabpanel"
        id={`panel-${current}`}
        aria-labelledby={`tab-${current}`}
        tabIndex={-1}
      >
        <div className="tab-scroll">{children}</div>
      </div>
    </>
  );
}

/** So much of a tab's neighbour stays in sight, in pixels, that a press on it brings the next. */
const BESIDE = 44;

/** Scrolls the row alone: `scrollIntoView` would move the page, too. */
function bringInto(row: Element, tab: Element): void {
  const [all, one] = [row.getBoundingClientRect(), tab.getBoundingClientRect()];
  const [before, after] = [one.left - BESIDE - all.left, one.right + BESIDE - all.right];
  if (before < 0) row.scrollLeft += before;
  else if (after > 0) row.scrollLeft += after;
}
