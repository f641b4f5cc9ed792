import type { SearchPlan } from '../../search/plan.ts';
import type { SearchEnd } from '../../search/progress.ts';
import type { FoundStep, StateRef } from '../../search/shard.ts';

/** To a worker of a search. */
export type SearchRequest =
  /** It is worker `index` of `count`; `ports` lead to the others, by their indexes. */
  | {
      readonly type: 'begin';
      readonly plan: SearchPlan;
      readonly index: number;
      readonly count: number;
      readonly ports: readonly (MessagePort | undefined)[];
    }
  /** Breadth first: its part of the next level; and, when all have done theirs, how many batches come to it in all. */
  | { readonly type: 'expand' }
  | { readonly type: 'close'; readonly batches: number }
  | { readonly type: 'pause' | 'resume' }
  | { readonly type: 'cameFrom'; readonly ref: StateRef };

/** How far one worker is. */
export interface WorkerProgress {
  readonly states: number;
  readonly steps: number;
  readonly waiting: number;
  readonly depth: number;
  readonly walks: number;
}

/** From it. */
export type SearchReply =
  | { readonly type: 'progress'; readonly progress: WorkerProgress }
  /** Its part of the level is done: to each worker it has sent so many batches since the beginning. */
  | { readonly type: 'expanded'; readonly sent: readonly number[]; readonly progress: WorkerProgress }
  /** All batches have come; of the next level it has so many states. */
  | { readonly type: 'closed'; readonly level: number; readonly progress: WorkerProgress }
  | { readonly type: 'found'; readonly step: FoundStep; readonly progress: WorkerProgress }
  | { readonly type: 'cameFrom'; readonly step: FoundStep | undefined }
  /** A strategy that does not divide its work has ended. */
  | { readonly type: 'ended'; readonly end: SearchEnd; readonly progress: WorkerProgress }
  | { readonly type: 'failed'; readonly reason: string };

/** A worker that runs search-worker.ts, or a thread that does the same. */
export interface SearchWorkerLike {
  postMessage(request: SearchRequest, transfer: MessagePort[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: SearchReply }) => void): void;
  addEventListener(
    type: 'error',
    listener: (event: { readonly message: string; preventDefault?: () => void }) => void,
  ): void;
  terminate(): void;
}
