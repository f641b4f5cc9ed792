import type {
  ClientOperation,
  Compare,
  EtcdErrorCode,
  KeyValue,
  OperationResult,
  RangeRequest,
  TxnOperation,
  TxnOperationResult,
} from '../../etcd/request.ts';
import type {
  EtcdAnswer,
  EtcdCompare,
  EtcdKeyValue,
  EtcdOperation,
  EtcdRange,
  EtcdRefusal,
  EtcdRequest,
  EtcdResult,
  EtcdTxnOperation,
  Observed,
} from './history.ts';

/** How a call came out: its answer, or an error that says whether it may have been done all the same. */
export type Outcome =
  | { readonly status: 'ok'; readonly result: OperationResult | { readonly type: 'confChange' } }
  | { readonly status: 'failed' | 'unknown'; readonly error: EtcdErrorCode }
  /** Not yet. */
  | undefined;

/**
 * A call of a client of etcd as the judge takes it, and with a lease that it was granted that this may end by itself at any time
 * from then on. Nothing where the call says nothing of the order of changes: serializable reads, maintenance, members,
 * what was refused before it could enter the log, reads that failed.
 */
export function observedCalls(
  operation: ClientOperation,
  outcome: Outcome,
  invokedAt: number,
  returnedAt: number | undefined,
): Observed<EtcdOperation>[] {
  const request = etcdRequest(operation, outcome);
  if (request === undefined || isSerializable(operation)) return [];
  const expiry: Observed<EtcdOperation>[] =
    request.type === 'leaseGrant'
      ? [
          {
            operation: { request: { type: 'leaseRevoke', lease: request.lease }, answer: undefined },
            invokedAt,
            returnedAt: undefined,
          },
        ]
      : [];
  if (outcome?.status === 'ok') {
    const answer = etcdAnswer(outcome.result);
    return [{ operation: { request, answer }, invokedAt, returnedAt }, ...expiry];
  }
  if (outcome?.status === 'failed') {
    if (!isRefusal(outcome.error)) return [];
    return [{ operation: { request, answer: { ok: false, error: outcome.error } }, invokedAt, returnedAt }];
  }
  return [{ operation: { request, answer: undefined }, invokedAt, returnedAt: undefined }, ...expiry];
}

const refusals: ReadonlySet<EtcdErrorCode> = new Set<EtcdRefusal>([
  'compacted',
  'futureRevision',
  'leaseNotFound',
  'leaseExists',
  'keyNotFound',
]);

function isRefusal(error: EtcdErrorCode): error is EtcdRefusal {
  return refusals.has(error);
}

/** Read from whatever the member has: no part of the order, in whole transactions only if all that they do is (etcd: isTxnSerializable). */
export function isSerializable(operation: ClientOperation | TxnOperation): boolean {
  if (operation.type === 'range') return operation.consistency === 'serializable';
  if (operation.type !== 'txn') return false;
  return [...operation.success, ...operation.failure].every(
    (each) => each.type === 'range' && isSerializable(each),
  );
}

/** The server names a lease where the client leaves it to it: then the answer says which. */
function etcdRequest(operation: ClientOperation, outcome: Outcome): EtcdRequest | undefined {
  switch (operation.type) {
    case 'put':
    case 'range':
    case 'deleteRange':
    case 'txn':
      return txnOperation(operation);
    case 'compact':
      return { type: 'compact', revision: operation.revision };
    case 'leaseRevoke':
      return { type: 'leaseRevoke', lease: String(operation.id) };
    case 'leaseGrant': {
      const named = outcome?.status === 'ok' && outcome.result.type === 'leaseGrant' ? outcome.result.id : 0n;
      const lease = operation.id === 0n ? named : operation.id;
      return lease === 0n ? undefined : { type: 'leaseGrant', lease: String(lease) };
    }
    default:
      return undefined;
  }
}

/** Operations that nobody has filled do nothing, and are left out, as their answers are. */
export function txnOperation(operation: Exclude<TxnOperation, { type: 'empty' }>): EtcdTxnOperation {
  switch (operation.type) {
    case 'put': {
      const { lease = 0n, ignoreValue = false, ignoreLease = false } = operation;
      return {
        type: 'put',
        key: binaryText(operation.key),
        value: binaryText(operation.value),
        ...(lease === 0n ? {} : { lease: String(lease) }),
        ...(ignoreValue ? { ignoreValue } : {}),
        ...(ignoreLease ? { ignoreLease } : {}),
      };
    }
    case 'range':
      return rangeOf(operation);
    case 'deleteRange':
      return { type: 'delete', ...keysOf(operation) };
    default:
      return {
        type: 'txn',
        compare: operation.compare.map(compareOf),
        success: operation.success.flatMap(filled),
        failure: operation.failure.flatMap(filled),
      };
  }
}

function filled(operation: TxnOperation): EtcdTxnOperation[] {
  return operation.type === 'empty' ? [] : [txnOperation(operation)];
}

function rangeOf(range: RangeRequest): EtcdRange {
  const { revision, limit = 0, countOnly = false, keysOnly = false } = range;
  const isPartial =
    (range.minModRevision ?? 0) > 0 ||
    (range.maxModRevision ?? 0) > 0 ||
    (range.minCreateRevision ?? 0) > 0 ||
    (range.maxCreateRevision ?? 0) > 0;
  return {
    type: 'range',
    ...keysOf(range),
    ...(revision > 0 ? { revision } : {}),
    ...(limit > 0 ? { limit } : {}),
    ...(countOnly ? { countOnly } : {}),
    ...(keysOnly ? { keysOnly } : {}),
    ...(isPartial ? { isPartial } : {}),
  };
}

function keysOf({ key, rangeEnd }: { readonly key: Uint8Array; readonly rangeEnd?: Uint8Array }): {
  readonly key: string;
  readonly end?: string;
} {
  if (rangeEnd === undefined || rangeEnd.length === 0) return { key: binaryText(key) };
  return { key: binaryText(key), end: binaryText(rangeEnd) };
}

const targets = {
  VERSION: 'version',
  CREATE: 'create',
  MOD: 'mod',
  VALUE: 'value',
  LEASE: 'lease',
} as const;
const results = { EQUAL: 'equal', NOT_EQUAL: 'notEqual', GREATER: 'greater', LESS: 'less' } as const;

function compareOf(compare: Compare): EtcdCompare {
  const { target } = compare;
  const value =
    target.type === 'VALUE'
      ? binaryText(target.value ?? new Uint8Array(0))
      : target.type === 'LEASE'
        ? String(target.value ?? 0n)
        : (target.value ?? 0);
  return { ...keysOf(compare), target: targets[target.type], result: results[compare.result], value };
}

function etcdAnswer(result: OperationResult | { readonly type: 'confChange' }): EtcdAnswer {
  if (result.type === 'confChange') return { ok: true };
  const told = 'revision' in result && result.revision > 0 ? { revision: result.revision } : {};
  const own = etcdResult(result);
  return { ok: true, ...told, ...(own === undefined ? {} : { result: own }) };
}

export function etcdResult(result: OperationResult | TxnOperationResult): EtcdResult | undefined {
  switch (result.type) {
    case 'put':
      return { type: 'put', ...(result.prevKv === undefined ? {} : { previous: keyValueOf(result.prevKv) }) };
    case 'range':
      return { type: 'range', kvs: result.kvs.map(keyValueOf), count: result.count };
    case 'deleteRange':
      return {
        type: 'delete',
        deleted: result.deleted,
        ...(result.prevKvs.length === 0 ? {} : { previous: result.prevKvs.map(keyValueOf) }),
      };
    case 'txn':
      return {
        type: 'txn',
        succeeded: result.succeeded,
        results: result.responses.flatMap((each) => {
          const own = each.type === 'empty' ? undefined : etcdResult(each);
          return own === undefined ? [] : [own];
        }),
      };
    case 'compact':
    case 'leaseGrant':
    case 'leaseRevoke':
      return { type: result.type };
    default:
      return undefined;
  }
}

function keyValueOf(kv: KeyValue): EtcdKeyValue {
  return {
    key: binaryText(kv.key),
    value: binaryText(kv.value),
    create: kv.createRevision,
    mod: kv.modRevision,
    version: kv.version,
    lease: String(kv.lease),
  };
}

/** A character a byte: in the order of their characters such texts have the order of their bytes. */
export function binaryText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
