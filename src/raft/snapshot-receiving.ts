import type { ConfState, Snapshot } from './entry.ts';
import type { MsgSnap } from './message.ts';
import { restoreConfiguration } from './membership.ts';
import { sendAppendResponse } from './outbox.ts';
import { commitTo, matchTerm, restoreLog } from './raft-log.ts';
import { becomeFollower } from './role.ts';
import type { Raft } from './state.ts';
import { nextTerm } from './term.ts';
import type { RaftTrace } from './trace.ts';

/** The leader's state instead of entries it no longer has (paper 7). Answered like an append, as far as it reaches. */
export function handleSnapshot(raft: Raft, message: MsgSnap): void {
  const { snapshot, from } = message;
  const commit = raft.log.committed;
  const refusal = restore(raft, snapshot);
  if (raft.tracing) {
    const { index, term } = snapshot;
    if (refusal === undefined) raft.traces.push({ type: 'snapshotRestored', from, index, term });
    else raft.traces.push({ type: 'snapshotIgnored', from, index, reason: refusal, commit });
    if (raft.log.committed > commit)
      raft.traces.push({ type: 'committed', from: commit, to: raft.log.committed, by: 'snapshot' });
  }
  // Where a restored log ends, too.
  sendAppendResponse(raft, from, raft.log.committed);
}

type Refusal = Extract<RaftTrace, { type: 'snapshotIgnored' }>['reason'];

/**
 * The log and the configuration become the snapshot's; or why not (paper, figure 13; etcd: restore).
 *
 *     own log ends at 9, committed 6
 *     snapshot up to 5        old: all of it is committed here
 *     snapshot up to 8[3], our 8 is of term 3        fastForwarded: 7 and 8 are committed, 9 stays
 *     snapshot up to 8[3], our 8 is of term 2        the log is empty after it and begins at 9
 *     snapshot up to 20                              the same: nothing of the own log is in it
 */
function restore(raft: Raft, snapshot: Snapshot): Refusal | undefined {
  const { log } = raft;
  if (raft.rules.isSnapshotOld(snapshot.index, log.committed)) return 'old';
  if (raft.role !== 'StateFollower') {
    // Whoever hears a leader has become its follower; if one has not, as in etcd, no state is thrown away for it.
    becomeFollower(raft, nextTerm(raft.term), 0, 'snapshotWhileLeading');
    return 'notFollower';
  }
  if (!isMember(snapshot.confState, raft.id)) return 'notMember';
  if (matchTerm(log, snapshot.index, snapshot.term)) {
    // Everything is here already, only not known to be committed: keep the log, and what follows in it.
    commitTo(log, snapshot.index);
    return 'fastForwarded';
  }
  restoreLog(log, snapshot);
  restoreConfiguration(raft, snapshot.confState);
  return undefined;
}

/** learnersNext are outgoing voters, so they need no look. */
function isMember(confState: ConfState, id: number): boolean {
  return [confState.voters, confState.learners, confState.votersOutgoing].some((ids) => ids.includes(id));
}
