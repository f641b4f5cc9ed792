import { errorText } from '../../etcd/error.ts';
import type { ClientStream } from '../../sim/clients/client-stream.ts';
import type { StreamFrame } from './frame.ts';
import { remembered } from './remembered.ts';

/** A stream as the page shows it. A stream with nothing new is the same object, and so is a watch. */
export const streamFrame = remembered((stream: ClientStream): StreamFrame => {
  const { id, node, kind, client, openedAt, endedAt, story } = stream;
  const { watches, keepAlives } = story;
  const error = story.error === undefined ? undefined : errorText(story.error);
  return { id, node, kind, client, openedAt, endedAt, error, watches, keepAlives };
});
