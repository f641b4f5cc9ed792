import { assert, present } from '../../base/assert.ts';
import type { Micros, NodeId } from '../../base/flavor.ts';
import type { ResponseIdentity } from '../../etcd/request.ts';
import type { ClientStreamMessage, StreamKind, StreamOutput, StreamRequest } from '../../node/io.ts';
import { SharedLog } from '../world/shared-log.ts';

/** Something that came on a stream. */
export interface StreamReceived {
  readonly at: Micros;
  readonly event: number;
  readonly message: ClientStreamMessage;
  readonly identity: ResponseIdentity;
}

export interface StreamSent {
  readonly at: Micros;
  readonly event: number;
  readonly message: StreamRequest;
}

/** A stream between a client and a member, with everything that was said on it. */
export interface ClientStream {
  readonly id: number;
  readonly node: NodeId;
  readonly kind: StreamKind;
  readonly client: string | undefined;
  readonly openedAt: Micros;
  /** Undefined while it is open. */
  readonly endedAt: Micros | undefined;
  readonly sent: SharedLog<StreamSent>;
  readonly received: SharedLog<StreamReceived>;
}

/** All streams of a run, ascending by id. */
export class ClientStreams {
  #streams = new Map<number, ClientStream>();
  #lastId = 0;

  /** Ids below or equal are taken. */
  get lastId(): number {
    return this.#lastId;
  }

  get(id: number): ClientStream | undefined {
    return this.#streams.get(id);
  }

  all(): IterableIterator<ClientStream> {
    return this.#streams.values();
  }

  /** Those that are open, ascending by id. */
  open(): ClientStream[] {
    return [...this.#streams.values()].filter((stream) => stream.endedAt === undefined);
  }

  begin(id: number, node: NodeId, kind: StreamKind, client: string | undefined, now: Micros): void {
    assert(id > this.#lastId, `stream ${id} is new`);
    this.#lastId = id;
    const [sent, received] = [new SharedLog<StreamSent>(), new SharedLog<StreamReceived>()];
    this.#streams.set(id, { id, node, kind, client, openedAt: now, endedAt: undefined, sent, received });
  }

  send(id: number, message: StreamRequest, at: Micros, event: number): void {
    this.#known(id).sent.push({ at, event, message });
  }

  /** False: the stream is not open any more, and hears nothing. */
  receive({ stream: id, message, identity }: StreamOutput, at: Micros, event: number): boolean {
    const stream = this.#streams.get(id);
    if (stream === undefined || stream.endedAt !== undefined) return false;
    stream.received.push({ at, event, message, identity });
    if ('type' in message && message.type === 'end') this.end(id, at);
    return true;
  }

  end(id: number, now: Micros): void {
    const stream = this.#known(id);
    if (stream.endedAt === undefined) this.#streams.set(id, { ...stream, endedAt: now });
  }

  clone(): ClientStreams {
    const copy = new ClientStreams();
    copy.#lastId = this.#lastId;
    for (const [id, stream] of this.#streams) {
      const [sent, received] = [stream.sent.clone(), stream.received.clone()];
      copy.#streams.set(id, { ...stream, sent, received });
    }
    return copy;
  }

  #known(id: number): ClientStream {
    return present(this.#streams.get(id), `stream ${id} is there`);
  }
}
