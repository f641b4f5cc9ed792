import { joinPieces } from '../../base/large-bytes.ts';
import { microsToMs } from '../../base/flavor.ts';
import type { HttpPort, HttpRequest } from '../../etcd/gateway/http.ts';
import type { HttpCall, HttpCalls } from '../../sim/clients/http-call.ts';
import type { Branch } from '../play/branches.ts';

/** An HTTP request as a person or a script makes it; without a node it goes where calls go. */
export interface HttpAsk {
  readonly node?: number;
  readonly port?: HttpPort;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** An answer as far as it has come. Times are virtual milliseconds. */
export interface HttpAnswer {
  readonly id: number;
  /** Undefined until it begins. */
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly startedAtMs: number;
  readonly endedAtMs: number | undefined;
  /**
   * served: to its end. gone: the client hung up. broken: the member died, or nobody listens there. unknown: the future that it
   * was asked in is gone. undefined: it is under way.
   */
  readonly end: HttpCall['end'] | 'unknown';
}

export function requestOf({ method, path, port, headers = {}, body }: HttpAsk): HttpRequest {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const request = { method, path, headers: Object.fromEntries(lower), body: body ?? new Uint8Array(0) };
  return port === undefined ? request : { ...request, port };
}

export function answerOf({ id, head, body, startedAt, endedAt, end }: HttpCall): HttpAnswer {
  return {
    id,
    status: head?.status,
    headers: head?.headers ?? {},
    body: joinPieces(body.slice(0)),
    startedAtMs: microsToMs(startedAt),
    endedAtMs: endedAt === undefined ? undefined : microsToMs(endedAt),
    end,
  };
}

type Resolve = (answer: HttpAnswer) => void;

/** Who waits for the end of HTTP calls, by the branch that they were made in. */
export class HttpWaits {
  readonly #open = new Map<Branch, Map<number, Resolve>>();

  wait(branch: Branch, calls: HttpCalls, id: number): Promise<HttpAnswer> {
    return new Promise((resolve) => {
      this.#of(branch).set(id, resolve);
      this.tellEnded(branch, calls);
    });
  }

  tellEnded(branch: Branch, calls: HttpCalls): void {
    const waiting = this.#open.get(branch);
    if (waiting === undefined) return;
    for (const [id, resolve] of waiting) {
      const call = calls.get(id);
      if (call?.end === undefined) continue;
      waiting.delete(id);
      resolve(answerOf(call));
    }
  }

  /** A branch begins: calls made before it end in both, and who waits is told of the first end. */
  branchOff(left: Branch, begun: Branch, calls: HttpCalls): void {
    const waiting = [...(this.#open.get(left) ?? [])].filter(([id]) => calls.get(id) !== undefined);
    if (waiting.length > 0) this.#open.set(begun, new Map(waiting));
  }

  /** What the branch had of HTTP calls beyond these is gone; without any, all of it. */
  cutOff(branch: Branch, calls: HttpCalls | undefined): void {
    const waiting = this.#open.get(branch);
    for (const [id, resolve] of waiting ?? []) {
      if (calls?.get(id) !== undefined) continue;
      waiting?.delete(id);
      if (!this.#isAwaited(resolve)) resolve(cutOffAnswer(id));
    }
    if (calls === undefined) this.#open.delete(branch);
  }

  forget(): void {
    for (const branch of this.#open.keys()) this.cutOff(branch, undefined);
  }

  #of(branch: Branch): Map<number, Resolve> {
    const waiting = this.#open.get(branch) ?? new Map<number, Resolve>();
    this.#open.set(branch, waiting);
    return waiting;
  }

  #isAwaited(resolve: Resolve): boolean {
    return [...this.#open.values()].some((waiting) => [...waiting.values()].includes(resolve));
  }
}

function cutOffAnswer(id: number): HttpAnswer {
  const body = new Uint8Array(0);
  return { id, status: undefined, headers: {}, body, startedAtMs: 0, endedAtMs: undefined, end: 'unknown' };
}
