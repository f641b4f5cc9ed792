import type { Revision } from '../../base/flavor.ts';
import type { EtcdErrorCode, WatchEvent, WatchResponse } from '../request.ts';

type Filter = 'NOPUT' | 'NODELETE';

/**
 * One watcher of one stream (etcd: watcher, mvcc/watchable_store.go; serverWatchStream, api/v3rpc/watch.go). Never
 * changed: a watcher that moves on is another object, so that clones of a hub may share it.
 */
export interface Watcher {
  readonly stream: number;
  readonly id: bigint;
  /** The range, as KeyRange says it; the key is not empty. */
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
  /** It has nothing to hear of changes before this one. A synced watcher keeps the number it had when it was synced. */
  readonly nextRevision: Revision;
  /** synced: told at once of what is applied; unsynced: has to be caught up first; compacted: its history is gone. */
  readonly state: 'synced' | 'unsynced' | 'compacted';
  /** Of an unsynced watcher: its place in the queue of those to be caught up. */
  readonly place: number;
  readonly filters: readonly Filter[];
  readonly prevKv: boolean;
  readonly fragment: boolean;
  readonly progressNotify: boolean;
  /** No events were sent to it since its stream last looked. */
  readonly quiet: boolean;
}

/** etcd's id for "no watcher": of refusals, and of answers that concern the whole stream. */
export const NO_WATCH_ID = -1n;

/** What makes a watcher one of many. */
export type WatcherName = Pick<Watcher, 'stream' | 'id'>;

/** A response and whose it is. `stream` is the number the caller opened it with. */
export interface StreamMessage {
  readonly stream: number;
  readonly response: WatchResponse;
}

/**
 * Whether a range may be watched: yes, no (permission denied), or no for a reason of its own. `rangeEnd` is empty for
 * one key, and, as etcd asks here, also for everything from the key on.
 */
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
  readonly filters: readonly Filter[];
  readonly prevKv: boolean;
  readonly progressNotify: boolean;
}

/** A response with nothing in it but what is given. */
export function watchResponse(fields: Partial<WatchResponse>): WatchResponse {
  return {
    revision: 0,
    watchId: NO_WATCH_ID,
    created: false,
    canceled: false,
    compactRevision: 0,
    cancelReason: '',
    fragment: false,
    events: [],
    ...fields,
  };
}

export function compareWatchers(a: WatcherName, b: WatcherName): number {
  return a.stream - b.stream || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/** Whether its filters let the event through. */
export function wantsEvent({ filters }: Watcher, event: WatchEvent): boolean {
  return filters.length === 0 || !filters.includes(event.type === 'PUT' ? 'NOPUT' : 'NODELETE');
}

/** `toldRevision`: up to where all synced watchers have been told. */
export function viewOf(
  watcher: Omit<Watcher, 'place' | 'fragment' | 'quiet'>,
  toldRevision: Revision,
): WatchView {
  const { stream, id, key, rangeEnd, nextRevision, state, filters, prevKv, progressNotify } = watcher;
  const synced = state === 'synced';
  return {
    stream,
    watchId: id,
    key,
    rangeEnd,
    synced,
    compacted: state === 'compacted',
    nextRevision: synced ? Math.max(nextRevision, toldRevision + 1) : nextRevision,
    filters,
    prevKv,
    progressNotify,
  };
}
