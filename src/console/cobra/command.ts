import { assert } from '../../base/assert.ts';
import type { Flag } from '../text/flag.ts';
import type { FlagValues } from '../text/parse-flags.ts';

/** One command or group of commands, as the Go library cobra has them. `Run`: what a tool does with a command that is chosen. */
export interface Command<Run> {
  /** How it is written: `get [options] <key> [range_end]`; its name is the first word. */
  readonly use: string;
  /** One line. */
  readonly short: string;
  /** Several; absent: none. */
  readonly long?: string;
  readonly aliases?: readonly string[];
  /** Its own, in any order; --help comes by itself. */
  readonly flags?: readonly Flag[];
  /** Its own and those of its commands. */
  readonly persistentFlags?: readonly Flag[];
  /** In the order in which they were added, which is the order of suggestions. */
  readonly commands?: readonly Command<Run>[];
  /** Absent: a group, which shows its usage. */
  readonly run?: Run;
  /** The usage line ends without `[flags]`. */
  readonly isUseWhole?: true;
  /** It takes no arguments (cobra.NoArgs). */
  readonly takesNoArgs?: true;
}

/** From the root to the command. */
export type Path<Run> = readonly [Command<Run>, ...Command<Run>[]];

/** What a line asks for. */
export type Chosen<Run> =
  /** There is no such command: what cobra says of it. */
  | { readonly type: 'unknown'; readonly message: string }
  /** A flag or the number of arguments is wrong. */
  | { readonly type: 'wrong'; readonly path: Path<Run>; readonly message: string }
  | { readonly type: 'help'; readonly path: Path<Run> }
  | { readonly type: 'run'; readonly path: Path<Run>; readonly given: FlagValues; readonly run: Run };

export function nameOf<Run>(command: Command<Run>): string {
  return command.use.split(' ')[0] ?? '';
}

/** The whole name: `etcdctl lease grant`. */
export function pathName<Run>(path: readonly Command<Run>[]): string {
  return path.map(nameOf).join(' ');
}

export function lastOf<Run>(path: Path<Run>): Command<Run> {
  return path.at(-1) ?? path[0];
}

/** Its own flags, those that it gives to its commands, and --help. */
export function localFlags<Run>(command: Command<Run>): readonly Flag[] {
  return [...(command.flags ?? []), ...(command.persistentFlags ?? []), helpFlag(nameOf(command))];
}

/** Flags of the commands above it. */
export function inheritedFlags<Run>(path: Path<Run>): readonly Flag[] {
  return path.slice(0, -1).flatMap(({ persistentFlags = [] }) => persistentFlags);
}

function helpFlag(name: string): Flag {
  return {
    name: 'help',
    shorthand: 'h',
    kind: 'bool',
    default: 'false',
    usage: `help for ${name === '' ? 'this command' : name}`,
  };
}

/** A command without others beneath it, with the same name, flags and texts, that does something else. */
export function withRun<Run, Other>({ commands, ...command }: Command<Run>, run: Other): Command<Other> {
  assert(commands === undefined, `${command.use} is no group`);
  return { ...command, run };
}
