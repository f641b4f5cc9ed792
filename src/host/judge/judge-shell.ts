import { judgeHistory, pointsOf, type JudgeProgress } from '../../check/linearizability/judge-history.ts';
import type { JudgeReply, JudgeRequest } from './judge-port.ts';

/** Real milliseconds between two words on how far it is. */
const TELL_MS = 100;

/** What the worker does: judges a history from beginning to end. Whoever has enough of it ends the worker. `clock`: real milliseconds. */
export function judge(
  { history }: JudgeRequest,
  clock: () => number,
  reply: (reply: JudgeReply) => void,
): void {
  let told = clock();
  const onProgress = (progress: JudgeProgress): void => {
    const now = clock();
    if (now - told < TELL_MS) return;
    told = now;
    reply({ type: 'progress', progress });
  };
  try {
    const verdict = judgeHistory(history, { onProgress });
    const points = verdict.type === 'unknown' ? [] : [...pointsOf(history.calls, verdict.orders)];
    reply({ type: 'judged', verdict, points: points.map(([call, at]) => ({ call, at })) });
  } catch (error) {
    reply({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}
