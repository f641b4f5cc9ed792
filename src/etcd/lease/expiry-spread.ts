import type { Lease } from './lease-store.ts';

/** Leases revoked in a second at most (etcd: leaseRevokeRate). Fewer than this cannot pile up. */
export const LEASE_REVOKE_RATE = 1000;
/** So many may end within a second, so that those that piled up do not take the whole rate. */
const ENDS_PER_SECOND = (3 * LEASE_REVOKE_RATE) / 4;

interface Remaining {
  readonly lease: Lease;
  /** Until its end. */
  readonly ms: number;
}

/**
 * Which leases a new leader lets live longer, and by how much: it has given all of them a new end at one moment, so
 * that thousands may end together, more than it can revoke (etcd: lessor.Promote, second half).
 *
 *     ends in ms       0 ─────────────── 1000          the first 750 of a window of one second stay,
 *                      ||||||||||||||||||||            those after them move by a second or more
 */
export function spreadDelays(
  remaining: readonly Remaining[],
): { readonly lease: Lease; readonly delayMs: number }[] {
  if (remaining.length < LEASE_REVOKE_RATE) return [];
  const byEnd = [...remaining].sort((a, b) => a.ms - b.ms);
  const delays: { lease: Lease; delayMs: number }[] = [];
  let base = byEnd[0]?.ms ?? 0;
  let windowEnd = base + 1000;
  let ends = 0;
  for (const { lease, ms } of byEnd) {
    if (ms > windowEnd) {
      base = ms;
      windowEnd = base + 1000;
      ends = 1;
      continue;
    }
    ends += 1;
    if (ends <= ENDS_PER_SECOND) continue;
    const delayMs = 1000 * (ends / ENDS_PER_SECOND) - (ms - base);
    windowEnd = base + delayMs;
    delays.push({ lease, delayMs });
  }
  return delays;
}
