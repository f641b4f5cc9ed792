import type { NodeId } from '../../base/flavor.ts';
import type { MemberId } from '../../etcd/request.ts';
import type { MemberState } from './member-state.ts';
import type { OutputBuilder } from './output-builder.ts';
import { memberRulesWith } from './rules.ts';

/** So long a member that was removed goes on, so that the others hear of it (etcd: stopWithDelay). */
const STOP_DELAY_MS = 1000;

/**
 * The member's own removal, if it is over with it: it is to be stopped, for good (etcd: "the member has been permanently
 * removed from the cluster").
 */
export function endedRemoval({ removal, nowMs, nodeIds, config }: MemberState): MemberId | undefined {
  if (removal === undefined || nowMs - removal.atMs < STOP_DELAY_MS) return undefined;
  // Since then it may have learnt that it was added again, with the disk it had.
  const own = nodeIds.get(config.id);
  return own === undefined || own === removal.id ? removal.id : undefined;
}

/** Whether what the member has applied, or begins with, says that it was removed. */
export function noticeOwnRemoval(state: MemberState): void {
  const { config, nodeIds, removedIds } = state;
  const id = nodeIds.has(config.id) ? undefined : removedIds.get(config.id);
  if (id !== undefined) takeRemoval(state, id);
}

/** This member was removed; what is said of one that was on this machine before it, with another disk, is not about it. */
export function takeRemoval(state: MemberState, id: MemberId): void {
  if (!endsWhenRemoved(state)) return;
  if (state.config.formerIds.includes(id)) return;
  if (state.removal?.id !== id) state.removal = { id, atMs: state.nowMs };
}

/**
 * Tells a machine that its member does not belong to the cluster any more, as peers refuse the connections of one that
 * was removed (etcd: rafthttp, 410 Gone). What it says is heard all the same: it may have been added again, and this
 * member has not heard of it yet.
 */
export function tellIfRemoved(state: MemberState, node: NodeId, out: OutputBuilder): void {
  const member = state.nodeIds.has(node) ? undefined : state.removedIds.get(node);
  if (member === undefined || node === state.config.id || !endsWhenRemoved(state)) return;
  out.peers.push({
    type: 'PeerRemoved',
    from: state.config.id,
    to: node,
    term: state.raft.term,
    call: 0,
    member,
  });
}

/** What a peer says of this member, if it is about this one. */
export function hearOfRemoval(state: MemberState, member: MemberId): void {
  const own = state.nodeIds.get(state.config.id) ?? member;
  if (own === member) takeRemoval(state, member);
}

function endsWhenRemoved({ config }: MemberState): boolean {
  return memberRulesWith(config.brokenRules).endsWhenRemoved(config.stopsWhenRemoved);
}
