import { assert } from '../../base/assert.ts';
import type { Micros, NodeId } from '../../base/flavor.ts';
import type { HttpHead, HttpRequest } from '../../etcd/gateway/http.ts';
import type { HttpOutput } from '../../node/io.ts';
import { BTree } from '../../etcd/mvcc/btree.ts';
import { SharedLog } from '../world/shared-log.ts';

/** An HTTP call at a member's client port, as far as its answer has come. */
export interface HttpCall {
  readonly id: number;
  readonly node: NodeId;
  readonly http: HttpRequest;
  /** The program that asked. */
  readonly client: string | undefined;
  readonly startedAt: Micros;
  readonly head: HttpHead | undefined;
  /** Pieces of the body, in order. */
  readonly body: SharedLog<Uint8Array>;
  /** Undefined while it is under way. */
  readonly endedAt: Micros | undefined;
  /** served: to its end. gone: the client hung up. broken: the member died, or was not there. */
  readonly end: 'served' | 'gone' | 'broken' | undefined;
}

/** All HTTP calls of a run. Those that have ended do not change any more, and clones share them. */
export class HttpCalls {
  readonly #open = new Map<number, HttpCall>();
  readonly #ended: BTree<number, HttpCall>;
  #lastId: number;

  constructor(from?: HttpCalls) {
    this.#ended = from === undefined ? new BTree() : from.#ended.clone();
    this.#lastId = from === undefined ? 0 : from.#lastId;
  }

  /** Ids below or equal are taken. */
  get lastId(): number {
    return this.#lastId;
  }

  get(id: number): HttpCall | undefined {
    return this.#open.get(id) ?? this.#ended.get(id);
  }

  /** Those under way, ascending by id. */
  open(): HttpCall[] {
    return [...this.#open.values()];
  }

  /** Those that have ended last, ascending by id, at most so many. */
  lastEnded(count: number): HttpCall[] {
    const last: HttpCall[] = [];
    for (const [, call] of this.#ended.entriesReversed()) {
      if (last.length >= count) break;
      last.push(call);
    }
    return last.reverse();
  }

  begin(id: number, node: NodeId, http: HttpRequest, now: Micros, client?: string): void {
    assert(id > this.#lastId, `HTTP call ${id} is new`);
    this.#lastId = id;
    this.#open.set(id, {
      id,
      node,
      http,
      client,
      startedAt: now,
      head: undefined,
      body: new SharedLog(),
      endedAt: undefined,
      end: undefined,
    });
  }

  /** False: the call has ended, nobody listens. */
  receive(output: HttpOutput, now: Micros): boolean {
    const call = this.#open.get(output.request);
    if (call === undefined) return false;
    if (output.type === 'head') this.#open.set(call.id, { ...call, head: output.head });
    else if (output.type === 'body') call.body.push(output.bytes);
    else this.end(call.id, 'served', now);
    return true;
  }

  end(id: number, end: NonNullable<HttpCall['end']>, now: Micros): void {
    const call = this.#open.get(id);
    if (call === undefined) return;
    this.#open.delete(id);
    this.#ended.set(id, { ...call, endedAt: now, end });
  }

  clone(): HttpCalls {
    const copy = new HttpCalls(this);
    for (const [id, call] of this.#open) copy.#open.set(id, { ...call, body: call.body.clone() });
    return copy;
  }
}
