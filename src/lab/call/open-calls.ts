import { microsToMs } from '../../base/flavor.ts';
import type { ClientCall, ClientCalls } from '../../sim/clients/client-call.ts';

/** How a call that somebody waits for has come to its end: in the run, or with the future that it was made in. */
export type EndedCall =
  | { readonly type: 'ended'; readonly call: ClientCall }
  | {
      readonly type: 'cutOff';
      readonly node: number;
      readonly invokedAtMs: number;
      readonly returnedAtMs: number;
    };

type Resolve = (ended: EndedCall) => void;

/**
 * Callers who wait for the end of their requests in one branch of a run: told when the branch has it, or when their future is
 * cut off. While another branch goes on they wait.
 */
export class OpenCalls {
  readonly #waiting = new Map<number, Resolve>();
  #invoked = new Map<number, { node: number; invokedAtMs: number; event: number }>();
  /** How many ended calls of the run have been looked at. */
  #seen = 0;

  wait(calls: ClientCalls, request: number): Promise<EndedCall> {
    const call = calls.pendingCall(request);
    if (call !== undefined) {
      const { node, invokedAt, event } = call;
      this.#invoked.set(request, { node, invokedAtMs: microsToMs(invokedAt), event });
    }
    return new Promise((resolve) => {
      this.#waiting.set(request, resolve);
      this.tellEnded(calls, 0);
    });
  }

  /** Tells those whose calls have ended by now. */
  tellEnded(calls: ClientCalls, from: number = this.#seen): void {
    const { ended } = calls;
    for (let i = Math.min(from, ended.length); i < ended.length; i++) {
      const call = ended.at(i);
      const resolve = call === undefined ? undefined : this.#waiting.get(call.id);
      if (call === undefined || resolve === undefined) continue;
      this.#forget(call.id);
      resolve({ type: 'ended', call });
    }
    this.#seen = ended.length;
  }

  /** Those who wait in another branch from an event on: a call made before it ends in both, and its caller is told of the first end. */
  branch(calls: ClientCalls, event: number): OpenCalls {
    const copy = new OpenCalls();
    copy.#seen = calls.ended.length;
    for (const [request, resolve] of this.#waiting) {
      const invoked = this.#invoked.get(request);
      if (invoked === undefined || invoked.event > event) continue;
      copy.#waiting.set(request, resolve);
      copy.#invoked.set(request, invoked);
    }
    return copy;
  }

  /**
   * The future after an event is cut off: calls that were made in it have an unknown outcome, but for those whose callers
   * still wait in one of the `others`.
   */
  cutOff(calls: ClientCalls, event: number, nowMs: number, others: Iterable<OpenCalls> = []): void {
    this.#seen = Math.min(this.#seen, calls.ended.length);
    const elsewhere = new Set<Resolve>();
    for (const other of others) for (const resolve of other.#waiting.values()) elsewhere.add(resolve);
    for (const [request, { node, invokedAtMs, event: invoked }] of this.#invoked) {
      if (invoked <= event) continue;
      const resolve = this.#waiting.get(request);
      this.#forget(request);
      if (resolve === undefined || elsewhere.has(resolve)) continue;
      resolve({ type: 'cutOff', node, invokedAtMs, returnedAtMs: Math.max(invokedAtMs, nowMs) });
    }
  }

  #forget(request: number): void {
    this.#waiting.delete(request);
    this.#invoked.delete(request);
  }
}
