import { present } from '../../base/assert.ts';
import { get, getFirst, getPrefix, slashed } from '../../client/operations.ts';
import type { Answer } from '../../etcd/answer.ts';
import { keysOfResult } from './client-result.ts';
import type {
  ClientOperation,
  KeyValue,
  OperationResult,
  RangeResult,
  TxnOperation,
  TxnOperationResult,
  WatchEvent,
} from '../../etcd/request.ts';
import { ActionRefused } from './action-refused.ts';
import { getOf } from './client-operation.ts';
import { judgeCalls, readsOf, type Verdict } from './client-record.ts';
import { firstDifference, type Difference } from './difference.ts';
import { heldLocks } from './perform-client.ts';
import type { ScriptClient, ScriptWatch } from './script-client.ts';
import type { Condition, Expectation } from '../language/script.ts';
import type { MemberImage } from '../../node/report/image.ts';
import { valueOf } from './expectations.ts';
import { living, type ScriptCluster } from './script-cluster.ts';
import { bytesOf, textOf } from '../language/text.ts';
import type { OutsideStore } from './outside-store.ts';

/** What is asked of clients, and what it differs in. */

/** Whatever has that name: a client, a watch, a store outside. */
export function differenceOfNamed(
  cluster: ScriptCluster,
  name: string,
  conditions: readonly Condition[],
): Difference | undefined {
  const client = cluster.clients.client(name);
  if (client !== undefined) return differenceOfClient(cluster, client, conditions);
  const watch = cluster.clients.watch(name);
  if (watch !== undefined) return differenceOfWatch(watch, conditions);
  const store = cluster.stores.get(name);
  if (store !== undefined) return differenceOfStore(store, conditions);
  throw new ActionRefused('a client, a watch or a store of this script', name);
}

const CLIENT_FIELDS =
  'status, error, succeeded, rev, deleted, count, more, ttl, keys, token, owner, KEY.value, KEY.create, KEY.mod, KEY.version or KEY.lease';

function differenceOfClient(
  cluster: ScriptCluster,
  client: ScriptClient,
  conditions: readonly Condition[],
): Difference | undefined {
  return firstDifference(
    conditions,
    `${client.name} `,
    (field) => clientField(cluster, client, field),
    isSameList,
  );
}

/** Of its last call, but for `token` and `owner`, which are of the locks it believes to hold. */
function clientField(cluster: ScriptCluster, client: ScriptClient, field: string): string {
  const held = heldLocks(client);
  if (field === 'token') return String(held.at(-1)?.token ?? '-');
  if (field === 'owner') return held.map(({ name }) => name).join(',') || '-';
  const { last } = client;
  if (last === undefined) throw new ActionRefused(`a call of ${client.name}`, 'it has made none');
  const { result } = last;
  // Without an answer nobody knows.
  if (field === 'status') return result?.status ?? 'unknown';
  if (field === 'error') return result === undefined || result.status === 'ok' ? '-' : kebab(result.error);
  if (result?.status !== 'ok') return fieldOfNothing(field);
  const written = writtenKey(cluster, last.operation, result.result, field);
  return written ?? resultField(cluster, result.result, field);
}

/** `n.mod` of a key that the call has put and its answer does not name: as that made it. */
function writtenKey(
  cluster: ScriptCluster,
  operation: ClientOperation,
  result: OperationResult,
  field: string,
): string | undefined {
  const [, key, what] = KEY_FIELD.exec(field) ?? [];
  if (key === undefined || what === undefined) return undefined;
  const isNamed = keysOfResult(result).some((kv) => textOf(kv.key) === key);
  if (isNamed || !putsOf(operation, result).includes(key)) return undefined;
  const request = { ...get(bytesOf(key)), revision: result.revision };
  return keyField(cluster, rangeOf(newest(cluster), request)[0], what);
}

const KEY_FIELD = /^(.+)\.(value|create|mod|version|lease)$/;

/** The keys that were put, in the branch that was taken. */
function putsOf(
  operation: ClientOperation | TxnOperation,
  result: OperationResult | TxnOperationResult | undefined,
): string[] {
  if (operation.type === 'put') return [textOf(operation.key)];
  if (operation.type !== 'txn' || result?.type !== 'txn') return [];
  const taken = result.succeeded ? operation.success : operation.failure;
  return taken.flatMap((each, i) => putsOf(each, result.responses[i]));
}

function fieldOfNothing(field: string): string {
  if (isResultField(field)) return '-';
  throw new ActionRefused(`one of the fields ${CLIENT_FIELDS}`, field);
}

function isResultField(field: string): boolean {
  return (
    ['succeeded', 'rev', 'deleted', 'count', 'more', 'ttl', 'keys', ...KEY_FIELDS].includes(field) ||
    KEY_FIELD.test(field)
  );
}

const KEY_FIELDS = ['value', 'create', 'mod', 'version', 'lease', 'none'];

function resultField(cluster: ScriptCluster, result: OperationResult, field: string): string {
  const ofKey = KEY_FIELD.exec(field);
  const kvs = keysOfResult(result);
  if (ofKey !== null) {
    const kv = kvs.find(({ key }) => textOf(key) === ofKey[1]);
    return keyField(cluster, kv, ofKey[2] ?? '');
  }
  switch (field) {
    case 'succeeded':
      return result.type === 'txn' ? String(result.succeeded) : '-';
    case 'rev':
      return String(result.revision);
    case 'deleted':
      return result.type === 'deleteRange' ? String(result.deleted) : '-';
    case 'count':
      return result.type === 'range' ? String(result.count) : '-';
    case 'more':
      return result.type === 'range' ? String(result.more) : '-';
    case 'ttl':
      return 'ttl' in result ? String(result.ttl) : '-';
    case 'keys':
      return listOfKeys(kvs);
    default:
      if (!KEY_FIELDS.includes(field)) return fieldOfNothing(field);
      return field === 'none' ? String(kvs.length === 0) : keyField(cluster, kvs[0], field);
  }
}

function keyField(cluster: ScriptCluster, kv: KeyValue | undefined, field: string): string {
  if (kv === undefined) return '-';
  switch (field) {
    case 'value':
      return textOf(kv.value);
    case 'create':
      return String(kv.createRevision);
    case 'mod':
      return String(kv.modRevision);
    case 'version':
      return String(kv.version);
    default:
      return kv.lease === 0n ? '-' : cluster.clients.leaseName(kv.lease);
  }
}

/** `[a=1,b=2]` */
function listOfKeys(kvs: readonly KeyValue[]): string {
  return `[${kvs.map(({ key, value }) => `${textOf(key)}=${textOf(value)}`).join(',')}]`;
}

/** Spaces after commas do not count. */
function isSameList(_: string, got: string, expected: string): boolean {
  return got === expected || (got.startsWith('[') && got === expected.replaceAll(/,\s+/g, ','));
}

/** A read as of now: of the node, or of whoever knows the most when none is named. */
export function differenceOfRead(
  cluster: ScriptCluster,
  { node: id, call, conditions }: Extract<Expectation, { type: 'expectRead' }>,
): Difference | undefined {
  const node = id === undefined ? newest(cluster) : living(cluster, id);
  const answer = cluster.clients.read(node, getOf(call));
  return firstDifference(conditions, '', (field) => readField(cluster, answer, field), isSameList);
}

function newest(cluster: ScriptCluster): MemberImage {
  const node = cluster.newest();
  if (node === undefined) throw new ActionRefused('a node that is up', 'all are down');
  return node;
}

function readField(cluster: ScriptCluster, answer: Answer, field: string): string {
  if (field === 'error') return answer.ok ? '-' : kebab(answer.error);
  return answer.ok ? resultField(cluster, answer.result, field) : fieldOfNothing(field);
}

/** `futureRevision` as scripts say it: `future-revision`. */
function kebab(code: string): string {
  return code.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function differenceOfWatch(watch: ScriptWatch, conditions: readonly Condition[]): Difference | undefined {
  return firstDifference(
    conditions,
    `${watch.name} `,
    (field) => watchField(watch, field),
    (field, got, expected) => (field === 'events' ? isSameEvents(watch.events, expected) : got === expected),
  );
}

function watchField(watch: ScriptWatch, field: string): string {
  switch (field) {
    case 'events':
      return `[${watch.events.map(formatEvent).join(', ')}]`;
    case 'responses':
      return String(watch.responses);
    case 'cancelled':
    case 'canceled':
      return String(watch.isCancelled);
    case 'compactRevision':
      return String(watch.compactRevision);
    case 'progress':
      return watch.progress === 0 ? '-' : String(watch.progress);
    case 'next':
      return String(watch.next);
    default:
      throw new ActionRefused(
        'one of the fields events, responses, cancelled, compactRevision, progress or next',
        field,
      );
  }
}

function formatEvent({ type, kv }: WatchEvent): string {
  return `${type === 'PUT' ? 'put' : 'del'} ${textOf(kv.key)}@${kv.modRevision}`;
}

/** `[put a@6, del b@7]`; put and del may be left out, and a value may stand there: `a=1@6`. */
function isSameEvents(events: readonly WatchEvent[], expected: string): boolean {
  const inner = /^\[(.*)\]$/.exec(expected)?.[1]?.trim();
  if (inner === undefined) return false;
  const parts = inner === '' ? [] : inner.split(/\s*,\s*/);
  return parts.length === events.length && events.every((event, i) => isSameEvent(event, parts[i] ?? ''));
}

function isSameEvent({ type, kv }: WatchEvent, expected: string): boolean {
  const match = /^(?:(put|del|delete)\s+)?(.*)@(\d+)$/i.exec(expected);
  if (match === null) return false;
  const [, word, what, revision] = match;
  if (word !== undefined && (word.toLowerCase() === 'put') !== (type === 'PUT')) return false;
  const key = textOf(kv.key);
  return Number(revision) === kv.modRevision && (what === key || what === `${key}=${textOf(kv.value)}`);
}

function differenceOfStore(store: OutsideStore, conditions: readonly Condition[]): Difference | undefined {
  return firstDifference(conditions, `${store.name}.`, (field) => storeField(store, field), isSameList);
}

function storeField(store: OutsideStore, field: string): string {
  if (field === 'log') return store.log;
  if (field === 'violation') return store.isViolated ? 'MutualExclusion' : '-';
  throw new ActionRefused('one of the fields log or violation', field);
}

/** As etcd's keys say it: the oldest under the lock's name is the owner's. */
export function differenceOfLock(
  cluster: ScriptCluster,
  lock: string,
  conditions: readonly Condition[],
): Difference | undefined {
  const prefix = slashed(bytesOf(lock));
  const node = newest(cluster);
  const kvs = rangeOf(node, getFirst(prefix, 'CREATE', 'ASCEND'));
  const [owner] = kvs;
  const all = rangeOf(node, { ...getPrefix(prefix), sortTarget: 'CREATE', sortOrder: 'ASCEND' });
  return firstDifference(
    conditions,
    `lock ${lock} `,
    (field) => {
      if (field === 'owner') return owner === undefined ? '-' : clientOf(cluster, lock, owner);
      if (field === 'token') return owner === undefined ? '-' : String(owner.createRevision);
      if (field === 'waiting')
        return `[${all
          .slice(1)
          .map((kv) => clientOf(cluster, lock, kv))
          .join(',')}]`;
      throw new ActionRefused('one of the fields owner, token or waiting', field);
    },
    isSameList,
  );
}

function rangeOf(node: MemberImage, request: ReturnType<typeof getFirst>): readonly KeyValue[] {
  const answer = node.read(request);
  return answer.ok && answer.result.type === 'range' ? answer.result.kvs : [];
}

/** The client whose key it is, or the key. */
function clientOf(cluster: ScriptCluster, lock: string, { key, createRevision }: KeyValue): string {
  const client = cluster.clients
    .clients()
    .find(({ locks }) => locks.get(lock)?.program.createRevision === createRevision);
  return client?.name ?? textOf(key);
}

/** The run as a whole; histories by their names. */
export function differenceOfRun(
  cluster: ScriptCluster | undefined,
  histories: ReadonlyMap<string, Verdict>,
  conditions: readonly Condition[],
): Difference | undefined {
  return firstDifference(conditions, '', (field) => {
    const verdict = histories.get(field);
    if (verdict !== undefined) return verdict;
    if (cluster === undefined) throw new ActionRefused('the name of a history', field);
    return runField(cluster, field);
  });
}

function runField(cluster: ScriptCluster, field: string): string {
  if (field === 'linearizable') return judgeCalls(cluster.clients.records);
  if (field === 'serializable') return areReadsTrue(cluster) ? 'ok' : 'illegal';
  const node = newest(cluster);
  if (field === 'rev') return String(node.view().revision);
  if (field === 'compact') return String(node.view().compactRevision);
  if (field.startsWith('kv.')) return valueOf(node, field.slice('kv.'.length)) ?? '-';
  throw new ActionRefused('rev, compact, kv.KEY, serializable, linearizable or the name of a history', field);
}

/** Whether every read was of a state that there was, at the revision it names; what is compacted nobody can say. */
function areReadsTrue(cluster: ScriptCluster): boolean {
  const node = newest(cluster);
  return readsOf(cluster.clients.records).every(({ request, revision, kvs }) => {
    const asked = request.revision > 0 ? request.revision : revision;
    const answer = node.read({ ...request, revision: asked });
    if (!answer.ok || answer.result.type !== 'range') return !answer.ok && answer.error === 'compacted';
    return isSameKeys(answer.result, kvs);
  });
}

function isSameKeys(
  { kvs }: RangeResult,
  seen: readonly { readonly key: Uint8Array; readonly value: Uint8Array }[],
): boolean {
  return (
    kvs.length === seen.length &&
    kvs.every(({ key, value }, i) => {
      const other = present(seen[i], 'both are as long');
      return textOf(key) === textOf(other.key) && textOf(value) === textOf(other.value);
    })
  );
}
