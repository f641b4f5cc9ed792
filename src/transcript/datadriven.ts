/** What is wrong with a file itself or with how a directive asks, as opposed to what raft answers. */
export class TranscriptError extends Error {
  override name = 'TranscriptError';
  /** The line it is about, from 1, where that is not the line of the directive being run. */
  readonly line: number | undefined;
  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

/** `key`, `key=value` or `key=(value, value)`. Without `=` there are no values; after it there is at least one. */
export interface Argument {
  readonly key: string;
  readonly values: readonly string[];
}

export interface Command {
  readonly name: string;
  readonly args: readonly Argument[];
}

/** One exchange of a datadriven file: a command, lines of input, and what is to come out. */
export interface Directive extends Command {
  /** Where the command stands in its file, from 1. */
  readonly line: number;
  readonly input: readonly string[];
  readonly expected: readonly string[];
}

const SEPARATOR = '----';

/**
 * The directives of a file in the datadriven format: a command line, lines of input, `----`, and the expected output
 * up to the first blank line (or, begun by two separators, up to two more). Comments stand between directives.
 * A backslash at the end of a command line joins the next to it. Throws TranscriptError.
 */
export function parseDatadriven(text: string): Directive[] {
  const lines = text.split(/\r?\n/);
  const directives: Directive[] = [];
  let at = 0;
  while (at < lines.length) {
    const trimmed = (lines[at] ?? '').trim();
    if (trimmed === '' || trimmed.startsWith('#')) {
      at++;
      continue;
    }
    const line = at + 1;
    let commandLine = trimmed;
    at++;
    while (commandLine.endsWith('\\') && at < lines.length) {
      commandLine = commandLine.slice(0, -1).trimEnd() + ' ' + (lines[at] ?? '').trim();
      at++;
    }
    const separator = lines.indexOf(SEPARATOR, at);
    if (separator < 0) throw new TranscriptError(`no ${SEPARATOR} after the directive: ${commandLine}`, line);
    const input = lines.slice(at, separator).map((text) => text.trim());
    const { expected, next } = readExpected(lines, separator + 1, line);
    directives.push({ ...parseCommand(commandLine, line), line, input: dropBlankEnds(input), expected });
    at = next;
  }
  return directives;
}

function readExpected(
  lines: readonly string[],
  start: number,
  line: number,
): { readonly expected: string[]; readonly next: number } {
  if (lines[start] !== SEPARATOR) {
    let end = start;
    while (end < lines.length && (lines[end] ?? '').trim() !== '') end++;
    return { expected: lines.slice(start, end), next: end + 1 };
  }
  for (let end = start + 1; end + 1 < lines.length; end++) {
    if (lines[end] === SEPARATOR && lines[end + 1] === SEPARATOR) {
      return { expected: lines.slice(start + 1, end), next: end + 2 };
    }
  }
  throw new TranscriptError(`the output between two ${SEPARATOR} is not closed by two more`, line);
}

function dropBlankEnds(lines: readonly string[]): string[] {
  let start = 0;
  let end = lines.length;
  while (start < end && lines[start] === '') start++;
  while (end > start && lines[end - 1] === '') end--;
  return lines.slice(start, end);
}

/** A command and its arguments. Parentheses nest; commas between the outermost separate values. */
export function parseCommand(text: string, line?: number): Command {
  const name = /^\S+/.exec(text)?.[0] ?? '';
  const args: Argument[] = [];
  let rest = text.slice(name.length).trimStart();
  while (rest !== '') {
    const key = /^[^\s=]*/.exec(rest)?.[0] ?? '';
    if (key === '') throw new TranscriptError(`no key before "=" in: ${text}`, line);
    rest = rest.slice(key.length);
    if (!rest.startsWith('=')) {
      args.push({ key, values: [] });
    } else if (rest.startsWith('=(')) {
      const close = closingParenthesis(rest, 1);
      if (close < 0) throw new TranscriptError(`no closing parenthesis in: ${text}`, line);
      args.push({ key, values: splitValues(rest.slice(2, close)) });
      rest = rest.slice(close + 1);
    } else {
      const value = /^=(\S*)/.exec(rest)?.[1] ?? '';
      args.push({ key, values: [value] });
      rest = rest.slice(1 + value.length);
    }
    rest = rest.trimStart();
  }
  return { name, args };
}

function closingParenthesis(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i;
  }
  return -1;
}

function splitValues(text: string): string[] {
  const values: string[] = [];
  let depth = 0;
  let value = '';
  for (const char of text) {
    if (char === ',' && depth === 0) {
      values.push(value);
      value = '';
      continue;
    }
    if (char === '(') depth++;
    else if (char === ')') depth--;
    if (char !== ' ' || value !== '') value += char;
  }
  values.push(value);
  return values;
}
