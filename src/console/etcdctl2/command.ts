import type { Process, Running } from '../kernel/process.ts';
import type { Command } from '../urfave/command.ts';
import type { FlagValues } from '../urfave/parse-flags.ts';

/** What a command is run with. */
export interface Invocation {
  readonly process: Process;
  readonly globals: FlagValues;
  /** Its own; `args` is what is no flag. */
  readonly flags: FlagValues;
}

/** Gives the exit code; `Exit` does so as well. */
export type Run = (of: Invocation) => Running<number>;

export type Etcdctl2Command = Command<Run>;
