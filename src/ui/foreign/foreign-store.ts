import { create } from 'zustand';
import type { FileToRead } from '../../foreign/foreign-reader.ts';
import type { ForeignHistory } from '../../foreign/history.ts';
import type { ForeignVerdict } from '../../foreign/judge.ts';
import { wholeOf, within, type ForeignWindow } from '../../view/foreign/foreign-scene.ts';
import {
  isShown,
  laneIndex,
  nothingHidden,
  type ForeignFilter,
  type LaneIndex,
} from '../../view/foreign/lane-index.ts';
import { nextHit, searchItems } from '../../view/foreign/search-items.ts';
import { foreignReader } from './foreign-reader.ts';
import { grammarTexts } from './grammar-store.ts';

export type Judging =
  | { readonly type: 'no' }
  | { readonly type: 'running' }
  | { readonly type: 'done'; readonly verdict: ForeignVerdict }
  | { readonly type: 'failed'; readonly reason: unknown };

/** A history that is open, and how it is looked at. */
export interface OpenedHistory {
  readonly names: readonly string[];
  readonly history: ForeignHistory;
  readonly index: LaneIndex;
  readonly filter: ForeignFilter;
  readonly query: string;
  readonly hits: Uint32Array | undefined;
  readonly window: ForeignWindow;
  /** So far the lanes are scrolled, in CSS pixels. */
  readonly top: number;
  readonly selected: number | undefined;
  readonly judging: Judging;
}

export interface ForeignState {
  readonly opened: OpenedHistory | undefined;
  /** What is being read. */
  readonly reading: readonly string[] | undefined;
  /** Why the last files could not be read; what was open stays. */
  readonly problem: unknown;
  /** Lines of files that no grammar fitted: to write one for them. */
  readonly grammarFor: readonly FileToRead[] | undefined;
}

export const useForeign = create<ForeignState>(() => ({
  opened: undefined,
  reading: undefined,
  problem: undefined,
  grammarFor: undefined,
}));

/** Reads these files; they take the place of what is open once they are read. */
export async function openHistory(files: readonly FileToRead[], grammar?: string): Promise<void> {
  const names = files.map(({ path }) => path);
  performance.mark('foreign:open');
  useForeign.setState({ reading: names, problem: undefined });
  try {
    const reader = await foreignReader();
    const history = await reader.read(files, grammar === undefined ? grammarTexts() : [grammar]);
    const opened: OpenedHistory = {
      names,
      history,
      index: laneIndex(history, nothingHidden, undefined),
      filter: nothingHidden,
      query: '',
      hits: undefined,
      window: wholeOf(history),
      top: 0,
      selected: undefined,
      judging: { type: 'no' },
    };
    useForeign.setState({ opened, reading: undefined, grammarFor: undefined });
    if (history.operations.length > 0) await judge();
  } catch (error) {
    if (useForeign.getState().reading !== names) return; // Others are being read by now, or it was stopped.
    const isUnknown = problemOf(error) === 'unknownFormat';
    useForeign.setState({ reading: undefined, problem: error, ...(isUnknown ? { grammarFor: files } : {}) });
  }
}

function problemOf(error: unknown): unknown {
  return error instanceof Error && 'problem' in error ? error.problem : undefined;
}

/** Ends the reading or the judge's search. */
export function stopWork(): void {
  useForeign.setState({ reading: undefined });
  change(({ judging }) => (judging.type === 'running' ? { judging: { type: 'no' } } : {}));
  void foreignReader().then((reader) => reader.stop());
}

/** To where files are chosen. */
export function closeHistory(): void {
  stopWork();
  useForeign.setState({ opened: undefined, problem: undefined, grammarFor: undefined });
}

/** Lines that no grammar fits are left alone; what was open is seen again. */
export function leaveGrammar(): void {
  useForeign.setState({ grammarFor: undefined, problem: undefined });
}

/** Asks whether what is open can be explained; it is asked by itself when a history is opened. */
export async function judge(): Promise<void> {
  const of = useForeign.getState().opened?.history;
  const isStill = (): boolean => useForeign.getState().opened?.history === of;
  change(() => ({ judging: { type: 'running' } }));
  try {
    const reader = await foreignReader();
    const verdict = await reader.judge(of?.operations ?? []);
    if (isStill()) change(() => ({ judging: { type: 'done', verdict } }));
  } catch (reason) {
    const isRunning = useForeign.getState().opened?.judging.type === 'running';
    if (isStill() && isRunning) change(() => ({ judging: { type: 'failed', reason } }));
  }
}

/** Changes how the open history is looked at. */
export function change(to: (opened: OpenedHistory) => Partial<OpenedHistory>): void {
  const { opened } = useForeign.getState();
  if (opened !== undefined) useForeign.setState({ opened: { ...opened, ...to(opened) } });
}

export function search(query: string): void {
  change(({ history, filter }) => {
    const hits = searchItems(history, query)?.filter((item) => isShown(history, filter, item));
    return { query, hits, index: laneIndex(history, filter, hits) };
  });
}

export function filterBy(filter: ForeignFilter): void {
  change(({ history, query }) => {
    const hits = searchItems(history, query)?.filter((item) => isShown(history, filter, item));
    return { filter, hits, index: laneIndex(history, filter, hits) };
  });
}

/** Selects an item; it is brought into view. */
export function selectItem(item: number | undefined): void {
  change((opened) =>
    item === undefined ? { selected: undefined } : { selected: item, window: windowWith(opened, item) },
  );
}

export function toHit(forward: boolean): void {
  const { opened } = useForeign.getState();
  const item = opened?.hits && nextHit(opened.hits, opened.selected, forward);
  if (item !== undefined) selectItem(item);
}

/** The window as it is if the item is well within it, else moved there. */
function windowWith({ window, history }: OpenedHistory, item: number): ForeignWindow {
  const at = history.items.at[item] ?? 0;
  const span = window.to - window.from;
  if (at >= window.from + span * 0.02 && at <= window.to - span * 0.02) return window;
  return within({ from: at - span / 2, to: at + span / 2 }, history);
}

/** Shows a stretch, with some room around it. */
export function showStretch(from: number, to: number): void {
  change(({ history }) => {
    const span = Math.max(to - from, history.axis.type === 'time' ? 100 : 4);
    return { window: within({ from: from - span * 0.15, to: to + span * 0.15 }, history) };
  });
}
