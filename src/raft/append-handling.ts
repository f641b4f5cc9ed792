import type { LogIndex } from '../base/flavor.ts';
import { assertWithin } from './bounds.ts';
import type { Entry } from './entry.ts';
import type { MsgApp, MsgHeartbeat } from './message.ts';
import { sendAppendRejection, sendAppendResponse, sendHeartbeatResponse } from './outbox.ts';
import { append, commitTo, findConflictByTerm, lastIndex, termAt } from './raft-log.ts';
import type { Raft } from './state.ts';

/**
 * A leader's entries (paper 5.3, figure 2: AppendEntries). The caller has seen that it is the leader of our term.
 *
 *     own log        1[1] 2[1] 3[2]          committed 1         (index[term])
 *     MsgApp after 3[2]: 4[3]                accepted, the log ends at 4
 *     MsgApp after 2[1]: 3[3] 4[3]           accepted: 3[2] conflicts, so it goes, with all after it
 *     MsgApp after 2[1]: 3[2]                accepted: nothing conflicts, nothing is removed, whatever comes after 3
 *     MsgApp after 3[3]: 4[3]                rejected: our 3 is of another term; hint (3, term 2)
 *     MsgApp after 7[3]: 8[3]                rejected: our log ends before; hint (3, term 2)
 *     MsgApp after 0: 1[1]                   before what is committed: answered with the commit index, and not looked at
 */
export function handleAppendEntries(raft: Raft, message: MsgApp): void {
  const { log } = raft;
  if (message.index < log.committed) {
    // Old: what it proves to match is committed already.
    sendAppendResponse(raft, message.from, log.committed);
    if (raft.tracing) {
      const prev = { index: message.index, term: message.logTerm };
      raft.traces.push({ type: 'appendStale', from: message.from, prev, commit: log.committed });
    }
  } else if (raft.rules.previousMatches(log, message.index, message.logTerm)) {
    accept(raft, message);
  } else {
    reject(raft, message);
  }
}

function accept(raft: Raft, message: MsgApp): void {
  const { log } = raft;
  const last = message.index + message.entries.length;
  const conflict = raft.rules.conflictIndex(log, message.entries);
  if (conflict !== 0) {
    assertWithin(conflict, log.committed + 1, last, 'a conflicting entry is not committed');
    if (raft.tracing) traceTruncation(raft, message, conflict);
    const skip = conflict - message.index - 1;
    append(log, skip === 0 ? message.entries : message.entries.slice(skip));
  }
  if (raft.tracing) {
    const prev = { index: message.index, term: message.logTerm };
    raft.traces.push({ type: 'appendAccepted', rule: 'previousMatches', from: message.from, prev, last });
  }
  commit(raft, raft.rules.followerCommit(message.commit, last), 'leaderCommit');
  sendAppendResponse(raft, message.from, raft.rules.acknowledgedIndex(last, lastIndex(log)));
}

/**
 * With the best guess where the logs could agree: all of the leader's log up to message.index has terms up to
 * message.logTerm, so our entries with higher terms cannot be in it.
 */
function reject(raft: Raft, message: MsgApp): void {
  const { log } = raft;
  const hint = findConflictByTerm(log, Math.min(message.index, lastIndex(log)), message.logTerm);
  sendAppendRejection(raft, message.from, message.index, hint.index, hint.term);
  if (!raft.tracing) return;
  raft.traces.push({
    type: 'appendRejected',
    rule: 'previousMatches',
    from: message.from,
    prev: { index: message.index, term: message.logTerm },
    reason: 'mismatch',
    own: { index: message.index, term: termAt(log, message.index) ?? 0 },
    hint,
  });
}

export function handleHeartbeat(raft: Raft, message: MsgHeartbeat): void {
  commit(raft, message.commit, 'heartbeat');
  sendHeartbeatResponse(raft, message.from, message.context);
}

function commit(raft: Raft, index: LogIndex, by: 'leaderCommit' | 'heartbeat'): void {
  const { log } = raft;
  // What a heartbeat says was decided by its sender.
  const rule = by === 'leaderCommit' ? 'followerCommit' : 'heartbeatCommit';
  if (raft.tracing && index > log.committed)
    raft.traces.push({ type: 'committed', rule, from: log.committed, to: index, by });
  commitTo(log, index);
}

function traceTruncation(raft: Raft, message: MsgApp, conflict: LogIndex): void {
  const oldTerm = termAt(raft.log, conflict);
  if (oldTerm === undefined) return;
  const { term: newTerm } = message.entries[conflict - message.index - 1] as Entry;
  raft.traces.push({ type: 'logTruncated', rule: 'conflictIndex', from: conflict, oldTerm, newTerm });
}
