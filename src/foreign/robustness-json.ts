import { ForeignError } from './foreign-error.ts';
import type {
  EtcdAction,
  EtcdCondition,
  EtcdPair,
  EtcdRequest,
  EtcdResponse,
  EtcdResult,
  KeyRange,
} from './history.ts';
import { isObject, type Json, type JsonObject } from './json-values.ts';
import type { Reading } from './robustness.ts';

/**
 * Requests and answers as tests/robustness/model/types.go has them. Its older forms are read as well: an operation's key and value
 * beside its type (`{Type: "put", Key, Value}`), a range by `WithPrefix`.
 */
export function readRequest(reading: Reading, input: JsonObject): EtcdRequest {
  const type = reading.text(input, 'Type');
  const part = (field: string): JsonObject => reading.object(input[field], field);
  switch (type) {
    case 'range': {
      const range = part('Range');
      return { type: 'range', revision: reading.number(range, 'Revision'), ...readRange(reading, range) };
    }
    case 'txn': {
      const txn = part('Txn');
      return {
        type: 'txn',
        conditions: reading.list(txn, 'Conditions').map((each) => readCondition(reading, each)),
        onSuccess: actionsOf(reading, txn, 'OperationsOnSuccess'),
        onFailure: actionsOf(reading, txn, 'OperationsOnFailure'),
      };
    }
    case 'leaseGrant':
      return { type, lease: reading.digits(part('LeaseGrant'), 'LeaseID') };
    case 'leaseRevoke':
      return { type, lease: reading.digits(part('LeaseRevoke'), 'LeaseID') };
    case 'compact':
      return { type, revision: reading.number(part('Compact'), 'Revision') };
    case 'defragment':
      return { type };
    default:
      throw unknown(reading, 'Input.Type', type);
  }
}

function readRange(reading: Reading, range: JsonObject): KeyRange {
  const start = reading.text(range, 'Start') || reading.text(range, 'Key');
  const end = range['WithPrefix'] === true ? endOfPrefix(start) : reading.text(range, 'End');
  return { start, end, limit: reading.number(range, 'Limit') };
}

/** The first key behind all that begin so, as clientv3.GetPrefixRangeEnd has it. */
function endOfPrefix(prefix: string): string {
  const last = prefix.codePointAt(prefix.length - 1);
  return last === undefined ? '\0' : prefix.slice(0, -1) + String.fromCodePoint(last + 1);
}

function readCondition(reading: Reading, value: Json): EtcdCondition {
  const condition = reading.object(value, 'Conditions');
  const version = reading.number(condition, 'ExpectedVersion');
  return {
    key: reading.text(condition, 'Key'),
    // A condition compares one of the two: the revision, unless a version is said.
    revision: version > 0 ? undefined : reading.number(condition, 'ExpectedRevision'),
    version: version > 0 ? version : undefined,
  };
}

function actionsOf(reading: Reading, txn: JsonObject, field: string): EtcdAction[] {
  return reading.list(txn, field).map((each) => readAction(reading, reading.object(each, field)));
}

function readAction(reading: Reading, action: JsonObject): EtcdAction {
  const type = reading.text(action, 'Type').replace(/-operation$/, '');
  const own = (field: string): JsonObject => {
    const nested = action[field];
    return isObject(nested) ? nested : action;
  };
  switch (type) {
    case 'range':
      return { type, ...readRange(reading, own('Range')) };
    case 'put': {
      const put = own('Put');
      return {
        type,
        key: reading.text(put, 'Key'),
        value: valueText(reading, put['Value']),
        lease: reading.digits(put, 'LeaseID'),
      };
    }
    case 'delete':
      return { type, key: reading.text(own('Delete'), 'Key') };
    default:
      throw unknown(reading, 'Type', type);
  }
}

/** The text, or `#` and the hash of one that is 20 bytes or longer: of those nothing else is known. */
export function valueText(reading: Reading, value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  const of = reading.object(value, 'Value');
  const hash = reading.number(of, 'Hash');
  return hash === 0 ? reading.text(of, 'Value') : `#${hash}`;
}

export function readResponse(reading: Reading, output: JsonObject): EtcdResponse {
  const { Txn: txn, Range: range } = output;
  const isPartial = output['PartialResponse'] === true || output['Persisted'] === true;
  const results = isObject(txn)
    ? reading.list(txn, 'Results').map((each) => readResult(reading, reading.object(each, 'Results')))
    : isObject(range)
      ? [readResult(reading, range)]
      : [];
  return {
    revision: isPartial
      ? reading.number(output, 'PersistedRevision') || -1
      : reading.number(output, 'Revision'),
    failed: isObject(txn) && txn['Failure'] === true,
    results,
    clientError: reading.text(output, 'ClientError'),
  };
}

function readResult(reading: Reading, result: JsonObject): EtcdResult {
  return {
    kvs: reading.list(result, 'KVs').map((each) => readPair(reading, reading.object(each, 'KVs'))),
    count: reading.number(result, 'Count'),
    deleted: reading.number(result, 'Deleted'),
  };
}

function readPair(reading: Reading, pair: JsonObject): EtcdPair {
  return {
    key: reading.text(pair, 'Key'),
    value: valueText(reading, pair['Value']),
    modRevision: reading.number(pair, 'ModRevision'),
  };
}

function unknown(reading: Reading, field: string, found: string): ForeignError {
  return new ForeignError('badField', { file: reading.file, line: reading.line }, { field, found });
}
