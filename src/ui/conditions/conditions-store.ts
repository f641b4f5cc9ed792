import { create } from 'zustand';
import type { LabPort } from '../../lab/lab-port.ts';
import { t } from '../messages/say.ts';
import { reportError } from '../act.ts';
import { useView } from '../view-state.ts';
import { conditionsOf, type Breakpoint, type Hits } from './conditions-port.ts';

/** What was found in the past, of which condition. */
export interface Found extends Hits {
  readonly condition: string;
  /** The run and the branch that were looked through. */
  readonly run: number;
}

export interface ConditionsState {
  /** What is typed; it stays while the panel is behind another one. */
  readonly text: string;
  readonly breakpoints: readonly Breakpoint[];
  readonly watches: readonly string[];
  readonly found: Found | undefined;
}

export const useConditions = create<ConditionsState>()(() => ({
  text: '',
  breakpoints: [],
  watches: [],
  found: undefined,
}));

/** So many of each at most: the lab asks all of them after every event. */
const MOST = 20;

export function setText(text: string): void {
  useConditions.setState({ text });
}

/** The lab gets the list, and the page shows it once it has it. */
export async function setBreakpoints(lab: LabPort, breakpoints: readonly Breakpoint[]): Promise<void> {
  await conditionsOf(lab).setBreakpoints(breakpoints);
  useConditions.setState({ breakpoints });
}

export async function setWatches(lab: LabPort, watches: readonly string[]): Promise<void> {
  await conditionsOf(lab).setWatches(watches);
  useConditions.setState({ watches });
}

/** One that is there already is on again. */
export function addBreakpoint(lab: LabPort, condition: string): Promise<void> {
  const { breakpoints } = useConditions.getState();
  const there = breakpoints.find((one) => one.condition === condition);
  if (there !== undefined) return turn(lab, there.id, true);
  if (breakpoints.length >= MOST) throw new Error(t('conditions:tooMany', { count: MOST }));
  const id = Math.max(0, ...breakpoints.map((one) => one.id)) + 1;
  return setBreakpoints(lab, [...breakpoints, { id, condition, on: true }]);
}

export function turn(lab: LabPort, id: number, on: boolean): Promise<void> {
  const { breakpoints } = useConditions.getState();
  return setBreakpoints(
    lab,
    breakpoints.map((one) => (one.id === id ? { ...one, on } : one)),
  );
}

/** Removed, with a way back in the notice. */
export async function removeBreakpoint(lab: LabPort, gone: Breakpoint): Promise<void> {
  const before = useConditions.getState().breakpoints;
  await setBreakpoints(
    lab,
    before.filter(({ id }) => id !== gone.id),
  );
  const restore = () => {
    const { breakpoints } = useConditions.getState();
    return setBreakpoints(lab, inOrder(before, [...breakpoints, gone]));
  };
  offerUndo(t('conditions:removed', { condition: gone.condition }), restore);
}

export function addWatch(lab: LabPort, text: string): Promise<void> {
  const { watches } = useConditions.getState();
  if (watches.includes(text)) return Promise.resolve();
  if (watches.length >= MOST) throw new Error(t('conditions:tooMany', { count: MOST }));
  return setWatches(lab, [...watches, text]);
}

export async function removeWatch(lab: LabPort, gone: string): Promise<void> {
  const before = useConditions.getState().watches;
  await setWatches(
    lab,
    before.filter((text) => text !== gone),
  );
  const restore = () => {
    const { watches } = useConditions.getState();
    return setWatches(
      lab,
      before.filter((text) => text === gone || watches.includes(text)),
    );
  };
  offerUndo(t('conditions:removed', { condition: gone }), restore);
}

/** Those that are there, where they stood before. */
function inOrder(before: readonly Breakpoint[], now: readonly Breakpoint[]): Breakpoint[] {
  const place = ({ id }: Breakpoint) => {
    const at = before.findIndex((one) => one.id === id);
    return at < 0 ? before.length : at;
  };
  return [...now].sort((a, b) => place(a) - place(b));
}

function offerUndo(text: string, restore: () => Promise<void>): void {
  useView.getState().notify('info', text, undefined, {
    label: t('conditions:undo'),
    run: () => void restore().catch(reportError),
    ofRun: true,
  });
}

/** Goes on to where it holds. Why it stands elsewhere is said. */
export async function runUntilCondition(lab: LabPort, condition: string): Promise<void> {
  const { end, ms } = await conditionsOf(lab).runUntil(condition);
  if (end === 'found') return;
  const words = { target: condition, seconds: Math.round(ms / 100) / 10 };
  useView.getState().notify('info', t(`controls:until.end.${end}`, words));
}

/** Looks through the whole past. */
export async function findInPast(lab: LabPort, condition: string): Promise<void> {
  const run = useView.getState().frame?.run ?? 0;
  const hits = await conditionsOf(lab).holds(condition);
  useConditions.setState({ found: { ...hits, condition, run } });
}
