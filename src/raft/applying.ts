import type { LogIndex, Term } from '../base/flavor.ts';
import type { Entry, Snapshot } from './entry.ts';
import { entriesSize, payloadsSize } from './entry-size.ts';
import { reduceUncommittedSize } from './leader-log.ts';
import { handleProposal } from './proposals.ts';
import { appliedTo } from './raft-log.ts';
import type { Raft } from './state.ts';
import { stableSnapshotTo, stableTo } from './unstable.ts';

/** The application has applied these entries. */
export function entriesApplied(raft: Raft, entries: readonly Entry[]): void {
  const last = entries.at(-1);
  if (last === undefined) return;
  indexApplied(raft, last.index, entriesSize(entries));
  reduceUncommittedSize(raft, payloadsSize(entries));
}

/**
 * The disk has what the log held when this was asked for: up to (index, logTerm), and the snapshot. Of the entries
 * it counts only in the term it was asked in: in between they may have been overwritten and written again, with an
 * older write still to come that would undo it on disk.
 *
 * An example of what would go wrong otherwise (etcd calls it an ABA problem):
 *
 *     term 2, leader A: 5[2] goes to the disk, write 1
 *     term 3, leader B: 5[3] replaces it, write 2
 *     term 4, leader A again has 5[2]: it replaces 5[3], write 3
 *     write 1 is reported: (5, term 2) is what the log has now, and what the disk has now. But write 2 is still to come
 *
 * The report of write 1 is of term 2, the node is in term 4: it counts for nothing, and that of write 3 will do.
 */
export function storageAppended(
  raft: Raft,
  term: Term,
  index: LogIndex,
  logTerm: Term,
  snapshot: Snapshot | undefined,
): void {
  if (term === 0 || term === raft.term) stableTo(raft.log.unstable, index, logTerm);
  else if (index !== 0 && raft.tracing)
    raft.traces.push({ type: 'staleAppendResponse', messageTerm: term, term: raft.term });
  if (snapshot === undefined) return;
  // A snapshot holds what is committed: true in every term.
  stableSnapshotTo(raft.log.unstable, snapshot.index);
  indexApplied(raft, snapshot.index, 0);
}

function indexApplied(raft: Raft, index: LogIndex, size: number): void {
  const applied = Math.max(index, raft.log.applied);
  appliedTo(raft.log, applied, size);
  const mayLeave = raft.tracker.config.autoLeave && raft.role === 'StateLeader';
  if (mayLeave && applied >= raft.pendingConfIndex) proposeLeavingJoint(raft);
}

/** Empty, so no limit refuses it; if a transfer does, the next applied entry tries again. */
function proposeLeavingJoint(raft: Raft): void {
  const entries: Entry[] = [{ type: 'EntryConfChangeV2', term: 0, index: 0, data: undefined }];
  handleProposal(raft, { type: 'MsgProp', to: 0, from: 0, term: 0, entries });
}
