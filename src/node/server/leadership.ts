import { wallClock } from '../core/wall-clock.ts';
import type { MemberState } from '../core/member-state.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { ownMemberId } from '../core/identity.ts';
import { memberRulesWith } from '../core/rules.ts';
import { count } from '../core/tally.ts';
import { failReads } from './reading.ts';

/** After every input: whether somebody else leads now, and what follows from it (etcd: updateLeadership). */
export function noticeLeader(state: MemberState, out: OutputBuilder): void {
  const { raft, lead: before, config } = state;
  const { lead } = raft;
  if (lead === before) return;
  state.lead = lead;
  if (!raft.isLeader && memberRulesWith(config.brokenRules).stopsLeaseClock()) state.leaseClock.demote();
  if (lead === 0) return;
  count(state.tally, 'etcd_server_leader_changes_seen_total');
  if (raft.isLeader) beginToLead(state);
  // A read whose round was out under another leader is not answered any more; its client may ask again.
  if (config.bootstrap === 'etcd') failReads(state, 'leaderChanged', out);
}

/** etcd: leadElectedTime, and what its statistics begin anew. */
function beginToLead(state: MemberState): void {
  const { tally, nowMs } = state;
  state.electedAtMs = nowMs;
  const id = ownMemberId(state);
  const { sinceMs, sinceWall } =
    tally.leader?.id === id ? tally.leader : { sinceMs: nowMs, sinceWall: wallClock(state) };
  tally.leader = { id, sinceMs, sinceWall, isSelf: true };
  tally.followers.clear();
}
