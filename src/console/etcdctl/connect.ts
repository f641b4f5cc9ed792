import type { Process, Running } from '../kernel/process.ts';
import type { FlagValues } from '../text/parse-flags.ts';
import { Connection } from './connection.ts';
import { setFromEnvironment } from './environment.ts';
import { Exit, EXIT } from './exit.ts';
import { RpcError } from './rpc.ts';
import { settingsFrom } from './settings.ts';

/**
 * The connection that the flags describe, logged in where they name a user (etcdctl: mustClientFromCmd). From then on the
 * flags hold what the environment says, too. inherited: the names of the flags that the command has from its groups and
 * from etcdctl itself. Throws Exit.
 */
export function* connect(
  process: Process,
  flags: FlagValues,
  inherited: readonly string[],
  known: readonly string[] = [],
): Running<Connection> {
  setFromEnvironment(process, flags, inherited, known);
  const settings = yield* settingsFrom(process, flags, inherited);
  try {
    return yield* Connection.open(process, settings);
  } catch (error) {
    if (error instanceof RpcError) throw new Exit(EXIT.badConnection, error.message);
    throw error;
  }
}
