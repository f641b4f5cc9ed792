import { create } from 'zustand';
import type { Frame } from '../../lab/frame/frame.ts';
import { readPreference, writePreference } from '../preferences.ts';

const GRIDS = ['desk', 'low', 'debug-desk', 'debug-low', 'lecture', 'lesson-desk', 'lesson-low'] as const;
const PANES = ['lesson', 'side', 'logs', 'time'] as const;

/** How panes stand: by the layout that was chosen (layouts.ts) and the form of the page (page-form.ts). To explore has the forms' own. */
export type PaneGrid = (typeof GRIDS)[number];

/**
 * A pane with an edge that can be dragged, by the grid that it is in: each has sizes of its own. The others of that grid
 * take what it leaves. What it may be at least and at most is in page.css.
 */
export type PaneName = `${PaneGrid}.${(typeof PANES)[number]}`;

interface PaneSizes {
  /** In percent of the panes' width for what stands at the side, else in rem. What is not here has its usual size. */
  readonly sizes: Readonly<Partial<Record<PaneName, number | undefined>>>;
}

const KEY = 'quorumscope.panes';
const NAMES: readonly PaneName[] = GRIDS.flatMap((grid) => PANES.map((pane) => `${grid}.${pane}` as const));

export const usePaneSizes = create<PaneSizes>(() => ({ sizes: remembered() }));

/** Another size for a pane; undefined is its usual one. */
export function setPaneSize(pane: PaneName, size: number | undefined): void {
  usePaneSizes.setState(({ sizes }) => ({ sizes: { ...sizes, [pane]: size } }));
}

/** The panes are as large as now when the page is opened the next time. */
export function rememberPaneSizes(): void {
  writePreference(KEY, JSON.stringify(usePaneSizes.getState().sizes));
}

/** So many lanes of branches find their room; of more some are scrolled to. */
const LANES_MAX = 4;
/** In rem: --branch-row of branches.css. */
const LANE = 1.375;

/** By so much, in rem, the pane of time grows for the lanes of branches under the diagram, which keeps its own height. */
export function roomForLanes(frame: Frame | undefined): number {
  const lanes = frame?.branches.length ?? 0;
  return lanes > 1 ? Math.min(LANES_MAX, lanes) * LANE : 0;
}

/** Whatever was kept, by whichever version of the page: only what is a size is taken. */
function remembered(): PaneSizes['sizes'] {
  const kept: unknown = parsed(readPreference(KEY) ?? '{}');
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept).filter(
      ([name, size]) => NAMES.some((pane) => pane === name) && typeof size === 'number' && size >= 0,
    ),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
