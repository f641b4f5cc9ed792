import type { Revision } from '../../base/flavor.ts';
import type { Observed } from '../../check/linearizability/history.ts';
import { judgeHistory as judgeAll } from '../../check/linearizability/judge-history.ts';
import type { RegisterOperation } from '../../check/linearizability/register-model.ts';
import type {
  ClientOperation,
  OperationResult,
  RangeRequest,
  TxnOperation,
  TxnOperationResult,
} from '../../etcd/request.ts';
import type { HistoryCall } from '../language/client-action.ts';
import { compareKeys, isBeyondRange, type KeyRange } from '../../etcd/mvcc/key-range.ts';
import { bytesOf, textOf } from '../language/text.ts';

/** A client's call as the client saw it, for the judges. Times count the lines of the script. */
export interface RecordedCall {
  readonly operation: ClientOperation;
  readonly invokedAt: number;
  /** undefined: it has not returned, or with an error that leaves open whether it was done. */
  returnedAt: number | undefined;
  /** undefined: not known. */
  result: OperationResult | undefined;
  /** It has certainly not been done. */
  isVoid: boolean;
}

/** unknown: there is too much of it to tell. */
export type Verdict = 'ok' | 'illegal' | 'unknown';

/** Whether the history of every key is linearizable: which is whether the whole is (Herlihy and Wing 1990, locality). */
export function judgeHistory(calls: readonly HistoryCall[]): Verdict {
  return verdictOf(
    calls.map(({ key, operation, invokedAt, returnedAt }) => ({
      operation: { ...operation, key },
      invokedAt,
      returnedAt,
    })),
  );
}

/**
 * The same of what a script's clients did: puts and deletions write, every key that an answer names was read. A
 * transaction's parts are judged one by one, so that its being one is not (only that each of them was).
 */
export function judgeCalls(calls: readonly RecordedCall[]): Verdict {
  const seen: Observed<RegisterOperation>[] = [];
  const parts = calls.flatMap((call) => registerOperations(call).map((part) => ({ call, part })));
  const keys = new Set(parts.flatMap(({ part }) => (typeof part.key === 'string' ? [part.key] : [])));
  for (const { call, part } of parts) {
    const { invokedAt, returnedAt } = call;
    const { key, type, value } = part;
    const touched = typeof key === 'string' ? [key] : [...keys].filter((each) => isWithin(key, each));
    for (const each of touched) seen.push({ operation: { type, key: each, value }, invokedAt, returnedAt });
  }
  return verdictOf(seen);
}

function isWithin(range: KeyRange, key: string): boolean {
  const bytes = bytesOf(key);
  return compareKeys(bytes, range.key) >= 0 && !isBeyondRange(range, bytes);
}

/** What a read of the newest revision, or of an older one, has told; for whoever knows what was there. */
export interface SeenRead {
  readonly request: RangeRequest;
  readonly revision: Revision;
  readonly kvs: readonly { readonly key: Uint8Array; readonly value: Uint8Array }[];
}

/** The reads that have been answered, by themselves or in transactions that only read. */
export function readsOf(calls: readonly RecordedCall[]): SeenRead[] {
  return calls.flatMap(({ operation, result }) =>
    operation.type === 'range' && result?.type === 'range'
      ? [{ request: operation, revision: result.revision, kvs: result.kvs }]
      : [],
  );
}

/** Of one key, or of all keys of a range. */
type KeyOperation = Omit<Extract<RegisterOperation, { type: 'write' | 'read' }>, 'key'> & {
  readonly key: string | KeyRange;
};

function registerOperations({ operation, result, isVoid }: RecordedCall): KeyOperation[] {
  if (isVoid) return [];
  if (operation.type === 'put' || operation.type === 'deleteRange' || operation.type === 'range') {
    return partsOf(operation, result);
  }
  if (operation.type !== 'txn') return [];
  if (result?.type !== 'txn') {
    return [...operation.success, ...operation.failure].flatMap((each) => partsOf(each, undefined));
  }
  const taken = result.succeeded ? operation.success : operation.failure;
  return taken.flatMap((each, i) => partsOf(each, result.responses[i]));
}

function partsOf(
  operation: TxnOperation,
  result: TxnOperationResult | OperationResult | undefined,
): KeyOperation[] {
  const isOneKey = !('rangeEnd' in operation) || operation.rangeEnd === undefined;
  switch (operation.type) {
    case 'put':
      return [{ type: 'write', key: textOf(operation.key), value: textOf(operation.value) }];
    case 'deleteRange':
      return [{ type: 'write', key: isOneKey ? textOf(operation.key) : operation, value: undefined }];
    case 'range':
      return result?.type === 'range' && isOneKey && operation.revision <= 0
        ? [{ type: 'read', key: textOf(operation.key), value: valueOf(result.kvs[0]?.value) }]
        : [];
    case 'txn':
      return result?.type === 'txn'
        ? (result.succeeded ? operation.success : operation.failure).flatMap((each, i) =>
            partsOf(each, result.responses[i]),
          )
        : [...operation.success, ...operation.failure].flatMap((each) => partsOf(each, undefined));
    default:
      return [];
  }
}

function valueOf(value: Uint8Array | undefined): string | undefined {
  return value === undefined ? undefined : textOf(value);
}

function verdictOf(calls: readonly Observed<RegisterOperation>[]): Verdict {
  const { type } = judgeAll({ model: 'register', calls });
  return type === 'linearizable' ? 'ok' : type === 'impossible' ? 'illegal' : 'unknown';
}
