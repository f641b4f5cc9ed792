import { answered, refused, type Answer } from '../answer.ts';
import type { LeaseId } from '../request.ts';
import { LeasedWrite } from '../txn/leased-write.ts';
import type { AppliedState } from './applied-state.ts';

/** The server has chosen an id by now. Errors: leaseNotFound, leaseTtlTooLarge, leaseExists. */
export function applyGrant({ kv, leases }: AppliedState, id: LeaseId, ttl: number): Answer {
  const lease = leases.grant(id, ttl);
  if (typeof lease === 'string') return refused(lease);
  return answered({ type: 'leaseGrant', revision: kv.revision, id, ttl: lease.ttl });
}

/** Deletes the keys attached, in their order, as one revision; none if there are none. Error: leaseNotFound. */
export function applyRevoke({ kv, leases }: AppliedState, id: LeaseId): Answer {
  if (leases.lookup(id) === undefined) return refused('leaseNotFound');
  const write = new LeasedWrite(kv, leases);
  for (const key of leases.keys(id)) write.deleteKeys({ key });
  const revision = write.end();
  leases.remove(id);
  return answered({ type: 'leaseRevoke', revision });
}

/** What the leader says its leases have left. Of a lease that is gone meanwhile nothing is noted. */
export function applyCheckpoints(
  { kv, leases }: AppliedState,
  checkpoints: readonly { readonly id: LeaseId; readonly remainingTtl: number }[],
): Answer {
  for (const { id, remainingTtl } of checkpoints) leases.checkpoint(id, remainingTtl);
  return answered({ type: 'leaseCheckpoint', revision: kv.revision });
}
