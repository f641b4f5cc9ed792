import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { failReads } from './reading.ts';

/** After every input: whether somebody else leads now, and what follows from it (etcd: updateLeadership). */
export function noticeLeader(state: MemberState, out: OutputBuilder): void {
  const { raft, lead: before, config } = state;
  const { lead } = raft;
  if (lead === before) return;
  state.lead = lead;
  if (!raft.isLeader) state.leaseClock.demote();
  if (lead === 0) return;
  if (raft.isLeader) state.electedAtMs = state.nowMs;
  // A read whose round was out under another leader is not answered any more; its client may ask again.
  if (config.bootstrap === 'etcd') failReads(state, 'leaderChanged', out);
}
