import { present } from '../../src/base/assert.ts';
import { parseScripts } from '../../src/lessons/language/parse-script.ts';
import { runScript, type ScriptRun } from '../../src/lessons/run/run-script.ts';

/** Runs one script; throws when it does not read well. */
export function runText(...lines: string[]): ScriptRun {
  const parsed = present(parseScripts(lines.join('\n'), 'script')[0], 'a file has a script');
  if (!parsed.ok) throw new Error(`line ${parsed.error.line}: ${parsed.error.reason}`);
  return runScript(parsed.script);
}

/** `line: expected … got …` of the failure, or `passed`. */
export function outcomeOf(...lines: string[]): string {
  const { failure } = runText(...lines);
  return failure === undefined
    ? 'passed'
    : `${failure.line}: expected ${failure.expected}, got ${failure.got}`;
}
