import { bytesFieldSize, int64FieldSize, numberFieldSize, varintSize } from '../mvcc/stored-form.ts';
import type { KeyValue, WatchEvent, WatchResponse } from '../request.ts';

/**
 * A response that is too large, as several with `fragment` set on all but the last (etcd: sendFragments,
 * api/v3rpc/watch.go): each takes events as long as it stays below `maxBytes`, one at least.
 */
export function fragmentsOf(response: WatchResponse, maxBytes: number): readonly WatchResponse[] {
  const sizes = response.events.map(eventSize);
  const frame = frameSize(response);
  const total = sizes.reduce((sum, size) => sum + size, frame);
  if (total < maxBytes || sizes.length < 2) return [response];

  const fragments: WatchResponse[] = [];
  let from = 0;
  while (from < sizes.length) {
    let size = frame + FRAGMENT_BYTES + (sizes[from] ?? 0);
    let to = from + 1;
    while (to < sizes.length && size + (sizes[to] ?? 0) < maxBytes) size += sizes[to++] ?? 0;
    fragments.push({ ...response, fragment: to < sizes.length, events: response.events.slice(from, to) });
    from = to;
  }
  return fragments;
}

/** The field that says "more to come". */
const FRAGMENT_BYTES = 2;
/** Of the header: two 64-bit ids of ten bytes at most, and a term; the response knows only the revision. */
const IDENTITY_BYTES = 2 * 11 + 2;

/** Bytes of a WatchResponse without its events. */
function frameSize({ revision, watchId }: WatchResponse): number {
  const header = IDENTITY_BYTES + numberFieldSize(revision);
  return 1 + varintSize(header) + header + int64FieldSize(watchId);
}

/** Bytes of one mvccpb.Event in a response. */
function eventSize({ type, kv, prevKv }: WatchEvent): number {
  const size =
    (type === 'DELETE' ? 2 : 0) +
    messageSize(keyValueSize(kv)) +
    (prevKv === undefined ? 0 : messageSize(keyValueSize(prevKv)));
  return messageSize(size);
}

function keyValueSize(kv: KeyValue): number {
  return (
    bytesFieldSize(kv.key) +
    numberFieldSize(kv.createRevision) +
    numberFieldSize(kv.modRevision) +
    numberFieldSize(kv.version) +
    bytesFieldSize(kv.value) +
    int64FieldSize(kv.lease)
  );
}

/** A message within a message: its field's number and its length come before it. */
function messageSize(size: number): number {
  return 1 + varintSize(size) + size;
}
