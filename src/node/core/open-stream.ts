import { unreachable } from '../../base/assert.ts';
import type { LeaseId } from '../../etcd/request.ts';
import type { StreamKind } from '../io.ts';

/** Who listens at the other end of a stream. */
export type Listener =
  | { readonly type: 'client'; readonly stream: number }
  | { readonly type: 'http'; readonly request: number }
  /** A lock or election in this member; `stream` is the program's number. */
  | { readonly type: 'program'; readonly program: number; readonly stream: number };

/** Never changed once made. */
export interface OpenStream {
  readonly kind: StreamKind;
  readonly token: string | undefined;
  /** It ends when its member has known of no leader for long. */
  readonly needsLeader: boolean;
  readonly listener: Listener;
  /** Of a lease stream: keep-alives that wait for the one before them. */
  readonly queue: readonly LeaseId[];
  readonly busy: boolean;
  /** It ends when its queue is empty: all that was to be said has been said. */
  readonly ends: boolean;
}

/** The number by which a stream goes within the member: the listeners' numbers would meet. */
export function streamKey(listener: Listener): number {
  switch (listener.type) {
    case 'client':
      return 3 * listener.stream;
    case 'http':
      return 3 * listener.request + 1;
    case 'program':
      return 3 * (listener.program * PROGRAM_STREAMS + listener.stream) + 2;
    default:
      return unreachable(listener);
  }
}

/** A program opens fewer streams than this. */
const PROGRAM_STREAMS = 2 ** 20;
