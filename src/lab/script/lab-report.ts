import { knownLessons } from '../../lessons/known-lessons.ts';
import { parseScripts, type ParsedScript } from '../../lessons/language/parse-script.ts';
import { libraryOf } from '../../lessons/library.ts';
import { runScript, type Library } from '../../lessons/run/run-script.ts';
import { Member } from '../../node/member.ts';
import { InProcessHost } from '../../sim/in-process-host.ts';
import { buildState } from '../frame/build-state.ts';
import type { WorldState } from '../frame/world-state.ts';
import { DiskViews } from '../look/disk-views.ts';
import { Run } from '../play/run.ts';
import { RunStage } from './run-stage.ts';

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
export async function runLabFile(
  file: string,
  content: string,
  library: Library = knownLessons,
): Promise<LabResult[]> {
  const scripts = parseScripts(content, file);
  const all = libraryOf(scripts, library);
  const results: LabResult[] = [];
  for (const parsed of scripts) results.push(await resultOf(file, parsed, all));
  return results;
}

/** What is in a file, for those that continue it. */
export function lessonsOf(file: string, content: string, library: Library = knownLessons): Library {
  return libraryOf(parseScripts(content, file), library);
}

async function resultOf(file: string, parsed: ParsedScript, library: Library): Promise<LabResult> {
  if (!parsed.ok) {
    const { line, column, text, reason } = parsed.error;
    const failure = `${parsed.name}, line ${line}, column ${column}: ${text}: ${reason}`;
    return { file, lesson: parsed.name, failure, state: null };
  }
  const stage = new RunStage({
    begin: (config) => Run.begin(config, new InProcessHost(Member), Member),
    rest: () => Promise.resolve(),
  });
  const { name, failure } = await runScript(parsed.script, stage, library);
  return {
    file,
    lesson: name,
    failure:
      failure &&
      `${name}, line ${failure.line}: ${failure.text}: expected ${failure.expected}, got ${failure.got}`,
    state: stage.run === undefined ? null : buildState(stage.run, new DiskViews(Member)),
  };
}
