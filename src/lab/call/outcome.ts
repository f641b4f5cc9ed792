import { microsToMs } from '../../base/flavor.ts';
import { errorText } from '../../etcd/error.ts';
import type { KeyValue } from '../../etcd/request.ts';
import type { CallResult } from '../lab-port.ts';
import type { EndedCall } from './open-calls.ts';
import type { Outcome } from '../frame/world-state.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import { staleBy } from '../frame/call-frame.ts';

/** How a call has ended, with text for bytes and milliseconds for microseconds. */
export function outcomeOf(ended: EndedCall): Outcome {
  const times = timesOf(ended);
  const result = ended.type === 'ended' ? ended.call.result : undefined;
  if (result === undefined) return { status: 'unknown', error: CUT_OFF, ...times };
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

/** The same with everything that came back, as it is. */
export function callResultOf(ended: EndedCall): CallResult {
  const times = timesOf(ended);
  if (ended.type === 'cutOff') return { status: 'unknown', code: undefined, error: CUT_OFF, ...times };
  const { call } = ended;
  const { result } = call;
  if (result === undefined) return { status: 'unknown', code: undefined, error: CUT_OFF, ...times };
  if (result.status !== 'ok') {
    return { status: result.status, code: result.error, error: errorText(result.error), ...times };
  }
  return { status: 'ok', result: result.result, identity: result.identity, staleBy: staleBy(call), ...times };
}

const CUT_OFF = 'the future that this call was made in is gone';

function timesOf(ended: EndedCall): Pick<Outcome, 'node' | 'invokedAtMs' | 'returnedAtMs'> {
  if (ended.type === 'cutOff') {
    const { node, invokedAtMs, returnedAtMs } = ended;
    return { node, invokedAtMs, returnedAtMs };
  }
  const { node, invokedAt, returnedAt } = ended.call;
  return { node, invokedAtMs: microsToMs(invokedAt), returnedAtMs: microsToMs(returnedAt ?? invokedAt) };
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
