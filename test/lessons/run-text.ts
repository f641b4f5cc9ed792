import { present } from '../../src/base/assert.ts';
import { parseScripts } from '../../src/lessons/language/parse-script.ts';
import type { Script } from '../../src/lessons/language/script.ts';
import { InProcessStage } from '../../src/lessons/run/in-process-stage.ts';
import { Performance, runScript, type ScriptRun } from '../../src/lessons/run/run-script.ts';

/** Throws when it does not read well. */
export function scriptOf(...lines: string[]): Script {
  const parsed = present(parseScripts(lines.join('\n'), 'script')[0], 'a file has a script');
  if (!parsed.ok) throw new Error(`line ${parsed.error.line}: ${parsed.error.reason}`);
  return parsed.script;
}

/** Runs one script; throws when it does not read well. */
export function runText(...lines: string[]): Promise<ScriptRun> {
  return runScript(scriptOf(...lines), new InProcessStage());
}

/** `line: expected … got …` of the failure, or `passed`. */
export async function outcomeOf(...lines: string[]): Promise<string> {
  const { failure } = await runText(...lines);
  return failure === undefined
    ? 'passed'
    : `${failure.line}: expected ${failure.expected}, got ${failure.got}`;
}

/** Lines that may or may not be possible when their turn comes, one after the other: what cannot be done is passed over. */
export class Attempts {
  /** The lines that could be done. */
  readonly done: string[] = [];
  readonly #performance = new Performance(
    { name: 'attempts', steps: [] },
    new InProcessStage(),
    () => undefined,
  );

  /** `passed`, or what there was instead. */
  async take(line: string): Promise<string> {
    const [step] = scriptOf(line).steps;
    const difference = step && (await this.#performance.take(step));
    if (difference !== undefined) return `expected ${difference.expected}, got ${difference.got}`;
    this.done.push(line);
    return 'passed';
  }

  /** Takes all of them, up to the first that fails and not because its turn was wrong: its outcome, if there is one. */
  async takeAll(lines: readonly string[], isWrongTurn: RegExp): Promise<string | undefined> {
    for (const line of lines) {
      const outcome = await this.take(line);
      if (outcome !== 'passed' && !isWrongTurn.test(outcome)) return `${line}: ${outcome}`;
    }
    return undefined;
  }
}
