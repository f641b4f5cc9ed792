import type { WorkerLike } from '../../src/host/member/member-worker.ts';
import type { MemberBoot, NodeOutput } from '../../src/node/io.ts';
import type { Member } from '../../src/node/member.ts';
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
  /** What its member says in the place of what it ought to say. */
  lie: (output: NodeOutput) => NodeOutput = (output) => output;

  constructor(factory: StoredMemberFactory) {
    this.#shell = new NodeShell({
      boot: (boot: MemberBoot) => {
        const { member, output } = factory.boot(boot);
        return { member: this.#liar(member), output: this.lie(output) };
      },
      load: (state) => this.#liar(factory.load(state)),
    });
  }

  #liar(member: Member): Member {
    const handle = member.handle.bind(member);
    const clone = member.clone.bind(member);
    member.handle = (input) => this.lie(handle(input));
    member.clone = () => this.#liar(clone());
    return member;
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
      const right = this.#shell.handle(received);
      const reply = right && this.distort(right);
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
