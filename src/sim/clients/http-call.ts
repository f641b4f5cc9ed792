import { assert, present } from '../../base/assert.ts';
import type { Micros, NodeId } from '../../base/flavor.ts';
import type { HttpHead, HttpRequest } from '../../etcd/gateway/http.ts';
import type { HttpOutput } from '../../node/io.ts';
import { SharedLog } from '../world/shared-log.ts';

/** An HTTP call at a member's client port, as far as its answer has come. */
export interface HttpCall {
  readonly id: number;
  readonly node: NodeId;
  readonly http: HttpRequest;
  readonly startedAt: Micros;
  readonly head: HttpHead | undefined;
  /** Pieces of the body, in order. */
  readonly body: SharedLog<Uint8Array>;
  /** Undefined while it is under way. */
  readonly endedAt: Micros | undefined;
  /** served: to its end. gone: the client hung up. broken: the member died, or was not there. */
  readonly end: 'served' | 'gone' | 'broken' | undefined;
}

/** All HTTP calls of a run, ascending by id. */
export class HttpCalls {
  #calls = new Map<number, HttpCall>();
  #lastId = 0;

  /** Ids below or equal are taken. */
  get lastId(): number {
    return this.#lastId;
  }

  get(id: number): HttpCall | undefined {
    return this.#calls.get(id);
  }

  /** Those under way, ascending by id. */
  open(): HttpCall[] {
    return [...this.#calls.values()].filter((call) => call.endedAt === undefined);
  }

  begin(id: number, node: NodeId, http: HttpRequest, now: Micros): void {
    assert(id > this.#lastId, `HTTP call ${id} is new`);
    this.#lastId = id;
    this.#calls.set(id, {
      id,
      node,
      http,
      startedAt: now,
      head: undefined,
      body: new SharedLog(),
      endedAt: undefined,
      end: undefined,
    });
  }

  /** False: the call has ended, nobody listens. */
  receive(output: HttpOutput, now: Micros): boolean {
    const call = this.#calls.get(output.request);
    if (call === undefined || call.endedAt !== undefined) return false;
    if (output.type === 'head') this.#calls.set(call.id, { ...call, head: output.head });
    else if (output.type === 'body') call.body.push(output.bytes);
    else this.end(call.id, 'served', now);
    return true;
  }

  end(id: number, end: NonNullable<HttpCall['end']>, now: Micros): void {
    const call = present(this.#calls.get(id), `HTTP call ${id} is there`);
    if (call.endedAt === undefined) this.#calls.set(id, { ...call, endedAt: now, end });
  }

  clone(): HttpCalls {
    const copy = new HttpCalls();
    copy.#lastId = this.#lastId;
    for (const [id, call] of this.#calls) copy.#calls.set(id, { ...call, body: call.body.clone() });
    return copy;
  }
}
