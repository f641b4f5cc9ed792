import type { History } from '../../check/linearizability/history.ts';
import type { RunningJudge } from '../../host/judge/open-judge.ts';
import type { JudgeReply } from '../../host/judge/judge-port.ts';

/** Who has a worker that judges: the wiring of the page gives it. */
export const judgeHost: {
  open: (history: History, tell: (reply: JudgeReply) => void) => Promise<RunningJudge>;
} = {
  open: () => Promise.reject(new Error('this page has no worker that judges')),
};
