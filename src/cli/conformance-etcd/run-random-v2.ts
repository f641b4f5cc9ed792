import { compareJson, compareText, differ, type Difference } from './compare.ts';
import { PASSED, type Outcome } from './outcome.ts';
import { Bindings } from './placeholders.ts';
import { Server } from './server.ts';
import { textOf, type JsonObject, type RandomV2Transcript } from './transcript-file.ts';
import { parseExact, type Json } from './exact-json.ts';

const CALL_MS_MAX = 30_000;

/** Calls to /v2/keys in order on an empty store, each with its status, index and answer. */
export async function runRandomV2({ ops }: RandomV2Transcript): Promise<Outcome> {
  const server = await Server.start({ nodes: 1, enableV2: true });
  for (const [i, op] of ops.entries()) {
    const difference = await runOp(server, op);
    if (difference === undefined) continue;
    const form = op['form'] === undefined ? '' : ` ${textOf(op['form'])}`;
    const step = `call ${i}: ${textOf(op['method'])} ${textOf(op['path'])}${form}`;
    return { type: 'failed', step, difference };
  }
  return PASSED;
}

async function runOp(server: Server, op: JsonObject): Promise<Difference | undefined> {
  const { method, path, form, status, etcdIndex, response } = op;
  const headers: Record<string, string> =
    form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  const request = { method: textOf(method), path: textOf(path), headers };
  const id = await server.send(1, request, textOf(form));
  const { head, body, isOver } = await server.until(id, (answer) => answer.isOver, CALL_MS_MAX);
  if (!isOver || head?.status !== status)
    return differ('status', status ?? null, [head?.status ?? null, body]);
  const none = new Bindings({});
  const index = head?.headers['X-Etcd-Index'] ?? '';
  return (
    compareText(textOf(etcdIndex), index, none, 'X-Etcd-Index') ??
    compareJson(response ?? null, parse(body), none, 'response')
  );
}

function parse(text: string): Json {
  try {
    return parseExact(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
