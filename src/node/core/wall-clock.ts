import { RUN_BEGINS_MS } from '../../base/run-begins.ts';
import type { MemberState } from './member-state.ts';

/** What it shows at this member now, in nanoseconds since 1970: the v2 API tells when keys end by it. */
export function wallClock({ nowMs }: Pick<MemberState, 'nowMs'>): bigint {
  return wallTime(nowMs);
}

/** .. and what it showed or will show at an instant of the run. */
export function wallTime(ms: number): bigint {
  return BigInt(RUN_BEGINS_MS + Math.floor(ms)) * 1_000_000n;
}
