import { encodeUtf8 } from '../../base/utf8.ts';
import type { Process, Running, Tool } from '../kernel/process.ts';
import { gnuTool, ToolError, type Given } from './getopt.ts';
import { inputsOf, LineReader } from './lines.ts';
import { allLines } from './parts.ts';

const EXIT_SORT = 2;

interface Key {
  readonly from: number;
  readonly to: number;
  readonly letters: string;
}

/** `sort [-nrufbV] [-k KEY] [-t CHAR] [FILE…]`, in the order of bytes (LC_ALL=C). */
export const sort: Tool = gnuTool(
  {
    short: 'nrufbsVhgk:t:o:c',
    long: {
      'numeric-sort': 'n',
      reverse: 'r',
      unique: 'u',
      'ignore-case': 'f',
      'ignore-leading-blanks': 'b',
      stable: 's',
      key: 'k',
      'field-separator': 't',
      output: 'o',
    },
  },
  function* (process, given) {
    for (const name of given.words) {
      if (name !== '-' && process.files.read(name) === undefined)
        throw new ToolError(`cannot read: ${name}: No such file or directory`);
    }
    const { inputs } = yield* inputsOf(process, given.words);
    const lines: string[] = [];
    for (const { input } of inputs) for (const line of yield* allLines(input)) lines.push(line);
    const order = new Order(given);
    lines.sort((a, b) => order.compare(a, b));
    const kept = given.has('u')
      ? lines.filter((line, i) => i === 0 || order.byKeys(lines[i - 1] ?? '', line) !== 0)
      : lines;
    const text = kept.map((line) => `${line}\n`).join('');
    const to = given.value('o');
    if (to === undefined) process.write(1, text);
    else process.files.write(to, encodeUtf8(text));
    return 0;
  },
  EXIT_SORT,
);

class Order {
  readonly #keys: readonly Key[];
  readonly #separator: string | undefined;
  readonly #letters: string;
  readonly #isStable: boolean;

  constructor(given: Given) {
    this.#letters = given.options
      .map(([letter]) => letter)
      .filter((letter) => 'nrfbghV'.includes(letter))
      .join('');
    this.#separator = given.value('t');
    if (this.#separator !== undefined && this.#separator.length !== 1 && this.#separator !== '\\0')
      throw new ToolError(this.#separator === '' ? 'empty tab' : `multi-character tab ‘${this.#separator}’`);
    this.#isStable = given.has('s') || given.has('u');
    this.#keys = given.options.filter(([letter]) => letter === 'k').map(([, text]) => keyOf(text));
  }

  compare(a: string, b: string): number {
    const byKeys = this.byKeys(a, b);
    if (byKeys !== 0 || this.#isStable) return byKeys;
    return this.#letters.includes('r') ? byBytes(b, a) : byBytes(a, b);
  }

  byKeys(a: string, b: string): number {
    const keys = this.#keys.length > 0 ? this.#keys : [{ from: 0, to: Infinity, letters: '' }];
    for (const { from, to, letters } of keys) {
      const by = letters === '' ? this.#letters : letters;
      const order = byLetters(this.#field(a, from, to), this.#field(b, from, to), by);
      if (order !== 0) return by.includes('r') ? -order : order;
    }
    return 0;
  }

  /** Fields from 1; from 0: the whole line. */
  #field(line: string, from: number, to: number): string {
    if (from === 0) return line;
    const fields =
      this.#separator === undefined ? (line.match(/\s*\S+/g) ?? []) : line.split(this.#separator);
    return fields.slice(from - 1, to).join(this.#separator ?? '');
  }
}

function keyOf(text: string): Key {
  const [, from, first = '', to, second = ''] =
    /^(\d+)(?:\.\d+)?([bdfgiMhnRrV]*)(?:,(\d+)(?:\.\d+)?([bdfgiMhnRrV]*))?$/.exec(text) ?? [];
  if (from === undefined)
    throw new ToolError(`invalid number at field start: invalid count at start of ‘${text}’`);
  if (Number(from) === 0)
    throw new ToolError(`-: invalid field specification ‘${text}’`.replace('-: ', 'field number is zero: '));
  return { from: Number(from), to: to === undefined ? Infinity : Number(to), letters: first + second };
}

function byLetters(a: string, b: string, letters: string): number {
  if (/[ngh]/.test(letters)) return numberOf(a) - numberOf(b);
  const [x, y] = /b/.test(letters) ? [a.trimStart(), b.trimStart()] : [a, b];
  return letters.includes('f') ? byBytes(x.toUpperCase(), y.toUpperCase()) : byBytes(x, y);
}

function numberOf(text: string): number {
  const [number = '0'] = /^-?\d*\.?\d+|^-?\d+/.exec(text.trimStart()) ?? [];
  return Number(number);
}

/** By code points, which is the order of their UTF-8. */
function byBytes(a: string, b: string): number {
  if (a === b) return 0;
  const [x, y] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const order = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0);
    if (order !== 0) return order;
  }
  return x.length - y.length;
}

/** `uniq [-cdui]`: neighbours that are equal, as one. */
export const uniq: Tool = gnuTool(
  { short: 'cdui', long: { count: 'c', repeated: 'd', unique: 'u', 'ignore-case': 'i' } },
  function* (process: Process, given: Given): Running<number> {
    const { inputs, missing } = yield* inputsOf(process, given.words.slice(0, 1));
    const same = (a: string, b: string): boolean =>
      given.has('i') ? a.toLowerCase() === b.toLowerCase() : a === b;
    let run: { line: string; count: number } | undefined;
    const flush = (): void => {
      if (run === undefined || (given.has('d') && run.count === 1) || (given.has('u') && run.count > 1))
        return;
      process.write(1, `${given.has('c') ? `${String(run.count).padStart(7)} ` : ''}${run.line}\n`);
    };
    for (const { input } of inputs) {
      const reader = new LineReader(input);
      for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
        if (run !== undefined && same(run.line, line)) run.count++;
        else {
          flush();
          run = { line, count: 1 };
        }
      }
    }
    flush();
    return missing > 0 ? 1 : 0;
  },
);
