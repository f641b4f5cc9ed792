import type { NodeRequest } from './member/node-port.ts';
import type { WorkerLike } from './member/member-worker.ts';

type Listener = (event: never) => void;

/**
 * A worker that need not load its script from the network. When the script of the first cannot be had (no connection, a
 * site that was renewed under an open tab), a second takes its place, made from a copy kept here, and is told all that
 * the first was told. Any other failure is the worker's own, and its listeners hear of it.
 */
export class SteadyWorker implements WorkerLike {
  readonly #fromCopy: () => WorkerLike | undefined;
  readonly #listeners: (readonly [type: string, listener: Listener])[] = [];
  /** What was said until the worker said something: it may have to be said again. */
  #unheard: NodeRequest[] | undefined = [];
  #worker: WorkerLike;

  /**
   * `open` makes the worker from the site's script; `fromCopy` from the copy, undefined if there is none. `onEnd` calls
   * back when the worker that has spoken has ended (life-line.ts).
   */
  constructor(
    open: () => WorkerLike,
    fromCopy: () => WorkerLike | undefined,
    readonly onEnd?: (ended: () => void) => void,
  ) {
    this.#fromCopy = fromCopy;
    this.#worker = open();
    this.#listen(this.#worker);
    this.#worker.addEventListener('error', (event) => this.#onError(event));
  }

  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: 'messageerror', listener: () => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  addEventListener(type: string, listener: Listener): void {
    this.#listeners.push([type, listener]);
  }

  postMessage(request: NodeRequest): void {
    this.#unheard?.push(request);
    this.#worker.postMessage(request);
  }

  terminate(): void {
    this.#unheard = undefined;
    this.#worker.terminate();
  }

  #listen(worker: WorkerLike): void {
    worker.addEventListener('message', (event) => {
      if (this.#unheard !== undefined) this.onEnd?.(() => this.#tell('close', undefined));
      this.#unheard = undefined;
      this.#tell('message', event);
    });
    worker.addEventListener('messageerror', () => this.#tell('messageerror', undefined));
  }

  /** A script that does not load is an event without a message, and nothing was heard of the worker before it. */
  #onError(event: ErrorEvent): void {
    const couldNotLoad = !event.message && this.#unheard !== undefined;
    const copy = couldNotLoad ? this.#fromCopy() : undefined;
    if (copy === undefined) return this.#tell('error', event);
    event.preventDefault();
    this.#worker.terminate();
    this.#worker = copy;
    this.#listen(copy);
    copy.addEventListener('error', (again) => this.#tell('error', again));
    for (const request of this.#unheard ?? []) copy.postMessage(request);
  }

  #tell(type: string, event: unknown): void {
    for (const [of, listener] of this.#listeners) if (of === type) listener(event as never);
  }
}
