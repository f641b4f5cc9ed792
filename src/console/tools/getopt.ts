import { any, type Process, type Running, type Tool } from '../kernel/process.ts';

/** A line that the tool refuses, or a failure that ends it: its text without the tool's name, and the exit code. */
export class ToolError extends Error {
  override name = 'ToolError';
  constructor(
    message: string,
    readonly code?: number,
  ) {
    super(message);
  }
}

export interface OptionTable {
  /** Letters as getopt has them: `n:` takes a value. */
  readonly short: string;
  /** Long names and the letters that they stand for. */
  readonly long?: Readonly<Record<string, string>>;
  /** `-2` is `-n 2`. */
  readonly digits?: string;
  /** The first word that is no option ends them, as for a command that has options of its own. */
  readonly stopsAtWord?: true;
}

/** What stands on a line: options in their order, and words. */
export interface Given {
  readonly options: readonly (readonly [letter: string, value: string])[];
  readonly words: readonly string[];
  readonly has: (letter: string) => boolean;
  /** The last one's. */
  readonly value: (letter: string) => string | undefined;
}

/** Reads a line as GNU's getopt_long does. Throws a ToolError in its words. */
export function getopt(argv: readonly string[], table: OptionTable): Given {
  const options: [string, string][] = [];
  const words: string[] = [];
  const rest = argv.slice(1);
  const takesValue = (letter: string): boolean => table.short.includes(`${letter}:`);
  const value = (letter: string, attached: string | undefined): string => {
    const given = attached ?? rest.shift();
    if (given === undefined) throw new ToolError(`option requires an argument -- '${letter}'`);
    return given;
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      words.push(...rest.splice(0));
    } else if (word.startsWith('--')) {
      const [, name = '', attached] = /^--([^=]*)(?:=([^]*))?$/.exec(word) ?? [];
      const letter = longLetter(table, name);
      if (!takesValue(letter) && attached !== undefined)
        throw new ToolError(`option '--${name}' doesn't allow an argument`);
      if (takesValue(letter) && attached === undefined && rest.length === 0)
        throw new ToolError(`option '--${name}' requires an argument`);
      options.push([letter, takesValue(letter) ? value(letter, attached) : '']);
    } else if (/^-\d/.test(word) && table.digits !== undefined) options.push([table.digits, word.slice(1)]);
    else if (word.startsWith('-') && word !== '-') {
      for (let at = 1; at < word.length; at++) {
        const letter = word[at] ?? '';
        if (!table.short.includes(letter) || letter === ':')
          throw new ToolError(`invalid option -- '${letter}'`);
        if (!takesValue(letter)) options.push([letter, '']);
        else {
          options.push([letter, value(letter, word.slice(at + 1) === '' ? undefined : word.slice(at + 1))]);
          break;
        }
      }
    } else {
      words.push(word);
      if (table.stopsAtWord === true) words.push(...rest.splice(0));
    }
  }
  return {
    options,
    words,
    has: (letter) => options.some(([each]) => each === letter),
    value: (letter) => options.findLast(([each]) => each === letter)?.[1],
  };
}

function longLetter({ long = {} }: OptionTable, name: string): string {
  const like = Object.keys(long).filter((each) => each.startsWith(name));
  const found = Object.hasOwn(long, name) ? name : like.length === 1 ? like[0] : undefined;
  if (found !== undefined) return long[found] ?? '';
  throw new ToolError(
    like.length > 1
      ? `option '--${name}' is ambiguous; possibilities: ${like.map((each) => `'--${each}'`).join(' ')}`
      : `unrecognized option '--${name}'`,
  );
}

/** A tool whose line is read by `table`; what it refuses ends with `exit`, and a hint where its help is where GNU's tools have one. */
export function gnuTool(
  table: OptionTable,
  body: (process: Process, given: Given) => Running<number>,
  exit = 1,
): Tool {
  return function* (process) {
    yield* any({ isReady: true });
    const [name = ''] = process.argv;
    let given: Given;
    try {
      given = getopt(process.argv, table);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      process.write(2, `${name}: ${error.message}\n${hintOf(name)}`);
      return exit;
    }
    try {
      return yield* body(process, given);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      process.write(2, `${name}: ${error.message}\n`);
      return error.code ?? exit;
    }
  };
}

/** What stands under a line that was refused. */
export function hintOf(name: string): string {
  const usage = name === 'grep' ? 'Usage: grep [OPTION]... PATTERNS [FILE]...\n' : '';
  return `${usage}Try '${name} --help' for more information.\n`;
}
