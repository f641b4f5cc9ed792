import { create } from 'zustand';
import type { LabPort } from '../../lab/lab-port.ts';
import { CONDITIONS_MAX } from '../../saved/saved-view.ts';
import { t } from '../messages/say.ts';
import { useView, type Breakpoint } from '../view-state.ts';
import type { Held } from '../../lab/debug/holds.ts';

/** What was found in the past, of which condition, in which run. */
export interface Found extends Held {
  readonly condition: string;
  readonly run: number;
}

export interface ConditionsState {
  /** What is typed; it stays while the panel is behind another one. */
  readonly text: string;
  readonly found: Found | undefined;
}

export const useConditions = create<ConditionsState>()(() => ({ text: '', found: undefined }));

export function setText(text: string): void {
  useConditions.setState({ text });
}

/** One that is there already is on again. */
export function addBreakpoint(condition: string): void {
  const { breakpoints } = useView.getState();
  const there = breakpoints.find((one) => one.condition === condition);
  if (there !== undefined) return turn(there.id, true);
  mustHaveRoom(breakpoints);
  const id = Math.max(0, ...breakpoints.map((one) => one.id)) + 1;
  useView.setState({ breakpoints: [...breakpoints, { id, condition, on: true }] });
}

export function turn(id: number, on: boolean): void {
  useView.setState(({ breakpoints }) => ({
    breakpoints: breakpoints.map((one) => (one.id === id ? { ...one, on } : one)),
  }));
}

/** Removed, with a way back in the notice. */
export function removeBreakpoint(gone: Breakpoint): void {
  const before = useView.getState().breakpoints;
  useView.setState({ breakpoints: before.filter(({ id }) => id !== gone.id) });
  offerUndo(gone.condition, () => {
    const { breakpoints } = useView.getState();
    useView.setState({ breakpoints: putBack(breakpoints, gone, before.indexOf(gone)) });
  });
}

export function addWatch(text: string): void {
  const { watches } = useView.getState();
  if (watches.includes(text)) return;
  mustHaveRoom(watches);
  useView.setState({ watches: [...watches, text] });
}

export function removeWatch(gone: string): void {
  const before = useView.getState().watches;
  useView.setState({ watches: before.filter((text) => text !== gone) });
  offerUndo(gone, () => {
    const { watches } = useView.getState();
    if (!watches.includes(gone)) useView.setState({ watches: putBack(watches, gone, before.indexOf(gone)) });
  });
}

function mustHaveRoom({ length }: readonly unknown[]): void {
  if (length >= CONDITIONS_MAX) throw new Error(t('conditions:tooMany', { count: CONDITIONS_MAX }));
}

/** Where it stood, as far as there still is such a place. */
function putBack<T>(list: readonly T[], item: T, place: number): T[] {
  return [...list.slice(0, place), item, ...list.slice(place)];
}

function offerUndo(condition: string, run: () => void): void {
  const action = { label: () => t('conditions:undo'), run, ofRun: true } as const;
  useView.getState().notify('info', () => t('conditions:removed', { condition }), undefined, action);
}

/** Goes on to where it holds. Why it stands elsewhere is said. */
export async function runUntilCondition(lab: LabPort, condition: string): Promise<void> {
  const { end, ms } = await lab.runUntil(condition);
  if (end === 'found') return;
  const words = { target: condition, seconds: Math.round(ms / 100) / 10 };
  useView.getState().notify('info', () => t(`controls:until.end.${end}`, words));
}

/** Looks through the whole past. */
export async function findInPast(lab: LabPort, condition: string): Promise<void> {
  const run = useView.getState().frame?.run ?? 0;
  const hits = await lab.holds(condition);
  useConditions.setState({ found: { ...hits, condition, run } });
}
