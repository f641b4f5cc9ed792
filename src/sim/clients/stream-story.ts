import { present } from '../../base/assert.ts';
import type { Micros } from '../../base/flavor.ts';
import type { EtcdErrorCode, LeaseId, WatchEvent, WatchRequest, WatchResponse } from '../../etcd/request.ts';
import type { ClientStreamMessage, StreamRequest } from '../../node/io.ts';

/** The newest events of a watch that are kept in its story, and answers to keep-alives. */
const KEPT_MAX = 50;

/**
 * What a stream has come to: folded message by message, so that whoever wants to know it need not read again what was
 * said. A message costs what it says itself, however much was said before. Never changed once made.
 */
export interface StreamStory {
  /** In the order they were asked for. */
  readonly watches: readonly WatchStory[];
  /** The newest answers to keep-alives, oldest first. ttl 0: there is no such lease. */
  readonly keepAlives: readonly { readonly at: Micros; readonly id: LeaseId; readonly ttl: number }[];
  /** Why the server ended it. */
  readonly error: EtcdErrorCode | undefined;
}

export interface WatchStory extends Pick<
  WatchCreate,
  'key' | 'rangeEnd' | 'startRevision' | 'prevKv' | 'filters' | 'progressNotify'
> {
  /** Undefined until the server has answered. */
  readonly watchId: bigint | undefined;
  readonly askedAt: Micros;
  readonly status: 'asked' | 'open' | 'refused' | 'cancelled' | 'ended';
  /** Why it was refused or cancelled, in etcd's words. */
  readonly reason: string | undefined;
  /** Of a watch that wanted what is compacted: where it may begin again. */
  readonly compactRevision: number | undefined;
  /** Everything up to here has been told: by events, by progress, by beginning later. */
  readonly told: number | undefined;
  /** Responses with events, and events, ever. */
  readonly responses: number;
  readonly count: number;
  /** The newest events, oldest first; those of one response have its number. */
  readonly events: readonly WatchedEvent[];
}

export interface WatchedEvent {
  readonly at: Micros;
  readonly response: number;
  readonly type: 'PUT' | 'DELETE';
  readonly revision: number;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly version: number;
  readonly prevValue: Uint8Array | undefined;
}

type WatchCreate = Extract<WatchRequest, { readonly type: 'create' }>;

export const NO_STORY: StreamStory = { watches: [], keepAlives: [], error: undefined };

/** After the client has said something. */
export function foldSent(story: StreamStory, message: StreamRequest, at: Micros): StreamStory {
  if (message.type !== 'create') return story;
  return { ...story, watches: [...story.watches, askedFor(message, at)] };
}

/** After something has come. */
export function foldReceived(story: StreamStory, message: ClientStreamMessage, at: Micros): StreamStory {
  if (!('type' in message)) return { ...story, watches: foldResponse(story.watches, message, at) };
  if (message.type === 'end') return { ...story, error: message.error };
  if (message.type !== 'leaseKeepAlive') return story;
  const { id, ttl } = message;
  return { ...story, keepAlives: [...story.keepAlives.slice(1 - KEPT_MAX), { at, id, ttl }] };
}

/** After the stream has ended, whoever ended it. */
export function foldEnd(story: StreamStory): StreamStory {
  const watches = story.watches.map((watch): WatchStory => {
    return watch.status === 'open' || watch.status === 'asked' ? { ...watch, status: 'ended' } : watch;
  });
  return { ...story, watches };
}

function askedFor(request: WatchCreate, askedAt: Micros): WatchStory {
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

/** A create request and the answer to it belong together by their order: a stream answers them one after the other. */
function foldResponse(
  watches: readonly WatchStory[],
  response: WatchResponse,
  at: Micros,
): readonly WatchStory[] {
  const place = response.created
    ? watches.findIndex(({ status }) => status === 'asked')
    : watches.findIndex(
        ({ watchId, status }) => watchId === response.watchId && status !== 'asked' && status !== 'refused',
      );
  const watch = watches[place];
  if (watch !== undefined) return watches.with(place, afterResponse(watch, response, at));
  return response.watchId === -1n ? watches.map((each) => afterNote(each, response)) : watches;
}

function afterResponse(watch: WatchStory, response: WatchResponse, at: Micros): WatchStory {
  const begun = response.created ? afterCreated(watch, response) : watch;
  const told = response.events.length > 0 ? afterEvents(begun, response.events, at) : begun;
  if (!response.canceled) return afterNote(told, response);
  const { created, cancelReason, compactRevision } = response;
  return {
    ...told,
    status: created ? 'refused' : 'cancelled',
    reason: cancelReason === '' ? undefined : cancelReason,
    compactRevision: compactRevision === 0 ? undefined : compactRevision,
  };
}

function afterCreated(watch: WatchStory, { watchId, revision }: WatchResponse): WatchStory {
  const told = watch.startRevision === 0 ? revision : watch.told;
  return { ...watch, watchId, status: 'open', told };
}

function afterEvents(watch: WatchStory, events: readonly WatchEvent[], at: Micros): WatchStory {
  const response = watch.responses + 1;
  const shown = events.slice(-KEPT_MAX).map(({ type, kv, prevKv }): WatchedEvent => ({
    at,
    response,
    type,
    revision: kv.modRevision,
    key: kv.key,
    value: kv.value,
    version: kv.version,
    prevValue: prevKv?.value,
  }));
  return {
    ...watch,
    responses: response,
    count: watch.count + events.length,
    events: [...watch.events, ...shown].slice(-KEPT_MAX),
    told: Math.max(watch.told ?? 0, present(events.at(-1), 'an event').kv.modRevision),
  };
}

/** An answer without events promises that everything up to its revision has been told. */
function afterNote(watch: WatchStory, { created, events, revision }: WatchResponse): WatchStory {
  if (watch.status !== 'open' || created || events.length > 0) return watch;
  return { ...watch, told: Math.max(watch.told ?? 0, revision) };
}
