/** What a flag takes, by the names of the Go library urfave/cli. */
export type FlagKind = 'bool' | 'string' | 'int' | 'duration' | 'stringSlice';

export interface Flag {
  /** All its names, the first as it is asked for: `recursive`, `r`. */
  readonly names: readonly [string, ...string[]];
  readonly kind: FlagKind;
  /** One line. A first word in backquotes is what its value is called. */
  readonly usage: string;
  /** Absent: false, '', 0, 0s, []. */
  readonly default?: string;
}

/** A command, or a group of them. `Run`: what a tool does with a command that is chosen. */
export interface Command<Run> {
  readonly name: string;
  readonly usage: string;
  /** What stands for its arguments in its usage line; absent: `[arguments...]`. */
  readonly argsUsage?: string;
  readonly description?: string;
  readonly flags?: readonly Flag[];
  readonly commands?: readonly Command<Run>[];
  /** Absent: a group. */
  readonly run?: Run;
}

/** The program itself. */
export interface App<Run> {
  readonly name: string;
  readonly usage: string;
  readonly version: string;
  readonly flags: readonly Flag[];
  readonly commands: readonly Command<Run>[];
}

export const HELP_FLAG: Flag = { names: ['help', 'h'], kind: 'bool', usage: 'show help' };
export const VERSION_FLAG: Flag = { names: ['version', 'v'], kind: 'bool', usage: 'print the version' };
/** The command that every group has by itself. */
export const HELP = {
  names: ['help', 'h'],
  usage: 'Shows a list of commands or help for one command',
  argsUsage: '[command]',
} as const;
