import type { MemberState } from './member-state.ts';

/** So long a member that was removed goes on, so that the others hear of it (etcd: stopWithDelay). */
const STOP_DELAY_MS = 1000;

/** Why a member ends that the log has removed: it is done for, also after a restart. */
export class RemovedError extends Error {
  override name = 'RemovedError';
}

/** etcd's server ends when it has applied its own removal; here the member does, and its host says why. */
export function stopWhenRemoved({ removedAtMs, nowMs }: MemberState): void {
  if (removedAtMs === undefined || nowMs - removedAtMs < STOP_DELAY_MS) return;
  throw new RemovedError('the member has been permanently removed from the cluster');
}
