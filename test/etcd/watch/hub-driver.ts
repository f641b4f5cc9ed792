import { present } from '../../../src/base/assert.ts';
import type { KvStore } from '../../../src/etcd/mvcc/kv-store.ts';
import type { StoreRequest, WatchRequest, WatchResponse } from '../../../src/etcd/request.ts';
import type { WatchHub } from '../../../src/etcd/watch/watch-hub.ts';
import type { StreamMessage } from '../../../src/etcd/watch/watcher.ts';
import { bytes, text } from '../operations.ts';

type CreateRequest = Extract<WatchRequest, { type: 'create' }>;

/** A create request for a key, with nothing else asked for. */
export function watch(key: string, more: Partial<CreateRequest> = {}): CreateRequest {
  return {
    type: 'create',
    key: bytes(key),
    rangeEnd: new Uint8Array(0),
    startRevision: 0,
    progressNotify: false,
    filters: [],
    prevKv: false,
    watchId: 0n,
    fragment: false,
    ...more,
  };
}

/** A store and the hub of its watches, on stream 1 where nothing else is said. */
export class Watched {
  readonly store: KvStore;
  readonly hub: WatchHub;

  constructor(store: KvStore, hub: WatchHub) {
    this.store = store;
    this.hub = hub;
  }

  /** Applies each, with the hub told after each; what the watchers were sent. */
  apply(...operations: StoreRequest[]): string[] {
    return operations.flatMap((operation) => {
      const answer = this.store.apply(operation);
      if (!answer.ok) throw new Error(`refused: ${answer.error}`);
      return shownAll(this.hub.sync(this.store));
    });
  }

  ask(request: WatchRequest, stream = 1): string[] {
    return shownAll(this.hub.request(stream, request, this.store, () => true));
  }

  tick(ms = 100): string[] {
    return shownAll(this.hub.tick(ms, this.store));
  }
}

export function shownAll(messages: readonly StreamMessage[]): string[] {
  return messages.map(({ stream, response }) => (stream === 1 ? '' : `stream ${stream}: `) + shown(response));
}

/** `w0 @5 put a=1@5/1 del b@5`: watch id, revision of the header, events (with mod revision and version). */
export function shown(response: WatchResponse): string {
  const words = [`w${response.watchId}`, `@${response.revision}`];
  if (response.created) words.push('created');
  if (response.canceled) words.push('canceled');
  if (response.compactRevision !== 0) words.push(`compacted ${response.compactRevision}`);
  if (response.cancelReason !== '') words.push(`"${response.cancelReason}"`);
  if (response.fragment) words.push('fragment');
  for (const { type, kv, prevKv } of response.events) {
    const before = prevKv === undefined ? '' : `(${text(prevKv.value)}@${prevKv.modRevision})`;
    words.push(
      type === 'PUT'
        ? `put ${text(kv.key)}=${text(kv.value)}@${kv.modRevision}/${kv.version}${before}`
        : `del ${text(kv.key)}@${kv.modRevision}${before}`,
    );
  }
  return words.join(' ');
}

/** The only one. */
export function only(lines: readonly string[]): string {
  if (lines.length !== 1) throw new Error(`${lines.length} lines: ${lines.join(' | ')}`);
  return present(lines[0], 'one line');
}
