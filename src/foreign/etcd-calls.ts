import { unreachable } from '../base/assert.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import type * as known from '../check/linearizability/history.ts';
import { binaryText } from '../check/linearizability/observed-call.ts';
import type { EtcdAction, EtcdContent, EtcdRequest, EtcdResponse, EtcdResult } from './history.ts';

/**
 * A request as the judge's model of etcd takes it; undefined: it is no part of the order, or it was refused for a reason that
 * says nothing of the store. `isKnown` false: nobody knows what came of it.
 */
export function etcdCall(
  { request, response }: EtcdContent,
  isKnown: boolean,
): known.EtcdOperation | undefined {
  const asked = askedOf(request);
  if (asked === undefined) return undefined;
  if (!isKnown || response === undefined) return { request: asked, answer: undefined };
  const answer = answerOf(request, response);
  return answer && { request: asked, answer };
}

function askedOf(request: EtcdRequest): known.EtcdRequest | undefined {
  switch (request.type) {
    case 'range':
      return {
        ...actionOf({ ...request, type: 'range' }),
        ...(request.revision === 0 ? {} : { revision: request.revision }),
      };
    case 'txn': {
      const only = onlyAction(request);
      if (only !== undefined) return actionOf(only);
      const { conditions, onSuccess, onFailure } = request;
      return {
        type: 'txn',
        compare: conditions.map(({ key, revision, version }) => ({
          key: bytesOf(key),
          target: version === undefined ? 'mod' : 'version',
          result: 'equal',
          value: version ?? revision ?? 0,
        })),
        success: onSuccess.map(actionOf),
        failure: onFailure.map(actionOf),
      };
    }
    case 'leaseGrant':
    case 'leaseRevoke':
      // The tests know no id of a lease that they were not answered.
      return request.lease === '0' ? undefined : { type: request.type, lease: request.lease };
    case 'compact':
      return { type: 'compact', revision: request.revision };
    case 'defragment':
      return undefined;
    default:
      return unreachable(request);
  }
}

/** The one operation of a transaction without a guard: such are the tests' puts and deletions. */
function onlyAction(request: EtcdRequest): EtcdAction | undefined {
  if (request.type !== 'txn' || request.conditions.length > 0 || request.onFailure.length > 0)
    return undefined;
  return request.onSuccess.length === 1 ? request.onSuccess[0] : undefined;
}

function actionOf(action: EtcdAction): known.EtcdPut | known.EtcdRange | known.EtcdDelete {
  switch (action.type) {
    case 'put': {
      const { key, value, lease } = action;
      const put = { type: 'put', key: bytesOf(key), value: bytesOf(value) } as const;
      return lease === '0' ? put : { ...put, lease };
    }
    case 'delete':
      return { type: 'delete', key: bytesOf(action.key) };
    case 'range': {
      const { start, end, limit } = action;
      return {
        type: 'range',
        key: bytesOf(start),
        ...(end === '' ? {} : { end: bytesOf(end) }),
        ...(limit === 0 ? {} : { limit }),
      };
    }
    default:
      return unreachable(action);
  }
}

/** undefined: it was refused for something else than what the store was like. */
function answerOf(request: EtcdRequest, response: EtcdResponse): known.EtcdAnswer | undefined {
  const { revision, failed, results, clientError } = response;
  if (clientError !== '') {
    const error = refusalOf(clientError);
    return error && { ok: false, error };
  }
  // Leases and compaction answer with what the member has come to, which is no part of the order.
  if (request.type !== 'range' && request.type !== 'txn') return { ok: true };
  if (revision === -1) return { ok: true };
  const [first] = results;
  if (request.type === 'range') return { ok: true, revision, result: rangeOf(first) };
  const only = onlyAction(request);
  if (only !== undefined) return { ok: true, revision, result: resultOf(only, first) };
  const branch = failed ? request.onFailure : request.onSuccess;
  const told = branch.map((action, i) => resultOf(action, results[i]));
  return { ok: true, revision, result: { type: 'txn', succeeded: !failed, results: told } };
}

function resultOf(action: EtcdAction, result: EtcdResult | undefined): known.EtcdResult {
  if (action.type === 'range') return rangeOf(result);
  return action.type === 'delete' ? { type: 'delete', deleted: result?.deleted ?? 0 } : { type: 'put' };
}

function rangeOf(result: EtcdResult | undefined): known.EtcdResult {
  const kvs = (result?.kvs ?? []).map(({ key, value, modRevision }) => ({
    key: bytesOf(key),
    value: bytesOf(value),
    mod: modRevision,
  }));
  return { type: 'range', kvs, count: result?.count ?? 0 };
}

function refusalOf(error: string): known.EtcdRefusal | undefined {
  if (error.includes('compacted')) return 'compacted';
  if (error.includes('future rev')) return 'futureRevision';
  if (error.includes('lease not found')) return 'leaseNotFound';
  return error.includes('lease already exists') ? 'leaseExists' : undefined;
}

/** A character a byte, as the model compares them. */
function bytesOf(text: string): string {
  return binaryText(encodeUtf8(text));
}
