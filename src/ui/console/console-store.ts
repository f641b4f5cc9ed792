import { create } from 'zustand';
import { readPreference, writePreference } from '../preferences.ts';
import { withLine } from '../../view/console/history.ts';

const KEY = 'quorumscope.console.history';

interface ConsoleView {
  /** What was typed at all consoles of this browser, the newest last. */
  readonly history: readonly string[];
  /** By console of a run: lines up to here were cleared away (Ctrl-L); they are still there. */
  readonly cleared: Readonly<Record<string, number>>;
  /** By console of a run: what is being typed, so that it stays when another panel is looked at. */
  readonly drafts: Readonly<Record<string, string>>;
}

export const useConsoles = create<ConsoleView>(() => ({ history: readHistory([]), cleared: {}, drafts: {} }));

export function remember(line: string): void {
  // Another tab may have added to it.
  const history = withLine(readHistory(useConsoles.getState().history), line);
  useConsoles.setState({ history });
  writePreference(KEY, JSON.stringify(history));
}

export function setDraft(of: string, text: string): void {
  useConsoles.setState(({ drafts }) => ({ drafts: { ...drafts, [of]: text } }));
}

export function clearUpTo(of: string, line: number): void {
  useConsoles.setState(({ cleared }) => ({ cleared: { ...cleared, [of]: line } }));
}

function readHistory(otherwise: readonly string[]): readonly string[] {
  try {
    const kept: unknown = JSON.parse(readPreference(KEY) ?? 'null');
    if (Array.isArray(kept)) return kept.filter((line) => typeof line === 'string');
  } catch {
    // What is kept is no history: it begins anew.
  }
  return otherwise;
}
