import { unreachable } from '../base/assert.ts';
import type { EtcdAction, EtcdCondition, EtcdRequest, EtcdResponse, EtcdResult } from './history.ts';

/** A request as one line, by etcd's words. */
export function requestText(request: EtcdRequest): string {
  switch (request.type) {
    case 'range': {
      const { revision } = request;
      return `${rangeText(request)}${revision === 0 ? '' : ` rev ${revision}`}`;
    }
    case 'txn':
      return txnText(request);
    case 'leaseGrant':
    case 'leaseRevoke':
      return `${request.type} ${request.lease}`;
    case 'compact':
      return `compact ${request.revision}`;
    case 'defragment':
      return 'defragment';
    default:
      return unreachable(request);
  }
}

function txnText({ conditions, onSuccess, onFailure }: Extract<EtcdRequest, { type: 'txn' }>): string {
  const then = onSuccess.map(actionText).join('; ');
  if (conditions.length === 0 && onFailure.length === 0) return then;
  const parts = [`if ${conditions.map(conditionText).join(' && ')}`, `then ${then || '–'}`];
  return [...parts, ...(onFailure.length === 0 ? [] : [`else ${onFailure.map(actionText).join('; ')}`])].join(
    ' ',
  );
}

function conditionText({ key, revision, version }: EtcdCondition): string {
  return version === undefined ? `mod(${key}) = ${revision ?? 0}` : `version(${key}) = ${version}`;
}

function actionText(action: EtcdAction): string {
  switch (action.type) {
    case 'range':
      return rangeText(action);
    case 'put':
      return `put ${action.key} = ${action.value}${action.lease === '0' ? '' : ` (lease ${action.lease})`}`;
    case 'delete':
      return `delete ${action.key}`;
    default:
      return unreachable(action);
  }
}

function rangeText({ start, end, limit }: { start: string; end: string; limit: number }): string {
  const keys = end === '' ? `get ${start}` : `range [${start}, ${end})`;
  return limit === 0 ? keys : `${keys} limit ${limit}`;
}

/** What came of it, and the header's revision. */
export function responseText(request: EtcdRequest, response: EtcdResponse): string {
  const { clientError, revision, failed, results } = response;
  if (clientError !== '') return clientError;
  const isRead = request.type === 'range';
  const told = results.map((result) => resultText(result, isRead)).filter((text) => text !== '');
  const isGuarded = request.type === 'txn' && request.conditions.length > 0;
  const branch = isGuarded ? [failed ? 'else' : 'then'] : [];
  return [...branch, ...told, revision === -1 ? 'rev ?' : `rev ${revision}`].join(', ');
}

function resultText({ kvs, count, deleted }: EtcdResult, isRead: boolean): string {
  if (kvs.length > 0) {
    const more = count > kvs.length ? `, ${count} in all` : '';
    return (
      kvs.map(({ key, value, modRevision }) => `${key} = ${value} (mod ${modRevision})`).join(', ') + more
    );
  }
  if (deleted > 0) return `${deleted} deleted`;
  return isRead ? (count > 0 ? `count ${count}` : 'nothing') : '';
}
