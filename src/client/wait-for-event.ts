import type { Revision } from '../base/flavor.ts';
import type { ClientEvent, ProgramError } from './effect.ts';
import { NO_BYTES, watch } from './operations.ts';
import type { Turn } from './turn.ts';

/** Waits until one key is put, or deleted (etcd: contrib/recipes/watch.go, WaitEvents). */
export interface WaitForEvent {
  readonly kind: 'PUT' | 'DELETE';
  readonly stream: number;
}

export type EventWait =
  | { readonly type: 'waiting' }
  /** It has happened, as of this revision. */
  | { readonly type: 'seen'; readonly revision: Revision }
  | { readonly type: 'failed'; readonly error: ProgramError };

/** From this revision on, itself included. */
export function beginWaitForEvent(
  key: Uint8Array,
  kind: WaitForEvent['kind'],
  from: Revision,
  turn: Turn,
): WaitForEvent {
  return { kind, stream: turn.openStream('watch', watch(key, NO_BYTES, from)) };
}

export function stepWaitForEvent(wait: WaitForEvent, event: ClientEvent, turn: Turn): EventWait {
  if (event.type === 'streamEnded' && event.stream === wait.stream) {
    return { type: 'failed', error: event.error ?? 'streamLost' };
  }
  if (event.type !== 'stream' || event.stream !== wait.stream || !('watchId' in event.message)) {
    return { type: 'waiting' };
  }
  const { events, canceled, revision, compactRevision } = event.message;
  const isSeen = events.some(({ type }) => type === wait.kind);
  if (!isSeen && !canceled) return { type: 'waiting' };
  turn.closeStream(wait.stream);
  if (isSeen) return { type: 'seen', revision };
  return { type: 'failed', error: compactRevision > 0 ? 'compacted' : 'streamLost' };
}
