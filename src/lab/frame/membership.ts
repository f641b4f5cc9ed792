import type { NodeId } from '../../base/flavor.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { ConfState } from '../../raft/entry.ts';

/** The configuration in force: the running leader's of the highest term, or of whoever has applied most. */
export function confStateOf(views: readonly MemberView[]): ConfState | undefined {
  let best: MemberView | undefined;
  for (const view of views) if (best === undefined || outranks(view, best)) best = view;
  return best?.confState;
}

export function membershipOf(confState: ConfState | undefined, id: NodeId): 'voter' | 'learner' | 'none' {
  if (confState === undefined) return 'none';
  if (confState.voters.includes(id) || confState.votersOutgoing.includes(id)) return 'voter';
  return confState.learners.includes(id) || confState.learnersNext.includes(id) ? 'learner' : 'none';
}

function outranks(view: MemberView, best: MemberView): boolean {
  const leads = view.state === 'StateLeader';
  if (leads !== (best.state === 'StateLeader')) return leads;
  if (leads && view.term !== best.term) return view.term > best.term;
  return view.applied > best.applied;
}
