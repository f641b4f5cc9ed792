import {
  inheritedFlags,
  lastOf,
  localFlags,
  nameOf,
  type Command as AnyCommand,
  type Path,
} from '../cobra/command.ts';
import type { Flag } from '../text/flag.ts';

export type Command = AnyCommand<unknown>;

/** Where whole words have led in a tree of commands. */
export interface Match {
  readonly path: Path<unknown>;
  readonly args: readonly string[];
  /** The last word was a flag whose value comes next. */
  readonly pending: Flag | undefined;
}

/** Follows words down a tree; flags on the way are passed with their values. What is no command is an argument. */
export function findMatch(root: Command, words: readonly string[]): Match {
  let path: Path<unknown> = [root];
  const args: string[] = [];
  let pending: Flag | undefined;
  for (const word of words) {
    if (pending !== undefined) pending = undefined;
    else if (word.startsWith('-') && word !== '-') pending = valueless(path, word);
    else {
      const next = args.length > 0 ? undefined : lastOf(path).commands?.find((each) => isNamed(each, word));
      if (next === undefined) args.push(word);
      else path = [root, ...path.slice(1), next];
    }
  }
  return { path, args, pending };
}

function isNamed(command: Command, word: string): boolean {
  return nameOf(command) === word || command.aliases?.includes(word) === true;
}

/** The flag, if its value is another word. */
function valueless(path: Path<unknown>, word: string): Flag | undefined {
  if (word.includes('=')) return undefined;
  const flags = [...localFlags(lastOf(path)), ...inheritedFlags(path)];
  const flag = word.startsWith('--')
    ? flags.find(({ name }) => name === word.slice(2))
    : flags.find(({ shorthand }) => shorthand !== undefined && word === `-${shorthand}`);
  return flag === undefined || flag.kind === 'bool' ? undefined : flag;
}
