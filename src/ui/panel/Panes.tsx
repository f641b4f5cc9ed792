import type { ReactNode } from 'react';
import { useView } from '../view-state.ts';
import { roomForLanes, usePaneSizes, type PaneGrid } from './pane-sizes.ts';

/** From more members on the logs want more room. */
const MANY = 5;

/**
 * The grid that the panes stand in (page.css). Their sizes are custom properties of it: the very first picture has them, and
 * while an edge is dragged the page is laid out anew, but no pane renders.
 */
export function Panes({ grid, children }: { readonly grid: PaneGrid; readonly children: ReactNode }) {
  const sizes = usePaneSizes((state) => state.sizes);
  const isMany = useView(({ frame }) => (frame?.nodes.length ?? 0) > MANY);
  const lanes = useView(({ frame }) => roomForLanes(frame));
  const side = sizes[`${grid}.side`];
  const lesson = sizes[`${grid}.lesson`];
  const logs = sizes[`${grid}.logs`];
  const time = sizes[`${grid}.time`];
  const style: Record<`--${string}`, string> = {
    ...(side !== undefined && { '--pane-side': `${side}%` }),
    ...(lesson !== undefined && { '--pane-lesson': `${lesson}%` }),
    ...(logs !== undefined && { '--pane-logs': `${logs}rem` }),
    ...(time !== undefined && { '--pane-time': `${time}rem` }),
    ...(lanes > 0 && { '--lanes': `${lanes}rem` }),
  };
  return (
    <main className="desktop" data-panes={grid} data-many={isMany || undefined} style={style}>
      {children}
    </main>
  );
}
