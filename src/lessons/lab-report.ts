import type { WorldState } from '../lab/frame/world-state.ts';
import { knownLessons } from './known-lessons.ts';
import { libraryOf } from './library.ts';
import { parseScripts, type ParsedScript } from './language/parse-script.ts';
import { runScript, type Library } from './run/run-script.ts';
import { scriptWorldState } from './world/script-world-state.ts';

/** What came of one script of a file. */
export interface LabResult {
  readonly file: string;
  readonly lesson: string;
  /** One line; undefined when every line of the script held. */
  readonly failure: string | undefined;
  /** As the last line that was run left it; null without a cluster. */
  readonly state: WorldState | null;
}

/** Runs every script of a file. `continue` finds lessons of the file, then those of the library. */
export function runLabFile(file: string, content: string, library: Library = knownLessons): LabResult[] {
  const scripts = parseScripts(content, file);
  const all = libraryOf(scripts, library);
  return scripts.map((parsed) => resultOf(file, parsed, all));
}

/** What is in a file, for those that continue it. */
export function lessonsOf(file: string, content: string, library: Library = knownLessons): Library {
  return libraryOf(parseScripts(content, file), library);
}

function resultOf(file: string, parsed: ParsedScript, library: Library): LabResult {
  if (!parsed.ok) {
    const { line, column, text, reason } = parsed.error;
    const failure = `${parsed.name}, line ${line}, column ${column}: ${text}: ${reason}`;
    return { file, lesson: parsed.name, failure, state: null };
  }
  const { name, failure, world } = runScript(parsed.script, library);
  return {
    file,
    lesson: name,
    failure:
      failure &&
      `${name}, line ${failure.line}: ${failure.text}: expected ${failure.expected}, got ${failure.got}`,
    state: world === undefined ? null : scriptWorldState(world),
  };
}
