import { present } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { HttpPort } from '../../etcd/gateway/http.ts';
import { errorText } from '../../etcd/error.ts';
import { CommandLines } from './cli-steps.ts';
import { compareJson, compareText, differ, type Difference } from './compare.ts';
import { parseExact, printExact } from './exact-json.ts';
import { settingsOf, Unsupported } from './flags.ts';
import { namesIn } from './names.ts';
import { PASSED, type Outcome } from './outcome.ts';
import { Bindings } from './placeholders.ts';
import { Server, type Answer } from './server.ts';
import { compareFiles, doAsNoted, repeatedPuts, repeatPuts } from './story-steps.ts';
import {
  isObject,
  listOf,
  textOf,
  type Json,
  type JsonObject,
  type ScenarioTranscript,
  type TranscriptNode,
} from './transcript-file.ts';
import { inOrder, messagesInOrder } from './unordered.ts';

const CALL_MS_MAX = 30_000;
/** So many puts are made until one is refused. */
const FILL_MAX = 10_000;
/** So long is waited for a message that is due, .. */
const MESSAGE_MS_MAX = 10_000;
/** .. for one that is not, .. */
const QUIET_MS = 60;
/** .. and for the server to have taken a stream before the next step. */
const SETTLE_MS = 60;

/** A stream or a long call that was begun and not ended. */
interface OpenCall {
  readonly id: number;
  /** How much of what it said has been looked at. */
  seen: number;
}

type NodeCommand = 'kill' | 'restart' | 'pause' | 'resume';
const NODE_ACTIONS: Readonly<Record<string, readonly NodeCommand[]>> = {
  kill: ['kill'],
  stop: ['kill'],
  start: ['restart'],
  restart: ['kill', 'restart'],
  'kill and start': ['kill', 'restart'],
  pause: ['pause'],
  resume: ['resume'],
};
const SERVED: ReadonlySet<string> = new Set([
  'http',
  'http-start',
  'http-output',
  'http-end',
  'fill',
  'sleep',
  'note',
  'files',
  'start-server',
  'kill-server',
  'etcdctl',
  'start',
  'input',
  'output',
  'stop',
  'exit',
]);
/** A new process that becomes a member: a machine of its own. */
const JOIN = 'join';
/** A started node is waited for until it is ready; a fallen one until the others have got over it. */
const NODE_MS = 3000;

/** One scenario, step by step, up to the first difference. */
export async function runScenario(transcript: ScenarioTranscript): Promise<Outcome> {
  const reason = unservedReason(transcript);
  if (reason !== undefined) return { type: 'skipped', reason };
  const run = await ScenarioRun.start(transcript);
  for (const step of transcript.steps) {
    const difference = await run.step(step);
    if (difference !== undefined) return { type: 'failed', step: describe(step), difference };
  }
  return PASSED;
}

/** Why a transcript is not run: the first thing in it that is not served here. */
function unservedReason({ steps, flags, nodes }: ScenarioTranscript): string | undefined {
  try {
    settingsOf(flags);
  } catch (error) {
    if (error instanceof Unsupported) return `${error.message}: not served`;
    throw error;
  }
  if (nodes.length === 0) return 'no cluster of its own';
  for (const step of steps) {
    const kind = textOf(step['kind']);
    const action = textOf(step['action']);
    if (kind === 'node') {
      if (NODE_ACTIONS[action] === undefined && action !== JOIN) return `a node's ${action}: not served`;
    } else if (kind === 'repeat') {
      if (step['form'] === undefined && repeatedPuts(step) === undefined) {
        return `${kind} of ${textOf(step['path'])}: not served`;
      }
    } else if (!SERVED.has(kind)) {
      return `${kind}: not served`;
    }
  }
  return undefined;
}

function describe(step: JsonObject): string {
  const asked = step['rawBody'] ?? step['body'];
  const what = asked === undefined ? '' : ` ${printExact(asked)}`;
  const named = step['path'] ?? step['args'] ?? step['stream'] ?? step['proc'] ?? step['action'];
  return `step ${textOf(step['n'])}: ${textOf(step['kind'])} ${textOf(named)}${what}`;
}

class ScenarioRun {
  readonly #transcript: ScenarioTranscript;
  readonly #server: Server;
  readonly #bindings: Bindings;
  readonly #lines: CommandLines;
  readonly #open = new Map<string, OpenCall>();
  readonly #nodes: readonly TranscriptNode[];
  /** URLs of members that were added. */
  readonly #added = new Set<string>();

  private constructor(transcript: ScenarioTranscript, server: Server) {
    this.#transcript = transcript;
    this.#nodes = allNodes(transcript);
    this.#server = server;
    this.#bindings = new Bindings(transcript.bindings);
    this.#lines = new CommandLines(server, this.#bindings, transcript.nodes.length);
  }

  static async start(transcript: ScenarioTranscript): Promise<ScenarioRun> {
    const { nodes, flags, isRaftExample } = transcript;
    // What those that join later are called is known from the beginning, as the command line of an etcd would have it.
    const members = allNodes(transcript).map(({ name, clientURL, peerURL }) => ({
      name,
      clientUrls: [clientURL],
      peerUrls: [peerURL],
    }));
    const clusterToken = nodes.length > 1 ? 'etcd-cluster-1' : 'etcd-cluster';
    const settings = {
      nodes: nodes.length,
      members,
      clusterToken,
      enableV2: false,
      keyServer: isRaftExample,
    };
    const server = await Server.start({ ...settings, ...settingsOf(flags) });
    if (!isRaftExample) await server.askAsRecorded(nodes.length);
    return new ScenarioRun(transcript, server);
  }

  async step(step: JsonObject): Promise<Difference | undefined> {
    switch (step['kind']) {
      case 'http':
        return this.#call(step);
      case 'http-start':
        this.#open.set(textOf(step['stream']), { id: await this.#send(step), seen: 0 });
        await this.#server.pass(SETTLE_MS);
        return undefined;
      case 'http-output':
        return this.#output(step);
      case 'http-end':
        return this.#end(step);
      case 'fill':
        return this.#fill(step);
      case 'repeat':
        if (step['form'] !== undefined) return this.#repeat(step);
        await repeatPuts(step, this.#server);
        return undefined;
      case 'sleep':
        await this.#server.pass(Number(step['seconds']) * 1000);
        return undefined;
      case 'kill-server':
        await this.#server.act({ type: 'kill', node: Number(step['id']) });
        await this.#server.pass(NODE_MS);
        return undefined;
      case 'node':
        return this.#node(step);
      case 'note':
        await doAsNoted(step, this.#server, (name) => this.#nodeNamed(name));
        return undefined;
      case 'files':
        return compareFiles(step, this.#server, this.#nodeNamed(textOf(step['node'])) ?? 1);
      case 'etcdctl':
        return this.#lines.etcdctl(step);
      case 'start':
        return this.#lines.start(step);
      case 'input':
        return this.#lines.input(step);
      case 'output':
        return this.#lines.output(step);
      case 'stop':
        return this.#lines.stop(step);
      case 'exit':
        return this.#lines.exit(step);
      default:
        return undefined;
    }
  }

  #nodeNamed(name: string): NodeId | undefined {
    const at = this.#nodes.findIndex((node) => node.name === name);
    return at < 0 ? undefined : at + 1;
  }

  async #call(step: JsonObject): Promise<Difference | undefined> {
    if (textOf(step['path']).endsWith('/member/add')) await this.#chooseSecond(step);
    const id = await this.#send(step);
    const answer = await this.#server.until(id, ({ isOver }) => isOver, CALL_MS_MAX);
    this.#bindRevision(answer.body);
    // The key server answers before anybody has agreed; whoever recorded it waited for that.
    if (this.#transcript.isRaftExample) await this.#server.pass(NODE_MS);
    return this.#compareHead(step, answer) ?? this.#compareBody(step, answer.body);
  }

  /**
   * The id of a new member is made of its URLs and the second, and a transcript says nothing of time. Where a member of
   * the same URLs was asked for again, and the answer is one that comes after ids are looked at, it was in another
   * second. What is asked for the first time is asked early in one.
   */
  async #chooseSecond(step: JsonObject): Promise<void> {
    const { body, response, status } = step;
    const urls = textOf(isObject(body) ? body['peerURLs'] : undefined);
    const error = isObject(response) ? textOf(response['error']) : '';
    const isNewId =
      status === 200 || error === errorText('peerUrlExists') || error === errorText('tooManyLearners');
    if (!isNewId) return;
    if (this.#added.has(urls)) await this.#server.nextSecond();
    else if (status === 200) await this.#server.earlyInSecond();
    if (status === 200) this.#added.add(urls);
  }

  /** `<CURRENT_REVISION>` in a request is that of the last answer that told one. */
  #bindRevision(body: string): void {
    const [, revision] = /"header":{[^}]*"revision":"(\d+)"/.exec(body) ?? [];
    if (revision !== undefined) this.#bindings.bind('CURRENT_REVISION', revision);
  }

  /** Puts of growing numbers until one is refused; how many fit is the storage engine's matter. */
  async #fill(step: JsonObject): Promise<Difference | undefined> {
    const { keyTemplate, valueBytes, refused } = step;
    const value = Buffer.alloc(Number(valueBytes), 'x').toString('base64');
    for (let i = 0; i < FILL_MAX; i++) {
      const key = textOf(keyTemplate).replace('%04d', String(i).padStart(4, '0'));
      const body = { key: Buffer.from(key, 'utf8').toString('base64'), value };
      const id = await this.#send({ ...step, body });
      const answer = await this.#server.until(id, ({ isOver }) => isOver, CALL_MS_MAX);
      this.#bindRevision(answer.body);
      if (answer.head?.status === 200) continue;
      const expected = { ...step, ...(isObject(refused) ? refused : {}) };
      return this.#compareHead(expected, answer) ?? this.#compareBody(expected, answer.body);
    }
    return differ('refused', refused ?? null, `nothing of ${FILL_MAX} puts`);
  }

  /** Equal calls, each with its number; the last answer was recorded. */
  async #repeat(step: JsonObject): Promise<Difference | undefined> {
    const count = Number(step['count']);
    let answer: Answer | undefined;
    for (let i = 1; i <= count; i++) {
      const form = textOf(step['form']).replaceAll('<i>', String(i));
      const id = await this.#send({ ...step, ...(step['form'] === undefined ? {} : { form }) });
      answer = await this.#server.until(id, ({ isOver }) => isOver, CALL_MS_MAX);
    }
    if (answer === undefined) return differ('count', step['count'] ?? null, 'at least 1');
    return this.#compareHead(step, answer) ?? this.#compareBody(step, answer.body);
  }

  async #send(step: JsonObject): Promise<number> {
    const headers: Record<string, string> = {};
    const given = step['requestHeaders'];
    for (const [name, value] of Object.entries(isObject(given) ? given : {})) {
      headers[name.toLowerCase()] = this.#bindings.fill(textOf(value));
    }
    const { body, rawBody, form } = step;
    if (form !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
    else if (body !== undefined) headers['content-type'] ??= 'application/json';
    const text = rawBody ?? form ?? (body === undefined ? '' : printExact(this.#bindings.fillJson(body)));
    const { node, port } = this.#transcript.isRaftExample
      ? { node: this.#listenerAt(step['port']).node, port: 'keyServer' as const }
      : this.#listenerAt(step['port']);
    const path = this.#bindings.fill(textOf(step['path']));
    const request = { method: textOf(step['method']), path, headers, ...(port && { port }) };
    return this.#server.send(node, request, this.#bindings.fill(textOf(text)));
  }

  #listenerAt(port: Json | undefined): { readonly node: NodeId; readonly port?: HttpPort } {
    if (port === undefined) return { node: 1 };
    const end = `:${textOf(port)}`;
    const at = this.#nodes.findIndex(({ clientURL }) => clientURL.endsWith(end));
    if (at >= 0) return { node: at + 1 };
    return { node: this.#nodes.findIndex(({ peerURL }) => peerURL.endsWith(end)) + 1, port: 'peer' };
  }

  /** Waits for as many messages as were recorded, and a little for one too many. */
  async #output(step: JsonObject): Promise<Difference | undefined> {
    const call = present(this.#open.get(textOf(step['stream'])), 'a stream that was begun');
    const expected = listOf(step['messages']);
    const isThere = ({ body }: Answer) => messagesIn(body.slice(call.seen)).length >= expected.length;
    await this.#server.until(call.id, isThere, expected.length === 0 ? QUIET_MS : MESSAGE_MS_MAX);
    await this.#server.pass(QUIET_MS);
    const { body } = this.#server.answer(call.id);
    const said = body.slice(call.seen);
    call.seen = body.length;
    return this.#compareMessages(expected, said);
  }

  async #end(step: JsonObject): Promise<Difference | undefined> {
    const name = textOf(step['stream']);
    const call = present(this.#open.get(name), 'a stream that was begun');
    this.#open.delete(name);
    if (step['closedBy'] === 'server') await this.#server.until(call.id, ({ isOver }) => isOver, CALL_MS_MAX);
    else await this.#server.pass(QUIET_MS);
    const answer = this.#server.answer(call.id);
    const byServer = answer.isOver ? 'server' : 'client';
    if (step['closedBy'] !== byServer) return differ('closedBy', step['closedBy'] ?? null, byServer);
    await this.#server.hangUp(call.id);
    const rest = answer.body.slice(call.seen);
    if (step['messages'] === undefined)
      return this.#compareHead(step, answer) ?? this.#compareBody(step, rest);
    return this.#compareHead(step, answer) ?? this.#compareMessages(listOf(step['messages']), rest);
  }

  async #node(step: JsonObject): Promise<Difference | undefined> {
    const at = this.#nodes.findIndex(({ name }) => name === textOf(step['node']));
    if (step['action'] === JOIN) {
      await this.#server.act({ type: 'addMachine', node: at + 1 });
      await this.#server.pass(NODE_MS);
      return undefined;
    }
    for (const type of present(NODE_ACTIONS[textOf(step['action'])], 'a served action')) {
      const isRestored = type === 'restart' && textOf(step['note']).includes('restored data directory');
      const snapshot = isRestored ? await this.#lines.restoredStore() : undefined;
      if (snapshot !== undefined) await this.#server.act({ type: 'loseDisk', node: at + 1, snapshot });
      await this.#server.act({ type, node: at + 1 });
      await this.#server.pass(type === 'restart' || type === 'kill' ? NODE_MS : SETTLE_MS);
    }
    return undefined;
  }

  #compareHead(step: JsonObject, { head }: Answer): Difference | undefined {
    const status = head?.status ?? null;
    if (step['status'] !== undefined && step['status'] !== status) {
      return differ('status', step['status'], status);
    }
    const expected = step['headers'];
    for (const [name, value] of Object.entries(isObject(expected) ? expected : {})) {
      const got = head?.headers[name] ?? null;
      if (got === null) return differ(`headers.${name}`, value, got);
      const difference = compareText(textOf(value), got, this.#bindings, `headers.${name}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }

  #compareMessages(expected: readonly Json[], said: string): Difference | undefined {
    const got = messagesInOrder(messagesIn(said));
    return compareJson(messagesInOrder(expected), got, this.#bindings, 'messages');
  }

  #compareBody(step: JsonObject, body: string): Difference | undefined {
    const text = step['responseText'];
    if (text !== undefined) return compareText(textOf(text), body, this.#bindings, 'response');
    const response = step['response'];
    if (response === undefined) return undefined;
    if (response === null) return body === '' ? undefined : differ('response', null, body);
    const names = namesIn(response, body);
    if (names !== undefined) return compareJson(response, names, this.#bindings, 'response');
    // Of a stream every message is a line; other answers of the gateway end without one.
    const isUnary = textOf(step['path']).startsWith('/v3') && !body.startsWith('{"result":');
    if (isUnary && body.endsWith('\n')) return differ('response', 'no line end', body);
    const { nodes } = this.#transcript;
    const expected = inOrder(this.#bindings.fillJson(response), nodes);
    return compareJson(expected, inOrder(parse(body), nodes), this.#bindings, 'response');
  }
}

/** Those the cluster begins with, and then those that join, in their order. */
function allNodes({ nodes, steps }: ScenarioTranscript): readonly TranscriptNode[] {
  const joining = steps.filter((step) => step['kind'] === 'node' && step['action'] === JOIN);
  const added = joining.map((step) => ({
    name: textOf(step['node']),
    clientURL: textOf(step['clientURL']),
    peerURL: textOf(step['peerURL']),
  }));
  return [...nodes, ...added];
}

/** One JSON a line; the last line may be open. */
function messagesIn(body: string): readonly Json[] {
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map(parse);
}

function parse(text: string): Json {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
}
