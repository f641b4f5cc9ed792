import { absence, reach, type Absence } from '../../explain/situation.ts';
import { msToMicros, type LogIndex, type Micros, type NodeId } from '../../base/flavor.ts';
import type { Frame, NodeFrame, RequestFrame } from '../../lab/frame/frame.ts';
import type { MemberView } from '../../node/report/view.ts';
import { jointVoteResult } from '../../raft/quorum/quorum.ts';
import type { RuleName } from '../../raft/rules.ts';
import { QuorumRules } from '../../explain/quorum-rules.ts';

/** Why a client's call is not answered yet, with the numbers that decide; and until when its client waits. */
export type WhyWaiting = { readonly givesUpAt: Micros } & (
  | { readonly type: 'paused'; readonly node: NodeId }
  | { readonly type: 'noLeader'; readonly node: NodeId }
  /** The member asked knows a leader that it does not reach. */
  | { readonly type: 'leaderAway'; readonly node: NodeId; readonly leader: NodeId; readonly because: Absence }
  | {
      readonly type: 'noQuorum';
      readonly rule: RuleName;
      readonly leader: NodeId;
      /** A read waits for a quorum to confirm the leader, a change for a quorum of disks. */
      readonly wants: 'read' | 'change';
      readonly have: readonly NodeId[];
      readonly voters: number;
      readonly need: number;
      readonly missing: readonly { readonly id: NodeId; readonly because: Absence }[];
      /** When the leader will have noticed, if it checks its quorum. */
      readonly stepsDownIn: Micros | undefined;
    }
  /** The read index is known, and the store is not there yet. */
  | { readonly type: 'applying'; readonly node: NodeId; readonly index: LogIndex; readonly applied: LogIndex }
  | { readonly type: 'underWay'; readonly leader: NodeId }
);

/** Undefined for a call that has ended, or whose member is not there. */
export function whyWaiting(frame: Frame, request: RequestFrame): WhyWaiting | undefined {
  if (request.status !== 'pending') return undefined;
  const asked = frame.nodes.find(({ id }) => id === request.node);
  if (asked === undefined || asked.view === undefined) return undefined;
  const givesUpAt = request.invokedAt + msToMicros(frame.config.clientTimeoutMs);
  if (asked.status === 'paused') return { type: 'paused', node: asked.id, givesUpAt };
  const { view } = asked;
  const read = view.pendingReads.find((each) => each.request === request.id);
  if (read !== undefined && read.index > view.applied) {
    return { type: 'applying', node: asked.id, index: read.index, applied: view.applied, givesUpAt };
  }
  if (view.lead === 0) return { type: 'noLeader', node: asked.id, givesUpAt };
  const leader = frame.nodes.find(({ id }) => id === view.lead);
  if (leader?.view === undefined || leader.status !== 'up' || !reach(frame, asked.id, leader.id)) {
    const because = absence(frame, view.lead, asked.id, true);
    return { type: 'leaderAway', node: asked.id, leader: view.lead, because, givesUpAt };
  }
  return { ...quorumOf(frame, leader, leader.view, request), givesUpAt };
}

type Quorum = Omit<Extract<WhyWaiting, { type: 'noQuorum' }>, 'givesUpAt'>;

function quorumOf(
  frame: Frame,
  leader: NodeFrame,
  view: MemberView,
  request: RequestFrame,
): Quorum | { readonly type: 'underWay'; readonly leader: NodeId } {
  const quorum = new QuorumRules(frame.config, leader.settingsInForce);
  const wants = request.kind === 'get' ? 'read' : 'change';
  // Who does not confirm reads asks nobody for them.
  if (wants === 'read' && !quorum.rules.confirmsReads()) return { type: 'underWay', leader: leader.id };
  for (const voters of [view.confState.voters, view.confState.votersOutgoing]) {
    if (voters.length === 0) continue;
    const have = voters.filter((id) => isReachable(frame, leader.id, id));
    const need = quorum.needToCommit(voters);
    if (have.length >= need) continue;
    return {
      type: 'noQuorum',
      rule: wants === 'read' ? 'confirmsReads' : 'committedIndex',
      leader: leader.id,
      wants,
      have,
      voters: voters.length,
      need,
      missing: voters
        .filter((id) => !have.includes(id))
        .map((id) => ({ id, because: absence(frame, id, leader.id, true) })),
      stepsDownIn:
        frame.config.checkQuorum && quorum.rules.deposesSilentLeader()
          ? untilQuorumCheck(frame, leader, view)
          : undefined,
    };
  }
  return { type: 'underWay', leader: leader.id };
}

function isReachable(frame: Frame, from: NodeId, id: NodeId): boolean {
  const node = frame.nodes.find((each) => each.id === id);
  return node?.status === 'up' && (id === from || reach(frame, from, id));
}

/** The leader checks once an election timeout whether it has heard from a quorum; at the latest at the check after next. */
function untilQuorumCheck({ at, config }: Frame, leader: NodeFrame, view: MemberView): Micros {
  const tick = msToMicros(config.tickMs);
  const left = Math.max(0, view.electionTimeout - view.electionElapsed - 1);
  const { voters, votersOutgoing } = view.confState;
  const hasHeard = (id: NodeId) => view.progress.find((each) => each.id === id)?.recentActive;
  const again = jointVoteResult(voters, votersOutgoing, hasHeard) === 'won' ? view.electionTimeout : 0;
  return Math.max(0, (leader.nextTickAt ?? at) - at) + (left + again) * tick;
}
