import { parseScripts } from '../language/parse-script.ts';
import type { HistoryCall } from '../language/client-action.ts';

/** The calls of a `history` line of a script; undefined: it has none of that name. */
export function historyOf(script: string, name: string): readonly HistoryCall[] | undefined {
  for (const parsed of parseScripts(script, 'lesson')) {
    if (!parsed.ok) continue;
    for (const { action } of parsed.script.steps)
      if (action.type === 'history' && action.history === name) return action.calls;
  }
  return undefined;
}
