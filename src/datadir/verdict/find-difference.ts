import type { Tell } from '../../base/byte-source.ts';
import { decodeUtf8OrUndefined } from '../../base/utf8.ts';
import { DbError } from '../../bbolt/db-error.ts';
import { compareBytes } from '../../bbolt/db.ts';
import type { PutRequest } from '../../etcd/request.ts';
import { valueOf } from '../backend/value.ts';
import { dataSums, whereLogsPart, type SummedLog } from './compare-logs.ts';
import { whereStoresPart, type OpenStore, type StoresPart } from './compare-stores.ts';
import type { Inspected } from './inspect-member.ts';
import type { EntryAt, FirstDifference, StoredAt } from './report.ts';
import { entriesOfRevisions } from './revision-entries.ts';
import { hexId } from './words.ts';

/** An entry may carry a value of a megabyte. */
const TEXT_CHARACTERS = 240;

/** A member with what comparing reads of it once: the sums of its entries. */
export interface Comparable {
  readonly inspected: Inspected;
  readonly log?: SummedLog;
}

export function comparable(inspected: Inspected, tell: Tell): Comparable {
  const { log } = inspected;
  if (log === undefined) return { inspected };
  return { inspected, log: { log: log.summary.log, sums: dataSums(log.wal, tell) } };
}

/**
 * The first difference of two members: of their logs where both have an index, and of their stores up to the revision that both have.
 * Undefined: what both have is the same (one may be behind).
 */
export function findDifference(a: Comparable, b: Comparable, tell: Tell): FirstDifference | undefined {
  const index = a.log === undefined || b.log === undefined ? undefined : whereLogsPart(a.log, b.log);
  const store = storeDifference(a.inspected, b.inspected, tell, index);
  if (index === undefined && store === undefined) return undefined;
  const between = [a.inspected.report.dir, b.inspected.report.dir] as const;
  const log =
    index === undefined
      ? undefined
      : {
          index,
          entries: [entryAt(a.inspected, index), entryAt(b.inspected, index)] as const,
        };
  return {
    code: codeOf(a.inspected, b.inspected, index, store),
    between,
    ...(log !== undefined && { log }),
    ...(store !== undefined && { store }),
    words: [
      ...(log === undefined ? [] : [logWords(a.inspected, b.inspected, log.index)]),
      ...(store === undefined ? [] : [storeWords(between, store)]),
    ].join(' '),
  };
}

function codeOf(
  a: Inspected,
  b: Inspected,
  index: number | undefined,
  store: unknown,
): FirstDifference['code'] {
  if (index === undefined) return 'stores';
  return isTail(a, b, index) && store === undefined ? 'tails' : 'logs conflict';
}

/** Neither of both can know this index to be committed. */
function isTail(a: Inspected, b: Inspected, index: number): boolean {
  return [a, b].every(
    ({ report: { commit = 0, consistentIndex = 0 } }) => index > Math.max(commit, consistentIndex),
  );
}

function logWords(a: Inspected, b: Inspected, index: number): string {
  return isTail(a, b, index)
    ? `The logs part at index ${index}, which neither knows to be committed: once they run, the leader's replaces the other's.`
    : `The logs part at index ${index}, which one of them has committed: no two members of one cluster may differ there.`;
}

type StoreDifference = NonNullable<FirstDifference['store']>;

function storeWords(between: FirstDifference['between'], { revision, agrees }: StoreDifference): string {
  const right = agrees === undefined ? '' : ` The entry that wrote it agrees with ${between[agrees]}.`;
  return `The stores part at revision ${revision}.${right}`;
}

/** `logsPart`: from this index on the logs do not say what was right. */
function storeDifference(
  a: Inspected,
  b: Inspected,
  tell: Tell,
  logsPart: number | undefined,
): StoreDifference | undefined {
  const left = storeOf(a);
  const right = storeOf(b);
  if (left === undefined || right === undefined) return undefined;
  const part = whereStoresPart(left, right, tell);
  if (part === undefined) return undefined;
  const has = [storedAt(left, part, 0), storedAt(right, part, 1)] as const;
  const indexes = [entryIndex(a, part, 0), entryIndex(b, part, 1)] as const;
  // Where a store's own record is not what its log's entry wrote, the other member's place in the log is that of both.
  const index = indexes[0] ?? indexes[1];
  const entries = [maybeEntry(a, indexes[0] ?? index), maybeEntry(b, indexes[1] ?? index)] as const;
  const isPlain = index !== undefined && index < (logsPart ?? Infinity);
  const agrees = isPlain ? whoAgrees([a, b], [left, right], part, index) : undefined;
  return {
    revision: part.main,
    ...keyOf(left, right, part),
    has,
    entries,
    ...(agrees !== undefined && { agrees }),
  };
}

function storeOf({ db, backend }: Inspected): OpenStore | undefined {
  return db === undefined || backend === undefined ? undefined : { db, backend };
}

function keyOf(
  a: OpenStore,
  b: OpenStore,
  { positions: [one, other] }: StoresPart,
): { readonly key?: string } {
  const key =
    one !== undefined
      ? a.backend.times.key(one)
      : other !== undefined
        ? b.backend.times.key(other)
        : undefined;
  return key === undefined ? {} : { key: textOf(key) };
}

function storedAt({ backend: { times } }: OpenStore, part: StoresPart, side: 0 | 1): StoredAt | undefined {
  const position = part.positions[side];
  if (position === undefined) return undefined;
  return {
    sub: times.sub(position),
    tombstone: times.isTombstone(position),
    key: textOf(times.key(position)),
    version: times.version(position),
    lease: hexId(times.lease(position)),
    valueBytes: times.valueBytes(position),
  };
}

/** The entry that wrote this revision, as this member's log and store say. */
function entryIndex({ log, backend, report }: Inspected, part: StoresPart, side: 0 | 1): number | undefined {
  const position = part.positions[side];
  if (log === undefined || backend === undefined || position === undefined) return undefined;
  const applied = report.consistentIndex ?? 0;
  const found = entriesOfRevisions(backend.times, log.requests, applied, {
    from: part.main,
    compacted: backend.compactRevision,
  });
  const index = found[position] ?? 0;
  return index === 0 ? undefined : index;
}

/** Which store has what the entry wrote; undefined where that is not plain from the entry alone. */
function whoAgrees(
  members: readonly [Inspected, Inspected],
  stores: readonly [OpenStore, OpenStore],
  part: StoresPart,
  index: number,
): 0 | 1 | undefined {
  const operation =
    members[0].log?.requests.operationAt(index) ?? members[1].log?.requests.operationAt(index);
  if (operation?.type !== 'put') return undefined;
  const holds = ([0, 1] as const).map((side) => isWritten(stores[side], part.positions[side], operation));
  if (holds[0] === holds[1]) return undefined;
  return holds[0] === true ? 0 : 1;
}

/** Whether the record at this place is what this put has written. */
function isWritten(
  { db, backend: { times } }: OpenStore,
  position: number | undefined,
  put: PutRequest,
): boolean {
  if (position === undefined || times.isTombstone(position)) return false;
  if (compareBytes(times.key(position), put.key) !== 0) return false;
  try {
    return compareBytes(valueOf(db, times, position), put.value) === 0;
  } catch (error) {
    if (!(error instanceof DbError)) throw error;
    return false;
  }
}

function maybeEntry(inspected: Inspected, index: number | undefined): EntryAt | undefined {
  if (index === undefined || inspected.log?.summary.log.recordAt(index) === undefined) return undefined;
  return entryAt(inspected, index);
}

function entryAt({ log }: Inspected, index: number): EntryAt {
  const term = Number(log?.summary.log.termAt(index) ?? 0);
  const { kind, text } = log?.requests.wordsAt(index) ?? { kind: 'unknown', text: '' };
  const short = text.length > TEXT_CHARACTERS ? `${text.slice(0, TEXT_CHARACTERS)}…` : text;
  return { index, term, kind, text: short };
}

/** As text where it is text, as hexadecimal digits where it is none. */
function textOf(bytes: Uint8Array): string {
  const text = decodeUtf8OrUndefined(bytes);
  if (text !== undefined) return text;
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
