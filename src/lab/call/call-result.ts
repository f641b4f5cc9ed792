import { microsToMs } from '../../base/flavor.ts';
import { errorText } from '../../etcd/error.ts';
import { staleBy } from '../../sim/clients/stale.ts';
import type { CallResult } from './call.ts';
import type { EndedCall } from './open-calls.ts';

const CUT_OFF = 'the future that this call was made in is gone';

/** How a call has ended, for whoever made it. */
export function callResultOf(ended: EndedCall): CallResult {
  if (ended.type === 'cutOff') {
    const { node, invokedAtMs, returnedAtMs } = ended;
    return { status: 'unknown', code: undefined, error: CUT_OFF, node, invokedAtMs, returnedAtMs };
  }
  const { node, invokedAt, returnedAt, result } = ended.call;
  const times = {
    node,
    invokedAtMs: microsToMs(invokedAt),
    returnedAtMs: microsToMs(returnedAt ?? invokedAt),
  };
  if (result === undefined) return { status: 'unknown', code: undefined, error: CUT_OFF, ...times };
  if (result.status !== 'ok') {
    return { status: result.status, code: result.error, error: errorText(result.error), ...times };
  }
  return {
    status: 'ok',
    result: result.result,
    identity: result.identity,
    staleBy: staleBy(ended.call),
    ...times,
  };
}
