import { assert } from '../base/assert.ts';
import type { MsgSnapStatus } from './message.ts';
import { sendSnapshotMessage } from './outbox.ts';
import { becomeProbe, becomeSnapshot, type Progress } from './progress.ts';
import type { Raft } from './state.ts';
import { traceProgress } from './trace-progress.ts';

/**
 * The log no longer reaches back to what this member needs: sends it the state instead (paper 7). Not to members
 * that have been silent, as nobody would say what became of it. True when a message has been sent.
 */
export function maybeSendSnapshot(raft: Raft, progress: Progress): boolean {
  const to = progress.id;
  if (!progress.recentActive) {
    if (raft.tracing) raft.traces.push({ type: 'snapshotNotSent', to, reason: 'inactive' });
    return false;
  }
  const snapshot = raft.log.unstable.snapshot ?? raft.log.storage.snapshot();
  if (snapshot === 'snapshotTemporarilyUnavailable') {
    if (raft.tracing) raft.traces.push({ type: 'snapshotNotSent', to, reason: 'unavailable' });
    return false;
  }
  assert(snapshot.index > 0, 'a snapshot that is sent is not empty');
  const before = progress.state;
  becomeSnapshot(progress, snapshot.index);
  sendSnapshotMessage(raft, to, snapshot);
  if (raft.tracing) {
    raft.traces.push({ type: 'snapshotSent', to, index: snapshot.index, term: snapshot.term });
    traceProgress(raft, progress, before, 'snapshotSent');
  }
  return true;
}

/**
 * The application says what became of a snapshot (etcd: ReportSnapshot). Raft cannot know: a snapshot may be large and take
 * a way of its own. Probing goes on after it, or, if it failed, from where it was;
 * either way after the next sign of life: the acknowledgement of the snapshot, or a heartbeat's.
 */
export function handleSnapshotStatus(raft: Raft, progress: Progress, message: MsgSnapStatus): void {
  if (progress.state !== 'StateSnapshot') return;
  if (message.reject) progress.pendingSnapshot = 0;
  becomeProbe(progress);
  progress.flowPaused = true;
  if (raft.tracing)
    traceProgress(raft, progress, 'StateSnapshot', message.reject ? 'snapshotFailed' : 'snapshotDone');
}

/**
 * What was sent optimistically is probably lost: find out where the member is. A hint of the transport's, never needed for
 * safety: without it the next rejection would say the same, a little later.
 */
export function handleUnreachable(raft: Raft, progress: Progress): void {
  if (progress.state !== 'StateReplicate') return;
  becomeProbe(progress);
  if (raft.tracing) traceProgress(raft, progress, 'StateReplicate', 'unreachable');
}
