import { decodeUtf8 } from '../../base/utf8.ts';
import type { KeyValue } from '../../etcd/request.ts';
import type { Outcome } from '../frame/world-state.ts';
import type { CallResult } from './call.ts';

/** A result in the shape that `put` and `get` of the scripting object give: text for bytes, no more than scripts ask for. */
export function outcomeOf(result: CallResult): Outcome {
  const { node, invokedAtMs, returnedAtMs, status } = result;
  const times = { node, invokedAtMs, returnedAtMs };
  if (status !== 'ok') return { status, error: result.error, ...times };
  const answer = result.result;
  switch (answer.type) {
    case 'range':
      return { status: 'ok', revision: answer.revision, kvs: answer.kvs.map(textOf), ...times };
    case 'deleteRange':
      return { status: 'ok', revision: answer.revision, deleted: answer.deleted, ...times };
    case 'put':
    case 'compact':
      return { status: 'ok', revision: answer.revision, ...times };
    default:
      return { status: 'ok', ...times };
  }
}

function textOf(kv: KeyValue): NonNullable<Outcome['kvs']>[number] {
  return {
    key: decodeUtf8(kv.key),
    value: decodeUtf8(kv.value),
    createRevision: kv.createRevision,
    modRevision: kv.modRevision,
    version: kv.version,
    lease: Number(kv.lease),
  };
}
