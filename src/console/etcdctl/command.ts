import type { Command, Path } from '../cobra/command.ts';
import type { Process, Running } from '../kernel/process.ts';
import type { GivenFlags } from '../text/flag.ts';
import type { ConnectionSettings } from './connection.ts';
import type { Printed, PrintSettings } from './printer.ts';
import type { Rpc } from './rpc.ts';

/** What a command is run with. */
export interface Invocation {
  readonly process: Process;
  readonly path: Path<EtcdctlRun>;
  /** Its own flags and the global ones. */
  readonly flags: GivenFlags;
  /** What is no flag. */
  readonly args: readonly string[];
  /**
   * Opens the connection that the global flags describe, logged in where they name a user (etcdctl: mustClientFromCmd). Throws
   * Exit. Until then no environment variable is looked at, as in etcdctl.
   */
  connect(): Running<Rpc>;
  /**
   * The first half of it, for commands that open connections of their own: environment, settings and printer (etcdctl:
   * clientConfigFromCmd). Throws Exit.
   */
  configure(): Running<ConnectionSettings>;
  /** --command-timeout, as etcdctl gives it to short commands; what it is after `connect`, which reads the environment. */
  readonly timeoutMs: number;
  /** Prints as -w says; after `connect`, which reads -w and --hex. Before it: as `simple`. */
  print(what: Printed): void;
  /** How from now on is printed beside what the flags say. Throws Exit: there is no such format. */
  choosePrinter(settings: Partial<PrintSettings>): void;
  /** -w */
  readonly format: string;
}

/** Gives the exit code, at once or after a while; `Exit` does so as well. */
export type EtcdctlRun = (of: Invocation) => Running<number> | number;

export type EtcdctlCommand = Command<EtcdctlRun>;
