import type { CrowdJob } from '../../explain/likelihood/crowd.ts';
import type { Chance } from '../../explain/likelihood/likelihood.ts';

/** To a worker of the crowd: first what it works on, then event by event. */
export type CrowdRequest =
  { readonly type: 'job'; readonly job: CrowdJob } | { readonly type: 'event'; readonly event: number };

/** From it: a continuation has ended; all of an event's have; or it cannot go on. */
export type CrowdReply =
  | { readonly type: 'run' }
  | { readonly type: 'chance'; readonly chance: Chance }
  | { readonly type: 'failed'; readonly reason: string };

/** A worker that runs crowd-worker.ts; tests bring their own. */
export interface CrowdWorkerLike {
  postMessage(request: CrowdRequest): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<CrowdReply>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  terminate(): void;
}
