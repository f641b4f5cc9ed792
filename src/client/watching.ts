import { watchCreate } from '../etcd/operation-schema.ts';
import type { WatchRequest } from '../etcd/request.ts';
import type { ClientEvent } from './effect.ts';
import type { Turn } from './turn.ts';

/** A watch that tells everything it sees: a subscriber, a cache, somebody at a console. */
export interface WatchingProgram {
  readonly recipe: 'watching';
  readonly lastId: number;
  readonly request: Extract<WatchRequest, { type: 'create' }>;
  readonly stream: number;
}

export const watchingOptions = { request: watchCreate };

export function watchingProgram(request: WatchingProgram['request']): WatchingProgram {
  return { recipe: 'watching', lastId: 0, request, stream: 0 };
}

export function stepWatching(program: WatchingProgram, event: ClientEvent, turn: Turn): WatchingProgram {
  if (event.type === 'start') return { ...program, stream: turn.openStream('watch', program.request) };
  if (program.stream === 0) return program;
  if (event.type === 'instructed' && event.instruction.type === 'release') {
    turn.closeStream(program.stream);
    turn.done({ type: 'finished', revision: 0 });
    return { ...program, stream: 0 };
  }
  if (event.type === 'streamEnded' && event.stream === program.stream) {
    turn.fail(event.error ?? 'streamLost');
    return { ...program, stream: 0 };
  }
  if (event.type !== 'stream' || event.stream !== program.stream || !('watchId' in event.message))
    return program;
  const { events, revision, canceled, compactRevision, cancelReason } = event.message;
  if (events.length > 0) turn.note({ type: 'seen', events, revision });
  if (!canceled) return program;
  turn.note({ type: 'cancelled', compactRevision, reason: cancelReason });
  turn.closeStream(program.stream);
  turn.fail(compactRevision > 0 ? 'compacted' : 'streamLost');
  return { ...program, stream: 0 };
}
