import { knownLessons } from '../../lessons/known-lessons.ts';
import { parseScripts, type ParsedScript } from '../../lessons/language/parse-script.ts';
import { libraryOf } from '../../lessons/library.ts';
import { runScript } from '../../lessons/run/run-script.ts';
import type { ScriptFailure, ScriptReport } from '../lab-port.ts';
import { RunStage, type RunStageParts } from './run-stage.ts';

/**
 * Plays every script of a text, each in a run of its own. The run that is left is the last one's, or, where a script
 * fails, that of the first that does, as its failing line found it. What cannot be read begins no run.
 */
export async function playScripts(text: string, parts: RunStageParts): Promise<ScriptReport> {
  const parsed = parseScripts(text, 'script');
  const library = libraryOf(parsed, knownLessons);
  const failures: ScriptFailure[] = [];
  let [shown, firstFailed]: (ParsedScript | undefined)[] = [];
  const play = async (each: ParsedScript): Promise<ScriptFailure | undefined> => {
    if (!each.ok) return unreadable(each);
    const stage = new RunStage(parts);
    try {
      const { name, failure } = await runScript(each.script, stage, library);
      if (stage.run !== undefined) shown = each;
      return failure && { lesson: name, ...failure };
    } finally {
      stage.end();
    }
  };
  for (const each of parsed) {
    const failure = await play(each);
    if (failure === undefined) continue;
    failures.push(failure);
    if (each.ok) firstFailed ??= each;
  }
  // Whoever reads of a failure wants to see it. Equal scripts give equal runs.
  if (firstFailed !== undefined && firstFailed !== shown) await play(firstFailed);
  return { passed: parsed.length - failures.length, failed: failures.length, failures };
}

function unreadable({ name, error }: Extract<ParsedScript, { ok: false }>): ScriptFailure {
  const { line, column, text, reason } = error;
  return {
    lesson: name,
    line,
    text,
    expected: 'a line that can be read',
    got: `column ${column}: ${reason}`,
  };
}
