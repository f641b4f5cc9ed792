import { assert, present } from '../../base/assert.ts';
import type { Micros, NodeId } from '../../base/flavor.ts';
import type { ResponseIdentity } from '../../etcd/request.ts';
import type { ClientStreamMessage, StreamKind, StreamOutput, StreamRequest } from '../../node/io.ts';
import { BTree } from '../../etcd/mvcc/btree.ts';
import { SharedLog } from '../world/shared-log.ts';
import { foldEnd, foldReceived, foldSent, NO_STORY, type StreamStory } from './stream-story.ts';

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

/** A stream between a client and a member, with everything that was said on it. Never changed once made, but for its logs. */
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
  /** What all that was said has come to. */
  readonly story: StreamStory;
}

/**
 * All streams of a run. Those that have ended do not change any more, and clones share them: a clone costs what is open,
 * however many there have been.
 */
export class ClientStreams {
  readonly #open = new Map<number, ClientStream>();
  readonly #ended: BTree<number, ClientStream>;
  #lastId: number;

  constructor(from?: ClientStreams) {
    this.#ended = from === undefined ? new BTree() : from.#ended.clone();
    this.#lastId = from === undefined ? 0 : from.#lastId;
  }

  /** Ids below or equal are taken. */
  get lastId(): number {
    return this.#lastId;
  }

  get(id: number): ClientStream | undefined {
    return this.#open.get(id) ?? this.#ended.get(id);
  }

  /** Those that have ended, then those that are open; each ascending by id. */
  *all(): Iterable<ClientStream> {
    yield* this.#ended.values();
    yield* this.#open.values();
  }

  /** Those that are open, ascending by id. */
  open(): ClientStream[] {
    return [...this.#open.values()];
  }

  /** Those that have ended with the highest ids, so many of them at most, ascending. */
  lastEnded(count: number): ClientStream[] {
    const last: ClientStream[] = [];
    for (const [, stream] of this.#ended.entriesReversed()) {
      if (last.length === count) break;
      last.push(stream);
    }
    return last.reverse();
  }

  begin(id: number, node: NodeId, kind: StreamKind, client: string | undefined, now: Micros): void {
    assert(id > this.#lastId, `stream ${id} is new`);
    this.#lastId = id;
    const [sent, received] = [new SharedLog<StreamSent>(), new SharedLog<StreamReceived>()];
    const stream = { id, node, kind, client, openedAt: now, endedAt: undefined, sent, received };
    this.#open.set(id, { ...stream, story: NO_STORY });
  }

  send(id: number, message: StreamRequest, at: Micros, event: number): void {
    const stream = present(this.#open.get(id), 'what is said is said on an open stream');
    stream.sent.push({ at, event, message });
    if (stream.kind === 'watch')
      this.#open.set(id, { ...stream, story: foldSent(stream.story, message, at) });
  }

  /** False: the stream is not open any more, and hears nothing. */
  receive({ stream: id, message, identity }: StreamOutput, at: Micros, event: number): boolean {
    const stream = this.#open.get(id);
    if (stream === undefined) return false;
    stream.received.push({ at, event, message, identity });
    this.#open.set(id, { ...stream, story: foldReceived(stream.story, message, at) });
    if ('type' in message && message.type === 'end') this.end(id, at);
    return true;
  }

  end(id: number, now: Micros): void {
    const stream = this.#open.get(id);
    if (stream === undefined) return;
    this.#open.delete(id);
    this.#ended.set(id, { ...stream, endedAt: now, story: foldEnd(stream.story) });
  }

  clone(): ClientStreams {
    const copy = new ClientStreams(this);
    for (const [id, stream] of this.#open) {
      const [sent, received] = [stream.sent.clone(), stream.received.clone()];
      copy.#open.set(id, { ...stream, sent, received });
    }
    return copy;
  }
}
