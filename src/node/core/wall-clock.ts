import type { MemberState } from './member-state.ts';

/** 2024-01-01T00:00:00Z: what a clock on the wall shows when a run begins, in ms since 1970. */
export const RUN_BEGINS_MS = 1_704_067_200_000;

/** What it shows at this member now, in nanoseconds since 1970: the v2 API tells when keys end by it. */
export function wallClock({ nowMs }: Pick<MemberState, 'nowMs'>): bigint {
  return wallTime(nowMs);
}

/** .. and what it showed or will show at an instant of the run. */
export function wallTime(ms: number): bigint {
  return BigInt(RUN_BEGINS_MS + Math.floor(ms)) * 1_000_000n;
}
