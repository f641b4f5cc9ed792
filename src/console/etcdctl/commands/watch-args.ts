import type { Flag } from '../../text/flag.ts';
import { FlagError, FlagValues } from '../../text/parse-flags.ts';
import { EXIT, Exit } from '../exit.ts';

export const watchFlags: readonly Flag[] = [
  { name: 'interactive', shorthand: 'i', kind: 'bool', default: 'false', usage: 'Interactive mode' },
  { name: 'prefix', kind: 'bool', default: 'false', usage: 'Watch on a prefix if prefix is set' },
  { name: 'rev', kind: 'int64', default: '0', usage: 'Revision to start watching' },
  {
    name: 'prev-kv',
    kind: 'bool',
    default: 'false',
    usage: 'get the previous key-value pair before the event happens',
  },
];

/** What is watched, and the words of the command to run for each event. */
export interface WatchWords {
  readonly words: readonly string[];
  readonly command: readonly string[];
}

export interface WatchOptions extends WatchWords {
  readonly prefix: boolean;
  readonly rev: bigint;
  readonly prevKv: boolean;
}

interface FromEnv {
  readonly key: string;
  readonly end: string;
}

const BAD_NUMBER = 'bad number of arguments';
const CONFLICT = `${BAD_NUMBER} (found conflicting environment key)`;
const NO_COMMAND = `${BAD_NUMBER} (found separator --, but no commands)`;

/**
 * The words of a command line: `argv` as it was typed, `args` what is no flag in it. The command begins after `--`, which
 * `args` does not have; a key from the environment stands in the place of one in the line. Throws Exit.
 */
export function watchOf(argv: readonly string[], args: readonly string[], fromEnv: FromEnv): WatchWords {
  const typed = afterWatch(argv);
  const dash = typed.indexOf('--');
  if (dash >= 0 && dash === typed.length - 1) throw new Exit(EXIT.badArgs, NO_COMMAND);
  if (dash < 0 && typed.length === 0 && fromEnv.key === '') throw new Exit(EXIT.badArgs, BAD_NUMBER);
  if (fromEnv.key !== '') {
    const hasKey = dash < 0 ? args.length > 0 : reachesDash(typed, args, dash);
    if (hasKey) throw new Exit(EXIT.badArgs, CONFLICT);
  }
  return joined(args, typed, dash, fromEnv);
}

/** The same of a line of `watch -i`, whose flags are its own. Throws Exit. */
export function watchLine(line: readonly string[], fromEnv: FromEnv): WatchOptions {
  const dash = line.indexOf('--');
  if (dash >= 0 && dash === line.length - 1) throw new Exit(EXIT.badArgs, NO_COMMAND);
  const given = flagsOf(line);
  if (dash < 0 && fromEnv.key === '' && given.args.length === 0) throw new Exit(EXIT.badArgs, BAD_NUMBER);
  if (dash < 0 && fromEnv.key !== '' && given.args.length > 0) throw new Exit(EXIT.badArgs, CONFLICT);
  return {
    ...joined(given.args, line, dash, fromEnv),
    prefix: given.bool('prefix'),
    rev: given.whole('rev'),
    prevKv: given.bool('prev-kv'),
  };
}

function flagsOf(line: readonly string[]): FlagValues {
  try {
    return new FlagValues(line, watchFlags);
  } catch (error) {
    if (error instanceof FlagError) throw new Exit(EXIT.badArgs, error.message);
    throw error;
  }
}

/** What was typed after the word `watch`; all of it where the word was cut short. */
function afterWatch(argv: readonly string[]): readonly string[] {
  const at = argv.indexOf('watch');
  return at < 0 ? argv : argv.slice(at + 1);
}

/** Whether there are more arguments than those after `--`: from the end on they are the same words up to it. */
function reachesDash(typed: readonly string[], args: readonly string[], dash: number): boolean {
  let at = typed.length - 1;
  for (const word of args.toReversed()) {
    if (word === typed[at]) at--;
    else if (at === dash) return true;
  }
  return false;
}

/** The arguments before the first word of the command that reads so, counted from the end. */
function joined(
  args: readonly string[],
  typed: readonly string[],
  dash: number,
  { key, end }: FromEnv,
): WatchWords {
  const named = key === '' ? [] : end === '' ? [key] : [key, end];
  const words = [...named, ...args];
  if (dash < 0) return { words, command: [] };
  const command = typed.slice(dash + 1);
  const cut = words.lastIndexOf(command[0] ?? '');
  return { words: words.slice(0, Math.max(0, cut)), command };
}
