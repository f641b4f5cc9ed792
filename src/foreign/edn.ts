import { unreachable } from '../base/assert.ts';
import { ForeignError } from './foreign-error.ts';
import { LineCounter, spotOf } from './source.ts';

/** A value of EDN. Numbers that JavaScript cannot count exactly are bigints; decimals and ratios keep their text. */
export type Edn = null | boolean | number | bigint | string | EdnNamed | EdnMany | EdnMap | EdnTagged;

export interface EdnNamed {
  readonly type: 'keyword' | 'symbol' | 'character' | 'number';
  /** Without the colon, the backslash. */
  readonly name: string;
}
export interface EdnMany {
  readonly type: 'vector' | 'list' | 'set';
  readonly items: readonly Edn[];
}
/** In the order of the file; a key may be any value. */
export interface EdnMap {
  readonly type: 'map';
  readonly entries: readonly (readonly [Edn, Edn])[];
}
export interface EdnTagged {
  readonly type: 'tagged';
  readonly tag: string;
  readonly value: Edn;
}

/** Where a value of the top level stands. */
export interface EdnForm {
  readonly value: Edn;
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** Values may lie within one another this deep: as deep as no history has them, and as our own stack allows. */
const DEEP_MAX = 500;

/**
 * The operations of a history: the values of the file one after another or, where it is one vector or list, what is in it. Throws
 * ForeignError, with line and column, for what is no EDN.
 */
export function* ednForms(file: string, text: string): Generator<EdnForm> {
  const reader = new EdnReader(file, text);
  const lines = new LineCounter(text);
  const isOne = reader.peek() === '[' || reader.peek() === '(';
  const close = isOne ? reader.open() : undefined;
  for (;;) {
    const from = reader.toValue(close);
    if (from === undefined) break;
    const value = reader.value();
    yield { value, line: lines.lineOf(from), from, to: reader.at };
  }
  if (isOne) reader.mustEnd();
}

/** One value, which is all of the text. */
export function readEdn(file: string, text: string): Edn {
  const reader = new EdnReader(file, text);
  if (reader.toValue(undefined) === undefined) throw new ForeignError('empty', { file, line: 1 });
  const value = reader.value();
  reader.mustEnd();
  return value;
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };
const SPACE = /[\s,]/;
/** What a symbol, a keyword or a number is made of goes on to one of these. */
const TOKEN = /[^\s,()[\]{}";]+/y;
const CHARACTER = /\\(?:[a-zA-Z]+\d*|u[0-9a-fA-F]{4}|o[0-7]{1,3}|.)/suy;
const INTEGER = /^[+-]?\d+N?$/;
const RADIX = /^[+-]?(?:0[xX][0-9a-fA-F]+|\d{1,2}[rR][0-9a-zA-Z]+)$/;
const DECIMAL = /^[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/;
const EXACT = /^[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?M$|^[+-]?\d+\/\d+$/;

/** Reads values from front to back. */
class EdnReader {
  at = 0;
  #depth = 0;
  /** Where the text's first value begins. */
  readonly #first: number;
  readonly #file: string;
  readonly #text: string;
  /** Keywords come again and again: one object each. */
  readonly #keywords = new Map<string, EdnNamed>();

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
    this.#skip();
    this.#first = this.at;
  }

  peek(): string | undefined {
    return this.#text[this.at];
  }

  /** Into the brackets that begin here; returns what closes them. */
  open(): string {
    const close = CLOSING[this.#text[this.at] ?? ''] ?? '';
    this.at++;
    return close;
  }

  /** Where the next value begins; undefined: there is none before `close`, which is behind us now, or the end. */
  toValue(close: string | undefined): number | undefined {
    this.#skip();
    const next = this.peek();
    if (next === undefined) {
      if (close !== undefined)
        throw this.#error('notWhole', this.#first, { what: this.#text[this.#first] ?? '' });
      return undefined;
    }
    if (next === close) {
      this.at++;
      return undefined;
    }
    return this.at;
  }

  mustEnd(): void {
    this.#skip();
    if (this.at < this.#text.length) throw this.#error('notEdn', this.at, { found: this.#shown() });
  }

  value(): Edn {
    const first = this.peek();
    switch (first) {
      case '{':
        return { type: 'map', entries: this.#pairs() };
      case '[':
        return { type: 'vector', items: this.#many() };
      case '(':
        return { type: 'list', items: this.#many() };
      case '"':
        return this.#string();
      case '\\':
        return { type: 'character', name: this.#match(CHARACTER).slice(1) };
      case '#':
        return this.#dispatched();
      case '^':
        // Metadata says something about the value that follows; it is none of it.
        this.at++;
        this.#nested();
        return this.#nested();
      default:
        return this.#atom();
    }
  }

  /** A value within another one. */
  #nested(): Edn {
    if (this.toValue(undefined) === undefined) throw this.#error('notWhole', this.at, { what: '…' });
    this.#depth++;
    if (this.#depth > DEEP_MAX) throw this.#error('tooDeep', this.at, { most: DEEP_MAX });
    const value = this.value();
    this.#depth--;
    return value;
  }

  #many(): Edn[] {
    const begin = this.at;
    const close = this.open();
    const items: Edn[] = [];
    while (this.#toNext(close, begin)) items.push(this.#nested());
    return items;
  }

  #pairs(): (readonly [Edn, Edn])[] {
    const begin = this.at;
    const close = this.open();
    const entries: (readonly [Edn, Edn])[] = [];
    while (this.#toNext(close, begin)) {
      const key = this.#nested();
      if (!this.#toNext(close, begin)) throw this.#error('notEdn', this.at - 1, { found: '}' });
      entries.push([key, this.#nested()]);
    }
    return entries;
  }

  #toNext(close: string, begin: number): boolean {
    this.#skip();
    const next = this.peek();
    if (next === undefined) throw this.#error('notWhole', begin, { what: this.#text[begin] ?? '' });
    if (next !== close) return true;
    this.at++;
    return false;
  }

  #dispatched(): Edn {
    const next = this.#text[this.at + 1];
    if (next === '{') {
      this.at++;
      return { type: 'set', items: this.#many() };
    }
    if (next === '#') {
      const name = this.#match(TOKEN);
      const known: Readonly<Record<string, number>> = {
        '##Inf': Infinity,
        '##-Inf': -Infinity,
        '##NaN': NaN,
      };
      const value = known[name];
      if (value === undefined) throw this.#error('notEdn', this.at - name.length, { found: name });
      return value;
    }
    if (next === '^') {
      this.at++;
      return this.value();
    }
    if (next === ':') return this.#namespaced();
    this.at++;
    const tag = this.#match(TOKEN);
    return { type: 'tagged', tag, value: this.#nested() };
  }

  /** `#:op{:type 1}` is short for `{:op/type 1}`. */
  #namespaced(): Edn {
    this.at += 2;
    const space = this.#match(TOKEN).replace(/^:/, '');
    this.#skip();
    if (this.peek() !== '{') throw this.#error('notEdn', this.at, { found: this.#shown() });
    const entries = this.#pairs().map(([key, value]): readonly [Edn, Edn] => {
      const isPlain = isNamed(key, 'keyword') && !key.name.includes('/');
      return [isPlain ? this.#keyword(`${space}/${key.name}`) : key, value];
    });
    return { type: 'map', entries };
  }

  #atom(): Edn {
    const begin = this.at;
    const token = this.#match(TOKEN);
    if (token === 'nil') return null;
    if (token === 'true') return true;
    if (token === 'false') return false;
    if (token.startsWith(':')) {
      if (token === ':') throw this.#error('notEdn', begin, { found: token });
      return this.#keyword(token.slice(1));
    }
    if (/^[+-]?\d/.test(token)) return this.#number(token, begin);
    return { type: 'symbol', name: token };
  }

  #keyword(name: string): EdnNamed {
    let known = this.#keywords.get(name);
    if (known === undefined) {
      known = { type: 'keyword', name };
      this.#keywords.set(name, known);
    }
    return known;
  }

  #number(token: string, begin: number): Edn {
    if (INTEGER.test(token)) {
      const digits = token.replace(/N$/, '').replace(/^\+/, '');
      const number = Number(digits);
      return Number.isSafeInteger(number) ? number : BigInt(digits);
    }
    if (DECIMAL.test(token)) return Number(token);
    if (EXACT.test(token) || RADIX.test(token)) return { type: 'number', name: token };
    throw this.#error('notEdn', begin, { found: token });
  }

  #string(): string {
    const begin = this.at;
    let text = '';
    for (let at = begin + 1; ;) {
      const quote = this.#text.indexOf('"', at);
      if (quote === -1) throw this.#error('notWhole', begin, { what: '"' });
      const escape = this.#text.indexOf('\\', at);
      if (escape === -1 || escape > quote) {
        this.at = quote + 1;
        return text + this.#text.slice(at, quote);
      }
      text += this.#text.slice(at, escape);
      const [character, length] = this.#escaped(escape);
      text += character;
      at = escape + length;
    }
  }

  /** What is written after a backslash, and how many characters that are with it. */
  #escaped(at: number): readonly [string, number] {
    const code = this.#text[at + 1] ?? '';
    const plain = ESCAPES[code];
    if (plain !== undefined) return [plain, 2];
    const digits = /^(?:u([0-9a-fA-F]{4})|([0-7]{1,3}))/.exec(this.#text.slice(at + 1, at + 6));
    if (digits === null) throw this.#error('notEdn', at, { found: `\\${code}` });
    const [whole, hex, octal] = digits;
    const point = hex === undefined ? Number.parseInt(octal ?? '0', 8) : Number.parseInt(hex, 16);
    return [String.fromCharCode(point), whole.length + 1];
  }

  /** Past spaces, commas, comments, and forms that are left out by `#_`. */
  #skip(): void {
    for (;;) {
      while (this.at < this.#text.length && SPACE.test(this.#text[this.at] ?? '')) this.at++;
      if (this.peek() === ';') {
        const end = this.#text.indexOf('\n', this.at);
        this.at = end === -1 ? this.#text.length : end;
      } else if (this.peek() === '#' && this.#text[this.at + 1] === '_') {
        this.at += 2;
        this.#nested();
      } else return;
    }
  }

  #match(expression: RegExp): string {
    expression.lastIndex = this.at;
    const found = expression.exec(this.#text);
    if (found === null) throw this.#error('notEdn', this.at, { found: this.#shown() });
    this.at = expression.lastIndex;
    return found[0];
  }

  #shown(): string {
    return this.#text.slice(this.at, this.at + 12).replaceAll(/\s/g, ' ');
  }

  #error(
    problem: 'notEdn' | 'notWhole' | 'tooDeep',
    at: number,
    values: Readonly<Record<string, string | number>>,
  ): ForeignError {
    return new ForeignError(problem, spotOf(this.#file, this.#text, at), values);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '"': '"',
  '\\': '\\',
};

export function isNamed(value: Edn | undefined, type: EdnNamed['type']): value is EdnNamed {
  return typeof value === 'object' && value !== null && value.type === type;
}

/** The value of a keyword's entry in a map. */
export function ofKeyword(map: EdnMap, name: string): Edn | undefined {
  for (const [key, value] of map.entries) if (isNamed(key, 'keyword') && key.name === name) return value;
  return undefined;
}

/** A value as EDN is written. */
export function formatEdn(value: Edn): string {
  if (value === null) return 'nil';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value !== 'object') return String(value);
  switch (value.type) {
    case 'keyword':
      return `:${value.name}`;
    case 'character':
      return `\\${value.name}`;
    case 'symbol':
    case 'number':
      return value.name;
    case 'vector':
      return `[${value.items.map(formatEdn).join(' ')}]`;
    case 'list':
      return `(${value.items.map(formatEdn).join(' ')})`;
    case 'set':
      return `#{${value.items.map(formatEdn).join(' ')}}`;
    case 'map':
      return `{${value.entries.map(([key, of]) => `${formatEdn(key)} ${formatEdn(of)}`).join(', ')}}`;
    case 'tagged':
      return `#${value.tag} ${formatEdn(value.value)}`;
    default:
      return unreachable(value);
  }
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return '##NaN';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '##Inf' : '##-Inf';
}
