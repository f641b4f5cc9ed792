import type { History } from '../../check/linearizability/history.ts';
import type { JudgeReply } from './judge-port.ts';

/** A judge at work. `end`: nothing more is told. */
export interface RunningJudge {
  end(): void;
}

/** Judges a history in a worker of its own, which ends with it. */
export function openJudge(history: History, tell: (reply: JudgeReply) => void): RunningJudge {
  const worker = new Worker(new URL('judge-worker.ts', import.meta.url), { type: 'module', name: 'judge' });
  worker.addEventListener('message', ({ data }: MessageEvent<JudgeReply>) => {
    if (data.type !== 'progress') worker.terminate();
    tell(data);
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    worker.terminate();
    tell({ type: 'failed', reason: event.message || 'the worker could not be loaded' });
  });
  worker.postMessage({ history });
  return { end: () => worker.terminate() };
}
