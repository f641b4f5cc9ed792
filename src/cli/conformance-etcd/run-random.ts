import { compareJson, differ, type Difference } from './compare.ts';
import { printExact } from './exact-json.ts';
import { PASSED, type Outcome } from './outcome.ts';
import { Bindings } from './placeholders.ts';
import { Server } from './server.ts';
import {
  isObject,
  listOf,
  textOf,
  type Json,
  type JsonObject,
  type RandomTranscript,
} from './transcript-file.ts';
import { inOrder } from './unordered.ts';

const CALL_MS_MAX = 30_000;
/** So long is waited for what should not come. */
const QUIET_MS = 300;

/** The calls in order on an empty store, then the watch over everything that has happened. */
export async function runRandom({ ops, finalWatch }: RandomTranscript): Promise<Outcome> {
  const server = await Server.start({ nodes: 1 });
  for (const [i, op] of ops.entries()) {
    const difference = await runOp(server, op);
    if (difference !== undefined) {
      return {
        type: 'failed',
        step: `call ${i}: ${textOf(op['path'])} ${JSON.stringify(op['request'])}`,
        difference,
      };
    }
  }
  const difference = finalWatch && (await watchAll(server, finalWatch));
  return difference === undefined ? PASSED : { type: 'failed', step: 'the watch at the end', difference };
}

async function runOp(server: Server, op: JsonObject): Promise<Difference | undefined> {
  const call = { method: 'POST', path: textOf(op['path']), headers: {} };
  const id = await server.send(1, call, printExact(op['request'] ?? {}));
  const { head, body, isOver } = await server.until(id, (answer) => answer.isOver, CALL_MS_MAX);
  const status = head?.status ?? null;
  if (!isOver || status !== op['status']) return differ('status', op['status'] ?? null, [status, body]);
  const response = parse(body);
  const shown = status === 200 ? withShortHeader(response) : response;
  return compareJson(inOrder(op['response'] ?? null), inOrder(shown), new Bindings({}));
}

/** Recorded answers keep of their header only the revision; that of a stream stands within its result. */
function withShortHeader(response: Json): Json {
  if (!isObject(response)) return response;
  const { header, result } = response;
  if (isObject(result)) return { ...response, result: withShortHeader(result) };
  if (!isObject(header)) return response;
  return { ...response, header: header['revision'] === undefined ? {} : { revision: header['revision'] } };
}

async function watchAll(server: Server, watch: JsonObject): Promise<Difference | undefined> {
  const expected = listOf(watch['events']);
  const { key, range_end, start_revision } = watch;
  const request = JSON.stringify({ create_request: { key, range_end, start_revision } });
  const id = await server.send(1, { method: 'POST', path: '/v3/watch', headers: {} }, request);
  await server.until(id, ({ body }) => eventsIn(body).length >= expected.length, CALL_MS_MAX);
  await server.pass(QUIET_MS);
  const isSure = (event: Json) => !isTombstoneAt(textOf(start_revision), event);
  const got = eventsIn(server.answer(id).body).filter(isSure);
  return compareJson(expected.filter(isSure), got, new Bindings({}), 'events');
}

/**
 * A deletion at the compacted revision itself: it goes with the compaction, but etcd's readers see it until the backend
 * commits, some time in the next tenth of a second. So it may have been recorded or not.
 */
function isTombstoneAt(revision: string, event: Json): boolean {
  if (!isObject(event) || event['type'] !== 'DELETE' || !isObject(event['kv'])) return false;
  return event['kv']['mod_revision'] === revision;
}

function eventsIn(body: string): readonly Json[] {
  return body
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const message = parse(line);
      const result = isObject(message) ? message['result'] : undefined;
      return isObject(result) ? listOf(result['events']) : [];
    });
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
