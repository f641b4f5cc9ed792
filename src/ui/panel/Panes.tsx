import type { ReactNode } from 'react';
import { useView } from '../view-state.ts';
import { roomForLanes, usePaneSizes } from './pane-sizes.ts';

/**
 * The grid that the panes stand in (page.css). Their sizes are custom properties of it: the very first picture has them, and
 * while an edge is dragged the page is laid out anew, but no pane renders.
 */
export function Panes({ form, children }: { form: 'desk' | 'low'; children: ReactNode }) {
  const sizes = usePaneSizes((state) => state.sizes);
  const lanes = useView(({ frame }) => roomForLanes(frame));
  const side = sizes[`${form}.side`];
  const logs = form === 'desk' ? sizes['desk.logs'] : undefined;
  const time = sizes[`${form}.time`];
  const style: Record<`--${string}`, string> = {
    ...(side !== undefined && { '--pane-side': `${side}%` }),
    ...(logs !== undefined && { '--pane-logs': `${logs}rem` }),
    ...(time !== undefined && { '--pane-time': `${time}rem` }),
    ...(lanes > 0 && { '--lanes': `${lanes}rem` }),
  };
  return (
    <main className="desktop" data-panes={form} style={style}>
      {children}
    </main>
  );
}
