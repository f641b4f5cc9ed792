import type { Revision } from '../../base/flavor.ts';
import { NO_BYTES } from '../mvcc/key-record.ts';
import type { EtcdErrorCode, WatchEvent, WatchRequest, WatchResponse } from '../request.ts';

/** One watcher of one stream (etcd: watcher, watchable_store.go). Never changed: a watcher that moves on is another. */
export interface Watcher {
  readonly stream: number;
  readonly id: bigint;
  /** In the words of a KeyRange. */
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
  /** The first revision it has not been told about; of a synced one, the first it wants (what it was told since is the hub's). */
  readonly nextRevision: Revision;
  /** synced: fed as changes are applied; unsynced: has to be caught up; compacted: told that its history is gone. */
  readonly state: 'synced' | 'unsynced' | 'compacted';
  readonly filters: readonly ('NOPUT' | 'NODELETE')[];
  readonly prevKv: boolean;
  readonly fragment: boolean;
  readonly progressNotify: boolean;
  /** Nothing was sent since the stream's last progress interval ended. */
  readonly quiet: boolean;
}

/** A response and whose it is. `stream` is the number the caller opened it with. */
export interface StreamMessage {
  readonly stream: number;
  readonly response: WatchResponse;
}

/** Whether a range may be watched: yes, no (permission denied), or no for a reason of its own. */
export type MayRead = (key: Uint8Array, rangeEnd: Uint8Array) => boolean | EtcdErrorCode;

/** A watcher as pictures show it. */
export interface WatchView {
  readonly stream: number;
  readonly watchId: bigint;
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
  readonly synced: boolean;
  /** Its history was compacted away before it was told: it will hear no more. */
  readonly compacted: boolean;
  /** The first revision it has not been told about. */
  readonly nextRevision: Revision;
  readonly filters: readonly ('NOPUT' | 'NODELETE')[];
  readonly prevKv: boolean;
  readonly progressNotify: boolean;
}

/** etcd's id for "no watcher": of refusals, and of answers that concern the whole stream. */
export const NO_WATCH_ID = -1n;

const EVERYTHING_FROM = Uint8Array.of(0);

/** The range a request asks for: no key stands for the smallest key there can be. */
export function watchedRange(request: Extract<WatchRequest, { type: 'create' }>): {
  key: Uint8Array;
  rangeEnd: Uint8Array;
} {
  return { key: request.key.length === 0 ? EVERYTHING_FROM : request.key, rangeEnd: request.rangeEnd };
}

/** Whether the watcher wants to hear of it. */
export function wantsEvent(watcher: Watcher, event: WatchEvent): boolean {
  return !watcher.filters.includes(event.type === 'PUT' ? 'NOPUT' : 'NODELETE');
}

/** A response with nothing in it but what is given. */
export function watchResponse(
  fields: Partial<WatchResponse> & Pick<WatchResponse, 'watchId'>,
): WatchResponse {
  return {
    revision: 0,
    created: false,
    canceled: false,
    compactRevision: 0,
    cancelReason: '',
    fragment: false,
    events: [],
    ...fields,
  };
}

/** Empty `rangeEnd`: one key. */
export const ONE_KEY = NO_BYTES;
