import { lessonsOf, runLabFile, type LabResult } from '../lab/script/lab-report.ts';
import type { Library } from '../lessons/run/run-script.ts';

/** Where a command reads and writes; the exit code is what it returns. */
export interface LabIo {
  /** Throws when there is no such file. */
  readonly readFile: (path: string) => string;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

const USAGE = `usage: npm run lab -- [--json] FILE…
Runs lab scripts: each FILE is one script, or several begun by lines "lesson NAME".
--json prints a line of JSON for each run, {file, lesson, failure, state}, and the rest on standard error.`;

/** 0: all passed. 1: a script failed. 2: the command was wrong. */
export async function labCommand(args: readonly string[], io: LabIo): Promise<number> {
  const options = args.filter((arg) => arg.startsWith('-'));
  const files = args.filter((arg) => !arg.startsWith('-'));
  if (options.includes('--link')) {
    io.complain('--link: links that open a run are not there yet; run without --link');
    return 2;
  }
  const unknown = options.filter((option) => option !== '--json');
  if (unknown.length > 0 || files.length === 0) {
    if (unknown.length > 0) io.complain(`unknown option ${unknown.join(' ')}`);
    io.complain(USAGE);
    return 2;
  }
  let library: Library | undefined;
  const results: LabResult[] = [];
  for (const file of files) {
    const content = contentOf(file, io);
    if (typeof content !== 'string') {
      results.push(content);
      continue;
    }
    results.push(...(await runLabFile(file, content, library)));
    library = lessonsOf(file, content, library);
  }
  return report(results, options.includes('--json'), files.length > 1, io);
}

/** What is in the file, or that it cannot be read. */
function contentOf(file: string, io: LabIo): string | LabResult {
  try {
    return io.readFile(file);
  } catch (error) {
    if (!isFileError(error)) throw error;
    return { file, lesson: file, failure: `${file} cannot be read: ${error.message}`, state: null };
  }
}

function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}

/** A line for each run that failed, and how many did. */
function report(results: readonly LabResult[], asJson: boolean, showFile: boolean, io: LabIo): number {
  const say = asJson ? io.complain : io.print;
  for (const result of results) {
    const { file, lesson, failure = null, state } = result;
    if (asJson) io.print(JSON.stringify({ file, lesson, failure, state }));
    if (failure !== null) say(showFile && lesson !== file ? `${file}: ${failure}` : failure);
  }
  const failed = results.filter(({ failure }) => failure !== undefined).length;
  say(`${results.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
