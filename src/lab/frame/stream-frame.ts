import { present } from '../../base/assert.ts';
import { errorText } from '../../etcd/error.ts';
import type { WatchRequest, WatchResponse } from '../../etcd/request.ts';
import type { ClientStream, StreamReceived } from '../../sim/clients/client-stream.ts';
import type { StreamFrame, WatchFrame } from './frame.ts';

/** The newest events of a watch that are shown, and answers of a keep-alive. */
const SHOWN_MAX = 50;

type WatchCreate = Extract<WatchRequest, { type: 'create' }>;
type Draft = { -readonly [Field in keyof WatchFrame]: WatchFrame[Field] };

/** By stream: how much had come when it was last told, and what was said then. A stream with nothing new is the same object. */
const told = new WeakMap<ClientStream['received'], { readonly key: string; readonly frame: StreamFrame }>();

/** A stream as the page shows it: what was asked for, and what has come. */
export function streamFrame(stream: ClientStream): StreamFrame {
  const { id, node, kind, client, openedAt, endedAt, sent, received } = stream;
  const key = `${id} ${sent.length} ${received.length} ${endedAt ?? ''}`;
  const before = told.get(received);
  if (before?.key === key) return before.frame;
  const all = received.slice(0);
  const frame: StreamFrame = {
    id,
    node,
    kind,
    client,
    openedAt,
    endedAt,
    error: all.map(endOf).find((text) => text !== undefined),
    watches: kind === 'watch' ? watchesOf(stream, all) : [],
    keepAlives: all.flatMap(keepAliveOf).slice(-SHOWN_MAX),
  };
  told.set(received, { key, frame });
  return frame;
}

function endOf({ message }: StreamReceived): string | undefined {
  if (!('type' in message) || message.type !== 'end' || message.error === undefined) return undefined;
  return errorText(message.error);
}

function keepAliveOf({ at, message }: StreamReceived): StreamFrame['keepAlives'] {
  if (!('type' in message) || message.type !== 'leaseKeepAlive') return [];
  return [{ at, id: message.id, ttl: message.ttl }];
}

/** A create request and the answer to it belong together by their order: a stream answers them one after the other. */
function watchesOf(stream: ClientStream, received: readonly StreamReceived[]): WatchFrame[] {
  const drafts: Draft[] = stream.sent
    .slice(0)
    .flatMap(({ at, message }) => (message.type === 'create' ? [draftOf(message, at)] : []));
  let created = 0;
  for (const { at, message } of received) {
    if ('type' in message) continue;
    const watch = message.created
      ? drafts[created++]
      : drafts.find(
          (draft) =>
            draft.watchId === message.watchId && draft.status !== 'asked' && draft.status !== 'refused',
        );
    if (watch !== undefined) take(watch, message, at);
    else if (message.watchId === -1n) for (const draft of drafts) note(draft, message);
  }
  if (stream.endedAt !== undefined) {
    for (const draft of drafts)
      if (draft.status === 'open' || draft.status === 'asked') draft.status = 'ended';
  }
  return drafts;
}

function draftOf(request: WatchCreate, askedAt: number): Draft {
  const { key, rangeEnd, startRevision, prevKv, filters, progressNotify } = request;
  return {
    watchId: undefined,
    key,
    rangeEnd,
    startRevision,
    prevKv,
    filters,
    progressNotify,
    askedAt,
    status: 'asked',
    reason: undefined,
    compactRevision: undefined,
    told: undefined,
    responses: 0,
    count: 0,
    events: [],
  };
}

function take(watch: Draft, response: WatchResponse, at: number): void {
  if (response.created) {
    watch.watchId = response.watchId;
    watch.status = 'open';
    if (watch.startRevision === 0) watch.told = response.revision;
  }
  if (response.events.length > 0) {
    watch.responses++;
    watch.count += response.events.length;
    const shown = response.events.map(({ type, kv, prevKv }) => ({
      at,
      response: watch.responses,
      type,
      revision: kv.modRevision,
      key: kv.key,
      value: kv.value,
      version: kv.version,
      prevValue: prevKv?.value,
    }));
    watch.events = [...watch.events, ...shown].slice(-SHOWN_MAX);
    watch.told = Math.max(watch.told ?? 0, present(response.events.at(-1), 'an event').kv.modRevision);
  }
  if (response.canceled) {
    watch.status = response.created ? 'refused' : 'cancelled';
    watch.reason = response.cancelReason === '' ? undefined : response.cancelReason;
    watch.compactRevision = response.compactRevision === 0 ? undefined : response.compactRevision;
  } else note(watch, response);
}

/** An answer without events promises that everything up to its revision has been told. */
function note(watch: Draft, response: WatchResponse): void {
  if (watch.status !== 'open' || response.created || response.events.length > 0) return;
  watch.told = Math.max(watch.told ?? 0, response.revision);
}
