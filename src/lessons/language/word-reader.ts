import type { NodeId, Term } from '../../base/flavor.ts';
import type { LinkName, TimeoutSetting } from './script.ts';

/** A line that cannot be read, or names what is not there. Says where and what was expected. */
export class ScriptError extends Error {
  override name = 'ScriptError';
  /** From 1, in the line. */
  readonly column: number;

  constructor(message: string, column: number) {
    super(message);
    this.column = column;
  }
}

export interface Word {
  readonly text: string;
  /** Where it begins, from 1. */
  readonly column: number;
}

/** Spaces end a word, but not within quotes or square brackets that are closed. */
const WORD = /(?:[^\s"[]|"[^"]*"|\[[^\]]*\]|["[])+/g;

function wordOf(match: RegExpExecArray): Word {
  return { text: match[0], column: match.index + 1 };
}

/** A comma belongs to the word before it, unless that is a bracket. */
function joinCommas(words: readonly Word[]): Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    const belongs =
      word.text === ',' &&
      last !== undefined &&
      last.text !== ')' &&
      last.column + last.text.length === word.column;
    if (belongs) joined[joined.length - 1] = { text: `${last.text},`, column: last.column };
    else joined.push(word);
  }
  return joined;
}

/** Without the quotes around it, if it has any. */
export function unquoted(text: string): string {
  return /^"[^"]*"$/.test(text) ? text.slice(1, -1) : text;
}

/** The words of one line, taken from the left; every refusal names the word and what was expected there. */
export class WordReader {
  readonly #words: readonly Word[];
  readonly #end: number;
  #next = 0;

  constructor(text: string | readonly Word[]) {
    const words = typeof text === 'string' ? [...text.matchAll(WORD)].map(wordOf) : text;
    const last = words.at(-1);
    this.#words = words;
    this.#end = last === undefined ? 1 : last.column + last.text.length;
  }

  get isAtEnd(): boolean {
    return (this.#words[this.#next]?.text ?? '') === '';
  }

  /** All words from here on, in parts that this word separates; each part is read by itself. */
  split(separator: string): WordReader[] {
    const parts: Word[][] = [[]];
    for (const word of this.#words.slice(this.#next)) {
      if (word.text === separator) parts.push([]);
      else parts.at(-1)?.push(word);
    }
    this.#next = this.#words.length;
    return parts.map((part) => new WordReader(part.length === 0 ? [{ text: '', column: this.#end }] : part));
  }

  /**
   * The words up to the first at which `stops` holds, which stays the next, or up to and with the first at which
   * `ends` holds, whose last character is left out.
   */
  take(stops: (text: string) => boolean, ends: (text: string) => boolean = () => false): WordReader {
    const taken: Word[] = [];
    for (;;) {
      const word = this.#words[this.#next];
      if (word === undefined || stops(word.text)) break;
      this.#next++;
      if (!ends(word.text)) taken.push(word);
      else {
        if (word.text.length > 1) taken.push({ text: word.text.slice(0, -1), column: word.column });
        break;
      }
    }
    return new WordReader(taken.length === 0 ? [{ text: '', column: this.#end }] : taken);
  }

  /** The words from here on, with round brackets that were not both in one word as words of their own. */
  spread(): WordReader {
    const words = this.#words.slice(this.#next).flatMap(({ text, column }) => {
      const [, open = '', inner = '', close = ''] = /^(\(*)(.*?)(\)*,?)$/.exec(text) ?? [];
      const balance = inner.split('(').length - inner.split(')').length;
      // `mod(a)` and what is quoted keep theirs.
      const own = close.startsWith(')') && balance > 0 ? balance : 0;
      const parts = [open.split(''), inner + close.slice(0, own), close.slice(own).split('')]
        .flat()
        .filter((part) => part !== '');
      let at = column;
      return parts.map((part) => {
        const word = { text: part, column: at };
        at += part.length;
        return word;
      });
    });
    return new WordReader(joinCommas(words));
  }

  /** The next word, which stays the next. */
  peek(): string | undefined {
    return this.#words[this.#next]?.text;
  }

  word(expected: string): string {
    return this.next(expected).text;
  }

  /** The next word and where it begins. */
  next(expected: string): Word {
    const word = this.#words[this.#next];
    if (word === undefined || word.text === '') {
      throw new ScriptError(`the line ends where ${expected} is expected`, word?.column ?? this.#end);
    }
    this.#next++;
    return word;
  }

  /** Takes the next word if it is this one. */
  maybe(text: string): boolean {
    if (this.peek() !== text) return false;
    this.#next++;
    return true;
  }

  /** Takes the rest of the next word if it begins so. */
  maybePrefixed(prefix: string): string | undefined {
    const text = this.peek();
    if (text === undefined || !text.startsWith(prefix)) return undefined;
    this.#next++;
    return text.slice(prefix.length);
  }

  end(): void {
    const word = this.#words[this.#next];
    if (word !== undefined && word.text !== '') {
      throw new ScriptError(`"${word.text}": nothing more is expected here`, word.column);
    }
  }

  /** A refusal of the word taken last. */
  refuse(expected: string): ScriptError {
    const word = this.#words[this.#next - 1];
    return word === undefined
      ? new ScriptError(`${expected} is expected`, 1)
      : new ScriptError(`"${word.text}": ${expected} is expected`, word.column);
  }

  /** A whole number from `min` on. */
  number(expected: string, min: number, text = this.word(expected)): number {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value) || value < min) throw this.refuse(expected);
    return value;
  }

  /** Unsigned 64-bit: beyond the safe integers a bigint. */
  term(expected: string, text: string): Term {
    if (!/^\d+$/.test(text)) throw this.refuse(expected);
    const value = BigInt(text);
    if (value > 0xffff_ffff_ffff_ffffn) throw this.refuse(`${expected} of 64 bits`);
    return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  }

  node(expected = 'a node'): NodeId {
    return this.number(expected, 1);
  }

  /** `1,2,3` */
  nodes(text = this.word('a list of nodes like 1,2')): NodeId[] {
    const expected = 'a list of nodes like 1,2';
    const nodes = text.split(',').map((part) => this.number(expected, 1, part));
    if (new Set(nodes).size !== nodes.length) throw this.refuse('a list of nodes, each once,');
    return nodes;
  }

  /** `2:11,3:15` */
  timeouts(text = this.word('timeouts like 2:11,3:15')): TimeoutSetting[] {
    const expected = 'timeouts like 2:11,3:15';
    return text.split(',').map((part) => {
      const [node, ticks, ...rest] = part.split(':');
      if (node === undefined || ticks === undefined || rest.length > 0) throw this.refuse(expected);
      return { node: this.number(expected, 1, node), ticks: this.number(expected, 1, ticks) };
    });
  }

  /** `a>b` */
  link(): LinkName {
    const expected = 'one direction of a link like 1>3';
    const [link, ...more] = this.links(expected);
    if (link === undefined || more.length > 0) throw this.refuse(expected);
    return link;
  }

  /** `a-b,c>d`: `a-b` is both directions. */
  links(expected = 'links like 1-2,3>1'): LinkName[] {
    return this.word(expected)
      .split(',')
      .flatMap((part) => {
        const match = /^(\d+)([->])(\d+)$/.exec(part);
        const from = Number(match?.[1]);
        const to = Number(match?.[3]);
        if (match === null || from === to || from === 0 || to === 0) throw this.refuse(expected);
        return match[2] === '>'
          ? [{ from, to }]
          : [
              { from, to },
              { from: to, to: from },
            ];
      });
  }
}
