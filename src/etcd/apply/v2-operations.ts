import type { V2Request } from '../command.ts';
import type { V2Applied } from '../v2/store.ts';
import type { Nanos } from '../v2/time.ts';
import type { AppliedState } from './applied-state.ts';

/**
 * A request of the v2 API. What members write about themselves and the cluster is the cluster's too (etcd: applierV2store.Put); of
 * a member that is none (any more) nothing is written.
 */
export function applyV2(state: AppliedState, request: V2Request, now: Nanos): V2Applied {
  const { cluster, v2 } = state;
  const { method, path, value } = request;
  cluster.applyV2(method, path, value);
  return cluster.isOfNobody(path) ? nothingWritten(state) : v2.apply(request, now);
}

export function nothingWritten({ v2 }: AppliedState): V2Applied {
  return { answer: { ok: true, event: undefined, index: v2.index }, notices: [] };
}
