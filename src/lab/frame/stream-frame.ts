import type { StreamStory, WatchStory, WatchedEvent } from '../../sim/clients/stream-story.ts';
import type { StreamKind } from '../../node/io.ts';
import type { Micros, NodeId } from '../../base/flavor.ts';
import { errorText } from '../../etcd/error.ts';
import type { ClientStream } from '../../sim/clients/client-stream.ts';
import { remembered } from './remembered.ts';

/** A stream of a client's, with what has come on it. The same object as long as nothing new has. */
export interface StreamFrame {
  readonly id: number;
  readonly node: NodeId;
  readonly kind: StreamKind;
  readonly client: string | undefined;
  readonly openedAt: Micros;
  /** Undefined while it is open. */
  readonly endedAt: Micros | undefined;
  /** Why the server ended it, in etcd's words. */
  readonly error: string | undefined;
  /** In the order they were asked for. */
  readonly watches: readonly WatchFrame[];
  /** The newest answers to keep-alives, oldest first. ttl 0: there is no such lease. */
  readonly keepAlives: StreamStory['keepAlives'];
}

export type WatchFrame = WatchStory;

export type WatchEventFrame = WatchedEvent;

/** A stream as the page shows it. A stream with nothing new is the same object, and so is a watch. */
export const streamFrame = remembered((stream: ClientStream): StreamFrame => {
  const { id, node, kind, client, openedAt, endedAt, story } = stream;
  const { watches, keepAlives } = story;
  const error = story.error === undefined ? undefined : errorText(story.error);
  return { id, node, kind, client, openedAt, endedAt, error, watches, keepAlives };
});
