import type { Process, Running } from '../kernel/process.ts';
import type { FlagValues } from '../text/parse-flags.ts';
import { Connection, type ConnectionSettings } from './connection.ts';
import { setFromEnvironment } from './environment.ts';
import { Exit, EXIT } from './exit.ts';
import { RpcError } from './rpc.ts';
import { settingsFrom } from './settings.ts';

/**
 * What the flags say of the connection; from then on they hold what the environment says, too (etcdctl:
 * clientConfigFromCmd, but for the printer, which is chosen after it and before `open`). inherited: the names of the flags
 * that the command has from its groups and from etcdctl itself. Throws Exit.
 */
export function* configure(
  process: Process,
  flags: FlagValues,
  inherited: readonly string[],
  known: readonly string[] = [],
): Running<ConnectionSettings> {
  setFromEnvironment(process, flags, inherited, known);
  return yield* settingsFrom(process, flags, inherited);
}

/** The connection itself, logged in where the settings name a user (etcdctl: mustClient). Throws Exit with that code. */
export function* open(
  process: Process,
  settings: ConnectionSettings,
  exitCode: number = EXIT.badConnection,
): Running<Connection> {
  try {
    return yield* Connection.open(process, settings);
  } catch (error) {
    if (error instanceof RpcError) throw new Exit(exitCode, error.message);
    throw error;
  }
}
