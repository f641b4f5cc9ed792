import type { LogIndex, NodeId } from '../base/flavor.ts';
import type { Entry } from './entry.ts';
import { payloadsSize } from './entry-size.ts';
import { sendAppendResponse } from './outbox.ts';
import { maybeUpdate } from './progress.ts';
import { append, commitTo, lastIndex, termAt } from './raft-log.ts';
import type { Raft } from './state.ts';
import { traceReplicate, traceState } from './state-trace.ts';
import type { Count } from './trace.ts';
import { findProgress } from './tracker.ts';

/**
 * A leader's own appends: gives the proposals their term and index (paper 5.3: it only ever appends) and promises
 * itself an acknowledgement for when they are on its disk. False when they do not fit under
 * MaxUncommittedEntriesSize; then nothing has happened.
 */
export function appendProposals(raft: Raft, proposals: readonly Entry[]): boolean {
  if (!increaseUncommittedSize(raft, payloadsSize(proposals))) return false;
  const { term } = raft;
  const first = raft.rules.appendsAfter(raft.log) + 1;
  const entries = proposals.map(({ type, data }, i): Entry => ({ type, term, index: first + i, data }));
  traceReplicate(raft, entries);
  const last = append(raft.log, entries);
  sendAppendResponse(raft, raft.id, last);
  if (!raft.rules.ownCopyWaits()) countOwnCopy(raft, last);
  if (raft.tracing) raft.traces.push({ type: 'entriesAppended', first, last, term: raft.term });
  return true;
}

/** The broken form of `ownCopyWaits`: what has only been asked of the disk counts as if it were there. */
function countOwnCopy(raft: Raft, last: LogIndex): void {
  const own = findProgress(raft.tracker, raft.id);
  if (own !== undefined && maybeUpdate(own, last)) maybeCommit(raft);
}

/**
 * The limit holds back the flood of a client, never the first proposal after a calm, however large, nor an empty
 * one: a new leader's, or the one that leaves a joint configuration.
 */
function increaseUncommittedSize(raft: Raft, size: number): boolean {
  const after = raft.uncommittedSize + size;
  const limit = raft.config.maxUncommittedEntriesSize || Infinity;
  if (raft.uncommittedSize > 0 && size > 0 && after > limit) return false;
  raft.uncommittedSize = after;
  return true;
}

/** Entries have been applied; those of earlier leaderships were never counted, so it stops at 0. */
export function reduceUncommittedSize(raft: Raft, size: number): void {
  raft.uncommittedSize = Math.max(0, raft.uncommittedSize - size);
}

/** Commits what the quorum has, as far as the rules allow. True when the commit index has moved. */
export function maybeCommit(raft: Raft): boolean {
  const hasMoved = commitOfQuorum(raft);
  traceState(raft, 'Commit');
  return hasMoved;
}

function commitOfQuorum(raft: Raft): boolean {
  const { log, rules, tracker } = raft;
  const index = rules.committedIndex(tracker.config, (id) => findProgress(tracker, id)?.match);
  if (index <= log.committed) {
    if (raft.tracing && log.committed < lastIndex(log))
      traceNotCommitted(raft, log.committed + 1, 'noQuorum');
    return false;
  }
  const term = termAt(log, index);
  if (!rules.commitsByCounting(term, raft.term)) {
    if (raft.tracing) traceNotCommitted(raft, index, 'olderTerm');
    return false;
  }
  if (raft.tracing) {
    const counted = countHolders(raft, index);
    const rule = 'committedIndex';
    raft.traces.push({ type: 'committed', rule, from: log.committed, to: index, by: 'quorum', counted });
  }
  commitTo(log, index);
  return true;
}

/** Whoever has it on disk, as the leader knows it, whatever the rule has made of that. */
function countHolders({ tracker }: Raft, index: LogIndex): Count[] {
  const has = (id: NodeId) => (findProgress(tracker, id)?.match ?? 0) >= index;
  return [tracker.config.incoming, tracker.config.outgoing]
    .filter((voters) => voters.length > 0)
    .map((voters) => ({ have: voters.filter(has), voters: voters.length }));
}

function traceNotCommitted(raft: Raft, index: LogIndex, reason: 'noQuorum' | 'olderTerm'): void {
  raft.traces.push({
    type: 'notCommitted',
    rule: reason === 'noQuorum' ? 'committedIndex' : 'commitsByCounting',
    index,
    commit: raft.log.committed,
    reason,
    entryTerm: termAt(raft.log, index) ?? 0,
    term: raft.term,
  });
}

/** Has this leader committed an entry of its own term, and so knows what is committed? (paper 8) */
export function committedTermIsOwn(raft: Raft): boolean {
  return raft.rules.readsAfterOwnCommit(termAt(raft.log, raft.log.committed), raft.term);
}

export function isConfChange(entry: Entry): boolean {
  return entry.type !== 'EntryNormal';
}
