import type { Running } from '../kernel/process.ts';
import { open } from './connect.ts';
import type { Invocation } from './command.ts';
import type { ConnectionSettings } from './connection.ts';
import { Exit, EXIT } from './exit.ts';
import { RpcError } from './rpc.ts';

export const clusterFlag = {
  name: 'cluster',
  kind: 'bool',
  default: 'false',
  usage: 'use all endpoints from the cluster member list',
} as const;

/**
 * Which endpoints a command goes round: those of --endpoints as they were given, or with --cluster the client URLs of all
 * members, which are asked for without a login.
 */
export function* chosenEndpoints(of: Invocation, settings: ConnectionSettings): Running<readonly string[]> {
  if (!of.flags.bool(clusterFlag.name)) return of.flags.list('endpoints');
  const rpc = yield* openPlain(of, settings);
  try {
    const { result } = yield* rpc.call<'memberList'>({ type: 'memberList' }, of.timeoutMs);
    return result.members.flatMap(({ clientUrls }) => clientUrls);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const said = `failed to fetch endpoints from etcd cluster member list: ${error.message}`;
    throw new Exit(EXIT.error, said);
  }
}

function openPlain({ process }: Invocation, settings: ConnectionSettings): ReturnType<typeof open> {
  return open(process, { ...settings, credentials: undefined });
}
