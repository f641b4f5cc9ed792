import { gnuTool, hintOf, ToolError, type Given } from './getopt.ts';
import { inputsOf, LineReader } from './lines.ts';
import { patternSource, type Syntax } from './pattern.ts';
import type { Process, Running, Tool } from '../kernel/process.ts';

const EXIT_NOTHING = 1;
const EXIT_TROUBLE = 2;

/** `grep`, as GNU's: lines as they come. */
export const grep: Tool = gnuTool(
  {
    short: 'vicnEFGPoqswxhHle:A:B:C:m:r',
    digits: 'C',
    long: {
      'invert-match': 'v',
      'ignore-case': 'i',
      count: 'c',
      'line-number': 'n',
      'extended-regexp': 'E',
      'fixed-strings': 'F',
      'only-matching': 'o',
      quiet: 'q',
      silent: 'q',
      'no-messages': 's',
      'word-regexp': 'w',
      'line-regexp': 'x',
      'no-filename': 'h',
      'with-filename': 'H',
      'files-with-matches': 'l',
      regexp: 'e',
      'after-context': 'A',
      'before-context': 'B',
      context: 'C',
      'max-count': 'm',
      'line-buffered': 's',
    },
  },
  search,
  EXIT_TROUBLE,
);

function* search(process: Process, given: Given): Running<number> {
  const patterns = given.options.filter(([letter]) => letter === 'e').map(([, value]) => value);
  const names = [...given.words];
  if (patterns.length === 0) {
    const first = names.shift();
    if (first === undefined) {
      process.write(2, hintOf('grep'));
      return EXIT_TROUBLE;
    }
    patterns.push(first);
  }
  const search = new Search(process, given, expressionOf(patterns, given), names.length > 1);
  const { inputs, missing } = yield* inputsOf(process, names);
  for (const { name, input } of inputs) {
    yield* search.file(name === '' || name === '-' ? '(standard input)' : name, new LineReader(input));
    if (search.isFound && given.has('q')) return 0;
  }
  if (missing > 0) return EXIT_TROUBLE;
  return search.isFound ? 0 : EXIT_NOTHING;
}

function expressionOf(patterns: readonly string[], given: Given): RegExp {
  const kinds: Readonly<Record<string, Syntax>> = { E: 'extended', P: 'extended', F: 'fixed', G: 'basic' };
  const last = given.options.findLast(([letter]) => Object.hasOwn(kinds, letter))?.[0] ?? 'G';
  const sources = patterns
    .flatMap((text) => text.split('\n'))
    .map((text) => patternSource(text, kinds[last] ?? 'basic'));
  let source = sources.map((each) => `(?:${each})`).join('|');
  if (given.has('x')) source = `^(?:${source})$`;
  else if (given.has('w')) source = `(?<!\\w)(?:${source})(?!\\w)`;
  return new RegExp(source, given.has('i') ? 'gi' : 'g');
}

class Search {
  readonly #process: Process;
  readonly #given: Given;
  readonly #expression: RegExp;
  readonly #showsName: boolean;
  readonly #before: number;
  readonly #after: number;
  readonly #most: number;
  #hasWritten = false;
  isFound = false;

  constructor(process: Process, given: Given, expression: RegExp, isMany: boolean) {
    this.#process = process;
    this.#given = given;
    this.#expression = expression;
    this.#showsName = (isMany || given.has('H')) && !given.has('h');
    const context = lengthOf(given, 'C') ?? 0;
    this.#before = lengthOf(given, 'B') ?? context;
    this.#after = lengthOf(given, 'A') ?? context;
    const most = given.value('m');
    if (most !== undefined && !/^\d+$/.test(most)) throw new ToolError('invalid max count');
    this.#most = most === undefined ? Infinity : Number(most);
  }

  *file(name: string, lines: LineReader): Running<void> {
    const given = this.#given;
    const isQuiet = given.has('c') || given.has('l') || given.has('q');
    const hasContext = this.#before > 0 || this.#after > 0;
    const kept: { readonly number: number; readonly line: string }[] = [];
    let count = 0;
    let lastWritten = 0;
    let more = 0;
    for (let number = 1; ; number++) {
      const line = yield* lines.next();
      if (line === undefined) break;
      this.#expression.lastIndex = 0;
      const isMatch = this.#expression.test(line) !== given.has('v') && count < this.#most;
      if (isMatch) {
        count++;
        this.isFound = true;
        if (given.has('q')) return;
      }
      if (isQuiet) continue;
      if (isMatch) {
        const first = kept[0]?.number ?? number;
        if (hasContext && this.#hasWritten && first > lastWritten + 1) this.#process.write(1, '--\n');
        for (const each of kept.splice(0)) this.#line(name, each.number, '-', each.line);
        this.#matched(name, number, line);
        lastWritten = number;
        more = this.#after;
        this.#hasWritten = true;
      } else if (more > 0) {
        more--;
        this.#line(name, number, '-', line);
        lastWritten = number;
      } else if (this.#before > 0) {
        kept.push({ number, line });
        if (kept.length > this.#before) kept.shift();
      }
      if (count >= this.#most && more === 0) break;
    }
    if (given.has('l')) {
      if (count > 0) this.#process.write(1, `${name}\n`);
    } else if (given.has('c')) this.#process.write(1, `${this.#showsName ? `${name}:` : ''}${count}\n`);
  }

  #matched(name: string, number: number, line: string): void {
    if (!this.#given.has('o')) return this.#line(name, number, ':', line);
    if (this.#given.has('v')) return;
    this.#expression.lastIndex = 0;
    for (const [text] of line.matchAll(this.#expression))
      if (text !== '') this.#line(name, number, ':', text);
  }

  #line(name: string, number: number, mark: ':' | '-', text: string): void {
    if (mark === '-' && this.#given.has('o')) return;
    const before = `${this.#showsName ? `${name}${mark}` : ''}${this.#given.has('n') ? `${number}${mark}` : ''}`;
    this.#process.write(1, `${before}${text}\n`);
  }
}

function lengthOf(given: Given, letter: string): number | undefined {
  const text = given.value(letter);
  if (text !== undefined && !/^\d+$/.test(text))
    throw new ToolError(`${text}: invalid context length argument`);
  return text === undefined ? undefined : Number(text);
}
