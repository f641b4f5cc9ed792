import * as v from 'valibot';
import type { Running } from '../kernel/process.ts';
import { canonicalPath, encodeForm } from '../text/go-url.ts';
import { ClientError } from './client-error.ts';
import type { Action, Client } from './client.ts';
import type { HttpAnswer } from './http.ts';

/** A node of the old store as an answer shows it. */
export interface KeyNode {
  readonly key: string;
  readonly isDir: boolean;
  readonly value: string;
  /** Undefined: the answer has no list. */
  readonly nodes: readonly KeyNode[] | undefined;
  readonly createdIndex: number;
  readonly modifiedIndex: number;
  /** As the member wrote it. */
  readonly expiration: string | undefined;
  /** Seconds; 0: none. */
  readonly ttl: number;
}

export interface KeyAnswer {
  readonly action: string;
  readonly node: KeyNode;
  readonly prevNode: KeyNode | undefined;
  /** X-Etcd-Index; 0: there was none. */
  readonly index: string;
}

export interface SetOptions {
  /** '': whatever it was. */
  readonly prevValue?: string;
  /** 0: whatever it was. */
  readonly prevIndex?: bigint;
  readonly prevExist?: boolean;
  /** Of a duration in nanoseconds; 0 and less: none. */
  readonly ttl?: bigint;
  readonly isDir?: true;
}

export interface GetOptions {
  readonly isRecursive?: boolean;
  readonly isSorted?: boolean;
  readonly isQuorum?: boolean;
}

export interface DeleteOptions {
  readonly prevValue?: string;
  readonly prevIndex?: bigint;
  readonly isDir?: boolean;
  readonly isRecursive?: boolean;
}

const KEYS = '/v2/keys';
const FORM = 'application/x-www-form-urlencoded';
const SECOND = 1_000_000_000;
const INVALID_JSON =
  'client: response is invalid json. The endpoint is probably not valid etcd cluster endpoint';

interface NodeJson {
  readonly key?: string | undefined;
  readonly dir?: boolean | undefined;
  readonly value?: string | undefined;
  readonly nodes?: readonly NodeJson[] | null | undefined;
  readonly createdIndex?: number | undefined;
  readonly modifiedIndex?: number | undefined;
  readonly expiration?: string | null | undefined;
  readonly ttl?: number | undefined;
}

const nodeSchema: v.GenericSchema<NodeJson> = v.object({
  key: v.optional(v.string()),
  dir: v.optional(v.boolean()),
  value: v.optional(v.string()),
  nodes: v.nullish(v.array(v.lazy(() => nodeSchema))),
  createdIndex: v.optional(v.number()),
  modifiedIndex: v.optional(v.number()),
  expiration: v.nullish(v.string()),
  ttl: v.optional(v.number()),
});
const answerSchema = v.object({ action: v.string(), node: nodeSchema, prevNode: v.nullish(nodeSchema) });
const errorSchema = v.object({
  errorCode: v.optional(v.number(), 0),
  message: v.optional(v.string(), ''),
  cause: v.optional(v.string(), ''),
  index: v.optional(v.number(), 0),
});

export function* getKey(client: Client, key: string, options: GetOptions, until: number): Running<KeyAnswer> {
  const { isRecursive = false, isSorted = false, isQuorum = false } = options;
  const query = `?quorum=${isQuorum}&recursive=${isRecursive}&sorted=${isSorted}`;
  return yield* ask(client, { method: 'GET', pathAt: keyPath(key), query }, until);
}

export function* setKey(
  client: Client,
  key: string,
  value: string,
  options: SetOptions,
  until: number,
): Running<KeyAnswer> {
  const { prevValue = '', prevIndex = 0n, prevExist, ttl = 0n, isDir } = options;
  const query: [string, string][] = [];
  const form: [string, string][] = [];
  if (isDir === true) query.push(['dir', 'true']);
  else {
    if (prevValue !== '') query.push(['prevValue', prevValue]);
    form.push(['value', value]);
  }
  if (prevIndex !== 0n) query.push(['prevIndex', String(prevIndex)]);
  if (prevExist !== undefined) query.push(['prevExist', String(prevExist)]);
  const action: Action = {
    method: 'PUT',
    pathAt: keyPath(key),
    query: queryOf(query),
    type: FORM,
    body: encodeForm([...form, ...ttlField(ttl)]),
  };
  return yield* ask(client, prevExist === false ? { ...action, isOneShot: true } : action, until);
}

/** A key with the next index as its name. */
export function* createInOrder(
  client: Client,
  dir: string,
  value: string,
  ttl: bigint,
  until: number,
): Running<KeyAnswer> {
  const body = encodeForm([['value', value], ...ttlField(ttl)]);
  return yield* ask(client, { method: 'POST', pathAt: keyPath(dir), type: FORM, body }, until);
}

export function* deleteKey(
  client: Client,
  key: string,
  { prevValue = '', prevIndex = 0n, isDir = false, isRecursive = false }: DeleteOptions,
  until: number,
): Running<KeyAnswer> {
  const query: [string, string][] = [];
  if (prevValue !== '') query.push(['prevValue', prevValue]);
  if (prevIndex !== 0n) query.push(['prevIndex', String(prevIndex)]);
  if (isDir) query.push(['dir', 'true']);
  if (isRecursive) query.push(['recursive', 'true']);
  const pathAt = keyPath(key);
  return yield* ask(
    client,
    { method: 'DELETE', pathAt, query: queryOf(query), type: FORM, isOneShot: true },
    until,
  );
}

/** What happens to a key one after the other, each asked for by a call that waits. */
export class Watcher {
  readonly #client: Client;
  readonly #key: string;
  readonly #isRecursive: boolean;
  #waitIndex: bigint;

  /** afterIndex 0: from now on. */
  constructor(client: Client, key: string, afterIndex: bigint, isRecursive: boolean) {
    this.#client = client;
    this.#key = key;
    this.#isRecursive = isRecursive;
    this.#waitIndex = afterIndex > 0n ? BigInt.asUintN(64, afterIndex + 1n) : 0n;
  }

  *next(): Running<KeyAnswer> {
    for (;;) {
      const query = `?recursive=${this.#isRecursive}&wait=true&waitIndex=${this.#waitIndex}`;
      const action: Action = { method: 'GET', pathAt: keyPath(this.#key), query, isWait: true };
      const http = yield* this.#client.do(action, Infinity);
      // The member has given up waiting.
      if (http.body === '' && isGood(http.status)) continue;
      const answer = readAnswer(http);
      this.#waitIndex = BigInt(answer.node.modifiedIndex) + 1n;
      return answer;
    }
  }
}

function keyPath(key: string): Action['pathAt'] {
  const below = key === '' || key.startsWith('/') ? key : `/${key}`;
  return (endpointPath) => canonicalPath(`${endpointPath}${KEYS}${below}`);
}

function queryOf(values: readonly (readonly [string, string])[]): string {
  return values.length === 0 ? '' : `?${encodeForm(values)}`;
}

function ttlField(ttl: bigint): [string, string][] {
  return ttl > 0n ? [['ttl', String(ttl / BigInt(SECOND))]] : [];
}

function* ask(client: Client, action: Action, until: number): Running<KeyAnswer> {
  return readAnswer(yield* client.do(action, until));
}

function isGood(status: number): boolean {
  return status === 200 || status === 201;
}

/** Throws ClientError: what etcd answered, or that it was none of its answers. */
function readAnswer({ status, headers, body }: HttpAnswer): KeyAnswer {
  const json = parse(body);
  if (isGood(status)) {
    if (body === '') throw new ClientError('client: response body is empty', false);
    const read = v.safeParse(answerSchema, json);
    if (!read.success) throw new ClientError(INVALID_JSON, false);
    const { action, node, prevNode } = read.output;
    return {
      action,
      node: nodeOf(node),
      prevNode: prevNode === undefined || prevNode === null ? undefined : nodeOf(prevNode),
      index: headers['X-Etcd-Index'] ?? '0',
    };
  }
  const read = v.safeParse(errorSchema, json);
  if (!read.success) throw new ClientError(INVALID_JSON, false);
  const { errorCode, message, cause, index } = read.output;
  throw new ClientError(`${errorCode}: ${message} (${cause}) [${index}]`, false);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function nodeOf(json: NodeJson): KeyNode {
  return {
    key: json.key ?? '',
    isDir: json.dir ?? false,
    value: json.value ?? '',
    nodes: json.nodes?.map(nodeOf),
    createdIndex: json.createdIndex ?? 0,
    modifiedIndex: json.modifiedIndex ?? 0,
    expiration: json.expiration ?? undefined,
    ttl: json.ttl ?? 0,
  };
}
