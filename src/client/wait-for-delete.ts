import { present } from '../base/assert.ts';
import type { Revision } from '../base/flavor.ts';
import type { CallAnswer, ClientEvent, ProgramError } from './effect.ts';
import { getFirst, NO_BYTES, watch } from './operations.ts';
import type { Turn } from './turn.ts';

/**
 * Waits until no key under a prefix is older than one's own (etcd: clientv3/concurrency/key.go): asks for the newest of
 * the older keys, watches that one until it is deleted, asks again. So each waiter is woken by one deletion only.
 */
export interface WaitForDelete {
  readonly prefix: Uint8Array;
  readonly maxCreateRevision: Revision;
  /** Whose turn it is that is waited for; only to be told. */
  readonly self: Uint8Array;
  /** The read under way; 0: none. */
  readonly call: number;
  /** The watch under way; 0: none. */
  readonly stream: number;
}

export type WaitProgress =
  | { readonly type: 'waiting'; readonly wait: WaitForDelete }
  /** Nobody is before us any more, as of this revision. */
  | { readonly type: 'first'; readonly revision: Revision }
  | { readonly type: 'failed'; readonly error: ProgramError };

export function beginWait(
  prefix: Uint8Array,
  maxCreateRevision: Revision,
  self: Uint8Array,
  turn: Turn,
): WaitForDelete {
  return ask({ prefix, maxCreateRevision, self, call: 0, stream: 0 }, turn);
}

function ask(wait: WaitForDelete, turn: Turn): WaitForDelete {
  const newest = getFirst(wait.prefix, 'CREATE', 'DESCEND');
  const call = turn.call({ ...newest, maxCreateRevision: wait.maxCreateRevision });
  return { ...wait, call, stream: 0 };
}

export function stepWait(wait: WaitForDelete, event: ClientEvent, turn: Turn): WaitProgress {
  if (event.type === 'answer' && event.call === wait.call) return answered(wait, event.result, turn);
  if (event.type === 'streamEnded' && event.stream === wait.stream) {
    return { type: 'failed', error: event.error ?? 'streamLost' };
  }
  if (event.type !== 'stream' || event.stream !== wait.stream || !('watchId' in event.message)) {
    return { type: 'waiting', wait };
  }
  const { events, canceled, compactRevision } = event.message;
  const isDeleted = events.some(({ type }) => type === 'DELETE');
  if (!isDeleted && !canceled) return { type: 'waiting', wait };
  turn.closeStream(wait.stream);
  if (isDeleted) return { type: 'waiting', wait: ask(wait, turn) };
  return { type: 'failed', error: compactRevision > 0 ? 'compacted' : 'streamLost' };
}

function answered(wait: WaitForDelete, result: CallAnswer, turn: Turn): WaitProgress {
  if (result.status !== 'ok') return { type: 'failed', error: result.error };
  const range = result.result;
  if (range.type !== 'range' || range.kvs.length === 0) return { type: 'first', revision: range.revision };
  const { key } = present(range.kvs[0], 'a range that is not empty has a first key');
  turn.note({ type: 'waiting', key: wait.self, behind: key });
  const stream = turn.openStream('watch', watch(key, NO_BYTES, range.revision));
  return { type: 'waiting', wait: { ...wait, call: 0, stream } };
}

/** Nobody waits any more. */
export function abandonWait(wait: WaitForDelete, turn: Turn): void {
  if (wait.stream !== 0) turn.closeStream(wait.stream);
}
