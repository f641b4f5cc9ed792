import type { Progress } from './progress.ts';
import type { Raft } from './state.ts';
import type { ProgressReason, ProgressState } from './trace.ts';

/** Records what the leader now thinks of a member. Call it only when tracing. */
export function traceProgress(
  raft: Raft,
  progress: Progress,
  before: ProgressState,
  reason: ProgressReason,
): void {
  raft.traces.push({
    type: 'progressChanged',
    peer: progress.id,
    before,
    after: progress.state,
    match: progress.match,
    next: progress.next,
    reason,
  });
}
