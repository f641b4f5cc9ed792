import { jointVoteResult } from './quorum/quorum.ts';
import { becomeFollower } from './role.ts';
import type { Raft } from './state.ts';
import { findProgress } from './tracker.ts';

/**
 * Once an election timeout: a leader that has not heard a quorum since the last time steps down, as others may lead
 * by now and clients should not wait for it (thesis 6.2).
 */
export function checkQuorum(raft: Raft): void {
  const { tracker } = raft;
  const { incoming, outgoing } = tracker.config;
  const result = jointVoteResult(incoming, outgoing, (id) => findProgress(tracker, id)?.recentActive);
  const active = result === 'won';
  if (raft.tracing) {
    const activeIds = tracker.progress.filter((member) => member.recentActive).map((member) => member.id);
    raft.traces.push({ type: 'quorumChecked', rule: 'deposesSilentLeader', active, activeIds });
  }
  if (!active && raft.rules.deposesSilentLeader()) becomeFollower(raft, raft.term, 0, 'quorumInactive');
  for (const progress of tracker.progress) if (progress.id !== raft.id) progress.recentActive = false;
}
