import type { WorkerLike } from '../../src/host/member/member-worker.ts';
import type { NodeReply, NodeRequest } from '../../src/host/member/node-port.ts';
import { NodeShell, type StoredMemberFactory } from '../../src/host/member/node-shell.ts';

/** A worker in this thread: what goes in and out is cloned as between threads, and answers come later. */
export class FakeWorker implements WorkerLike {
  readonly #listeners = new Map<string, (event: never) => void>();
  readonly #shell: NodeShell;
  terminated = false;
  /** Requests it was given. */
  readonly asked: NodeRequest[] = [];
  /** What it makes of a reply before it leaves; undefined: nothing leaves. */
  distort: (reply: NodeReply) => NodeReply | undefined = (reply) => reply;

  constructor(factory: StoredMemberFactory) {
    this.#shell = new NodeShell(factory);
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, listener);
  }

  /** Lets the host hear an event: the answer's, or one of a dying worker. */
  emit(type: 'message' | 'error' | 'messageerror' | 'close', event: object = {}): void {
    this.#listeners.get(type)?.(event as never);
  }

  postMessage(request: NodeRequest): void {
    const received = structuredClone(request);
    this.asked.push(received);
    queueMicrotask(() => {
      if (this.terminated) return;
      const reply = this.distort(this.#shell.handle(received));
      if (reply === undefined) return;
      const sent = structuredClone(reply);
      queueMicrotask(() => {
        if (!this.terminated) this.emit('message', { data: sent });
      });
    });
  }

  terminate(): void {
    this.terminated = true;
  }

  fail(message: string): void {
    this.emit('error', { message, preventDefault: () => undefined });
  }
}
