import { FilesRefused, FilesStopped } from '../../ui/files/files-error.ts';
import type { RunningFiles, TellProgress } from '../../ui/files/files-host.ts';
import type { Answer, CallName, FileAt, FilesReply, FilesRequest, Given } from './files-port.ts';

export interface FilesWorkerLike {
  postMessage(request: FilesRequest): void;
  terminate(): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<FilesReply>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
}

interface Asked {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly tell: TellProgress | undefined;
}

/**
 * The page's side: files that are open in a worker of their own. To stop what it does is to end it; the next question begins another one,
 * which opens the same files again first.
 */
export class WorkerFiles implements RunningFiles {
  readonly #spawn: () => FilesWorkerLike;
  readonly #files: readonly FileAt[];
  readonly #asked = new Map<number, Asked>();
  #worker: FilesWorkerLike | undefined;
  #opening: Promise<Answer<'open'>> | undefined;
  #last = 0;

  constructor(spawn: () => FilesWorkerLike, files: readonly FileAt[]) {
    this.#spawn = spawn;
    this.#files = files;
  }

  /** Reads the files, unless they are read already. */
  open(tell?: TellProgress): Promise<Answer<'open'>> {
    if (this.#opening === undefined) {
      const opening = this.#send('open', { files: this.#files }, tell);
      this.#opening = opening;
      opening.catch(() => {
        if (this.#opening === opening) this.#opening = undefined;
      });
    }
    return this.#opening;
  }

  async ask<Name extends CallName>(
    call: Name,
    given: Given<Name>,
    tell?: TellProgress,
  ): Promise<Answer<Name>> {
    await this.open(tell);
    return await this.#send(call, given, tell);
  }

  /** Ends what is being done, whoever asked for it. */
  stop(): void {
    this.#end(new FilesStopped());
  }

  #end(why: Error): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#opening = undefined;
    const waiting = [...this.#asked.values()];
    this.#asked.clear();
    for (const { reject } of waiting) reject(why);
  }

  #send<Name extends CallName>(
    call: Name,
    given: Given<Name>,
    tell: TellProgress | undefined,
  ): Promise<Answer<Name>> {
    const worker = (this.#worker ??= this.#begin());
    const id = ++this.#last;
    return new Promise<Answer<Name>>((resolve, reject) => {
      this.#asked.set(id, { resolve, reject, tell });
      // Which call has which question is said by Given; the union cannot be told apart while the name is open.
      worker.postMessage({ id, call, given } as unknown as FilesRequest);
    });
  }

  #begin(): FilesWorkerLike {
    const worker = this.#spawn();
    worker.addEventListener('message', ({ data }) => {
      if (worker !== this.#worker) return;
      const asked = this.#asked.get(data.id);
      if (data.type === 'progress') {
        asked?.tell?.(data.progress);
        return;
      }
      this.#asked.delete(data.id);
      if (data.type === 'answer') asked?.resolve(data.answer as never);
      else asked?.reject(new FilesRefused(data.refusal));
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#end(new Error(event.message || 'the worker could not be loaded'));
    });
    return worker;
  }
}
