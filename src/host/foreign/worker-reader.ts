import { ForeignError } from '../../foreign/foreign-error.ts';
import type { FileToRead, ForeignReader } from '../../foreign/foreign-reader.ts';
import type { ForeignHistory, Operation } from '../../foreign/history.ts';
import type { ForeignVerdict } from '../../foreign/judge.ts';
import type { ForeignReply, ForeignRequest } from './foreign-port.ts';

export interface ForeignWorkerLike {
  postMessage(request: ForeignRequest): void;
  terminate(): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ForeignReply>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
}

interface Asked {
  readonly resolve: (reply: ForeignReply) => void;
  readonly reject: (error: Error) => void;
}

/** The page's side: one worker, one question at a time. A worker that is asked to stop, or breaks, is replaced. */
export class WorkerReader implements ForeignReader {
  readonly #spawn: () => ForeignWorkerLike;
  #worker: ForeignWorkerLike | undefined;
  #asked: Asked | undefined;

  constructor(spawn: () => ForeignWorkerLike) {
    this.#spawn = spawn;
  }

  async read(files: readonly FileToRead[], grammars: readonly string[]): Promise<ForeignHistory> {
    const reply = await this.#ask({ type: 'read', files, grammars });
    if (reply.type === 'read') return reply.history;
    throw new Error(`an answer of another kind: ${reply.type}`);
  }

  async judge(operations: readonly Operation[]): Promise<ForeignVerdict> {
    const reply = await this.#ask({ type: 'judge', operations });
    if (reply.type === 'judged') return reply.verdict;
    throw new Error(`an answer of another kind: ${reply.type}`);
  }

  stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#asked?.reject(new Error('stopped'));
    this.#asked = undefined;
  }

  #ask(request: ForeignRequest): Promise<ForeignReply> {
    if (this.#asked !== undefined) this.stop();
    const worker = this.#worker ?? this.#begin();
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject };
      worker.postMessage(request);
    });
  }

  #begin(): ForeignWorkerLike {
    const worker = this.#spawn();
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => {
      if (worker !== this.#worker) return;
      const asked = this.#asked;
      this.#asked = undefined;
      if (data.type === 'refused') {
        const { problem, spot, values } = data.error;
        asked?.reject(new ForeignError(problem, spot, values));
      } else if (data.type === 'failed') asked?.reject(new Error(data.reason));
      else asked?.resolve(data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker !== this.#worker) return;
      const asked = this.#asked;
      this.#asked = undefined;
      this.#worker = undefined;
      asked?.reject(new Error(event.message || 'the worker could not be loaded'));
    });
    return worker;
  }
}
