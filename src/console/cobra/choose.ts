import { FlagError, FlagValues } from '../text/parse-flags.ts';
import type { Flag } from '../text/flag.ts';
import { quote } from '../text/go-quote.ts';
import {
  inheritedFlags,
  lastOf,
  localFlags,
  nameOf,
  pathName,
  type Chosen,
  type Command,
  type Path,
} from './command.ts';
import { suggestionsFor } from './suggest.ts';

/**
 * What a line asks for, as cobra finds it: first the command, whose name may be cut short where that leaves one, passing over
 * flags that are known where they stand, and their values; then the flags of that command, wherever they stand.
 */
export function choose<Run>(root: Command<Run>, words: readonly string[]): Chosen<Run> {
  const found = findCommand(root, words);
  if ('unknown' in found) return { type: 'unknown', message: found.unknown };
  const { path } = found;
  const command = lastOf(path);
  try {
    const given = new FlagValues(found.words, [...localFlags(command), ...inheritedFlags(path)]);
    if (given.bool('help') || command.run === undefined) return { type: 'help', path };
    const extra = given.args[0];
    if (command.takesNoArgs === true && extra !== undefined) {
      return { type: 'wrong', path, message: unknownText(extra, path, '') };
    }
    return { type: 'run', path, given, run: command.run };
  } catch (error) {
    if (error instanceof FlagError) return { type: 'wrong', path, message: error.message };
    throw error;
  }
}

/** `words`: those of the line without the names of commands. */
export type FoundCommand<Run> =
  { readonly path: Path<Run>; readonly words: readonly string[] } | { readonly unknown: string };

export function findCommand<Run>(root: Command<Run>, line: readonly string[]): FoundCommand<Run> {
  const path: [Command<Run>, ...Command<Run>[]] = [root];
  let words = line;
  for (;;) {
    const plain = plainWords(words, path);
    const name = plain[0];
    const next = name === undefined ? undefined : commandNamed(lastOf(path), name);
    if (name === undefined || next === undefined) {
      // Only the root refuses what is no command; a group shows its usage, and any other command takes it as an argument.
      if (path.length > 1 || name === undefined || root.commands === undefined) return { path, words };
      return { unknown: unknownText(name, path, suggestionsFor(root, name)) };
    }
    words = without(words, name, path);
    path.push(next);
  }
}

function unknownText<Run>(word: string, path: Path<Run>, suggestions: string): string {
  return `unknown command ${quote(word)} for ${quote(pathName(path))}${suggestions}`;
}

/** By its name or another one, or by the beginning of one if that is no other's. */
function commandNamed<Run>({ commands = [] }: Command<Run>, name: string): Command<Run> | undefined {
  const namesOf = (command: Command<Run>) => [nameOf(command), ...(command.aliases ?? [])];
  const whole = commands.find((command) => namesOf(command).includes(name));
  if (whole !== undefined) return whole;
  const begun = commands.filter((command) => namesOf(command).some((each) => each.startsWith(name)));
  return begun.length === 1 ? begun[0] : undefined;
}

/** What is no flag, no value of one, and not empty; up to `--`. */
function plainWords<Run>(words: readonly string[], path: Path<Run>): string[] {
  const flags = knownFlags(path);
  const plain: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') break;
    if (takesNext(word, flags)) {
      if (words.length - i <= 2) break;
      i++;
    } else if (word !== '' && !word.startsWith('-')) plain.push(word);
  }
  return plain;
}

/** The words without the first plain one that reads so. */
function without<Run>(words: readonly string[], name: string, path: Path<Run>): readonly string[] {
  const flags = knownFlags(path);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') break;
    if (takesNext(word, flags)) i++;
    else if (word === name) return [...words.slice(0, i), ...words.slice(i + 1)];
  }
  return words;
}

/** --help is not among them yet: cobra adds it when the command is chosen. */
function knownFlags<Run>(path: Path<Run>): readonly Flag[] {
  const { flags = [], persistentFlags = [] } = lastOf(path);
  return [...flags, ...persistentFlags, ...inheritedFlags(path)];
}

/** A flag that, as far as is known here, has its value in the next word; one that is unknown counts as such. */
function takesNext(word: string, flags: readonly Flag[]): boolean {
  if (!word.startsWith('-') || word.includes('=')) return false;
  if (word.startsWith('--')) return !isBool(flags.find(({ name }) => name === word.slice(2)));
  return word.length === 2 && !isBool(flags.find(({ shorthand }) => shorthand === word.slice(1)));
}

function isBool(flag: Flag | undefined): boolean {
  return flag?.kind === 'bool';
}
