import type { Revision } from '../../base/flavor.ts';
import type { StoreFrame, StreamFrame, WatchEventFrame, WatchFrame } from '../../lab/frame/frame.ts';
import { showBytes } from '../say/show-bytes.ts';

type ServedWatch = StoreFrame['etcd']['watches'][number];

/** A watch as both ends know it: what the member has still to tell, and what the client has heard. */
export interface WatchLane {
  /** One of its kind among the lanes. */
  readonly id: string;
  readonly range: string;
  /** The client's end; undefined: the watcher is somebody's inside the member, or behind the gateway. */
  readonly heard: { readonly stream: StreamFrame; readonly watch: WatchFrame } | undefined;
  readonly listener: ServedWatch['listener']['type'];
  /**
   * asked: not answered yet. unsynced: history is still to be told. synced: told of each change at once. compacted: its
   * history is gone, and it will be cancelled.
   */
  readonly status: 'asked' | 'unsynced' | 'synced' | 'compacted' | 'refused' | 'cancelled' | 'ended';
  /** The first revision that has not been told; undefined once nobody will be told any more. */
  readonly next: Revision | undefined;
  readonly events: readonly WatchEventFrame[];
}

/** The watches of one member, by stream; those that have ended stay as long as the frame has their stream. */
export function watchLanes(store: StoreFrame, streams: readonly StreamFrame[]): readonly WatchLane[] {
  const lanes: WatchLane[] = [];
  const shown = new Set<ServedWatch>();
  for (const stream of streams) {
    if (stream.kind !== 'watch' || stream.node !== store.node) continue;
    stream.watches.forEach((watch, i) => {
      const served = store.etcd.watches.find((each) => isSame(each, stream, watch));
      if (served) shown.add(served);
      const status = statusOf(watch, served);
      const isOver = status === 'refused' || status === 'cancelled' || status === 'ended';
      lanes.push({
        id: `${stream.id} ${i}`,
        range: rangeText(watch.key, watch.rangeEnd),
        heard: { stream, watch },
        listener: 'client',
        status,
        next: isOver
          ? undefined
          : (served?.nextRevision ?? (watch.told === undefined ? undefined : watch.told + 1)),
        events: watch.events,
      });
    });
  }
  for (const served of store.etcd.watches) {
    if (shown.has(served)) continue;
    lanes.push({
      id: `served ${served.stream} ${served.watchId}`,
      range: rangeText(served.key, served.rangeEnd),
      heard: undefined,
      listener: served.listener.type,
      status: served.compacted ? 'compacted' : served.synced ? 'synced' : 'unsynced',
      next: served.compacted ? undefined : served.nextRevision,
      events: [],
    });
  }
  return lanes;
}

function isSame({ listener, watchId }: ServedWatch, stream: StreamFrame, watch: WatchFrame): boolean {
  return listener.type === 'client' && listener.stream === stream.id && watchId === watch.watchId;
}

function statusOf(watch: WatchFrame, served: ServedWatch | undefined): WatchLane['status'] {
  if (watch.status !== 'open') return watch.status;
  // Just after its answer came, and on a member that is killed, nobody serves it.
  if (served === undefined) return watch.told === undefined ? 'unsynced' : 'synced';
  if (served.compacted) return 'compacted';
  return served.synced ? 'synced' : 'unsynced';
}

/** `a`, `a…` for a prefix, `≥ a`, `a … b`. */
export function rangeText(key: Uint8Array, rangeEnd: Uint8Array): string {
  const name = showBytes(key);
  if (rangeEnd.length === 0) return name;
  if (rangeEnd.length === 1 && rangeEnd[0] === 0)
    return key.length <= 1 && (key[0] ?? 0) === 0 ? '*' : `≥ ${name}`;
  return isPrefixEnd(key, rangeEnd) ? `${name}*` : `${name} … ${showBytes(rangeEnd)}`;
}

/** Whether the range is all keys that begin with `key`: its end is the key with its last byte one higher. */
function isPrefixEnd(key: Uint8Array, rangeEnd: Uint8Array): boolean {
  let last = key.length - 1;
  while (last >= 0 && key[last] === 0xff) last--;
  if (last < 0 || rangeEnd.length !== last + 1) return false;
  return rangeEnd.every((byte, i) => byte === (key[i] ?? 0) + (i === last ? 1 : 0));
}
