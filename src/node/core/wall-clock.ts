import { RUN_BEGINS_MS } from '../../base/run-begins.ts';
import type { MemberConfig } from '../io.ts';
import type { MemberState } from './member-state.ts';

/** What it shows at this member now, in nanoseconds since 1970: the v2 API tells when keys end by it. */
export function wallClock({ nowMs, wallAheadMs }: Pick<MemberState, 'nowMs' | 'wallAheadMs'>): bigint {
  return wallTime(nowMs + wallAheadMs);
}

/** .. and what it showed as this life of the member began. */
export function wallAtStart({ startedAtMs, wallAheadMs }: MemberConfig): bigint {
  return wallTime(startedAtMs + (wallAheadMs ?? 0));
}

/** What a clock that was never set shows at an instant of the run. */
function wallTime(ms: number): bigint {
  return BigInt(RUN_BEGINS_MS + Math.floor(ms)) * 1_000_000n;
}
