import type { History } from '../../check/linearizability/history.ts';
import type { JudgeProgress, Verdict } from '../../check/linearizability/judge-history.ts';

/** To the worker: one history, once. */
export interface JudgeRequest {
  readonly history: History;
}

/** From it; `points`: of each call that the order has, when it may have taken effect, on the clock of the history. */
export type JudgeReply =
  | { readonly type: 'progress'; readonly progress: JudgeProgress }
  | { readonly type: 'judged'; readonly verdict: Verdict; readonly points: readonly JudgedPoint[] }
  | { readonly type: 'failed'; readonly reason: string };

/** In the order in which calls were done; those of one instant one after the other. */
export interface JudgedPoint {
  readonly call: number;
  readonly at: number;
}
