import type { Script, ScriptStep } from './script.ts';
import { parseAction } from './parse-action.ts';
import { ScriptError, WordReader } from './word-reader.ts';

/** A script that reads well, or the first line of it that does not. */
export type ParsedScript =
  | { readonly ok: true; readonly script: Script }
  | { readonly ok: false; readonly name: string; readonly error: ParseError };

export interface ParseError {
  /** From 1, in the file. */
  readonly line: number;
  /** From 1, in the line. */
  readonly column: number;
  readonly text: string;
  /** The word, and what was expected. */
  readonly reason: string;
}

/**
 * The scripts of a file: one, called `fileName`, or several, each begun by a line `lesson NAME`. `#` begins a
 * comment. A script that does not read well does not keep the others from running.
 */
export function parseScripts(file: string, fileName: string): ParsedScript[] {
  const parts = splitScripts(file, fileName);
  return parts.length === 0 ? [emptyScript(fileName, 1)] : parts.map((part) => parseLines(part));
}

interface ScriptLines {
  readonly name: string;
  /** Of `lesson NAME`, or 1. */
  readonly begins: number;
  readonly lines: { readonly line: number; readonly text: string }[];
}

function splitScripts(file: string, fileName: string): ScriptLines[] {
  const parts: ScriptLines[] = [];
  file.split(/\r?\n/).forEach((raw, i) => {
    const text = raw.replace(/(^|\s)#.*$/, '').trimEnd();
    if (text.trim() === '') return;
    const lesson = /^\s*lesson(\s+(.*))?$/.exec(text);
    if (lesson !== null) {
      parts.push({ name: lesson[2] ?? 'a lesson without a name', begins: i + 1, lines: [] });
      return;
    }
    if (parts.length === 0) parts.push({ name: fileName, begins: 1, lines: [] });
    parts.at(-1)?.lines.push({ line: i + 1, text });
  });
  return parts;
}

function parseLines({ name, begins, lines }: ScriptLines): ParsedScript {
  if (lines.length === 0) return emptyScript(name, begins);
  const steps: ScriptStep[] = [];
  for (const { line, text } of lines) {
    try {
      steps.push({ line, text: text.trim(), action: parseAction(new WordReader(text)) });
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      const { column, message } = error;
      return { ok: false, name, error: { line, column, text: text.trim(), reason: message } };
    }
  }
  return { ok: true, script: { name, steps } };
}

/** A script that does nothing would pass and show nothing. */
function emptyScript(name: string, line: number): ParsedScript {
  const reason = 'the script ends where its first action is expected';
  return { ok: false, name, error: { line, column: 1, text: `lesson ${name}`, reason } };
}
