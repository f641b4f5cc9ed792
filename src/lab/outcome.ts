import { microsToMs } from '../base/flavor.ts';
import { errorText } from '../etcd/error.ts';
import type { KeyValue } from '../etcd/request.ts';
import type { ClientCall } from '../sim/client-call.ts';
import type { Outcome } from './world-state.ts';
import { decodeUtf8 } from '../base/utf8.ts';

/** How a call has ended, with text for bytes and milliseconds for microseconds. */
export function outcomeOf(call: ClientCall): Outcome {
  const times = {
    node: call.node,
    invokedAtMs: microsToMs(call.invokedAt),
    returnedAtMs: microsToMs(call.returnedAt ?? call.invokedAt),
  };
  const { result } = call;
  if (result === undefined)
    return { status: 'unknown', error: 'the call was cut off with its future', ...times };
  if (result.status !== 'ok') return { status: result.status, error: errorText(result.error), ...times };
  const answer = result.result;
  switch (answer.type) {
    case 'range':
      return { status: 'ok', revision: answer.revision, kvs: answer.kvs.map(textOf), ...times };
    case 'deleteRange':
      return { status: 'ok', revision: answer.revision, deleted: answer.deleted, ...times };
    case 'put':
    case 'compact':
      return { status: 'ok', revision: answer.revision, ...times };
    case 'confChange':
      return { status: 'ok', ...times };
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
