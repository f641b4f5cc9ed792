import { present, unreachable } from '../../src/base/assert.ts';
import { errorText } from '../../src/etcd/error.ts';
import { keyValueOf, type KeyRecord } from '../../src/etcd/mvcc/key-record.ts';
import type { KvStore } from '../../src/etcd/mvcc/kv-store.ts';
import type { WriteTransaction } from '../../src/etcd/mvcc/write-transaction.ts';
import type { StoreRequest, KeyValue, OperationResult } from '../../src/etcd/request.ts';

/** JSON as the gateway speaks it: numbers as strings, bytes as base64, zeros left out. */
export type Json = {
  readonly [name: string]: Json | readonly Json[] | string | number | boolean | undefined;
};

export interface RecordedCall {
  readonly path: string;
  readonly request: Json;
  readonly status: number;
  readonly response: Json;
}

/** What came of replaying one call: both answers in one form, or why they cannot be compared. */
export type Comparison = { readonly own: unknown; readonly recorded: unknown } | { readonly skipped: string };

const KNOWN_ERRORS = ['emptyKey', 'compacted', 'futureRevision'] as const;

/** Replays one call on the store. A transaction takes the branch that the recording took. */
export function replay(store: KvStore, call: RecordedCall): Comparison {
  if (call.path === '/v3/kv/txn') return replayTransaction(store, call);
  const { request, response } = call;
  if (call.path === '/v3/lease/revoke' && call.status === 200) return replayRevoke(store, call);
  const error = response['error'];
  if (error !== undefined && !KNOWN_ERRORS.some((code) => errorText(code) === error)) {
    return { skipped: 'an error of a part that is not here' };
  }
  if (call.path === '/v3/kv/put' && needsLease(request) && error === undefined) {
    const write = store.beginWrite();
    const own = putIn(write, request);
    write.end();
    return { own, recorded: putResponse(response) };
  }
  const operation = operationOf(call.path, request);
  if (operation === undefined) return { skipped: 'a call that is not known here' };
  if (operation.type === 'range' && !isPlainRange(request)) return { skipped: 'sorted or filtered' };
  const answer = store.apply(operation);
  return answer.ok
    ? { own: shown(answer.result), recorded: error ?? responseOf(operation.type, response) }
    : { own: errorText(answer.error), recorded: error ?? responseOf(operation.type, response) };
}

/** The end of a lease takes its keys along, as one revision. */
function replayRevoke(store: KvStore, call: RecordedCall): Comparison {
  const lease = BigInt(number(call.request['ID']));
  const write = store.beginWrite();
  const everything = { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0) };
  for (const record of write.range(everything)) {
    if (record.lease === lease) write.deleteRange({ key: record.key });
  }
  return { own: write.end(), recorded: revisionOf(call.response) };
}

function replayTransaction(store: KvStore, call: RecordedCall): Comparison {
  if (call.status !== 200) return { skipped: 'a refused transaction' };
  const write = store.beginWrite();
  const own: unknown[] = [];
  const recorded: unknown[] = [];
  replayBranch(write, call.request, call.response, own, recorded);
  own.push(write.end());
  recorded.push(revisionOf(call.response));
  return { own, recorded };
}

function replayBranch(
  write: WriteTransaction,
  request: Json,
  response: Json,
  own: unknown[],
  recorded: unknown[],
): void {
  const branch = list(response['succeeded'] === true ? request['success'] : request['failure']);
  const responses = list(response['responses']);
  branch.forEach((item, i) => {
    const answer = responses[i] ?? {};
    const nested = object(item['request_txn']);
    if (nested !== undefined) {
      replayBranch(write, nested, object(answer['response_txn']) ?? {}, own, recorded);
      return;
    }
    const pair = replayStep(write, item, answer);
    own.push(pair.own);
    recorded.push(pair.recorded);
  });
}

function replayStep(write: WriteTransaction, item: Json, answer: Json): { own: unknown; recorded: unknown } {
  const put = object(item['request_put']);
  if (put !== undefined) {
    return { own: putIn(write, put), recorded: putResponse(object(answer['response_put']) ?? {}) };
  }
  const del = object(item['request_delete_range']);
  if (del !== undefined) {
    const range = rangeOf(del);
    const before = del['prev_kv'] === true ? write.range(range).map((record) => keyValueOf(record)) : [];
    const deleted = write.deleteRange(range);
    return {
      own: shown({ type: 'deleteRange', revision: write.revision, deleted, prevKvs: before }),
      recorded: responseOf('deleteRange', object(answer['response_delete_range']) ?? {}),
    };
  }
  const range = present(object(item['request_range']), 'a step of a transaction');
  if (!isPlainRange(range) || number(range['revision']) > 0 || range['count_only'] === true) {
    return { own: 'skipped', recorded: 'skipped' };
  }
  const found = write.range(rangeOf(range));
  const limit = number(range['limit']);
  const kept = limit > 0 ? found.slice(0, limit) : found;
  return {
    own: shown({
      type: 'range',
      revision: write.revision,
      kvs: kept.map((record) => keyValueOf(record, range['keys_only'] === true)),
      count: found.length,
      more: kept.length < found.length,
    }),
    recorded: responseOf('range', object(answer['response_range']) ?? {}),
  };
}

/** A put with what the gateway knows beyond a plain one: a lease, the value or the lease there was. */
function putIn(write: WriteTransaction, request: Json): unknown {
  const key = base64(request['key']);
  const before = write.range({ key })[0];
  const value =
    request['ignore_value'] === true ? present(before, 'a value to keep').value : base64(request['value']);
  const lease =
    request['ignore_lease'] === true
      ? present(before, 'a lease to keep').lease
      : BigInt(number(request['lease']));
  write.put(key, value, lease);
  const shownBefore = request['prev_kv'] === true && before !== undefined ? keyValueOf(before) : undefined;
  return { revision: write.revision, prevKv: shownBefore && shownKv(shownBefore) };
}

function needsLease(request: Json): boolean {
  return ['lease', 'ignore_lease', 'ignore_value'].some((name) => request[name] !== undefined);
}

/** In the order of keys, and all of them: what this store answers. */
function isPlainRange(request: Json): boolean {
  const filters = ['min_mod_revision', 'max_mod_revision', 'min_create_revision', 'max_create_revision'];
  if (filters.some((name) => request[name] !== undefined)) return false;
  const order = request['sort_order'] ?? 'NONE';
  const target = request['sort_target'] ?? 'KEY';
  return target === 'KEY' && order !== 'DESCEND';
}

function operationOf(path: string, request: Json): StoreRequest | undefined {
  const prevKv = request['prev_kv'] === true;
  switch (path) {
    case '/v3/kv/put':
      return { type: 'put', key: base64(request['key']), value: base64(request['value']), prevKv };
    case '/v3/kv/deleterange':
      return { type: 'deleteRange', ...rangeOf(request), prevKv };
    case '/v3/kv/compaction':
      return { type: 'compact', revision: number(request['revision']) };
    case '/v3/kv/range':
      return {
        type: 'range',
        ...rangeOf(request),
        revision: number(request['revision']),
        limit: number(request['limit']),
        countOnly: request['count_only'] === true,
        keysOnly: request['keys_only'] === true,
        consistency: request['serializable'] === true ? 'serializable' : 'linearizable',
      };
    default:
      return undefined;
  }
}

function rangeOf(request: Json): { key: Uint8Array; rangeEnd?: Uint8Array } {
  const key = base64(request['key']);
  return request['range_end'] === undefined ? { key } : { key, rangeEnd: base64(request['range_end']) };
}

/** Our result with bytes as hexadecimal, so that a difference can be read. */
function shown(result: OperationResult): unknown {
  switch (result.type) {
    case 'put':
      return { revision: result.revision, prevKv: result.prevKv && shownKv(result.prevKv) };
    case 'range':
      return {
        revision: result.revision,
        kvs: result.kvs.map(shownKv),
        count: result.count,
        more: result.more,
      };
    case 'deleteRange':
      return {
        revision: result.revision,
        deleted: result.deleted,
        prevKvs: result.prevKvs.map(shownKv),
      };
    case 'compact':
      return { revision: result.revision };
    default:
      throw new Error(`a result of ${result.type}`);
  }
}

function responseOf(type: StoreRequest['type'], response: Json): unknown {
  const revision = revisionOf(response);
  switch (type) {
    case 'put':
      return putResponse(response);
    case 'range':
      return {
        revision,
        kvs: list(response['kvs']).map(recordedKv),
        count: number(response['count']),
        more: response['more'] === true,
      };
    case 'deleteRange':
      return {
        revision,
        deleted: number(response['deleted']),
        prevKvs: list(response['prev_kvs']).map(recordedKv),
      };
    case 'compact':
      return { revision };
    default:
      return unreachable(type);
  }
}

function putResponse(response: Json): unknown {
  const before = object(response['prev_kv']);
  return { revision: revisionOf(response), prevKv: before && recordedKv(before) };
}

/** An event of a watch: `put` or `delete` with what it carries. */
export function recordedEvent(event: Json): unknown {
  return { deleted: event['type'] === 'DELETE', ...recordedKv(object(event['kv']) ?? {}) };
}

export function shownEvent(record: KeyRecord): unknown {
  return { deleted: record.deleted, ...shownKv(keyValueOf(record)) };
}

function shownKv(kv: KeyValue): Record<string, unknown> {
  return { ...kv, key: hex(kv.key), value: hex(kv.value) };
}

function recordedKv(kv: Json): Record<string, unknown> {
  return {
    key: hex(base64(kv['key'])),
    value: hex(base64(kv['value'])),
    createRevision: number(kv['create_revision']),
    modRevision: number(kv['mod_revision']),
    version: number(kv['version']),
    lease: BigInt(number(kv['lease'])),
  };
}

function revisionOf(response: Json): number {
  return number(object(response['header'])?.['revision']);
}

function object(value: Json[string]): Json | undefined {
  return typeof value === 'object' && !Array.isArray(value) ? (value as Json) : undefined;
}

function list(value: Json[string]): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function number(value: Json[string]): number {
  return value === undefined ? 0 : Number(value);
}

function base64(value: Json[string]): Uint8Array {
  return Uint8Array.from(Buffer.from(typeof value === 'string' ? value : '', 'base64'));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
