import type { Process, Running } from '../kernel/process.ts';
import type { Flag, GivenFlags } from '../text/flag.ts';
import type { Printed } from './printer.ts';
import type { Rpc } from './rpc.ts';

/** What a command is run with. */
export interface Invocation {
  readonly process: Process;
  /** Its own flags and the global ones. */
  readonly flags: GivenFlags;
  /** What is no flag. */
  readonly args: readonly string[];
  /**
   * Opens the connection that the global flags describe, logged in where they name a user (etcdctl: mustClientFromCmd). Throws
   * Exit. Until then no environment variable is looked at, as in etcdctl: a command that has no need of a member
   * must not call it.
   */
  connect(): Running<Rpc>;
  /** --command-timeout, as etcdctl gives it to short commands. */
  readonly timeoutMs: number;
  /** Writes what `-w` makes of it. Only after `connect`, which reads -w and --hex. */
  print(what: Printed): void;
}

/** One command or group of commands, as cobra has them. */
export interface Command {
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
  readonly commands?: readonly Command[];
  /** Gives the exit code; `Exit` does so as well. Absent: a group, which shows its usage. */
  readonly run?: (of: Invocation) => Running<number>;
}
