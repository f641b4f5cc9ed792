import { encodeUtf8 } from '../../../base/utf8.ts';
import type { Process, Running } from '../../kernel/process.ts';
import { together } from '../../kernel/together.ts';
import { formatDuration, fromMs } from '../../text/go-duration.ts';
import { open } from '../connect.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { Connection, type ConnectionSettings } from '../connection.ts';
import { chosenEndpoints, clusterFlag } from '../endpoints.ts';
import { Exit, EXIT } from '../exit.ts';
import type { EndpointAnswer, EndpointHealth } from '../printer.ts';
import { healthLines } from '../printers/simple-admin.ts';
import { RpcError } from '../rpc.ts';

export const endpoint: EtcdctlCommand = {
  use: 'endpoint <subcommand>',
  short: 'Endpoint related commands',
  persistentFlags: [clusterFlag],
  commands: [
    {
      use: 'health',
      short: 'Checks the healthiness of endpoints specified in `--endpoints` flag',
      run: health,
    },
    {
      use: 'status',
      short: 'Prints out the status of endpoints specified in `--endpoints` flag',
      long:
        'When --write-out is set to simple, this command prints out comma-separated status lists for each endpoint.\n' +
        'The items in the lists are endpoint, ID, version, db size, is leader, is learner, raft term, raft index, raft applied index, errors.',
      run: status,
    },
    {
      use: 'hashkv',
      short: 'Prints the KV history hash for each endpoint in --endpoints',
      persistentFlags: [
        {
          name: 'rev',
          kind: 'int64',
          default: '0',
          usage: 'maximum revision to hash (default: all revisions)',
        },
      ],
      run: hashKv,
    },
  ],
};

/** A read that all have to agree on, at every endpoint at once, with a connection of its own each. */
function* health(of: Invocation): Running<number> {
  const settings = yield* of.configure();
  const all = yield* chosenEndpoints(of, settings);
  const endpoints = yield* together(all.map((each) => healthOf(of, settings, each)));
  if (of.format === 'simple') of.process.write(2, healthLines({ type: 'endpointHealth', endpoints }));
  else of.print({ type: 'endpointHealth', endpoints });
  if (endpoints.some(({ error }) => error !== '')) throw new Exit(EXIT.error, 'unhealthy cluster');
  return EXIT.success;
}

function* healthOf(of: Invocation, settings: ConnectionSettings, each: string): Running<EndpointHealth> {
  const { process } = of;
  let begun: number | undefined;
  try {
    const rpc = yield* Connection.open(process, { ...settings, endpoints: [each] });
    begun = process.nowMs;
    const read = {
      type: 'range',
      key: encodeUtf8('health'),
      revision: 0,
      consistency: 'linearizable',
    } as const;
    yield* rpc.call<'range'>(read, of.timeoutMs);
    return { endpoint: each, healthy: true, took: sinceMs(process, begun), error: '' };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const took = begun === undefined ? '' : sinceMs(process, begun);
    // Whoever may not read the key has been told so by all of them.
    if (error.code === 'permissionDenied') return { endpoint: each, healthy: true, took, error: '' };
    return { endpoint: each, healthy: false, took, error: error.message };
  }
}

function sinceMs({ nowMs }: Process, begun: number): string {
  return formatDuration(fromMs(nowMs - begun));
}

function* status(of: Invocation): Running<number> {
  const settings = yield* of.configure();
  const rpc = yield* open(of.process, settings);
  const endpoints: EndpointAnswer<'status'>[] = [];
  let failed = false;
  for (const each of yield* chosenEndpoints(of, settings)) {
    try {
      const answer = yield* rpc.at(each).call<'status'>({ type: 'status' }, of.timeoutMs);
      endpoints.push({ endpoint: each, answer });
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      of.process.write(2, `Failed to get the status of endpoint ${each} (${error.message})\n`);
      failed = true;
    }
  }
  of.print({ type: 'endpointStatus', endpoints });
  return failed ? EXIT.error : EXIT.success;
}

function* hashKv(of: Invocation): Running<number> {
  const settings = yield* of.configure();
  const rpc = yield* open(of.process, settings);
  const revision = Number(of.flags.whole('rev'));
  const endpoints: EndpointAnswer<'hashKv'>[] = [];
  let failure: RpcError | undefined;
  for (const each of yield* chosenEndpoints(of, settings)) {
    try {
      const answer = yield* rpc.at(each).call<'hashKv'>({ type: 'hashKv', revision }, of.timeoutMs);
      endpoints.push({ endpoint: each, answer });
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      of.process.write(2, `Failed to get the hash of endpoint ${each} (${error.message})\n`);
      failure = error;
    }
  }
  of.print({ type: 'endpointHashKv', endpoints });
  if (failure !== undefined) throw new Exit(EXIT.error, failure.message);
  return EXIT.success;
}
