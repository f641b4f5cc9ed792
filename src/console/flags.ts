/** What a flag takes: nothing (`--prefix`), a text, a 64-bit whole number. `unbuilt`: etcdctl has it, we do not yet. */
export type FlagKind = 'bool' | 'text' | 'int' | 'unbuilt';
/** Flags by long name. */
export type FlagTable = Readonly<Record<string, FlagKind>>;

export interface ParsedFlags {
  readonly args: readonly string[];
  /** By long name, as given; a bare bool is `true`. */
  readonly values: ReadonlyMap<string, string>;
}

/** A wrong flag, in etcdctl's words (those of spf13/pflag). */
export class FlagError extends Error {
  override name = 'FlagError';
}

const shorthands: Readonly<Record<string, string>> = { w: 'write-out' };

/** Flags and arguments in any order; `--` ends the flags. Throws a FlagError. */
export function parseFlags(words: readonly string[], table: FlagTable): ParsedFlags {
  const args: string[] = [];
  const values = new Map<string, string>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') {
      args.push(...words.slice(i + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      args.push(word);
      continue;
    }
    const { name, given } = word.startsWith('--') ? longFlag(word) : shortFlag(word);
    const kind = kindOf(name, table);
    let value = given;
    if (value === undefined) {
      value = kind === 'bool' ? 'true' : words[++i];
      if (value === undefined) throw new FlagError(`flag needs an argument: ${word}`);
    }
    checkValue(name, kind, value);
    values.set(name, value);
  }
  return { args, values };
}

function longFlag(word: string): { name: string; given: string | undefined } {
  const equals = word.indexOf('=');
  if (equals < 0) return { name: word.slice(2), given: undefined };
  return { name: word.slice(2, equals), given: word.slice(equals + 1) };
}

/** `-w json`, `-wjson`, `-w=json`. */
function shortFlag(word: string): { name: string; given: string | undefined } {
  const letter = word.charAt(1);
  const name = shorthands[letter];
  if (name === undefined) throw new FlagError(`unknown shorthand flag: '${letter}' in ${word}`);
  const rest = word.slice(2).replace(/^=/, '');
  return { name, given: rest === '' ? undefined : rest };
}

function kindOf(name: string, table: FlagTable): FlagKind {
  const kind = Object.hasOwn(table, name) ? table[name] : undefined;
  if (kind === undefined) throw new FlagError(`unknown flag: --${name}`);
  if (kind === 'unbuilt') throw new FlagError(`--${name} is not built yet`);
  return kind;
}

function checkValue(name: string, kind: FlagKind, value: string): void {
  const wrong =
    (kind === 'int' && !/^[+-]?\d+$/.test(value) && 'strconv.ParseInt') ||
    (kind === 'bool' &&
      !/^(1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/.test(value) &&
      'strconv.ParseBool');
  if (!wrong) return;
  const text = JSON.stringify(value);
  throw new FlagError(
    `invalid argument ${text} for "--${name}" flag: ${wrong}: parsing ${text}: invalid syntax`,
  );
}

export function isSet(flags: ParsedFlags, name: string): boolean {
  return /^(1|t)/i.test(flags.values.get(name) ?? '');
}
