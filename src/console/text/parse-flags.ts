import { unreachable } from '../../base/assert.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { readCsvRecord } from './csv.ts';
import type { Flag, FlagKind, GivenFlags } from './flag.ts';
import { formatDuration, parseDuration, toMs } from './go-duration.ts';
import { parseBool, parseInteger } from './go-numbers.ts';
import { quote, quoteCharacter } from './go-quote.ts';

/** A wrong flag, in the words of spf13/pflag. */
export class FlagError extends Error {
  override name = 'FlagError';
}

type FlagValue = string | boolean | bigint | number | readonly string[];

/**
 * What a command line has given, each flag's value by its kind. It can be set further: `set` is what the environment does
 * for flags that were not given.
 */
export class FlagValues implements GivenFlags {
  readonly args: readonly string[];
  readonly argsBeforeDash: number;
  readonly #flags: ReadonlyMap<string, Flag>;
  readonly #values = new Map<string, FlagValue>();

  /** Throws a FlagError. `--help` and `-h` are ordinary flags of the tool. */
  constructor(words: readonly string[], flags: readonly Flag[]) {
    this.#flags = new Map(flags.map((flag) => [flag.name, flag]));
    const args: string[] = [];
    let argsBeforeDash = -1;
    for (let i = 0; i < words.length; i++) {
      const word = words[i] ?? '';
      if (word === '--') {
        argsBeforeDash = args.length;
        args.push(...words.slice(i + 1));
        break;
      }
      if (!word.startsWith('-') || word === '-') args.push(word);
      else if (word.startsWith('--')) i += this.#readLong(word, words[i + 1]);
      else i += this.#readShort(word, words[i + 1]);
    }
    this.args = args;
    this.argsBeforeDash = argsBeforeDash;
  }

  isGiven(name: string): boolean {
    return this.#values.has(name);
  }

  bool(name: string): boolean {
    return this.#get(name, (value) => typeof value === 'boolean');
  }

  text(name: string): string {
    return this.#get(name, (value) => typeof value === 'string');
  }

  whole(name: string): bigint {
    return this.#get(name, (value) => typeof value === 'bigint');
  }

  float(name: string): number {
    return this.#get(name, (value) => typeof value === 'number');
  }

  ms(name: string): number {
    return toMs(this.whole(name));
  }

  list(name: string): readonly string[] {
    return this.#get(name, (value): value is readonly string[] => Array.isArray(value));
  }

  /** The value as Go prints it with %v: `[a,b]`, `5s`, `false`. */
  shown(name: string): string {
    const flag = this.#flags.get(name);
    const value = this.#get(name, (each): each is FlagValue => each !== undefined);
    if (isList(value)) return `[${value.join(',')}]`;
    return flag?.kind === 'duration' && typeof value === 'bigint' ? formatDuration(value) : String(value);
  }

  /** Throws a FlagError. A list that was given grows. */
  set(name: string, text: string): void {
    const flag = this.#flags.get(name);
    if (flag === undefined) throw new FlagError(`no such flag -${name}`);
    try {
      const value = parseValue(flag.kind, text);
      this.#values.set(name, isList(value) ? [...this.#givenList(name), ...value] : value);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const shown = flag.shorthand === undefined ? `--${name}` : `-${flag.shorthand}, --${name}`;
      throw new FlagError(`invalid argument ${quote(text)} for "${shown}" flag: ${why}`);
    }
  }

  #givenList(name: string): readonly string[] {
    const given = this.#values.get(name);
    return given !== undefined && isList(given) ? given : [];
  }

  #get<T extends FlagValue>(name: string, isOf: (value: FlagValue) => value is T): T {
    const flag = this.#flags.get(name);
    if (flag === undefined) throw new Error(`--${name} is no flag of this command`);
    const value = this.#values.get(name) ?? defaultOf(flag);
    if (!isOf(value)) throw new Error(`--${name} is a flag of another kind`);
    return value;
  }

  /** Gives how many of the following words it has taken. */
  #readLong(word: string, next: string | undefined): number {
    const body = word.slice(2);
    if (/^[-=]/.test(body)) throw new FlagError(`bad flag syntax: ${word}`);
    const [name, given] = cut(body);
    const flag = this.#flags.get(name);
    if (flag === undefined) throw new FlagError(`unknown flag: --${name}`);
    const value = given ?? (flag.kind === 'bool' ? 'true' : next);
    if (value === undefined) throw new FlagError(`flag needs an argument: ${word}`);
    this.set(name, value);
    return given === undefined && flag.kind !== 'bool' ? 1 : 0;
  }

  /** One word of short flags: `-w json`, `-wjson`, `-w=json`, `-ab`. */
  #readShort(word: string, next: string | undefined): number {
    for (let letters = word.slice(1); letters !== ''; letters = letters.slice(1)) {
      const flag = [...this.#flags.values()].find(({ shorthand }) => shorthand === letters.charAt(0));
      if (flag === undefined) {
        throw new FlagError(`unknown shorthand flag: ${quoteCharacter(firstByte(letters))} in -${letters}`);
      }
      if (letters.length > 2 && letters[1] === '=') {
        this.set(flag.name, letters.slice(2));
        return 0;
      }
      if (flag.kind === 'bool') {
        this.set(flag.name, 'true');
        continue;
      }
      const value = letters.length > 1 ? letters.slice(1) : next;
      if (value === undefined) {
        throw new FlagError(`flag needs an argument: ${quoteCharacter(letters)} in -${letters}`);
      }
      this.set(flag.name, value);
      return letters.length > 1 ? 0 : 1;
    }
    return 0;
  }
}

/** Of `name=value`. */
function cut(body: string): readonly [string, string | undefined] {
  const equals = body.indexOf('=');
  return equals < 0 ? [body, undefined] : [body.slice(0, equals), body.slice(equals + 1)];
}

/** pflag looks at bytes: of a character beyond ASCII it names the first, as if it were a character of Latin-1. */
function firstByte(text: string): string {
  return String.fromCharCode(encodeUtf8(text)[0] ?? 0);
}

function isList(value: FlagValue): value is readonly string[] {
  return Array.isArray(value);
}

/** A list's default stands in brackets, as the help shows it. */
function defaultOf({ kind, default: text }: Flag): FlagValue {
  return parseValue(kind, kind === 'stringSlice' ? text.replace(/^\[|\]$/g, '') : text);
}

function parseValue(kind: FlagKind, text: string): FlagValue {
  switch (kind) {
    case 'bool':
      return parseBool(text);
    case 'int':
    case 'int64':
      return parseInteger(text, { func: 'ParseInt' });
    case 'int32':
      return parseInteger(text, { func: 'ParseInt', bits: 32 });
    case 'uint':
    case 'uint64':
      return parseInteger(text, { func: 'ParseUint' });
    case 'float64':
      return parseFloat64(text);
    case 'duration':
      return parseDuration(text);
    case 'stringSlice':
      return text === '' ? [] : readCsvRecord(text);
    case 'string':
      return text;
    default:
      return unreachable(kind);
  }
}

function parseFloat64(text: string): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    throw new Error(`strconv.ParseFloat: parsing ${quote(text)}: invalid syntax`);
  }
  return Number(text);
}
