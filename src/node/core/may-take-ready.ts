import type { MemberState } from './member-state.ts';

/** Whether raft has a Ready, and may give it out now: with synchronous storage not before the last one is worked off. */
export function mayTakeReady({ raft, openReady }: MemberState): boolean {
  return openReady === undefined && raft.hasReady();
}
