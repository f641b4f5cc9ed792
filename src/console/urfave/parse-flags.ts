import { parseDuration, toMs } from '../text/go-duration.ts';
import { parseBool, parseInteger } from '../text/go-numbers.ts';
import { quote } from '../text/go-quote.ts';
import type { Flag, FlagKind } from './command.ts';

/** A wrong flag, in the words of Go's package flag. */
export class FlagError extends Error {
  override name = 'FlagError';
}

/** One name has two forms, and both were given (urfave/cli: normalizeFlags). */
export class TwoFormsError extends FlagError {
  override name = 'TwoFormsError';
}

type Value = boolean | string | bigint | readonly string[];

const NOTHING: Readonly<Record<FlagKind, Value>> = {
  bool: false,
  string: '',
  int: 0n,
  duration: 0n,
  stringSlice: [],
};

/** What a part of a command line has given, with the defaults for what was not. */
export class FlagValues {
  /** What is no flag: all words from the first that is none, or those behind `--`. */
  readonly args: readonly string[];
  readonly #flags: readonly Flag[];
  /** By the name that stood there. */
  readonly #values = new Map<string, Value>();

  /** Go's package flag: one dash or two, and flags end at the first word that is none. Throws FlagError. */
  constructor(words: readonly string[], flags: readonly Flag[]) {
    this.#flags = flags;
    let at = 0;
    for (; at < words.length; at++) {
      const word = words[at] ?? '';
      if (word.length < 2 || !word.startsWith('-')) break;
      if (word === '--') {
        at++;
        break;
      }
      if (this.#read(word, words[at + 1])) at++;
    }
    this.args = words.slice(at);
  }

  /** Throws TwoFormsError: --recursive together with -r. */
  checkForms(): void {
    for (const { names } of this.#flags) {
      const [first, second] = names.filter((name) => this.#values.has(name));
      if (first === undefined || second === undefined) continue;
      throw new TwoFormsError(`Cannot use two forms of the same flag: ${second} ${first}`);
    }
  }

  bool(name: string): boolean {
    return this.#get(name, (value) => typeof value === 'boolean');
  }

  text(name: string): string {
    return this.#get(name, (value) => typeof value === 'string');
  }

  /** 64 bits with a sign. */
  whole(name: string): bigint {
    return this.#get(name, (value) => typeof value === 'bigint');
  }

  /** Of a duration, in milliseconds; may be negative or broken. */
  ms(name: string): number {
    return toMs(this.whole(name));
  }

  list(name: string): readonly string[] {
    return this.#get(name, (value): value is readonly string[] => Array.isArray(value));
  }

  #get<T extends Value>(name: string, isOf: (value: Value) => value is T): T {
    const flag = this.#flags.find(({ names }) => names[0] === name);
    if (flag === undefined) throw new Error(`--${name} is no flag of this command`);
    const given = flag.names.find((each) => this.#values.has(each));
    const value = given === undefined ? defaultOf(flag) : this.#values.get(given);
    if (value === undefined || !isOf(value)) throw new Error(`--${name} is a flag of another kind`);
    return value;
  }

  /** Gives whether it has taken the next word. */
  #read(word: string, next: string | undefined): boolean {
    const body = word.replace(/^--?/, '');
    if (/^[-=]/.test(body)) throw new FlagError(`bad flag syntax: ${word}`);
    const equals = body.indexOf('=');
    const name = equals < 0 ? body : body.slice(0, equals);
    const given = equals < 0 ? undefined : body.slice(equals + 1);
    const flag = flagNamed(this.#flags, name);
    if (flag === undefined) throw new FlagError(`flag provided but not defined: -${name}`);
    if (flag.kind === 'bool') {
      this.#values.set(name, given === undefined ? true : boolOf(given, name));
      return false;
    }
    const text = given ?? next;
    if (text === undefined) throw new FlagError(`flag needs an argument: -${name}`);
    const value = valueOf(flag.kind, text, name);
    const before = this.#values.get(name);
    this.#values.set(
      name,
      isList(value) && before !== undefined && isList(before) ? [...before, ...value] : value,
    );
    return given === undefined;
  }
}

export function flagNamed(flags: readonly Flag[], name: string): Flag | undefined {
  return flags.find(({ names }) => names.includes(name));
}

function defaultOf({ names, kind, default: text }: Flag): Value {
  return text === undefined ? NOTHING[kind] : valueOf(kind, text, names[0]);
}

function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}

function valueOf(kind: FlagKind, text: string, name: string): Value {
  try {
    switch (kind) {
      case 'bool':
        return parseBool(text);
      case 'int':
        return parseInteger(text, { func: 'ParseInt' });
      case 'duration':
        return parseDuration(text);
      case 'stringSlice':
        return [text];
      default:
        return text;
    }
  } catch (error) {
    const isTooBig = kind === 'int' && error instanceof Error && error.message.endsWith('out of range');
    const why = isTooBig ? 'value out of range' : 'parse error';
    throw new FlagError(`invalid value ${quote(text)} for flag -${name}: ${why}`);
  }
}

function boolOf(text: string, name: string): boolean {
  try {
    return parseBool(text);
  } catch {
    throw new FlagError(`invalid boolean value ${quote(text)} for -${name}: parse error`);
  }
}
