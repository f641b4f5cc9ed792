import { digestOf } from '../../base/digest.ts';
import { decodeUtf8OrUndefined } from '../../base/utf8.ts';
import { prefixEnd } from '../../client/operations.ts';
import type { Compare, LeaseId, RangeRequest, TxnOperation, WatchRequest } from '../../etcd/request.ts';
import type { ClientOperation } from '../../etcd/request.ts';
import { parseScripts } from '../language/parse-script.ts';
import { operationOf, rangeOf } from './client-operation.ts';

type WatchCreate = Extract<WatchRequest, { type: 'create' }>;
interface Keys {
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array;
}

/** What a lease is called in the script. */
export type LeaseName = (id: LeaseId) => string;

/**
 * A call as the words that make it in a script, without its client: `put a=1`, the inverse of `operationOf`. Undefined for what the
 * action language cannot say: it is read again, and is a line only if it asks for exactly the same.
 */
export function operationLine(operation: ClientOperation, lease: LeaseName): string | undefined {
  const names = new Map<string, LeaseId>();
  const line = wordsOf(operation, (id) => {
    const name = lease(id);
    names.set(name, id);
    return name;
  });
  const call = line === undefined ? undefined : callIn(line);
  if (call === undefined) return undefined;
  const again = operationOf(call, (name) => names.get(name) ?? 0n);
  return meant(again) === meant(operation) ? line : undefined;
}

/** A watch of that name, as the words that open it. */
export function watchLine(watch: WatchCreate, name: string): string | undefined {
  const line = [
    `watch ${name}`,
    keysWords(watch, 'key='),
    ...(watch.startRevision > 0 ? [`from=${watch.startRevision}`] : []),
    ...flag('progress', watch.progressNotify),
    ...flag('prevKv', watch.prevKv),
    ...watch.filters.map((filter) => (filter === 'NOPUT' ? 'noPut' : 'noDelete')),
  ].join(' ');
  const action = actionIn(line);
  if (action?.type !== 'clientAct' || action.act.type !== 'watch') return undefined;
  const { keys, ...rest } = action.act.watch;
  const again = { ...rangeOf(keys), from: rest.from, filters: rest.filters };
  const asked = { ...keysOf(watch), from: watch.startRevision, filters: watch.filters };
  return meant(again) === meant(asked) ? line : undefined;
}

/** What must hold of a key, or undefined where that cannot be said. */
export function keyExpectation(key: Uint8Array, value: Uint8Array, mod: number): string | undefined {
  const line = `expect get ${word(key)}: value=${word(value)} mod=${mod}`;
  const action = parsed(line);
  if (action?.type !== 'expectRead' || action.call.keys.type !== 'key') return undefined;
  const isSame =
    meant(rangeOf(action.call.keys)) === meant({ key }) &&
    action.conditions[0]?.value === decodeUtf8OrUndefined(value);
  return isSame ? line : undefined;
}

function callIn(line: string) {
  const action = actionIn(line);
  return action?.type === 'clientAct' && action.act.type === 'call' ? action.act.call : undefined;
}

function actionIn(line: string) {
  return parsed(`c1 ${line}`);
}

/** As a file has it: with comments, and nothing that spans lines. */
function parsed(line: string) {
  const [script, ...more] = parseScripts(line, 'line');
  if (script?.ok !== true || more.length > 0 || script.script.steps.length !== 1) return undefined;
  return script.script.steps[0]?.action;
}

function wordsOf(operation: ClientOperation, lease: LeaseName): string | undefined {
  switch (operation.type) {
    case 'put':
    case 'range':
    case 'deleteRange':
    case 'txn':
      return kvWords(operation, lease);
    case 'compact':
      return `compact ${operation.revision}`;
    case 'leaseGrant':
      return `lease grant ${lease(operation.id)} ttl=${operation.ttl}`;
    case 'leaseRevoke':
      return `lease revoke ${lease(operation.id)}`;
    case 'leaseKeepAlive':
      return `lease keepalive ${lease(operation.id)}`;
    case 'leaseTimeToLive':
      return `lease timetolive ${lease(operation.id)}`;
    default:
      return undefined;
  }
}

function kvWords(operation: TxnOperation, lease: LeaseName): string | undefined {
  switch (operation.type) {
    case 'put': {
      const { key, value, lease: of = 0n, prevKv, ignoreValue, ignoreLease } = operation;
      return [
        'put',
        ignoreValue === true ? word(key) : `${word(key)}=${word(value)}`,
        ...(of === 0n ? [] : [`lease=${lease(of)}`]),
        ...flag('prevKv', prevKv),
        ...flag('ignoreValue', ignoreValue),
        ...flag('ignoreLease', ignoreLease),
      ].join(' ');
    }
    case 'range':
      return rangeWords(operation);
    case 'deleteRange':
      return ['del', keysWords(operation), ...flag('prevKv', operation.prevKv)].join(' ');
    case 'txn': {
      const compares = operation.compare.map((compare) => compareWord(compare, lease));
      const branch = (name: string, operations: readonly TxnOperation[]) => {
        const words = operations.map((each) => {
          const own = kvWords(each, lease);
          return each.type === 'txn' && own !== undefined ? own.replace(/^txn (.*)$/s, 'txn ( $1 )') : own;
        });
        return words.length === 0 && name === 'else' ? [] : [name, words.join(', ')];
      };
      return [
        'txn',
        ...(compares.length > 0 ? ['if', compares.join(' and ')] : []),
        ...branch('then', operation.success),
        ...branch('else', operation.failure),
      ].join(' ');
    }
    default:
      return undefined;
  }
}

function rangeWords(range: RangeRequest): string {
  const { revision, limit = 0, sortOrder = 'NONE', sortTarget = 'KEY', consistency } = range;
  return [
    'get',
    keysWords(range),
    ...(revision > 0 ? [`rev=${revision}`] : []),
    ...(limit > 0 ? [`limit=${limit}`] : []),
    ...(sortTarget === 'KEY' ? [] : [`sort=${sortTarget.toLowerCase()}`]),
    ...(sortOrder === 'NONE' && sortTarget === 'KEY' ? [] : [`order=${sortOrder.toLowerCase()}`]),
    ...flag('keysOnly', range.keysOnly),
    ...flag('countOnly', range.countOnly),
    ...flag('serializable', consistency === 'serializable'),
  ].join(' ');
}

const signs = { EQUAL: '=', NOT_EQUAL: '!=', GREATER: '>', LESS: '<' } as const;

function compareWord({ target, result, ...keys }: Compare, lease: LeaseName): string {
  const { key, rangeEnd } = keysOf(keys);
  const isPrefix = rangeEnd !== undefined && isSame(rangeEnd, prefixEnd(key));
  const of = isPrefix
    ? `prefix=${word(key)}`
    : [key, ...(rangeEnd === undefined ? [] : [rangeEnd])].map(word).join(',');
  const value =
    target.type === 'VALUE'
      ? word(target.value ?? new Uint8Array(0))
      : target.type === 'LEASE' && (target.value ?? 0n) !== 0n
        ? lease(target.value ?? 0n)
        : String(target.value ?? 0);
  return `${target.type.toLowerCase()}(${of})${signs[result]}${value}`;
}

/** One key as its own word, or by `key=`; more than one by `prefix=`, `from=` or `end=`. */
function keysWords(keys: Keys, one: '' | 'key=' = ''): string {
  const { key, rangeEnd } = keysOf(keys);
  if (rangeEnd === undefined) return one + word(key);
  if (isZero(key) && isZero(rangeEnd)) return 'prefix=""';
  if (isZero(rangeEnd)) return `from=${word(key)}`;
  if (isSame(rangeEnd, prefixEnd(key))) return `prefix=${word(key)}`;
  return `${one}${word(key)} end=${word(rangeEnd)}`;
}

/** An end of no bytes is none. */
function keysOf({ key, rangeEnd }: Keys): Keys {
  return rangeEnd === undefined || rangeEnd.length === 0 ? { key } : { key, rangeEnd };
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.length === 1 && bytes[0] === 0;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

const BARE = /^[A-Za-z0-9_./:-]*[A-Za-z0-9_./-]$/;

/** Bare where it can be, else in quotes. Whether it can be read again is seen when it is. */
function word(bytes: Uint8Array): string {
  const text = decodeUtf8OrUndefined(bytes) ?? '';
  return BARE.test(text) && !['then', 'else', 'if', 'and'].includes(text) ? text : `"${text}"`;
}

function flag(name: string, isSet: boolean | undefined): string[] {
  return isSet === true ? [name] : [];
}

/** What says nothing: answers are asked for in more words, and the defaults. */
const SILENT = new Set<string>(['keys', 'physical']);

/** The same for two requests that ask for the same. */
function meant(request: object): number {
  return digestOf(plain(request));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const said = Object.entries(value).filter(([name, each]) => {
    if (SILENT.has(name) || each === undefined || each === false || each === 0 || each === 0n) return false;
    if (each instanceof Uint8Array) return each.length > 0;
    return each !== 'NONE' && !(name === 'sortTarget' && each === 'KEY');
  });
  return Object.fromEntries(
    said.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, plain(each)]),
  );
}
