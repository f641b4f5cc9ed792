import type { Frame } from '../../lab/frame/frame.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import type { ViewActions, ViewState } from '../view-state.ts';

/** What kind of thing an item is; its words are `palette:group.ID`. They are listed in this order while nothing is typed. */
export const paletteGroups = [
  'time',
  'cluster',
  'page',
  'lab',
  'lessons',
  'gallery',
  'rules',
  'nodes',
  'panels',
  'runUntil',
  'stepBy',
  'reference',
] as const;
export type PaletteGroup = (typeof paletteGroups)[number];

/** What an item may reach when it is chosen. The palette is closed by then. */
export interface PaletteContext {
  readonly lab: LabPort;
  readonly view: ViewState & ViewActions;
  readonly frame: Frame | undefined;
}

/** One thing that can be done, or gone to. */
export interface PaletteItem {
  /** Unique, and the same another day: what was chosen lately is remembered by it. */
  readonly id: string;
  readonly group: PaletteGroup;
  /** In the language that is shown. */
  readonly title: string;
  /** What else it is found by: the same in the other language, a longer sentence. */
  readonly also: readonly string[];
  /** As keycaps, where a key does the same. */
  readonly caps?: readonly string[];
  /** What can be taken back only by stepping back. */
  readonly danger?: boolean;
  readonly run: () => unknown;
}

/** Words in the language that is shown, and in the others. */
export interface Said {
  readonly title: string;
  readonly also: readonly string[];
}

/**
 * Where items come from: what can be done now, and nothing that would do nothing. A new kind of item is a source more
 * (sources.ts). One that cannot be loaded leaves the others as they are.
 */
export type PaletteSource = (
  context: PaletteContext,
) => readonly PaletteItem[] | Promise<readonly PaletteItem[]>;
