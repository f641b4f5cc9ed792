import type { Crowd, CrowdJob } from '../../explain/likelihood/crowd.ts';
import type { Chance } from '../../explain/likelihood/likelihood.ts';
import type { CrowdReply, CrowdWorkerLike } from './crowd-port.ts';

/** Whoever waits looks round so often. */
const BEAT_MS = 40;
/** The lab's own thread and the page want a core. */
const CORES_LEFT = 1;
const WORKERS_MAX = 4;

interface Asked {
  readonly event: number;
  readonly resolve: (chance: Chance) => void;
  readonly reject: (error: Error) => void;
}

/** As many workers as there is room for, between one and four. */
export function crowdSize(cores: number | undefined): number {
  return Math.min(WORKERS_MAX, Math.max(1, (cores ?? 2) - CORES_LEFT));
}

/** Events wait in one line, and each worker takes the next when it has done the one before. */
export class WorkerCrowd implements Crowd {
  readonly #spawn: () => CrowdWorkerLike;
  readonly #waiting: Asked[] = [];
  readonly #workers = new Map<CrowdWorkerLike, Asked | undefined>();
  #failure: Error | undefined;
  done = 0;

  constructor(spawn: () => CrowdWorkerLike, size: number, job: CrowdJob) {
    this.#spawn = spawn;
    for (let i = 0; i < size; i++) this.#begin(job);
  }

  get size(): number {
    return this.#workers.size;
  }

  ask(event: number): Promise<Chance> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#waiting.push({ event, resolve, reject });
      this.#handOut();
    });
  }

  beat(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, BEAT_MS));
  }

  end(): void {
    this.#stop(new Error('the continuations were stopped'));
  }

  #begin(job: CrowdJob): void {
    const worker = this.#spawn();
    this.#workers.set(worker, undefined);
    worker.addEventListener('message', ({ data }) => this.#hear(worker, data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#lose(worker, event.message || 'its script did not load');
    });
    worker.postMessage({ type: 'job', job });
  }

  #hear(worker: CrowdWorkerLike, reply: CrowdReply): void {
    if (reply.type === 'failed') return this.#lose(worker, reply.reason);
    if (reply.type === 'run') {
      this.done++;
      return;
    }
    this.#workers.get(worker)?.resolve(reply.chance);
    this.#workers.set(worker, undefined);
    this.#handOut();
  }

  /** Another worker takes over what this one was at; without another one nobody can. */
  #lose(worker: CrowdWorkerLike, reason: string): void {
    const asked = this.#workers.get(worker);
    this.#workers.delete(worker);
    worker.terminate();
    if (asked !== undefined) this.#waiting.unshift(asked);
    if (this.#workers.size === 0)
      this.#stop(new Error(`a worker that makes continuations has failed: ${reason}`));
    else this.#handOut();
  }

  #handOut(): void {
    for (const [worker, busy] of this.#workers) {
      if (busy !== undefined) continue;
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#workers.set(worker, next);
      worker.postMessage({ type: 'event', event: next.event });
    }
  }

  #stop(reason: Error): void {
    this.#failure ??= reason;
    for (const [worker, asked] of this.#workers) {
      worker.terminate();
      asked?.reject(this.#failure);
    }
    this.#workers.clear();
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
