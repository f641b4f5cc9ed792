import { lessonsOf, runLabFile, runSavedLab, type LabResult } from '../lab/script/lab-report.ts';
import { isSavedLab } from '../saved/format.ts';
import { LINK_CHARS_MAX } from '../saved/link.ts';
import { saveOptionsOf, writeSaved, type SaveOptions } from './save-members.ts';
import type { Library } from '../lessons/run/run-script.ts';

/** Where `npm start` serves the page unless told otherwise. */
const BASE = 'http://127.0.0.1:4173/';

/** Where a command reads and writes; the exit code is what it returns. */
export interface LabIo {
  /** Throws when there is no such file. */
  readonly readFile: (path: string) => Uint8Array;
  /** Makes the folders that are missing. Throws when it cannot be written. */
  readonly writeFile: (path: string, bytes: Uint8Array) => void;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

const USAGE = `usage: npm run lab -- [--json] [--link [--base URL]] [--save DIR [--etcd VERSION] [--member N]] FILE…
Runs lab scripts: each FILE is one script, or several begun by lines "lesson NAME"; or a saved lab, which is computed again.
--json prints a line of JSON for each run, {file, lesson, failure, state, hash, link?}, and the rest on standard error.
--link prints the link that opens each run, at the page that --base names (${BASE} unless said).
--save writes the members, as each run leaves them, as data directories below DIR, from which a real etcd starts (3.4 unless --etcd says 3.5, 3.6 or
3.7), and prints the commands that start them; --member: one of them alone.`;

/** 0: all passed. 1: a script failed. 2: the command was wrong. */
export async function labCommand(args: readonly string[], io: LabIo): Promise<number> {
  const options = saveOptionsOf(args);
  if (typeof options === 'string') {
    io.complain(options);
    io.complain(USAGE);
    return 2;
  }
  const { save } = options;
  const { base, rest } = baseOf(options.rest);
  const flags = rest.filter((arg) => arg.startsWith('-'));
  const files = rest.filter((arg) => !arg.startsWith('-'));
  const unknown = flags.filter((option) => option !== '--json' && option !== '--link');
  if (unknown.length > 0 || files.length === 0) {
    if (unknown.length > 0) io.complain(`unknown option ${unknown.join(' ')}`);
    io.complain(USAGE);
    return 2;
  }
  const links = flags.includes('--link');
  const wanted = { links, save };
  let library: Library | undefined;
  const results: LabResult[] = [];
  for (const file of files) {
    const content = contentOf(file, io);
    if (!(content instanceof Uint8Array)) {
      results.push(content);
    } else if (isSavedLab(content)) {
      results.push(await runSavedLab(file, content, wanted));
    } else {
      const text = new TextDecoder().decode(content);
      results.push(...(await runLabFile(file, text, library, wanted)));
      library = lessonsOf(file, text, library);
    }
  }
  const form = {
    asJson: flags.includes('--json'),
    base: links ? base : undefined,
    showFile: files.length > 1,
  };
  const code = report(results, form, io);
  return save === undefined ? code : saveAll(results, save, form.asJson, io) ? code : 1;
}

/** Whether of every run something was saved. */
function saveAll(
  results: readonly LabResult[],
  { folder }: SaveOptions,
  asJson: boolean,
  { writeFile, print, complain }: LabIo,
): boolean {
  const say = asJson ? complain : print;
  let isWhole = true;
  for (const result of results) {
    const own = results.length === 1 ? folder : `${folder}/${result.lesson.replaceAll(/[^\w.-]+/g, '-')}`;
    if (!writeSaved(result, own, writeFile, say)) isWhole = false;
  }
  return isWhole;
}

/** The option with a value, and what is left of the others. */
function baseOf(args: readonly string[]): { base: string; rest: readonly string[] } {
  const at = args.indexOf('--base');
  const base = at < 0 ? BASE : args[at + 1];
  if (base === undefined || !URL.canParse(base)) return { base: BASE, rest: args };
  return { base, rest: at < 0 ? args : args.toSpliced(at, 2) };
}

/** What is in the file, or that it cannot be read. */
function contentOf(file: string, io: LabIo): Uint8Array | LabResult {
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

interface ReportForm {
  readonly asJson: boolean;
  /** Links are printed, to the page at this address. */
  readonly base: string | undefined;
  /** There are several files: which one is said. */
  readonly showFile: boolean;
}

/** A line for each run that failed, and how many did; a link to each run where links are wanted. */
function report(results: readonly LabResult[], { asJson, base, showFile }: ReportForm, io: LabIo): number {
  const say = asJson ? io.complain : io.print;
  for (const result of results) {
    const { file, lesson, failure = null, state, hash } = result;
    const link = base === undefined ? undefined : linkOf(result, base, io);
    if (asJson) io.print(JSON.stringify({ file, lesson, failure, state, hash, link }));
    else if (link !== undefined) io.print(link);
    if (failure !== null)
      say(showFile && lesson !== file && !failure.startsWith(`${file}:`) ? `${file}: ${failure}` : failure);
  }
  const failed = results.filter(({ failure }) => failure !== undefined).length;
  say(`${results.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Undefined, and said, where no link can hold it. */
function linkOf({ link, lesson }: LabResult, base: string, io: LabIo): string | undefined {
  if (link === undefined || link.length <= LINK_CHARS_MAX) return link && `${base}#${link}`;
  io.complain(`${lesson}: a link would have ${link.length} characters, and ${LINK_CHARS_MAX} are the most`);
  return undefined;
}
