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

type Settle = (ended: EndedCall) => void;

/** Callers who wait for the end of their requests: told when the run has it, or when their future is cut off. */
export class OpenCalls {
  readonly #waiting = new Map<number, Settle>();
  #invoked = new Map<number, { node: number; invokedAtMs: number; event: number }>();
  /** How many ended calls of the run have been looked at. */
  #seen = 0;

  wait(calls: ClientCalls, request: number): Promise<EndedCall> {
    const call = calls.pendingCall(request);
    if (call !== undefined) {
      const { node, invokedAt, event } = call;
      this.#invoked.set(request, { node, invokedAtMs: microsToMs(invokedAt), event });
    }
    return new Promise((settle) => {
      this.#waiting.set(request, settle);
      this.settleEnded(calls, 0);
    });
  }

  /** Tells those whose calls have ended by now. */
  settleEnded(calls: ClientCalls, from: number = this.#seen): void {
    const { ended } = calls;
    for (let i = Math.min(from, ended.length); i < ended.length; i++) {
      const call = ended.at(i);
      const settle = call === undefined ? undefined : this.#waiting.get(call.id);
      if (call === undefined || settle === undefined) continue;
      this.#forget(call.id);
      settle({ type: 'ended', call });
    }
    this.#seen = ended.length;
  }

  /** The future after an event is cut off: calls that were made in it have an unknown outcome. */
  cutOff(calls: ClientCalls, event: number, nowMs: number): void {
    this.#seen = Math.min(this.#seen, calls.ended.length);
    for (const [request, { node, invokedAtMs, event: invoked }] of this.#invoked) {
      if (invoked <= event) continue;
      const settle = this.#waiting.get(request);
      this.#forget(request);
      settle?.({ type: 'cutOff', node, invokedAtMs, returnedAtMs: Math.max(invokedAtMs, nowMs) });
    }
  }

  #forget(request: number): void {
    this.#waiting.delete(request);
    this.#invoked.delete(request);
  }
}
