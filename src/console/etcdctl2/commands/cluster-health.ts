import * as v from 'valibot';
import { any, type Process, type Running } from '../../kernel/process.ts';
import { parseUrl } from '../../text/go-url.ts';
import { quote } from '../../text/go-quote.ts';
import { ClientError } from '../client-error.ts';
import type { Etcdctl2Command } from '../command.ts';
import { EXIT, failure } from '../exit.ts';
import { roundTrip } from '../http.ts';
import { readMembers, type Member } from '../members-api.ts';
import { openWithoutSync } from '../open.ts';
import { readJson } from '../read-json.ts';
import { untilInterrupted } from './watch.ts';

const PAUSE_MS = 10_000;
const healthSchema = v.object({ health: v.optional(v.union([v.string(), v.boolean()])) });

export const clusterHealth: Etcdctl2Command = {
  name: 'cluster-health',
  usage: 'check the health of the etcd cluster',
  argsUsage: ' ',
  flags: [
    {
      names: ['forever', 'f'],
      kind: 'bool',
      usage: 'forever check the health every 10 second until CTRL+C',
    },
  ],
  *run(of) {
    const { process, flags } = of;
    const isForever = flags.bool('forever');
    function* check(): Running<number> {
      const client = yield* openWithoutSync(of);
      const members = yield* listed(process, readMembers(client, Infinity));
      for (;;) {
        const healthy = yield* look(process, members);
        if (!isForever) return healthy === members.length ? EXIT.success : EXIT.clusterNotHealthy;
        process.write(1, '\nnext check after 10 second...\n\n');
        const pause = process.timer(PAUSE_MS);
        while (!pause.isReady) yield* any(pause);
      }
    }
    return yield* isForever ? untilInterrupted(process, check) : check();
  },
};

function* listed(process: Process, reading: Running<readonly Member[]>): Running<readonly Member[]> {
  try {
    return yield* reading;
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    process.write(1, 'cluster may be unhealthy: failed to list members\n');
    throw failure(EXIT.serverError, error);
  }
}

/** Asks all of them; gives how many say that all is well. */
function* look(process: Process, members: readonly Member[]): Running<number> {
  let healthy = 0;
  for (const member of members) if (yield* isHealthy(process, member)) healthy++;
  const state = healthy === members.length ? 'healthy' : healthy === 0 ? 'unavailable' : 'degraded';
  process.write(1, `cluster is ${state}\n`);
  return healthy;
}

/** By the first of its URLs where anybody answers. */
function* isHealthy(process: Process, { id, clientURLs }: Member): Running<boolean> {
  const say = (text: string): void => process.write(1, `${text}\n`);
  if (clientURLs.length === 0) {
    say(`member ${id} is unreachable: no available published client urls`);
    return false;
  }
  for (const url of clientURLs) {
    const health = yield* healthAt(process, url);
    if (health instanceof ClientError) {
      say(`failed to check the health of member ${id} on ${url}: ${health.message}`);
      continue;
    }
    const result = health ? 'healthy' : 'unhealthy';
    say(`member ${id} is ${result}: got ${result} result from ${url}`);
    return health;
  }
  say(`member ${id} is unreachable: [${clientURLs.join(' ')}] are all unreachable`);
  return false;
}

function* healthAt(process: Process, at: string): Running<boolean | ClientError> {
  const url = `${at}/health`;
  try {
    const body = yield* bodyAt(process, url);
    const { health } = readJson(healthSchema, body);
    return health === true || health === 'true';
  } catch (error) {
    if (error instanceof ClientError) return error;
    throw error;
  }
}

function* bodyAt(process: Process, url: string): Running<string> {
  try {
    const call = { method: 'GET', url: parseUrl(url), headers: {} };
    const { body } = yield* roundTrip(process, call, { head: Infinity, whole: Infinity });
    return body;
  } catch (error) {
    if (error instanceof ClientError) throw new ClientError(`Get ${quote(url)}: ${error.message}`, false);
    throw error;
  }
}
